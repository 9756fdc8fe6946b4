"""The empty desk, written to the terminal before anything is read or imported, so that something stands there at once.

Imports nothing but the standard library, and little of that.
"""

import gc
import os

from tui.terminal import TERMINAL, at_terminal

_GROUND, _BAND, _QUIET, _ACCENT = "17;21;27", "28;35;45", "165;175;189", "233;174;95"
_LANES = (("Developing", "240;197;101"), ("Confirmed", "147;211;154"), ("Retracted", "255;156;146"))
_OPTIONS = ("--store", "--as", "--config")
FOLD_BELOW = 110
READER_BELOW = 90
BESIDE_FROM = 150


def skeleton(width: int, height: int, *, colour: bool) -> str:
    """Line on top, heads of panes and foot, where the desk has them by itself: the usual sizes, nothing in the lanes."""
    floor = height - 2
    upper = floor if width >= BESIDE_FROM else floor * 60 // 100
    wire = (
        width * 360 // 900 if width >= BESIDE_FROM else width * 60 // 100 if width >= READER_BELOW else width
    )
    heads = [(0, 0, width, "WIREROOM", _ACCENT), (0, 1, wire, "Wire", _ACCENT)]
    if width >= FOLD_BELOW:
        lanes = (width * 600 // 900 if width >= BESIDE_FROM else width) - wire - 1
        for number, (name, hue) in enumerate(_LANES):
            heads.append((wire + 1, 1 + upper * number // 3, lanes, name, hue))
    elif width >= READER_BELOW:
        heads.append((wire + 1, 1, width - wire - 1, "Developing", _LANES[0][1]))
    else:
        heads.append((0, 1 + upper, width, "Developing", _LANES[0][1]))
    if width >= BESIDE_FROM:
        beside = width * 600 // 900 + 1
        heads.append((beside, 1, width - beside, "Detail", _QUIET))
    elif width >= READER_BELOW:
        heads.append((0, 1 + upper, width, "Detail", _QUIET))
    heads.append((0, height - 1, width, "", _QUIET))
    ground = f"\x1b[48;2;{_GROUND}m" if colour else ""
    lines = [f"\x1b[{y};1H{ground}{' ' * width}" for y in range(1, height + 1)]
    return "".join([*lines, *(_head(*head, colour=colour) for head in heads), "\x1b[0m"])


def _head(x: int, y: int, width: int, name: str, hue: str, *, colour: bool) -> str:
    style = f"\x1b[0;1;38;2;{hue};48;2;{_BAND}m" if colour else "\x1b[0;1m"
    return f"\x1b[{y + 1};{x + 1}H{style}{f' {name}'.ljust(width)}"


def options_alone(arguments: list[str]) -> dict[str, str] | None:
    """The shared options of a command line by name, if it holds nothing else; ``None`` where it does more."""
    options: dict[str, str] = {}
    words = iter(arguments)
    for word in words:
        name, given, value = word.partition("=")
        found = value if given else next(words, None)
        if name not in _OPTIONS or found is None:
            return None
        options[name] = found
    return options


def opens_desk(arguments: list[str]) -> bool:
    """Whether a command line does nothing but open the desk, in a terminal: options with their values, no command."""
    return at_terminal() and options_alone(arguments) is not None


def draw() -> None:
    """Take the terminal and draw on its second screen, where the desk will be.

    Where the terminal takes no true colour, or none is wanted, only the frame is drawn.
    """
    TERMINAL.take()
    if (size := TERMINAL.size) is not None:
        colour = "NO_COLOR" not in os.environ and os.environ.get("COLORTERM", "") in ("truecolor", "24bit")
        TERMINAL.write(skeleton(*size, colour=colour))


def prepare() -> None:
    """Set what Textual reads while it is imported: a frame grid fine enough for keys held down.

    Garbage is not looked for while modules are loaded: nearly everything they make stays.
    """
    gc.disable()
    os.environ.setdefault("TEXTUAL_FPS", "240")
