"""What Textual makes of a palette: the theme of its own parts, and the style of a span."""

from msgspec.structs import fields
from rich.style import Style
from textual.theme import Theme

from tui.styles.palette import Palette, mix
from tui.widgets.spans import Span


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


def style(palette: Palette, span: Span, *, plain: bool = False) -> Style:
    """The style in which a span is painted."""
    mixed = mix(palette, span, plain=plain)
    return Style(
        color=mixed.colour,
        bgcolor=mixed.ground,
        bold=mixed.bold,
        underline=mixed.underline,
        strike=mixed.strike,
        reverse=mixed.reverse,
    )
