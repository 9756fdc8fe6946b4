"""Running text with a scroll position, wrapped by cells and painted line by line.

Used for the detail, for timelines and for anything else one reads: ``Static`` would lay out the screen at each
change, and ``Markdown`` takes a tenth of a second for a page.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from textual import events
from textual.strip import Strip

from tui.easel import Painted
from tui.widgets.blocks import Block, reading_line, wrapped
from tui.widgets.brush import Brush
from tui.widgets.spans import Span


class ReaderView(Painted, can_focus=True):
    """Shows blocks; scrolls by line and by page."""

    DEFAULT_CSS = """
    ReaderView { width: 1fr; height: 1fr; }
    """

    def __init__(self, brush: Callable[[], Brush], *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._brush = brush
        self._blocks: Sequence[Block] = ()
        self._lines: list[list[Span]] | None = None
        self._coming: Iterator[list[Span]] = iter(())
        self._strips: dict[int, Strip] = {}
        self._top = self._width = 0
        self._subject = ""

    def show(self, blocks: Iterable[Block], subject: str) -> None:
        """Show a text. While the subject stays the same, so does the place one has read to."""
        blocks = tuple(blocks)
        if subject == self._subject and blocks == self._blocks:
            return
        if subject != self._subject:
            self._top = 0
        self._blocks, self._subject = blocks, subject
        self._forget()

    def repaint(self) -> None:
        """Paint again in the theme in force."""
        self._forget()

    @property
    def plain_text(self) -> str:
        """What is shown, as it is wrapped."""
        return "\n".join("".join(span.text for span in spans) for spans in self._lines_to(None))

    @property
    def top(self) -> int:
        """The first line that is seen."""
        return self._top

    @property
    def height_of_text(self) -> int:
        """Lines in all."""
        return len(self._lines_to(None))

    def scroll_lines(self, lines: int) -> None:
        """Move the text by a number of lines."""
        height, wanted = self.size.height, max(self._top + lines, 0)
        top = min(wanted, max(len(self._lines_to(wanted + height)) - height, 0))
        if top != self._top:
            self._top = top
            self.refresh()

    def _forget(self) -> None:
        self._lines = None
        self._strips.clear()
        self.refresh()

    def _lines_to(self, end: int | None) -> list[list[Span]]:
        """The lines of the text, so many of them at least (``None``: all): a long one is wrapped as it is read."""
        if self._lines is None:
            self._width = self.size.width
            self._lines, self._coming = [], self._wrap(self._width)
        missing = None if end is None else max(end - len(self._lines), 0)
        self._lines.extend(islice(self._coming, missing))
        return self._lines

    def _wrap(self, width: int) -> Iterator[list[Span]]:
        return wrapped(self._blocks, width)

    def strips_at(self, heights: Iterable[int]) -> list[Strip]:
        """Lines in sight."""
        return [self._strip(y + self._top) for y in heights]

    def _strip(self, line: int) -> Strip:
        at = min(line, len(self._lines_to(line + 1)))
        strip = self._strips.get(at)
        if strip is None:
            strip = self._strips[at] = self._painted(at)
        return strip

    def _painted(self, at: int) -> Strip:
        """Paint a line of the text; the one after the last is blank, and stands for all that follow."""
        width, lines = self.size.width, self._lines_to(at + 1)
        spans = reading_line(lines[at] if at < len(lines) else (), width)
        return self._brush().strip(spans).adjust_cell_length(width)

    def on_resize(self, event: events.Resize) -> None:
        """Wrap again, if it is not for this width that it was wrapped; leave no more room below than there is text."""
        if event.size.width != self._width:
            self._forget()
        if self._top:
            self.scroll_lines(0)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Read on."""
        event.stop()
        self.scroll_lines(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Read back."""
        event.stop()
        self.scroll_lines(-3)
