"""Running text in paragraphs, wrapped by cells into lines of spans."""

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace
from rich.cells import cell_len, chop_cells

from tui.widgets.copy import line as inert
from tui.widgets.copy import paragraphs, wrap
from tui.widgets.spans import Span, cells

#: Longest line of running text: beyond it eyes lose the way back.
MEASURE = 92


class Block(Struct, frozen=True):
    """A paragraph. ``hang`` indents every line but the first, ``indent`` all of them.

    ``lead`` stands in front of the first line as it is: a key, a sign, filled to a column. What is ``printed`` is one
    line of a command's answer, whose blanks hold columns: it takes the whole width.
    """

    spans: tuple[Span, ...]
    indent: int = 0
    hang: int = 0
    lead: Span | None = None
    printed: bool = False

    @property
    def heads(self) -> bool:
        """Whether it is the heading of what follows."""
        return bool(self.spans) and all(span.part == "accent" and span.bold for span in self.spans)

    @property
    def words(self) -> str:
        """What it says."""
        return "".join(span.text for span in ((self.lead, *self.spans) if self.lead else self.spans))


BLANK = Block(())


def text(words: str, part: str = "text", *, bold: bool = False, indent: int = 0, hang: int = 0) -> Block:
    """A paragraph that looks one way throughout."""
    return Block((Span(words, part, bold),), indent, hang)


def prose(words: str, part: str = "text", *, indent: int = 0) -> list[Block]:
    """Paragraphs of running text, apart by empty lines as they were written."""
    return [text(paragraph, part, indent=indent) for paragraph in paragraphs(words).split("\n")]


def printed(words: str, part: str = "text") -> list[Block]:
    """What a command printed, line by line, with its columns."""
    return [Block((Span(_in_columns(one), part),), printed=True) for one in words.split("\n")]


def _in_columns(words: str) -> str:
    """A line of inert text that keeps the blanks between its columns."""
    return "".join(part if part.isspace() else inert(part) for part in re.split("( {2,}|^ +)", words) if part)


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
        clean = _with_edges(span.text)
        if clean[:1].isspace():
            gap = True
        for number, word in enumerate(clean.split()):
            yield word, gap or number > 0, number == 0, span
            gap = False
        if clean[-1:].isspace():
            gap = True


def _with_edges(words: str) -> str:
    """Inert text that keeps a blank at either end, since spans join there."""
    inner = paragraphs(words)
    before = " " if words[:1].isspace() else ""
    after = " " if words[-1:].isspace() else ""
    return f"{before}{inner}{after}"


def wrapped(blocks: Iterable[Block], width: int) -> Iterator[list[Span]]:
    """The lines of a text that is read in a pane of this width, one after the other as they are asked for."""
    room = max(width - 2, 10)
    for block in blocks:
        yield from _broken(block, room) if block.printed else wrap_block(block, min(room, MEASURE))


def _broken(block: Block, width: int) -> Iterator[list[Span]]:
    """What was printed, broken after the last blank that there is room for."""
    for span in block.spans:
        rest = span.text
        while cell_len(rest) > width:
            piece = chop_cells(rest, width)[0]
            end = piece.rfind(" ") + 1 or len(piece)
            yield [replace(span, text=rest[:end])]
            rest = rest[end:]
        yield [replace(span, text=rest)]


def reading_line(spans: Iterable[Span], width: int) -> list[Span]:
    """A wrapped line as it stands in its pane: a blank before it, and blanks up to the width."""
    line = [Span(" "), *spans]
    return [*line, Span(" " * max(width - cells(line), 0))]
