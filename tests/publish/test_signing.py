"""A newsroom can prove what it published when."""

import gzip
import os
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.publish.conftest import SITE
from tests.publish.newsdesk import Newsdesk
from wireroom.errors import PublishError
from wireroom.model import Snapshot
from wireroom.ports.store import Store
from wireroom.publish import signing
from wireroom.publish.publisher import Publisher
from wireroom.publish.run import Publication


def snapshot(desk: Newsdesk, done: Publication, number: int) -> Snapshot:
    return Snapshot(
        id=str(number), number=number, blog=done.blog, sequence=done.sequence, at=desk.clock.time, by="aigerim",
        target=done.path, files=done.files, removed=done.removed, updates=done.revisions,
    )  # fmt: skip


def test_a_chain_of_signed_manifests_proves_every_page(
    desk: Newsdesk, publisher: Publisher, out: Path, tmp_path: Path
) -> None:
    pytest.importorskip("minisign")
    public = signing.make_key(tmp_path / "newsroom.key")
    update = desk.developing("Crowds gather", "Hundreds stand there.")
    first = snapshot(desk, publisher.publish(desk.blog, out), 1)
    desk.correct(update, "It was thousands.", "Thousands stand there.")
    second = snapshot(desk, publisher.publish(desk.blog, out), 2)
    made = signing.manifests([first, second])
    for body in made:
        signing.verify(body, signing.sign(body, tmp_path / "newsroom.key"), public)
    assert signing.differences(out, made) == []
    page = out / "index.html"
    page.write_bytes(page.read_bytes().replace(b"Thousands", b"Millions"))
    assert signing.differences(out, made) == ["index.html"]
    forged = made[1].replace(b'"number":2', b'"number":3')
    with pytest.raises(PublishError, match="is not what"):
        signing.verify(forged, signing.sign(made[1], tmp_path / "newsroom.key"), public)


def test_a_packed_twin_is_what_was_signed_unless_it_unpacks_to_something_else(
    desk: Newsdesk, store: Store, out: Path
) -> None:
    desk.developing("Crowds gather")
    packing = Publisher(store, desk.clock, replace(SITE, compress=True))
    made = signing.manifests([snapshot(desk, packing.publish(desk.blog, out), 1)])
    assert (out / "index.html.gz").is_file()
    assert signing.unsigned(out, made) == []
    (out / "index.html.gz").write_bytes(gzip.compress(b"A planted page."))
    (out / "feed.rss.gz").write_bytes((out / "feed.rss.gz").read_bytes()[:-20])
    (out / "blog.md.gz").write_bytes(b"no archive")
    (out / "more.html.gz").write_bytes((out / "top.html.gz").read_bytes())
    assert signing.unsigned(out, made) == ["blog.md.gz", "feed.rss.gz", "index.html.gz", "more.html.gz"]


def test_manifests_chain(desk: Newsdesk, publisher: Publisher, out: Path) -> None:
    desk.developing("Crowds gather")
    first = snapshot(desk, publisher.publish(desk.blog, out), 1)
    desk.developing("Roads closed")
    second = snapshot(desk, publisher.publish(desk.blog, out), 2)
    one, two = signing.manifests([first, second])
    assert signing.manifests([first, second])[1] == two
    other = signing.manifests([Snapshot(**{**_fields(first), "by": "somebody else"}), second])
    assert other[1] != two
    assert one != two


def test_the_minisign_program_agrees(desk: Newsdesk, publisher: Publisher, out: Path, tmp_path: Path) -> None:
    pytest.importorskip("minisign")
    if not shutil.which("minisign"):
        reason = "the minisign program is not installed"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    import subprocess

    public = signing.make_key(tmp_path / "newsroom.key")
    desk.developing("Crowds gather")
    (body,) = signing.manifests([snapshot(desk, publisher.publish(desk.blog, out), 1)])
    (tmp_path / "manifest.json").write_bytes(body)
    (tmp_path / "manifest.json.minisig").write_bytes(signing.sign(body, tmp_path / "newsroom.key"))
    subprocess.run(["minisign", "-V", "-p", str(public), "-m", str(tmp_path / "manifest.json")], check=True)


def _fields(value: Snapshot) -> dict[str, object]:
    return {name: getattr(value, name) for name in Snapshot.__struct_fields__}
