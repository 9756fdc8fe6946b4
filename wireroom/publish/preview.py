"""A preview on this machine: the blog is published into a folder whenever the store moves, and open pages are told.

Loopback only. ``Host`` and ``Origin`` are checked, so that no web page elsewhere can read what is not public yet.
The standard library's server is enough for one editor's browser and costs no dependency.
"""

import mimetypes
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from wireroom.publish.hosting import cache_control

#: Open pages look at once when they are told that the network is back; that is all this script does.
_SCRIPT = b'new EventSource("/_events").onmessage = () => dispatchEvent(new Event("online"));\n'
_SCRIPT_TAG = b'<script src="/_preview.js" defer></script></head>'
_KEEP_ALIVE = 15.0

_TYPES = {
    ".atom": "application/atom+xml",
    ".rss": "application/rss+xml",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".html": "text/html; charset=utf-8",
}


class Preview:
    """Serves a published folder. ``publish`` brings it up to date and gives the position shown."""

    def __init__(self, folder: Path, publish: Callable[[], int], revision: Callable[[], int]) -> None:
        self._folder = folder
        self._publish = publish
        self._revision = revision
        self._listeners: set[queue.SimpleQueue[int]] = set()
        self._lock = threading.Lock()

    @contextmanager
    def serving(self, port: int = 0) -> Iterator[str]:
        """The address of the preview while the block runs; port 0 takes a free one."""
        handler = partial(_Handler, self)
        with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
            server.daemon_threads = True
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_address[1]}/"
            finally:
                server.shutdown()
                thread.join()

    def watch(self, stop: threading.Event, *, every: float = 0.2) -> None:
        """Publish and tell open pages whenever the store moves, until ``stop`` is set; looks every so many seconds."""
        seen = -1
        while not stop.is_set():
            revision = self._revision()
            if revision != seen:
                seen = revision
                self.tell(self._publish())
            stop.wait(every)

    def tell(self, position: int) -> None:
        """Tell open pages that there is something new."""
        with self._lock:
            for listener in self._listeners:
                listener.put(position)

    def events(self) -> Iterator[bytes]:
        """What one open page is told, for as long as it listens (Server-Sent Events)."""
        heard: queue.SimpleQueue[int] = queue.SimpleQueue()
        with self._lock:
            self._listeners.add(heard)
        try:
            yield b": listening\n\n"
            while True:
                try:
                    yield f"data: {heard.get(timeout=_KEEP_ALIVE)}\n\n".encode()
                except queue.Empty:
                    yield b": still there\n\n"
        finally:
            with self._lock:
                self._listeners.discard(heard)

    def file(self, path: str) -> Path | None:
        """The published file of an address, if there is one; nothing outside the folder."""
        root = self._folder.resolve()
        try:
            found = (root / unquote(path).lstrip("/")).resolve()
            if found.is_dir():
                found /= "index.html"
            return found if found.is_relative_to(root) and found.is_file() else None
        except (OSError, ValueError):  # what can be no name of a file
            return None


class _Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    protocol_version = "HTTP/1.1"

    def __init__(self, preview: Preview, *args: object) -> None:
        self._preview = preview
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        try:
            self._tell()
        except (BrokenPipeError, ConnectionResetError):  # the browser asks for something else by now
            self.close_connection = True

    def _tell(self) -> None:
        if not self._from_here():
            self._answer(HTTPStatus.FORBIDDEN, b"This preview answers this machine only.\n", "text/plain")
            return
        path = urlsplit(self.path).path
        if path == "/_events":
            self._stream()
        elif path == "/_preview.js":
            self._answer(HTTPStatus.OK, _SCRIPT, "text/javascript")
        else:
            self._send_file(path)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Requests of an editor's own browser are no news."""

    def _from_here(self) -> bool:
        """Whether the request names this server, and no page of another origin sent it (DNS rebinding)."""
        assert isinstance(self.server, ThreadingHTTPServer)
        port = self.server.server_port
        hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}
        origin = self.headers.get("Origin")
        return self.headers.get("Host") in hosts and (origin is None or urlsplit(origin).netloc in hosts)

    def _send_file(self, path: str) -> None:
        found = self._preview.file(path)
        if found is None:
            self._answer(HTTPStatus.NOT_FOUND, b"There is no such page in this preview.\n", "text/plain")
            return
        try:
            body = found.read_bytes()
        except FileNotFoundError:  # a whole rebuild has taken its tree away since
            self._send_file(path)
            return
        kind = _TYPES.get(found.suffix) or mimetypes.guess_type(found.name)[0] or "application/octet-stream"
        if found.suffix == ".html":
            body = body.replace(b"</head>", _SCRIPT_TAG, 1)
        self._answer(HTTPStatus.OK, body, kind, cache_control(path.lstrip("/")))

    def _answer(self, status: HTTPStatus, body: bytes, kind: str, cache: str = "no-store") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", cache if cache.startswith("public, max-age=31") else "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def _stream(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        events = self._preview.events()
        try:
            for event in events:
                self.wfile.write(event)
                self.wfile.flush()
        finally:
            events.close()  # type: ignore[attr-defined]
