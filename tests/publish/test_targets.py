"""Targets beyond a folder: a real S3 server, a real sshd, a git branch, a hub; all on loopback."""

import getpass
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs
from urllib.request import Request, urlopen

import pytest
from msgspec.structs import replace

from tests.publish.conftest import SITE
from tests.publish.newsdesk import Newsdesk
from tests.publish.test_pages import contents
from wireroom.errors import PublishError, UsageError
from wireroom.publish.delivery import Bucket, everything_in
from wireroom.publish.publisher import Publisher


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def absent(*names: str) -> None:
    reason = f"not installed: {', '.join(names)}"
    pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An S3 server with one empty bucket; where it is. What it held for another test lives on in the process."""
    try:
        import boto3
        import s3fs
        from moto.server import ThreadedMotoServer
    except ImportError as missing:
        absent(str(missing))
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=free_port(), verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
    }.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    urlopen(Request(f"http://{host}:{port}/moto-api/reset", method="POST")).close()
    boto3.client("s3").create_bucket(Bucket="live")
    yield "s3://live/fuel"
    server.stop()


def objects() -> dict[str, tuple[str, str]]:
    """What the S3 server holds: path -> cache rule and media type."""
    import boto3

    client = boto3.client("s3")
    found = {}
    for page in client.get_paginator("list_objects_v2").paginate(Bucket="live"):
        for each in page.get("Contents", ()):
            head = client.head_object(Bucket="live", Key=each["Key"])
            found[each["Key"].removeprefix("fuel/")] = (head["CacheControl"], head["ContentType"])
    return found


def body(path: str) -> bytes:
    import boto3

    answer: bytes = boto3.client("s3").get_object(Bucket="live", Key=f"fuel/{path}")["Body"].read()
    return answer


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_s3_gets_what_changed_with_cache_rules(
    bucket: str, desk: Newsdesk, publisher: Publisher, tmp_path: Path
) -> None:
    update = desk.developing("A name", "Somebody's home address.")
    publisher.publish(desk.blog, bucket)
    publisher.publish(desk.blog, tmp_path / "folder")
    there = objects()
    assert sorted(there) == sorted(contents(tmp_path / "folder"))
    assert there["latest.json"] == ("public, max-age=2, must-revalidate", "application/json")
    assert there["index.html"][1] == "text/html; charset=utf-8"
    assert all(rule.endswith("immutable") for path, (rule, _) in there.items() if path.startswith("assets/"))
    desk.kill(update)
    publisher.publish(desk.blog, bucket)
    assert not any(b"home address" in body(path) for path in objects())


@pytest.mark.parametrize("whole", [True, False])
def test_twins_go_where_their_files_go_and_change_and_leave_with_them(
    desk: Newsdesk, tmp_path: Path, whole: bool
) -> None:
    packing = Publisher(desk.store, desk.clock, replace(SITE, compress=True))
    host = tmp_path / "host"
    update = desk.developing("Crowds gather", "Hundreds stand on the square.")
    early = desk.store.position(desk.blog.id)
    later = desk.developing("Airport held", "The terminal is held.")
    packing.publish(desk.blog, f"file://{host}")
    desk.retract(later, "Nobody held it", "The source filmed the road")
    packing.publish(desk.blog, f"file://{host}", whole=whole)
    folder = tmp_path / "folder"
    packing.publish(desk.blog, folder)
    assert contents(host) == contents(folder)
    assert (host / f"p/{later.id}.html.gz").is_file()
    packing.publish(desk.blog, f"file://{host}", sequence=early)
    assert sorted(path.name for path in (host / "p").iterdir()) == [
        f"{update.id}.html",
        f"{update.id}.html.gz",
    ]


class CutOff(Bucket):
    """A connection that breaks before the file numbered ``left``."""

    left: int = 7

    def _upload(self, system: object, place: str, path: str, body: bytes) -> None:
        self.left -= 1
        if self.left < 0:
            raise ConnectionResetError("the line went dead")
        super()._upload(system, place, path, body)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_cut_off_upload_goes_on_where_it_stopped(
    bucket: str, desk: Newsdesk, publisher: Publisher, tmp_path: Path
) -> None:
    desk.developing("Crowds gather")
    publisher.publish(desk.blog, tmp_path / "folder")
    files = list(everything_in(tmp_path / "folder"))
    with pytest.raises(PublishError, match="the line went dead"):
        CutOff(bucket, tmp_path / "sent", {}).deliver(tmp_path / "folder", files, ())
    assert sorted(objects()) == sorted(files[:7])
    sent = Bucket(bucket, tmp_path / "sent", {}).deliver(tmp_path / "folder", files, ())
    assert sent == len(files) - 7
    assert files[-2:] == ["index.html", "latest.json"]
    assert all(body(path) == (tmp_path / "folder" / path).read_bytes() for path in files)


@pytest.fixture
def sshd(tmp_path: Path) -> Iterator[tuple[int, Path, Path]]:
    """A real sshd on loopback: its port, the client's key, and the folder it may write."""
    program = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin")
    if not program or not shutil.which("ssh-keygen"):
        absent("sshd")
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    for name in ("host", "client"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(keys / name)], check=True)
    shutil.copy(keys / "client.pub", keys / "authorized")
    port = free_port()
    settings = [
        f"Port {port}", "ListenAddress 127.0.0.1", f"HostKey {keys / 'host'}", f"PidFile {keys / 'pid'}",
        f"AuthorizedKeysFile {keys / 'authorized'}", "StrictModes no", "UsePAM no", "PasswordAuthentication no",
        "PermitRootLogin yes", "Subsystem sftp internal-sftp",
    ]  # fmt: skip
    (keys / "config").write_text("\n".join(settings) + "\n")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    process = subprocess.Popen(
        [str(program), "-D", "-e", "-f", str(keys / "config")], stderr=subprocess.PIPE, text=True
    )
    assert process.stderr
    for line in process.stderr:
        if "listening" in line:
            break
    yield port, keys / "client", tmp_path / "remote"
    process.terminate()
    process.wait()
    process.stderr.close()


