"""Opens the desk: the one way to the screen, for a plain ``wireroom`` as for a command that ends in it."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from tui import skeleton
from tui.bootstrap import Settings, open_newsroom
from wireroom.errors import WireroomError

if TYPE_CHECKING:
    from wireroom.desk.newsroom import Newsroom


def open_from(words: Sequence[str]) -> int:
    """Open the desk for a command line that holds nothing but the shared options; gives the code to exit with.

    It does without click: an editor who opens the desk waits for what is imported.
    """
    options = skeleton.options_alone(words) or {}
    config = options.get("--config")
    settings = Settings(
        store=options.get("--store", ""),
        editor=options.get("--as", ""),
        config=None if config is None else Path(config),
    )
    try:
        newsroom = open_newsroom(settings)
        try:
            wants_demo = run_desk(newsroom, settings)
        finally:
            newsroom.store.close()
        if wants_demo:
            open_demo(settings)
    except (WireroomError, KeyboardInterrupt) as trouble:
        from tui.cli.presenter import code_of

        skeleton.clear()
        return code_of(trouble)
    return 0


def run_desk(newsroom: "Newsroom", settings: Settings, blog: str | None = None) -> bool:
    """Show the desk until it is closed; tells whether the editor asked for the demo newsroom."""
    from tui.app import WANTS_DEMO, DeskApp

    app = DeskApp(
        newsroom,
        pull=newsroom.config.desk.pull,
        blog=blog,
        command_line=command_line(settings),
        remember=platformdirs.user_state_path("wireroom") / "desk.json",
    )
    return app.run() == WANTS_DEMO


def open_demo(settings: Settings) -> None:
    """Open the demo newsroom in place of the desk that was just closed."""
    from tui.cli import demo
    from tui.cli.session import Session

    here = Session()
    here.choose(editor=settings.editor, config=settings.config)
    demo.open_demo(here)


def command_line(settings: Settings) -> list[str]:
    """How to call this command line on the same newsroom, as the same editor."""
    words = [sys.executable, "-m", "tui"]
    if settings.store:
        words += ["--store", settings.store]
    if settings.editor:
        words += ["--as", settings.editor]
    if settings.config is not None:
        words += ["--config", str(settings.config)]
    return words
