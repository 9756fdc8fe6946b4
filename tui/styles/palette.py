"""Colours by the part they play, for each theme.

A palette is the one definition: the line widget paints with it, the style sheets read it as variables, and the
test of contrast goes through it.
"""

from msgspec import Struct

from tui.widgets.spans import Span


class Palette(Struct, frozen=True, kw_only=True):
    """Colours as ``#rrggbb`` or, in the terminal's own palette, as ANSI names.

    ``ground`` to ``picked`` are backgrounds, the rest are texts; every text is read on every background.
    """

    name: str
    dark: bool
    ground: str
    """Behind everything."""
    band: str
    """The line on top, heads of panes, the foot."""
    cursor: str
    """The line under the cursor, in the pane that has the focus."""
    trace: str
    """The line under the cursor in a pane that has not."""
    picked: str
    """Lines that were selected."""
    text: str
    quiet: str
    rule: str
    """Lines between panes. No text is written in it."""
    accent: str
    developing: str
    confirmed: str
    retracted: str
    alarm: str
    """Flash and bulletin."""
    link: str
    mark: str
    """Watch terms and cues inside a text."""
    ansi: bool = False

    def texts(self) -> dict[str, str]:
        """Every colour that text is written in, by its part."""
        names = (
            "text", "quiet", "accent", "developing", "confirmed", "retracted", "alarm", "link", "mark"
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}

    def grounds(self) -> dict[str, str]:
        """Every colour that text is written on, by its part."""
        return {name: getattr(self, name) for name in ("ground", "band", "cursor", "trace", "picked")}


DARK = Palette(
    name="wireroom-dark",
    dark=True,
    ground="#11151b",
    band="#1c232d",
    cursor="#2c394a",
    trace="#202833",
    picked="#33301f",
    text="#e9e4d8",
    quiet="#a5afbd",
    rule="#3a4656",
    accent="#e9ae5f",
    developing="#f0c565",
    confirmed="#93d39a",
    retracted="#ff9c92",
    alarm="#ff9f80",
    link="#8fc1f0",
    mark="#f3dd9a",
)

LIGHT = Palette(
    name="wireroom-light",
    dark=False,
    ground="#faf7f0",
    band="#ece6d9",
    cursor="#d6e2ee",
    trace="#e8e6df",
    picked="#f3e6bd",
    text="#1b1e23",
    quiet="#4b5159",
    rule="#b9b2a3",
    accent="#74430a",
    developing="#6b4700",
    confirmed="#0f5a2b",
    retracted="#971b12",
    alarm="#8f2410",
    link="#0d4b85",
    mark="#5d4100",
)

TERMINAL = Palette(
    name="terminal",
    dark=True,
    ansi=True,
    ground="default",
    band="default",
    cursor="default",
    trace="default",
    picked="default",
    text="default",
    quiet="default",
    rule="default",
    accent="yellow",
    developing="yellow",
    confirmed="green",
    retracted="red",
    alarm="red",
    link="blue",
    mark="magenta",
)

PALETTES = {palette.name: palette for palette in (DARK, LIGHT, TERMINAL)}


class Mix(Struct, frozen=True):
    """How a span comes out under a palette: colours as the palette names them (``None``: the terminal's own)."""

    colour: str | None
    ground: str | None
    bold: bool
    underline: bool
    strike: bool
    reverse: bool


def mix(palette: Palette, span: Span, *, plain: bool) -> Mix:
    """Say how a span is painted.

    ``plain`` leaves all colours out (``NO_COLOR``): the cursor is then told by reverse video, as it is in the
    terminal's own colours, which have no two backgrounds that are sure to differ.
    """
    poor = plain or palette.ansi
    return Mix(
        colour=None if plain else getattr(palette, span.part),
        ground=None if plain else getattr(palette, span.on),
        bold=span.bold,
        underline=span.underline or (poor and span.on in ("picked", "trace")),
        strike=span.strike,
        reverse=poor and span.on == "cursor",
    )
