"""The terminal in the hands of the desk, from before its first frame until it is given back.

Keys that are typed while the desk starts are neither shown nor lost: they wait in the terminal's own queue until
Textual reads them. Imports nothing but the standard library, and little of that.
"""

import os
import sys
import termios

Size = tuple[int, int]

_SMALLEST = (20, 8)


class StageTerminal:
    """A terminal whose second screen is taken before there is a program to draw on it."""

    def __init__(self) -> None:
        self.before: list[int | list[bytes | int]] | None = None
        """How the terminal was set when it was taken; ``None`` while it is not."""
        self.handed_over = False
        """Whether a program draws on it now, that leaves the second screen itself."""

    @property
    def size(self) -> Size | None:
        """Columns and lines, where it is taken and large enough to be drawn on."""
        if self.before is None or sys.__stderr__ is None:
            return None
        width, height = os.get_terminal_size(sys.__stderr__.fileno())
        return (width, height) if width >= _SMALLEST[0] and height >= _SMALLEST[1] else None

    def take(self) -> None:
        """Go to the second screen, hide the cursor, and stop showing what is typed. Interrupts still interrupt."""
        if self.before is not None or sys.__stdin__ is None or not at_terminal():
            return
        keys = sys.__stdin__.fileno()
        self.before = termios.tcgetattr(keys)
        for size in (
            "COLUMNS",
            "LINES",
        ):  # what a shell left there; the terminal knows better, and all must agree
            os.environ.pop(size, None)
        modes = termios.tcgetattr(keys)
        modes[0] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON | termios.IXOFF)
        modes[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
        termios.tcsetattr(keys, termios.TCSANOW, modes)
        self.write("\x1b[?1049h\x1b[?25l")

    def write(self, text: str) -> None:
        """Write at once."""
        if self.before is not None and sys.__stderr__ is not None:
            sys.__stderr__.write(text)
            sys.__stderr__.flush()

    def give_back(self) -> None:
        """Leave the second screen, unless a program has done so, and set the terminal as it was."""
        if self.before is None or sys.__stdin__ is None:
            return
        if not self.handed_over:
            self.write("\x1b[?1049l\x1b[?25h")
        termios.tcsetattr(sys.__stdin__.fileno(), termios.TCSANOW, self.before)
        self.before, self.handed_over = None, False


def at_terminal() -> bool:
    """Whether keys come from a terminal, and what is written goes to one."""
    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    return all(stream is not None and stream.isatty() for stream in streams)


#: The terminal this process was started in.
TERMINAL = StageTerminal()