def test_a_real_sshd_gets_whole_files(
    sshd: tuple[int, Path, Path], desk: Newsdesk, publisher: Publisher, tmp_path: Path
) -> None:
    pytest.importorskip("paramiko")
    port, key, remote = sshd
    desk.developing("Crowds gather")
    publisher.publish(desk.blog, tmp_path / "folder")
    options = {"port": port, "key_filename": str(key), "username": getpass.getuser(), "look_for_keys": False}
    bucket = Bucket(f"sftp://127.0.0.1{remote}", tmp_path / "sent", options)
    bucket.deliver(tmp_path / "folder", everything_in(tmp_path / "folder"), ())
    assert contents(remote) == contents(tmp_path / "folder")
    desk.developing("Roads closed")
    done = publisher.publish(desk.blog, tmp_path / "folder")
    sent = bucket.deliver(tmp_path / "folder", done.files, ())
    assert sent == done.files_written
    assert contents(remote) == contents(tmp_path / "folder")


def test_a_kill_leaves_nothing_of_its_words_at_an_sshd(
    sshd: tuple[int, Path, Path],
    desk: Newsdesk,
    publisher: Publisher,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("paramiko")
    port, key, remote = sshd
    (tmp_path / "home" / ".ssh").mkdir(parents=True, mode=0o700)
    shutil.copy(key, tmp_path / "home" / ".ssh" / "id_ed25519")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    target = f"sftp://{getpass.getuser()}@127.0.0.1:{port}{remote}"
    update = desk.confirm(desk.developing("A name", "Somebody's home address."))
    publisher.publish(desk.blog, target)
    assert any(b"home address" in body for body in contents(remote).values())
    update = desk.refile(update, "Somebody's own home address.")
    publisher.publish(desk.blog, target)
    desk.kill(update)
    publisher.publish(desk.blog, target)
    assert [path for path, body in contents(remote).items() if b"home address" in body] == []
    publisher.publish(desk.blog, tmp_path / "folder")
    assert contents(remote) == contents(tmp_path / "folder")


def told(*words: str) -> str:
    return subprocess.run(["git", *words], check=True, capture_output=True, text=True).stdout


def test_a_kill_begins_a_git_branch_anew(desk: Newsdesk, publisher: Publisher, tmp_path: Path) -> None:
    if not shutil.which("git"):
        absent("git")
    host = tmp_path / "host.git"
    told("init", "--quiet", "--bare", str(host))
    target = f"git+{host}#pages"
    update = desk.developing("A name", "Somebody's home address.")
    publisher.publish(desk.blog, target)
    desk.kill(update)
    publisher.publish(desk.blog, target)
    commits = told(f"--git-dir={host}", "rev-list", "pages").split()
    assert len(commits) == 1
    grep = ["git", f"--git-dir={host}", "grep", "-q", "home address", commits[0]]
    assert subprocess.run(grep, check=False).returncode == 1
    stage = tmp_path / "data" / "wireroom" / "stages"
    told(f"--git-dir={host}", "gc", "--quiet", "--prune=now")
    assert not any(b"home address" in path.read_bytes() for path in stage.rglob("*") if path.is_file())
    desk.developing("Roads closed")
    publisher.publish(desk.blog, target)
    assert len(told(f"--git-dir={host}", "rev-list", "pages").split()) == 2


def test_a_git_branch_gets_a_commit_for_each_publication(
    desk: Newsdesk, publisher: Publisher, tmp_path: Path
) -> None:
    if not shutil.which("git"):
        absent("git")
    host = tmp_path / "host.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(host)], check=True)
    target = f"git+{host}#pages"
    desk.developing("Crowds gather")
    publisher.publish(desk.blog, target)
    desk.developing("Roads closed")
    publisher.publish(desk.blog, target)
    log = subprocess.run(
        ["git", f"--git-dir={host}", "log", "--oneline", "pages"], check=True, capture_output=True, text=True
    ).stdout
    assert len(log.splitlines()) == 2
    page = subprocess.run(
        ["git", f"--git-dir={host}", "show", "pages:index.html"], check=True, capture_output=True, text=True
    ).stdout
    assert "Roads closed" in page


def test_hubs_are_told_and_a_silent_one_is_a_problem_not_a_failure(desk: Newsdesk, tmp_path: Path) -> None:
    heard: list[dict[str, list[str]]] = []

    class Hub(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with HTTPServer(("127.0.0.1", 0), Hub) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        hub = f"http://127.0.0.1:{server.server_address[1]}/"
        site = replace(SITE, websub=(hub, f"http://127.0.0.1:{free_port()}/"))
        update = desk.developing("Crowds gather")
        publisher = Publisher(desk.store, desk.clock, site)
        done = publisher.publish(desk.blog, tmp_path / "out")
        desk.refile(update, "Hundreds stand on the square.")
        publisher.publish(desk.blog, tmp_path / "out")
        server.shutdown()
        thread.join()
    whole = {"feed.atom", "feed.rss", "feed.json"}
    every = whole | {"corrections.atom", "feeds/developing.atom", "feeds/tag-fuel.atom"}
    naming = {
        str(path.relative_to(tmp_path / "out"))
        for path in (tmp_path / "out").rglob("*")
        if path.is_file() and hub.encode() in path.read_bytes()
    }
    home = "https://courier.example/live/fuel/"
    told = [{topic.removeprefix(home) for topic in each["hub.url"]} for each in heard]
    assert (told, naming) == ([every, whole], every)
    assert [each["hub.topic"] for each in heard] == [each["hub.url"] for each in heard]
    assert any("was not told" in problem for problem in done.problems)


@pytest.mark.parametrize(
    "hub", ["http://127.0.0.1:{}/", "http://[::1/", "http://127.0.0.1/узел", "http://a b/"]
)
def test_a_hub_that_talks_nonsense_or_has_no_address_is_a_problem_not_a_failure(
    desk: Newsdesk, tmp_path: Path, hub: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with suppress(OSError):
                connection, _ = server.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(b"220 mail.example ESMTP\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            desk.developing("Crowds gather")
            site = replace(SITE, websub=(hub.format(server.getsockname()[1]),))
            done = Publisher(desk.store, desk.clock, site).publish(desk.blog, tmp_path / "out")
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()
    (problem,) = done.problems
    assert "was not told" in problem
    assert (tmp_path / "out" / "index.html").is_file()


def test_an_unknown_address_is_said_in_words(desk: Newsdesk, publisher: Publisher) -> None:
    desk.developing("Crowds gather")
    with pytest.raises(UsageError, match="nowhere"):
        publisher.publish(desk.blog, "nowhere://live")


def test_a_target_that_can_t_be_one_is_said_in_words(
    desk: Newsdesk, publisher: Publisher, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("notes", encoding="utf-8")
    (tmp_path / "elsewhere").symlink_to(tmp_path / "unmounted")
    for target, words in (
        (str(tmp_path / "notes.txt"), "is a file"),
        (str(tmp_path / "elsewhere"), "is a link to .*unmounted, where no folder is"),
        (f"ftp://127.0.0.1:{free_port()}/live", "could not be reached"),
        (f"git+{tmp_path / 'nowhere'}#pages", r"git could not publish to \S+: [^\n]+[^.]\.$"),
    ):
        with pytest.raises(PublishError, match=words):
            publisher.publish(desk.blog, target)
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "notes"
    assert (tmp_path / "elsewhere").readlink() == tmp_path / "unmounted"


def test_a_link_that_somebody_made_stays_and_what_it_leads_to_is_written_in_place(
    desk: Newsdesk, publisher: Publisher, tmp_path: Path
) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "live").symlink_to(tmp_path / "disk")
    desk.developing("Crowds gather")
    publisher.publish(desk.blog, str(tmp_path / "live"))
    desk.developing("Crowds leave")
    again = publisher.publish(desk.blog, str(tmp_path / "live"))
    assert (tmp_path / "live").readlink() == tmp_path / "disk"
    assert "Crowds leave" in (tmp_path / "disk" / "index.html").read_text(encoding="utf-8")
    assert again.files_unchanged
