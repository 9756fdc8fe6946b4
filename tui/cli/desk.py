"""Opens the desk: the only way from the command line to the screen."""

import sys

import platformdirs

from tui import skeleton
from tui.cli.session import Session
from wireroom.errors import WireroomError


def open_desk(here: Session, blog: str | None = None) -> None:
    """Open the desk on the newsroom of this run, and stay until it is closed or the demo is asked for."""
    skeleton.prepare()
    try:
        newsroom = here.newsroom
    except WireroomError:
        skeleton.clear()
        raise
    from tui.app import WANTS_DEMO, DeskApp

    app = DeskApp(
        newsroom,
        pull=newsroom.config.desk.pull,
        blog=blog,
        command_line=command_line(here),
        remember=platformdirs.user_state_path("wireroom") / "desk.json",
    )
    if app.run() == WANTS_DEMO:
        from tui.cli.demo import open_demo

        here.close()
        open_demo(here)


def command_line(here: Session) -> list[str]:
    """How to call this command line on the same newsroom, as the same editor."""
    settings = here.settings
    words = [sys.executable, "-m", "tui"]
    if settings.store:
        words += ["--store", settings.store]
    if settings.editor:
        words += ["--as", settings.editor]
    if settings.config is not None:
        words += ["--config", str(settings.config)]
    return words
