"""Paints spans in the colours of the theme in force."""

from collections.abc import Iterable
from functools import cache

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.styles.palette import Palette
from tui.styles.theme import style
from tui.widgets.line_strip import LineStrip
from tui.widgets.spans import Span

_Wanted = tuple[str, str, bool, bool, bool]


class Brush:
    """A palette, or none of its colours where ``NO_COLOR`` asks for none. It keeps the styles it has mixed."""

    def __init__(self, palette: Palette, *, plain: bool = False) -> None:
        self._palette = palette
        self._plain = plain
        self._mixed: dict[_Wanted, Style] = {}

    def style(self, span: Span) -> Style:
        """The style of a span."""
        wanted = span.part, span.on, span.bold, span.underline, span.strike
        mixed = self._mixed.get(wanted)
        if mixed is None:
            mixed = self._mixed[wanted] = style(self._palette, span, plain=self._plain)
        return mixed

    def strip(self, spans: Iterable[Span], width: int | None = None) -> Strip:
        """A line as the compositor takes it; ``width`` is how many cells it has, where that is known.

        Neighbours in one style become one segment: what is written to the terminal grows with their number.
        """
        segments: list[Segment] = []
        words, last = "", None
        for span in spans:
            if not span.text:
                continue
            painted = self.style(span)
            if painted is last:
                words += span.text
                continue
            if last is not None:
                segments.append(Segment(words, last))
            words, last = span.text, painted
        if last is not None:
            segments.append(Segment(words, last))
        return LineStrip(segments, width)


@cache
def brush_of(palette: Palette, *, plain: bool) -> Brush:
    """The brush of a palette: one, that keeps the styles it has mixed."""
    return Brush(palette, plain=plain)
