"""Paints text in the colours of the theme in force."""

from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style

from tui.styles.palette import Palette, style


@dataclass(frozen=True, slots=True)
class Brush:
    """A palette, or none of its colours where ``NO_COLOR`` asks for none."""

    palette: Palette
    plain: bool = False

    def style(self, part: str = "text", on: str = "ground", *, bold: bool = False) -> Style:
        """The style of a part of the palette on one of its backgrounds."""
        return style(self.palette, part, on, bold=bold, plain=self.plain)

    def segment(self, text: str, part: str = "text", on: str = "ground", *, bold: bool = False) -> Segment:
        """Text in that style."""
        return Segment(text, self.style(part, on, bold=bold))
