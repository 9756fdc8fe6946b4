"""The server behind ``wireroom web``: textual-serve on loopback with a doorkeeper in front."""

import re
import socket
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web
from textual_serve.server import Server

from tui.cli.doorkeeper import Doorkeeper

_COOKIE = "wireroom"
#: What textual-serve's page would fetch from another host: a font.
_ELSEWHERE = re.compile(r'<link[^>]*href="https://[^>]*>')
_NO_ICON = '<link rel="icon" href="data:,">'
#: Keys go to the desk as soon as it is seen, without a click.
_TAKE_KEYS = """<script>
new MutationObserver((_, seen) => {
  const keys = document.querySelector(".xterm-helper-textarea");
  if (keys && document.body.classList.contains("-first-byte")) { keys.focus(); seen.disconnect(); }
}).observe(document.body, { attributes: true, childList: true, subtree: true });
</script>"""
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class DeskServer(Server):
    """Serves the desk to one browser at a time of its choosing; each visit is a desk of its own on the same store."""

    def __init__(self, command: str, door: socket.socket, doorkeeper: Doorkeeper) -> None:
        super().__init__(command, host="127.0.0.1", port=door.getsockname()[1], title="Wireroom")
        self._door = door
        self._doorkeeper = doorkeeper

    @property
    def address(self) -> str:
        """The address that opens the desk, once."""
        return f"{self.public_url}/?token={self._doorkeeper.token}"

    def serve(self, debug: bool = False) -> None:
        """Serve on the socket that listens already, until SIGINT or SIGTERM."""
        self.debug = debug
        web.run_app(self._make_app(), sock=self._door, access_log=None, print=None)

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing: the address is on stdout already."""

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._keep_door)
        app.on_response_prepare.append(self._stay_inside)
        return app

    async def _stay_inside(self, _: web.Request, response: web.StreamResponse) -> None:
        """Let pages ask nobody but this server, whatever a wire brings."""
        inside = f"'self' ws://127.0.0.1:{self.port}"
        response.headers["Content-Security-Policy"] = (
            f"default-src {inside}; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; "
            "img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'"
        )
        response.headers["Referrer-Policy"] = "no-referrer"

    @web.middleware
    async def _keep_door(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        """Refuse requests for another host, from another site, or without the cookie; change a token for it."""
        host = f"127.0.0.1:{self.port}"
        origin = request.headers.get("Origin")
        if request.host != host or (origin is not None and urlsplit(origin).netloc != host):
            raise web.HTTPForbidden(text="Only pages of this desk may ask.\n")
        token = request.query.get("token")
        if token is not None:
            cookie = self._doorkeeper.change(token)
            if cookie is None:
                raise web.HTTPForbidden(text="This address has been used. Start wireroom web again.\n")
            entered = web.HTTPSeeOther("/")
            entered.set_cookie(_COOKIE, cookie, httponly=True, samesite="Strict")
            raise entered
        if not self._doorkeeper.admits(request.cookies.get(_COOKIE, "")):
            raise web.HTTPForbidden(text="Open the address that wireroom web printed.\n")
        answer = await handler(request)
        if request.path == "/" and isinstance(answer, web.Response) and answer.text is not None:
            page = _ELSEWHERE.sub(_NO_ICON, answer.text)
            answer.text = page.replace("</body>", f"{_TAKE_KEYS}</body>")
        return answer
