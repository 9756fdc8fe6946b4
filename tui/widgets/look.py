"""How rows of a list are painted: what a painter is told, and what it must give."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from msgspec import Struct

from tui.widgets.copy import fit, wrap
from tui.widgets.rows import Row
from tui.widgets.spans import Span

PaintedRow = TypeVar("PaintedRow", bound=Row, contravariant=True)


class Look(Struct, frozen=True):
    """How a row stands in its list while it is painted."""

    cursor: bool = False
    focused: bool = False
    picked: bool = False
    traced: bool = False

    @property
    def ground(self) -> str:
        """The background's part in the palette."""
        if self.cursor and (self.focused or self.traced):
            return "cursor" if self.focused else "trace"
        return "picked" if self.picked else "ground"


USUAL_LOOK, PICKED_LOOK = Look(), Look(picked=True)


class Painter(Protocol[PaintedRow]):
    """Turns rows into lines of text with styles."""

    def stamp(self, row: PaintedRow) -> object:
        """What, beside the row itself, its look hangs on (its age in words, say). Hashable."""
        ...

    def paint(self, row: PaintedRow, width: int, look: Look) -> list[list[Span]]:
        """The lines of a row, each exactly ``width`` cells."""
        ...


def notice_line(notice: Sequence[str], y: int, width: int) -> list[Span]:
    """A line of an empty list: its notice stands from the second line on, wrapped where it has to be."""
    lines = [part for words in notice for part in wrap(words, width - 1) or [""]]
    words = lines[y - 1] if 0 < y <= len(lines) else ""
    return [Span(fit(f" {words}", width), "quiet")]
