"""Stretches of text that know which part of the palette they are written in, and nothing of any toolkit.

What the desk shows is made of them; Textual's widgets turn them into segments, and the frame that stands before
Textual is imported turns them into escape sequences. So both show the same.
"""

from collections.abc import Iterable

from msgspec import Struct
from rich.cells import cell_len


class Span(Struct, frozen=True):
    """A stretch of text that looks one way: ``part`` of the palette, written ``on`` one of its backgrounds."""

    text: str
    part: str = "text"
    bold: bool = False
    underline: bool = False
    strike: bool = False
    on: str = "ground"


def cells(spans: Iterable[Span]) -> int:
    """How many cells they take."""
    return sum(cell_len(span.text) for span in spans)


def filled(spans: list[Span], width: int, on: str = "ground") -> list[Span]:
    """The spans with blanks behind them up to a width."""
    room = width - cells(spans)
    return [*spans, Span(" " * room, on=on)] if room > 0 else spans
