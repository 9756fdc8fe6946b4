"""Running text with a scroll position, wrapped by cells and painted line by line.

Used for the detail, for timelines and for anything else one reads: ``Static`` would lay out the screen at each
change, and ``Markdown`` takes a tenth of a second for a page.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from msgspec import Struct
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.brush import Brush
from tui.widgets.copy import paragraphs, wrap


class Span(Struct, frozen=True):
    """A stretch of text that looks one way."""

    text: str
    part: str = "text"
    bold: bool = False
    underline: bool = False
    strike: bool = False


class Block(Struct, frozen=True):
    """A paragraph. ``hang`` indents every line but the first, ``indent`` all of them.

    ``lead`` stands in front of the first line as it is: a key, a sign, filled to a column.
    """

    spans: tuple[Span, ...]
    indent: int = 0
    hang: int = 0
    lead: Span | None = None


BLANK = Block(())


def text(words: str, part: str = "text", *, bold: bool = False, indent: int = 0, hang: int = 0) -> Block:
    """A paragraph that looks one way throughout."""
    return Block((Span(words, part, bold),), indent, hang)


def prose(words: str, part: str = "text", *, indent: int = 0) -> list[Block]:
    """Paragraphs of running text, apart by empty lines as they were written."""
    return [text(paragraph, part, indent=indent) for paragraph in paragraphs(words).split("\n")]


class ReaderView(Widget, can_focus=True):
    """Shows blocks; scrolls by line and by page."""

    DEFAULT_CSS = """
    ReaderView { width: 1fr; height: 1fr; }
    """
    MEASURE: ClassVar[int] = 92
    """Longest line: beyond it eyes lose the way back."""

    def __init__(self, brush: Callable[[], Brush], *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._brush = brush
        self._blocks: Sequence[Block] = ()
        self._lines: list[list[Span]] | None = None
        self._strips: dict[int, Strip] = {}
        self._top = 0
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
        return "\n".join("".join(span.text for span in spans) for spans in self._wrapped())

    @property
    def top(self) -> int:
        """The first line that is seen."""
        return self._top

    @property
    def height_of_text(self) -> int:
        """Lines in all."""
        return len(self._wrapped())

    def scroll_lines(self, lines: int) -> None:
        """Move the text by a number of lines."""
        top = min(max(self._top + lines, 0), max(self.height_of_text - self.size.height, 0))
        if top != self._top:
            self._top = top
            self.refresh()

    def _forget(self) -> None:
        self._lines = None
        self._strips.clear()
        self.refresh()

    def _wrapped(self) -> list[list[Span]]:
        if self._lines is None:
            width = min(max(self.size.width - 2, 10), self.MEASURE)
            self._lines = [line for block in self._blocks for line in wrap_block(block, width)]
        return self._lines

    def render_lines(self, crop: Region) -> list[Strip]:
        """Give the compositor the lines in sight."""
        lines = [self._line(y) for y in crop.line_range]
        if crop.x == 0 and crop.width == self.size.width:
            return lines
        return [line.crop(crop.x, crop.right) for line in lines]

    def _line(self, y: int) -> Strip:
        at = min(y + self._top, len(self._wrapped()))
        strip = self._strips.get(at)
        if strip is None:
            strip = self._strips[at] = self._painted(at)
        return strip

    def _painted(self, at: int) -> Strip:
        """Paint a line of the text; the one after the last is blank, and stands for all that follow."""
        width, brush, lines = self.size.width, self._brush(), self._wrapped()
        segments = [brush.segment(" ")]
        if at < len(lines):
            for span in lines[at]:
                style = brush.style(span.part, bold=span.bold)
                if span.underline or span.strike:
                    style += Style(underline=span.underline, strike=span.strike)
                segments.append(Segment(span.text, style))
        taken = sum(segment.cell_length for segment in segments)
        segments.append(brush.segment(" " * max(width - taken, 0)))
        return Strip(Segment.simplify(segments)).adjust_cell_length(width)

    def on_resize(self) -> None:
        """Wrap again."""
        self._forget()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Read on."""
        event.stop()
        self.scroll_lines(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Read back."""
        event.stop()
        self.scroll_lines(-3)


def wrap_block(block: Block, width: int) -> list[list[Span]]:
    """The lines of a paragraph, each a list of spans, none wider than ``width`` cells."""
    lines: list[list[Span]] = []
    line: list[Span] = []
    taken = 0
    lead = cell_len(block.lead.text) if block.lead is not None else 0

    def begin() -> tuple[list[Span], int]:
        pad = block.indent + (block.hang if lines else 0)
        start = [Span(" " * pad)] if pad else []
        if not lines and block.lead is not None:
            start.append(block.lead)
        return start, 0

    line, taken = begin()
    for word, gap, first, span in _words(block):
        room = width - block.indent - (block.hang if lines else lead)
        pieces = wrap(word, room) if cell_len(word) > room else [word]
        for at, piece in enumerate(pieces):
            size = cell_len(piece)
            blank = 1 if gap and at == 0 and taken else 0
            if taken and (taken + blank + size > room or at):
                lines.append(line)
                line, taken = begin()
                blank = 0
                room = width - block.indent - block.hang
            if blank and first:  # the blank between two spans has neither's line under it
                line.append(Span(" "))
                blank, taken = 0, taken + 1
            line.append(Span((" " * blank) + piece, span.part, span.bold, span.underline, span.strike))
            taken += blank + size
    lines.append(line)
    return lines


def _words(block: Block) -> Iterable[tuple[str, bool, bool, Span]]:
    """Each word with whether a blank stands before it, whether its span begins with it, and that span."""
    gap = False
    for span in block.spans:
        clean = paragraphs_keep_edges(span.text)
        if clean[:1].isspace():
            gap = True
        for number, word in enumerate(clean.split()):
            yield word, gap or number > 0, number == 0, span
            gap = False
        if clean[-1:].isspace():
            gap = True


def paragraphs_keep_edges(words: str) -> str:
    """Inert text that keeps a blank at either end, since spans join there."""
    inner = paragraphs(words)
    before = " " if words[:1].isspace() else ""
    after = " " if words[-1:].isspace() else ""
    return f"{before}{inner}{after}"
