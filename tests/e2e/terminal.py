"""A real pseudo-terminal with the installed command in it, driven by keys and read as a screen."""

import os
import re
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pexpect
import pyte

#: The command as it was installed beside the interpreter that runs the tests.
WIREROOM = str(Path(sys.executable).with_name("wireroom"))
PATIENCE = 30.0
#: Longest wait for the screen to answer a key, and how long it must be quiet to be at rest, in seconds.
ANSWER = 2.0
REST = 0.1


class Terminal:
    """A terminal of a given size running ``wireroom`` with some words; the screen is what a person would see."""

    def __init__(
        self, words: Sequence[str], *, columns: int, rows: int, environment: dict[str, str] | None = None
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self._process = pexpect.spawn(
            WIREROOM,
            list(words),
            dimensions=(rows, columns),
            encoding="utf-8",
            timeout=PATIENCE,
            env={
                **os.environ,
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
                "TEXTUAL_ANIMATIONS": "none",
                **(environment or {}),
            },
        )
        self.exit_code: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.close(force=True)

    @property
    def lines(self) -> list[str]:
        """The screen, line by line."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    def send(self, number: signal.Signals) -> int:
        """Send the desk a signal and wait for its end; gives its exit code, or the signal that ended it, below zero."""
        self._process.kill(number)
        self._process.wait()
        by_signal: int | None = self._process.signalstatus
        return int(self._process.exitstatus) if by_signal is None else -by_signal

    def press(self, *keys: str) -> None:
        """Type keys or text; "enter", "tab", "escape", "shift+tab" and "ctrl+x" go by name.

        Each waits until the screen has answered it, as a person does, and then until it rests.
        """
        for key in keys:
            before = self._cells()
            self._process.send(_CODES.get(key) or _control(key) or key)
            end = time.monotonic() + ANSWER
            while self._cells() == before and time.monotonic() < end:
                self._read(0.02)
            while self._read(REST):
                continue

    def type(self, text: str, *, after: str = "") -> None:
        """Type a text into the field with the focus, in one write with the keys before it, and see it there."""
        self.press(after + text)
        self.wait_for(re.escape(text))

    def wait_for(self, pattern: str, *, gone: bool = False) -> str:
        """Wait until the screen shows (or, ``gone``, no longer shows) a pattern; gives the screen.

        Raises ``AssertionError`` with the screen as it stood.
        """
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self._read(0.05)
            if (re.search(pattern, self.text) is None) is gone:
                return self.text
        raise AssertionError(f"{'Still' if gone else 'Never'} saw {pattern!r}:\n{self.text}")

    def end(self) -> int:
        """Wait until the command ends by itself; gives its exit code."""
        end = time.monotonic() + PATIENCE
        while self._process.isalive():
            assert time.monotonic() < end, f"The desk did not end:\n{self.text}"
            self._read(0.05)
        self._process.close()
        self.exit_code = self._process.exitstatus
        assert self.exit_code is not None
        return self.exit_code

    def _cells(self) -> list[list[pyte.screens.Char]]:
        """Every cell with its colours."""
        return [[row[column] for column in range(self._screen.columns)] for row in self._rows()]

    def _rows(self) -> list[Any]:
        return [self._screen.buffer[row] for row in range(self._screen.lines)]

    def _read(self, seconds: float) -> bool:
        """Let the screen take what the command writes within some time; tells whether it wrote."""
        try:
            self._stream.feed(self._process.read_nonblocking(65536, seconds))
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        return True


_CODES = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f6": "\x1b[17~",
}


def _control(key: str) -> str:
    return chr(ord(key[5].upper()) - 64) if key.startswith("ctrl+") and len(key) == 6 else ""
