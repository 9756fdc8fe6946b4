"""Starts the desk: the one way to the screen, for a plain ``wireroom`` as for a command that ends in it."""

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui.bootstrap import Settings, open_newsroom
from tui.opening import show_desk
from tui.places import state_file
from tui.skeleton import options_alone
from tui.terminal import TERMINAL
from tui.wire_process import command_line
from wireroom.errors import WireroomError

if TYPE_CHECKING:
    from wireroom.desk.newsroom import Newsroom


def open_from(words: list[str]) -> int:
    """Open the desk for a command line that holds nothing but the shared options; gives the code to exit with.

    It does without click: an editor who opens the desk waits for what is imported.
    """
    options = options_alone(words) or {}
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
            start_demo(settings)
    except (WireroomError, KeyboardInterrupt) as trouble:
        from tui.cli.presenter import code_of

        TERMINAL.give_back()
        return code_of(trouble)
    return 0


def run_desk(newsroom: "Newsroom", settings: Settings, blog: str | None = None) -> bool:
    """Show the desk of a newsroom until it is closed; tells whether the editor asked for the demo newsroom."""
    remember = Path(state_file("desk.json"))
    return show_desk(
        newsroom,
        blog=blog or "",
        pull=newsroom.config.desk.pull,
        remember=remember,
        settings_file=settings.config_path,
        command_line=command_line(settings),
    )


def start_demo(settings: Settings) -> None:
    """Open the demo as it is by default in place of the desk that was closed, in a store of its own."""
    from tui.demo.live import open_live
    from tui.demo.place import DEFAULT_SPEED, demo_folder

    open_live(replace(settings, store=""), demo_folder(""), speed=DEFAULT_SPEED, with_editors=True)
