"""From the command line to the desk, where more than its options was asked for."""

from tui import skeleton
from tui.cli.session import Session
from tui.terminal import TERMINAL
from wireroom.errors import WireroomError


def open_desk(here: Session, blog: str | None = None) -> None:
    """Open the desk on the newsroom of this run, and stay until it is closed or the demo is asked for."""
    skeleton.prepare()
    skeleton.draw()
    from tui import starting

    try:
        newsroom = here.newsroom
    except WireroomError:
        TERMINAL.give_back()
        raise
    if starting.run_desk(newsroom, here.settings, blog):
        here.close()
        starting.start_demo(here.settings)
