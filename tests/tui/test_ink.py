"""What is written to the terminal past Textual: the same cells as Textual would leave, in fewer bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tests.tui.paper import Paper
from tui.ink import Ink
from tui.styles.palette import PALETTES, Palette
from tui.widgets.brush import Brush
from tui.widgets.spans import Span

WIDTH = 24
SYSTEMS = (ColorSystem.STANDARD, ColorSystem.EIGHT_BIT, ColorSystem.TRUECOLOR)

colours = st.sampled_from([None, "default", "red", "blue", "#102030", "#fefefe"])
flags = st.booleans()
styles = st.builds(
    Style,
    color=colours,
    bgcolor=colours,
    bold=flags,
    dim=flags,
    italic=flags,
    underline=flags,
    blink=flags,
    reverse=flags,
    strike=flags,
)
stretches = st.builds(Segment, st.text("ab ", min_size=1, max_size=4), st.none() | styles)
strips = st.lists(stretches, min_size=1, max_size=6).map(Strip)


def drawn(sequences: list[str]) -> object:
    """The cells that are left when each sequence stands on a line of its own."""
    paper = Paper(WIDTH, len(sequences) + 1)
    for number, sequence in enumerate(sequences, 1):
        paper.write(f"\x1b[{number};1H{sequence}")
    return paper.everything()


def in_full(strip: Strip, system: ColorSystem) -> str:
    """A strip as Textual writes it: each stretch with its whole style, and a reset behind it."""
    return "".join(
        Strip.render_style(style, text, color_system=system) if style else text for text, style, _ in strip
    )


@given(st.lists(strips, min_size=1, max_size=5), st.sampled_from(SYSTEMS))
def test_what_leads_from_style_to_style_leaves_the_same_cells(
    lines: list[Strip], system: ColorSystem
) -> None:
    ink = Ink(system)
    lean = [ink.line(strip) for strip in lines]
    lean[-1] += ink.end()
    full = [in_full(strip, system) for strip in lines]
    assert drawn([*lean, "x"]) == drawn([*full, "x"])
    # A style that only a reset ends costs two bytes more, the end of one that has a code of its own one.
    more = 2 * sum(len(strip) for strip in lines) + len(ink.end()) * (len(lines) + 1)
    assert len("".join(lean)) <= len("".join(full)) + more


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.name)
def test_a_line_says_its_colours_once(palette: Palette) -> None:
    brush = Brush(palette)
    spans = [
        Span("❯ ", "accent", bold=True),
        Span("3m ", "quiet"),
        Span("Fuel", bold=True),
        Span(" ", "quiet"),
    ]
    ink = Ink(ColorSystem.TRUECOLOR)
    first, again = ink.line(brush.strip(spans)), ink.line(brush.strip(spans))
    assert len(again) <= len(first) < 0.8 * len(in_full(brush.strip(spans), ColorSystem.TRUECOLOR))
    assert ink.line(brush.strip(spans[3:])) == " "
