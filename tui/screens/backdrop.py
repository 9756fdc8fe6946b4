"""What is seen beside a sheet: the screen under it in a tint, or the bare ground.

Textual paints the lower screen again with every frame of the upper one, and mixes the colour of each piece of it anew:
more than the sheet itself by far. Here it is painted once, and kept until it has changed.
"""

import math
from collections import deque
from time import monotonic
from typing import Protocol, runtime_checkable

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Size
from textual.renderables.background_screen import BackgroundScreen
from textual.strip import Strip

from tui.widgets.line_strip import LineStrip


@runtime_checkable
class Seen(Protocol):
    """A screen that can be seen under another."""

    def seen(self) -> list[Strip]:
        """Its lines, as they stand now."""
        ...


class Backdrop:
    """Lines of a size in a colour. Whoever knows that the lower screen has changed calls :meth:`forget`."""

    def __init__(self) -> None:
        self._lines: list[Strip] = []
        self._untinted: deque[Strip] | None = None
        self._before: list[tuple[Strip, Strip]] = []
        self._now: list[tuple[Strip, Strip]] = []
        """Lines as they are under the sheet, and in the tint."""
        self._size = Size(0, 0)
        self._tint = Tint(Color(0, 0, 0))

    def forget(self) -> None:
        """Paint it anew when it is asked for again."""
        self._untinted = None

    def lines(self, below: Seen | None, size: Size, colour: Color) -> list[Strip]:
        """The lines of the screen below in a tint; without one, the bare colour."""
        self.paint(below, size, colour, until=math.inf)
        return self._lines

    def paint(self, below: Seen | None, size: Size, colour: Color, *, until: float) -> bool:
        """Paint lines ahead until a moment of the monotonic clock; whether all of them are there."""
        if self._untinted is None or (size, colour) != (self._size, self._tint.colour):
            self._before, self._now = self._now, []
            if (size, colour) != (self._size, self._tint.colour):
                self._tint, self._before = Tint(colour), []
            self._size, self._lines = size, []
            self._untinted = deque(below.seen()[: size.height] if below is not None else ())
        while self._untinted:
            if monotonic() >= until:
                return False
            self._lines.append(self._tinted(self._untinted.popleft(), size.width))
        self._lines += _bare(Size(size.width, size.height - len(self._lines)), colour)
        return True

    def _tinted(self, line: Strip, width: int) -> Strip:
        """The next line; it is mixed anew only where it has changed: a clock ticks, and all else stands."""
        before = self._before[len(self._now)] if len(self._now) < len(self._before) else None
        if before is None or before[0] != line:
            before = line, self._tint.strip(line).adjust_cell_length(width)
        self._now.append(before)
        return before[1]


class Tint:
    """Mixes a colour into styles, each of them once."""

    def __init__(self, colour: Color) -> None:
        self.colour = colour
        self._mixed: dict[Style | None, Style | None] = {}

    def strip(self, strip: Strip) -> Strip:
        """A line in the tint."""
        return LineStrip([Segment(text, self._style(style)) for text, style, _ in strip], strip.cell_length)

    def _style(self, style: Style | None) -> Style | None:
        if style not in self._mixed:
            (piece,) = BackgroundScreen.process_segments([Segment(" ", style)], self.colour)
            self._mixed[style] = piece.style
        return self._mixed[style]


def _bare(size: Size, colour: Color) -> list[Strip]:
    return [Strip.blank(size.width, Style(bgcolor=colour.rich_color))] * size.height
