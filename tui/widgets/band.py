"""A line of words on a band of its own: the line on top, heads of panes, tabs, the foot."""

from collections.abc import Callable, Iterable

from textual.strip import Strip

from tui.easel import Painted
from tui.widgets.brush import Brush
from tui.widgets.spans import Span


class Band(Painted):
    """One line of spans, painted once for as long as it says the same.

    It goes past Textual's own rendering of a widget's text, which costs a good part of a millisecond a line.
    """

    DEFAULT_CSS = """
    Band { height: 1; width: 1fr; }
    """

    def __init__(self, brush: Callable[[], Brush], *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._brush = brush
        self._painted: tuple[Brush, list[Span], Strip] | None = None

    def line(self, width: int) -> list[Span]:
        """What stands on the band, exactly so many cells."""
        raise NotImplementedError

    @property
    def words(self) -> str:
        """What it says."""
        return "".join(span.text for span in self.line(self.size.width))

    def say_anew(self) -> None:
        """Paint it again if it says something else now."""
        if self._painted is None or self.line(self.size.width) != self._painted[1]:
            self.refresh()

    def strips_at(self, heights: Iterable[int]) -> list[Strip]:
        """The line, painted."""
        width, brush = self.size.width, self._brush()
        spans = self.line(width)
        if self._painted is None or self._painted[0] is not brush or self._painted[1] != spans:
            self._painted = brush, spans, brush.strip(spans, width)
        return [self._painted[2] for _ in heights]
