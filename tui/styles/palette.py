"""Colours by the part they play, for each theme, and the themes that Textual's own parts take from them.

A palette is the one definition: the line widget paints with it, the style sheets read it as variables, and the
test of contrast goes through it.
"""

from functools import cache

from msgspec import Struct
from msgspec.structs import fields
from rich.style import Style
from textual.theme import Theme


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


def theme_of(palette: Palette) -> Theme:
    """Make the Textual theme that shows a palette: its colours, and each part as a variable ``$wr-part``."""
    css = {
        field.name: _css_colour(getattr(palette, field.name), palette.ansi)
        for field in fields(Palette)
        if field.type == "str" or field.type is str
        if field.name != "name"
    }
    return Theme(
        name=palette.name,
        dark=palette.dark,
        ansi=palette.ansi,
        primary=css["accent"],
        secondary=css["link"],
        accent=css["accent"],
        warning=css["developing"],
        error=css["retracted"],
        success=css["confirmed"],
        foreground=css["text"],
        background=css["ground"],
        surface=css["ground"],
        panel=css["band"],
        boost=css["band"],
        variables={
            **{f"wr-{name}": colour for name, colour in css.items()},
            "text-muted": css["quiet"],
            "text-disabled": css["quiet"],
            "foreground-muted": css["quiet"],
            "foreground-disabled": css["quiet"],
            "block-cursor-background": css["cursor"],
            "block-cursor-foreground": css["text"],
            "block-cursor-text-style": "bold reverse" if palette.ansi else "bold",
            "block-cursor-blurred-background": css["trace"],
            "block-cursor-blurred-foreground": css["text"],
            "input-cursor-background": css["text"],
            "input-cursor-foreground": css["ground"],
            "input-selection-background": css["cursor"],
            "input-selection-foreground": css["text"],
            "border": css["rule"],
            "border-blurred": css["rule"],
            "scrollbar": css["rule"],
            "scrollbar-hover": css["accent"],
            "scrollbar-active": css["accent"],
            "scrollbar-background": css["ground"],
            "scrollbar-background-hover": css["ground"],
            "scrollbar-background-active": css["ground"],
            "scrollbar-corner-color": css["ground"],
            "ansi-background": "ansi_black" if palette.dark else "ansi_white",
            "ansi-foreground": "ansi_white" if palette.dark else "ansi_black",
            "input-cursor-text-style": "reverse" if palette.ansi else "none",
        },
    )


def _css_colour(colour: str, ansi: bool) -> str:
    return f"ansi_{colour}" if ansi else colour


@cache
def style(
    palette: Palette, part: str, on: str = "ground", *, bold: bool = False, plain: bool = False
) -> Style:
    """The style in which a part is painted on a background.

    ``plain`` leaves all colours out (``NO_COLOR``): the cursor is then told by reverse video, as it is in the
    terminal's own colours, which have no two backgrounds that are sure to differ.
    """
    reverse = (plain or palette.ansi) and on == "cursor"
    underline = (plain or palette.ansi) and on in ("picked", "trace")
    if plain:
        return Style(bold=bold, reverse=reverse, underline=underline)
    return Style(
        color=getattr(palette, part),
        bgcolor=getattr(palette, on),
        bold=bold,
        reverse=reverse,
        underline=underline,
    )
