"""``wireroom web``: the desk in a browser, on loopback, behind a token that opens one browser once."""

import shlex
import socket
from typing import TYPE_CHECKING

import click

from tui.cli.doorkeeper import Doorkeeper
from tui.cli.lazy import DeskCommand
from tui.cli.output import say
from tui.cli.session import Session, current_session
from tui.wire_process import command_line
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
    return DeskServer(shlex.join(command_line(here.settings)), door, Doorkeeper())
