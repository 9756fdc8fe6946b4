"""Serves the demo's wires on loopback, each as it stands at the story's present."""

import hashlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tui.demo.render import media_type, render
from tui.demo.wires import Wire
from wireroom.ports.clock import Clock


class _Server(ThreadingHTTPServer):
    """A loopback server that knows the wires and the time; ``port`` 0 takes any that is free."""

    daemon_threads = True
    #: Ten wires are asked at once; a short queue would make some of them wait a second for a retry.
    request_queue_size = 64

    def __init__(self, wires: Sequence[Wire], clock: Clock, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.wires = {f"/{wire.name}": wire for wire in wires}
        self.clock = clock


class _Handler(BaseHTTPRequestHandler):
    """Answers ``/wire-name`` with the wire's document, 304 where the asker has it already."""

    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send one wire."""
        wire = self.server.wires.get(self.path)
        if wire is None:
            self._answer(HTTPStatus.NOT_FOUND, b"No such wire.\n", "text/plain; charset=utf-8")
            return
        document = render(wire, self.server.clock.now())
        etag = f'"{hashlib.sha256(document).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == etag:
            self._answer(HTTPStatus.NOT_MODIFIED, b"", media_type(wire), etag)
        else:
            self._answer(HTTPStatus.OK, document, media_type(wire), etag)

    def _answer(self, status: HTTPStatus, body: bytes, content_type: str, etag: str = "") -> None:
        self.send_response(status)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
        if etag:
            self.send_header("ETag", etag)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
        """Say nothing: what was asked is seen in the health of the feed."""


@contextmanager
def serving(wires: Sequence[Wire], clock: Clock, *, port: int = 0) -> Iterator[str]:
    """Serve the wires while the block runs; gives the address they are under, without a slash at its end."""
    server = _Server(wires, clock, port)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="demo wires", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
