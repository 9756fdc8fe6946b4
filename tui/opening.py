"""Opens the desk: the one way to the screen, for a plain ``wireroom`` as for a command that ends in it."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.bootstrap import Settings, open_newsroom
from tui.commands.registry import keymap
from tui.escapes import depth_of, frame
from tui.memory import Layout, Memory
from tui.panes.lane_rows import LANES
from tui.picture import Opening, picture
from tui.places import state_file
from tui.skeleton import SKETCH, options_alone
from tui.sketch import Sketch, keep_sketch
from tui.styles.palette import DARK, PALETTES, Palette
from tui.terminal import TERMINAL
from tui.views import FirstLook, take_first_look
from wireroom.errors import WireroomError

if TYPE_CHECKING:
    from textual.driver import Driver

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
            open_demo(settings)
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
        command_line=command_line(settings),
    )


def show_desk(
    newsroom: "Newsroom",
    *,
    blog: str,
    pull: bool,
    remember: Path | None = None,
    command_line: Sequence[str] = (),
) -> bool:
    """Show the desk until it is closed; tells whether the editor asked for the demo newsroom.

    Where the terminal is taken already, the first frame stands there before Textual is imported.
    """
    taken = TERMINAL.before is not None
    try:
        look = first_frame(newsroom, Memory(remember).read(), blog) if taken else None
        from tui.app import WANTS_DEMO, DeskApp

        app = DeskApp(
            newsroom,
            pull=pull,
            blog=blog,
            command_line=command_line,
            remember=remember,
            look=look,
            driver_class=_driver() if taken else None,
        )
        wish = app.run()
        if remember is not None:
            keep_sketch(str(remember.with_name(SKETCH)), sketched(app.palette, app.layout))
        return wish == WANTS_DEMO
    finally:
        TERMINAL.give_back()


def sketched(palette: Palette, layout: Layout) -> Sketch:
    """What the next sitting's empty desk is drawn with, in these colours and sizes."""

    def colour(name: str) -> str:
        return "" if palette.ansi else ";".join(map(str, bytes.fromhex(getattr(palette, name)[1:])))

    ground, band, quiet, accent, *lanes = map(colour, ("ground", "band", "quiet", "accent", *LANES))
    return Sketch(layout.wire, layout.upper, ground, band, quiet, accent, tuple(lanes))


def _driver() -> "type[Driver]":
    from tui.driver import DeskDriver

    return DeskDriver


def first_frame(newsroom: "Newsroom", layout: Layout, blog: str) -> FirstLook | None:
    """Read what the desk opens with and show it; nothing where the store does not answer: the desk says so then."""
    try:
        look = take_first_look(newsroom, blog)
    except WireroomError:
        return None
    desk = newsroom.config.desk
    palette = PALETTES.get(layout.theme or desk.theme, DARK)
    opening = Opening(look, keymap(desk.keymap, desk.keys), layout, newsroom.clock)
    if (size := TERMINAL.size) is not None:
        plain, depth = "NO_COLOR" in os.environ, depth_of(os.environ)
        TERMINAL.write(frame(picture(opening, *size), palette, plain=plain, depth=depth))
    return look


def open_demo(settings: Settings) -> None:
    """Open the demo newsroom in place of the desk that was just closed."""
    from tui.cli import demo
    from tui.cli.session import Session

    here = Session()
    here.choose(editor=settings.editor, config=settings.config)
    demo.open_demo(here)


def command_line(settings: Settings) -> list[str]:
    """How to call this command line on the same newsroom, as the same editor."""
    return [sys.executable, "-m", "tui", *options(settings)]


def options(settings: Settings) -> list[str]:
    """The options of the command line that ask for these settings."""
    words = []
    if settings.store:
        words += ["--store", settings.store]
    if settings.editor:
        words += ["--as", settings.editor]
    if settings.config is not None:
        words += ["--config", str(settings.config)]
    return words
