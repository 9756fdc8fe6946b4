"""Lines of spans as escape sequences, in as many colours as the terminal has."""

from collections.abc import Mapping, Sequence
from typing import Literal

from tui.styles.palette import Mix, Palette, mix
from tui.widgets.spans import Span

Depth = Literal["truecolor", "256", "16"]

_NAMED = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_FEWER: Mapping[str, Depth] = {"256color": "256", "kitty": "256"}


def depth_of(environment: Mapping[str, str]) -> Depth:
    """How many colours a terminal says it has, read as Textual reads it."""
    if environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return "truecolor"
    return _FEWER.get(environment.get("TERM", "").strip().lower().rpartition("-")[2], "16")


def frame(lines: Sequence[Sequence[Span]], palette: Palette, *, plain: bool, depth: Depth) -> str:
    """A whole screen from its upper left corner, as one frame of a terminal that can hold frames together."""
    known: dict[Mix, str] = {}
    parts = ["\x1b[?2026h"]
    for number, line in enumerate(lines, 1):
        parts.append(f"\x1b[{number};1H")
        last = ""
        for span in line:
            mixed = mix(palette, span, plain=plain)
            style = known.get(mixed)
            if style is None:
                style = known[mixed] = _style(mixed, depth)
            parts.append(span.text if style == last else style + span.text)
            last = style
        parts.append("\x1b[0m")
    parts.append("\x1b[?2026l")
    return "".join(parts)


def _style(mixed: Mix, depth: Depth) -> str:
    """A style, whatever was in force before it (ECMA-48, SGR)."""
    codes = ["0"]
    wanted = ((mixed.bold, "1"), (mixed.underline, "4"), (mixed.reverse, "7"), (mixed.strike, "9"))
    codes += [code for is_wanted, code in wanted if is_wanted]
    codes += [*_colour(mixed.colour, depth, ground=False), *_colour(mixed.ground, depth, ground=True)]
    return f"\x1b[{';'.join(codes)}m"


def _colour(colour: str | None, depth: Depth, *, ground: bool) -> Sequence[str]:
    if colour is None or colour == "default":
        return ()
    if colour in _NAMED:
        return (str((40 if ground else 30) + _NAMED.index(colour)),)
    if depth == "truecolor":
        red, green, blue = (str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
        return ("48" if ground else "38", "2", red, green, blue)
    from rich.color import Color, ColorSystem  # slow to import, and few terminals still need it

    system = ColorSystem.EIGHT_BIT if depth == "256" else ColorSystem.STANDARD
    return Color.parse(colour).downgrade(system).get_ansi_codes(foreground=not ground)
