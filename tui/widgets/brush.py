"""Paints text in the colours of the theme in force."""

from dataclasses import dataclass, field
from functools import cache

from rich.segment import Segment
from rich.style import Style

from tui.styles.palette import Palette, style


@dataclass(frozen=True, slots=True)
class Brush:
    """A palette, or none of its colours where ``NO_COLOR`` asks for none."""

    palette: Palette
    plain: bool = False
    _mixed: dict[tuple[str, str, bool], Style] = field(default_factory=dict, compare=False, repr=False)

    def style(self, part: str = "text", on: str = "ground", *, bold: bool = False) -> Style:
        """The style of a part of the palette on one of its backgrounds."""
        wanted = part, on, bold
        mixed = self._mixed.get(wanted)
        if mixed is None:
            mixed = self._mixed[wanted] = style(self.palette, part, on, bold=bold, plain=self.plain)
        return mixed

    def segment(self, text: str, part: str = "text", on: str = "ground", *, bold: bool = False) -> Segment:
        """Text in that style."""
        return Segment(text, self.style(part, on, bold=bold))


@cache
def brush_of(palette: Palette, *, plain: bool) -> Brush:
    """The brush of a palette: one, that keeps the styles it has mixed."""
    return Brush(palette, plain)
