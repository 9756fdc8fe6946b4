"""The empty desk, written to the terminal before anything is read or imported, so that something stands there at once.

Imports nothing but the standard library, and little of that.
"""

import gc
import os

from tui.places import state_file
from tui.sketch import Sketch, last_sketch
from tui.terminal import TERMINAL, at_terminal

#: In the folder of state: what the last sitting looked like.
SKETCH = "desk.sketch"
_LANES = ("Developing", "Confirmed", "Retracted")
_OPTIONS = ("--store", "--as", "--config")
FOLD_BELOW = 110
READER_BELOW = 90
BESIDE_FROM = 150


def skeleton(width: int, height: int, sketch: Sketch, *, colour: bool) -> str:
    """Line on top, heads of panes and foot, where the desk has them, with nothing in the lanes."""
    colour = colour and bool(sketch.ground)
    beside = width >= BESIDE_FROM
    floor = height - 2
    upper = floor if beside else floor * sketch.upper // 100
    part = sketch.wire * 2 // 3
    wire = width * part // 100 if beside else width * sketch.wire // 100 if width >= READER_BELOW else width
    end = width * (2_700 * part + 20 * sketch.upper * (100 - part)) // 270_000 if beside else width
    heads = [(0, 0, width, "WIREROOM", sketch.accent), (0, 1, wire, "Wire", sketch.accent)]
    if width >= FOLD_BELOW:
        for number, (name, hue) in enumerate(zip(_LANES, sketch.lanes, strict=True)):
            heads.append((wire + 1, 1 + upper * number // 3, end - wire - 1, name, hue))
    elif width >= READER_BELOW:
        heads.append((wire + 1, 1, width - wire - 1, _LANES[0], sketch.lanes[0]))
    else:
        heads.append((0, 1 + upper, width, _LANES[0], sketch.lanes[0]))
    if beside:
        heads.append((end + 1, 1, width - end - 1, "Detail", sketch.quiet))
    elif width >= READER_BELOW:
        heads.append((0, 1 + upper, width, "Detail", sketch.quiet))
    heads.append((0, height - 1, width, "", sketch.quiet))
    ground = f"\x1b[48;2;{sketch.ground}m" if colour else ""
    lines = [f"\x1b[{y};1H{ground}{' ' * width}" for y in range(1, height + 1)]
    band = sketch.band if colour else ""
    return "".join([*lines, *(_head(*head, band=band) for head in heads), "\x1b[0m"])


def _head(x: int, y: int, width: int, name: str, hue: str, *, band: str) -> str:
    style = f"\x1b[0;1;38;2;{hue};48;2;{band}m" if band else "\x1b[0;1m"
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
        TERMINAL.write(skeleton(*size, last_sketch(state_file(SKETCH)), colour=colour))


def prepare() -> None:
    """Set what Textual reads while it is imported: a frame grid fine enough for keys held down.

    Garbage is not looked for while modules are loaded: nearly everything they make stays.
    """
    gc.disable()
    os.environ.setdefault("TEXTUAL_FPS", "240")
