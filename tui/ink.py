"""Strips as escape sequences that tell a terminal only what changes from one stretch of text to the next.

Bytes count: a pseudo-terminal takes eight kilobytes at one go, and with more the desk stands still until whoever is on
its other side has read them. Told in full, each stretch with its reset, a page of the wire is longer than that.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

_NOTHING = Style.null()
_RESET = "\x1b[0m"
#: The codes that end what a style adds to plain text (ECMA-48, SGR); what is not among them is ended by a reset.
_ENDS = {"bold": "22", "italic": "23", "underline": "24", "reverse": "27", "strike": "29"}
_OTHERS = ("dim", "blink", "blink2", "conceal", "underline2", "frame", "encircle", "overline")


class Ink:
    """Writes strips in as many colours as a terminal has. It knows which style is in force, from line to line."""

    def __init__(self, colours: ColorSystem) -> None:
        self._colours = colours
        self._style = _NOTHING

    def line(self, strip: Strip) -> str:
        """The text of a strip, and what leads to its styles from those in force."""
        parts: list[str] = []
        for text, style, _ in strip:
            wanted = style or _NOTHING
            if wanted is not self._style:
                parts.append(_step(self._style, wanted, self._colours))
                self._style = wanted
            parts.append(text)
        return "".join(parts)

    def end(self) -> str:
        """Leave the terminal without any style."""
        self._style = _NOTHING
        return _RESET


@lru_cache(maxsize=4096)
def _step(before: Style, after: Style, colours: ColorSystem) -> str:
    """What leads from one style to another."""
    colourless = (before.color and not after.color) or (before.bgcolor and not after.bgcolor)
    if colourless or any(getattr(style, name) for style in (before, after) for name in _OTHERS):
        return _sequence(["0", Strip.render_ansi(after, colours)])
    ended = [code for name, code in _ENDS.items() if getattr(before, name) and not getattr(after, name)]
    begun: dict[str, Any] = {name: getattr(after, name) and not getattr(before, name) for name in _ENDS}
    if after.color != before.color:
        begun["color"] = after.color
    if after.bgcolor != before.bgcolor:
        begun["bgcolor"] = after.bgcolor
    return _sequence([*ended, Strip.render_ansi(Style(**begun), colours)])


def _sequence(codes: Sequence[str]) -> str:
    told = ";".join(filter(None, codes))
    return f"\x1b[{told}m" if told else ""
