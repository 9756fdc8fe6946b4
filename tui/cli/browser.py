"""``wireroom web``: the desk in a browser, on loopback, behind a token that opens one browser once."""

import hmac
import secrets
import shlex
import socket
from typing import TYPE_CHECKING

import click

from tui.cli.desk import command_line
from tui.cli.lazy import DeskCommand
from tui.cli.output import say
from tui.cli.session import Session, current_session
from wireroom.errors import UsageError

if TYPE_CHECKING:
    from tui.cli.desk_server import DeskServer


@click.command(cls=DeskCommand)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="The port; any free one without."
)
def web(port: int) -> None:
    """Open the desk in a browser, on loopback. Prints the address, which opens the desk once."""
    here = current_session()
    try:
        door = socket.create_server(("127.0.0.1", port))
    except OSError as trouble:
        raise UsageError(
            f"Port {port} can't be listened on: {trouble.strerror}.", next_step="Name another --port."
        ) from trouble
    server = make_server(here, door)
    click.echo(server.address)
    say("Open this address in a browser on this machine. It works once. Ctrl+C ends it.")
    server.serve()


class Doorkeeper:
    """Lets in whoever shows the token first, and afterwards only that browser.

    ``token`` is spent at its first use: then a cookie of another secret stands for it, which scripts of a page
    can't read and other sites can't send.
    """

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)
        self._pass = secrets.token_urlsafe(24)
        self._spent = False

    def admits(self, cookie: str) -> bool:
        """Whether a cookie is the one that the token was changed for."""
        return self._spent and hmac.compare_digest(cookie.encode(), self._pass.encode())

    def change(self, token: str) -> str | None:
        """Change the token for the cookie; nothing for a wrong token or a second use."""
        if self._spent or not hmac.compare_digest(token.encode(), self.token.encode()):
            return None
        self._spent = True
        return self._pass


def make_server(here: Session, door: socket.socket) -> "DeskServer":
    """Make the server of this run's newsroom; raises ``UsageError`` where the extra is not installed."""
    try:
        from tui.cli.desk_server import DeskServer
    except ModuleNotFoundError as trouble:
        raise UsageError(
            "The desk in a browser needs the extra 'web'.",
            next_step="Install it: pip install 'wireroom[web]'",
        ) from trouble
    here.newsroom.store.revision()
    return DeskServer(shlex.join(command_line(here)), door, Doorkeeper())
