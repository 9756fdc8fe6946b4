"""The empty desk, written to the terminal before Textual is imported, so that something stands there at once.

Imports nothing but the standard library, and little of that.
"""

import gc
import os
import sys
from collections.abc import Sequence

_GROUND, _BAND, _TEXT, _ACCENT = "17;21;27", "28;35;45", "165;175;189", "233;174;95"
_OPTIONS = ("--store", "--as", "--config")
FOLD_BELOW = 110
READER_BELOW = 90
BESIDE_FROM = 150


def skeleton(width: int, height: int, *, colour: bool) -> str:
    """The panes of the desk as lines of text with their colours, from the top left corner."""
    side = width * 6 // 15 if width >= BESIDE_FROM else width * 3 // 5 if width >= READER_BELOW else width
    lines = [""] * height
    lines[0] = _bar(" WIREROOM", width, colour)
    lines[1] = _bar(" Wire", width, colour)
    if width >= BESIDE_FROM:
        lines[1] = _bar(
            " Wire".ljust(side + 1) + "Developing".ljust(width * 4 // 15) + "Detail", width, colour
        )
    elif width >= FOLD_BELOW:
        lines[1] = _bar(" Wire".ljust(side + 1) + "Developing", width, colour)
    elif width >= READER_BELOW:
        lines[1] = _bar(" Wire".ljust(side + 1) + "Developing  Confirmed  Retracted", width, colour)
    else:
        lines[2 + (height - 3) * 3 // 5] = _bar(" Developing  Confirmed  Retracted", width, colour)
    if READER_BELOW <= width < BESIDE_FROM:
        lines[2 + (height - 3) * 3 // 5] = _bar(" Detail", width, colour)
    lines[-1] = _bar("", width, colour)
    ground = f"\x1b[48;2;{_GROUND}m" if colour else ""
    return "\x1b[H" + "\r\n".join(line or f"{ground}{' ' * width}" for line in lines) + "\x1b[0m"


def _bar(words: str, width: int, colour: bool) -> str:
    style = f"\x1b[1;38;2;{_ACCENT};48;2;{_BAND}m" if colour else "\x1b[7m"
    return f"{style}{words[:width].ljust(width)}\x1b[0m"


def options_alone(arguments: Sequence[str]) -> dict[str, str] | None:
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


def opens_desk(arguments: Sequence[str]) -> bool:
    """Whether a command line does nothing but open the desk, in a terminal: options with their values, no command."""
    at_terminal = all(
        stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.__stderr__)
    )
    return at_terminal and options_alone(arguments) is not None


def draw() -> None:
    """Write it to the terminal's second screen, where Textual will paint over it.

    Where the terminal takes no true colour, or none is wanted, only the frame is drawn.
    """
    terminal = sys.__stderr__
    if terminal is None or not terminal.isatty():
        return
    width, height = os.get_terminal_size(terminal.fileno())
    if width < 20 or height < 8:
        return
    colour = "NO_COLOR" not in os.environ and os.environ.get("COLORTERM", "") in ("truecolor", "24bit")
    terminal.write("\x1b[?1049h\x1b[?25l" + skeleton(width, height, colour=colour))
    terminal.flush()


def prepare() -> None:
    """Set what Textual reads while it is imported: a frame grid fine enough for keys held down.

    Garbage is not looked for while modules are loaded: nearly everything they make stays.
    """
    gc.disable()
    os.environ.setdefault("TEXTUAL_FPS", "240")


def clear() -> None:
    """Give the terminal back when the desk could not be opened after all."""
    terminal = sys.__stderr__
    if terminal is not None and terminal.isatty():
        terminal.write("\x1b[?1049l\x1b[?25h")
        terminal.flush()
