"""What a list has painted, kept for as long as nothing changes that its look hangs on: rows, and the lines in sight."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Generic

from textual.geometry import Size
from textual.strip import Strip

from tui.widgets.brush import Brush
from tui.widgets.look import Look, Painter
from tui.widgets.rows import RowType

#: So many rows are kept; then so many of those that were painted first are forgotten.
KEPT_ROWS, FORGOTTEN_ROWS = 1_024, 256

_State = tuple[RowType, object, int, Look]


class PaintedRows(Generic[RowType]):
    """Strips by the key of their row.

    They stand for as long as the row says the same, what the painter stamps it with (such as its age) is the same,
    and width and look are. Colours are not asked about: :meth:`forget` all when they change.
    """

    def __init__(self, painter: Painter[RowType], brush: Callable[[], Brush]) -> None:
        self._painter = painter
        self._brush = brush
        self._strips: dict[str, tuple[_State[RowType], list[Strip]]] = {}

    def strips(self, row: RowType, look: Look, width: int) -> list[Strip]:
        """The lines of a row."""
        state = self._state(row, look, width)
        known = self._strips.get(row.key)
        if known is not None and known[0] == state:
            return known[1]
        brush = self._brush()
        strips = [brush.strip(spans, width) for spans in self._painter.paint(row, width, look)]
        self._strips.pop(row.key, None)
        if len(self._strips) >= KEPT_ROWS:
            for key in tuple(islice(self._strips, FORGOTTEN_ROWS)):
                del self._strips[key]
        self._strips[row.key] = (state, strips)
        return strips

    def stand(self, row: RowType, look: Look, width: int) -> bool:
        """Whether a row is kept as it would be painted now."""
        known = self._strips.get(row.key)
        return known is not None and known[0] == self._state(row, look, width)

    def forget(self) -> None:
        """Paint everything anew when it is asked for again."""
        self._strips.clear()

    def _state(self, row: RowType, look: Look, width: int) -> _State[RowType]:
        return row, self._painter.stamp(row), width, look


class Frame:
    """The lines in sight, of which only those that were spoilt are painted again; ``line`` paints one so wide."""

    def __init__(self, line: Callable[[int, int], Strip]) -> None:
        self._line = line
        self._lines: list[Strip] = []
        self._size = Size(0, 0)
        self._spoilt: set[int] | None = None

    def lines(self, size: Size) -> list[Strip]:
        """All lines of a frame of this size, as they are now."""
        if self._spoilt is None or self._size != size:
            self._lines = [self._line(y, size.width) for y in range(size.height)]
            self._size = size
        else:
            for y in self._spoilt:
                if y < size.height:
                    self._lines[y] = self._line(y, size.width)
        self._spoilt = set()
        return self._lines

    def renewed(self, size: Size) -> list[int]:
        """Where lines of a frame of this size are others now than they were; the others stand as they were painted."""
        if self._spoilt is None or self._size != size:
            return list(range(size.height))
        before, spoilt = self._lines.copy(), self._spoilt
        self.spoil_all()
        now = self.lines(size)
        return [y for y in range(size.height) if y in spoilt or now[y] is not before[y]]

    def spoil(self, lines: Iterable[int]) -> None:
        """Paint some lines again when they are asked for."""
        if self._spoilt is not None:
            self._spoilt.update(lines)

    def spoil_all(self) -> None:
        """Paint all of them again."""
        self._spoilt = None
