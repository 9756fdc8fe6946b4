"""The preview: loopback only, pushed to open pages, closed to other origins."""

import http.client
import threading
from pathlib import Path
from urllib.parse import urlsplit

from tests.publish.newsdesk import Newsdesk
from wireroom.publish.preview import Preview
from wireroom.publish.publisher import Publisher


def preview_of(desk: Newsdesk, publisher: Publisher, out: Path) -> Preview:
    return Preview(out, lambda: publisher.publish(desk.blog, out).sequence, desk.store.revision)


def ask(address: str, path: str, **headers: str) -> tuple[int, bytes, str]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body, answer.headers.get("Content-Type", "")


def test_it_follows_the_desk_and_tells_open_pages(desk: Newsdesk, publisher: Publisher, out: Path) -> None:
    desk.developing("Crowds gather")
    preview = preview_of(desk, publisher, out)
    stop = threading.Event()
    with preview.serving() as address:
        told = preview.events()
        assert next(told) == b": listening\n\n"
        watching = threading.Thread(target=preview.watch, args=(stop,), kwargs={"every": 0.01})
        watching.start()
        assert next(told) == f"data: {desk.store.position(desk.blog.id)}\n\n".encode()
        desk.developing("Roads closed")
        assert next(told) == f"data: {desk.store.position(desk.blog.id)}\n\n".encode()
        status, body, kind = ask(address, "/")
        assert (status, kind) == (200, "text/html; charset=utf-8")
        assert b"Roads closed" in body
        assert b'<script src="/_preview.js" defer>' in body
        stop.set()
        watching.join()


def test_the_stream_is_served(desk: Newsdesk, publisher: Publisher, out: Path) -> None:
    desk.developing("Crowds gather")
    preview = preview_of(desk, publisher, out)
    with preview.serving() as address:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        connection.request("GET", "/_events")
        answer = connection.getresponse()
        assert answer.headers["Content-Type"] == "text/event-stream"
        assert answer.readline() == b": listening\n"
        answer.readline()
        preview.tell(41)
        assert answer.readline() == b"data: 41\n"
        connection.close()
        preview.tell(42)


def test_other_hosts_origins_and_folders_are_refused(desk: Newsdesk, publisher: Publisher, out: Path) -> None:
    desk.developing("Crowds gather")
    publisher.publish(desk.blog, out)
    (out.parent / "secret.txt").write_text("secret")
    with preview_of(desk, publisher, out).serving() as address:
        host = urlsplit(address).netloc
        assert ask(address, "/index.html", Host="evil.example")[0] == 403
        assert ask(address, "/index.html", Origin="https://evil.example")[0] == 403
        assert ask(address, "/index.html", Origin=f"http://{host}")[0] == 200
        for path in ("/../secret.txt", "/%2e%2e/secret.txt", "//etc/passwd", "/..%2fsecret.txt"):
            assert ask(address, path)[0] == 404
        for path in ("/%00", f"/{'x' * 300}"):  # no name of a file at all
            assert ask(address, path)[0] == 404
        assert address.startswith("http://127.0.0.1:")
