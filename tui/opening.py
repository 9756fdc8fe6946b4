"""Shows the desk of a newsroom: its first frame, then the app, until it is closed."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands.registry import keymap
from tui.escapes import depth_of, frame
from tui.memory import Layout, Memory
from tui.panes.lane_rows import LANES
from tui.picture import Opening, picture
from tui.skeleton import SKETCH
from tui.sketch import Sketch, keep_sketch
from tui.styles.palette import DARK, PALETTES, Palette
from tui.terminal import TERMINAL
from tui.views import FirstLook, take_first_look
from wireroom.errors import WireroomError

if TYPE_CHECKING:
    from textual.driver import Driver

    from wireroom.desk.newsroom import Newsroom


def show_desk(
    newsroom: "Newsroom",
    *,
    blog: str,
    pull: bool,
    remember: Path | None = None,
    settings_file: Path | None = None,
    command_line: Sequence[str] = (),
) -> bool:
    """Show the desk until it is closed; tells whether the editor asked for the demo newsroom.

    ``remember`` and ``settings_file`` are where it keeps its layout and what is set; without them it keeps neither.
    Where the terminal is taken already, the first frame stands there before Textual is imported.
    """
    taken = TERMINAL.before is not None
    try:
        look = first_frame(newsroom, Memory(remember).read(), blog) if taken else None
        from tui.app import WANTS_DEMO, DeskApp
        from tui.parting import gone_with_the_terminal

        app = DeskApp(
            newsroom,
            pull=pull,
            blog=blog,
            command_line=command_line,
            remember=remember,
            settings_file=settings_file,
            look=look,
            driver_class=_driver() if taken else None,
        )
        with gone_with_the_terminal(app.part):
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
