"""Textual's driver for a terminal on which the first frame stands already, and that is written to without detours."""

import os
import select
import signal
from threading import Lock, Thread
from typing import IO, Any

from textual.drivers.linux_driver import LinuxDriver

from tui.terminal import TERMINAL

_SECOND_SCREEN = "\x1b[?1049h"
#: What a terminal that keeps up takes at one go; more, and whatever a slow one is sent, is written by a thread.
AT_ONCE_BYTES = 16_384


class Outlet:
    """What the writing thread writes to; knows whether everything that was put in its queue has gone out."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._lock = Lock()
        self._waiting = 0

    @property
    def waiting(self) -> bool:
        """Whether something put in the queue is not written yet."""
        return self._waiting > 0

    def expect(self) -> None:
        """Something was put in the queue."""
        with self._lock:
            self._waiting += 1

    def write(self, text: str) -> None:
        """Write what came out of the queue."""
        self._file.write(text)
        self._file.flush()
        with self._lock:
            self._waiting -= 1

    def flush(self) -> None:
        """Nothing is held back here."""

    def fileno(self) -> int:
        """The terminal's number."""
        return self._file.fileno()


class DeskDriver(LinuxDriver):
    """Takes the terminal over from the opening, and writes what is short to it from where it is told to.

    Handing each frame to a thread costs more than the writing: that thread has to get the interpreter first.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        assert self._file is not None  # the opening asked for this driver because there is a terminal
        self._outlet = Outlet(self._file)
        self._file = self._outlet  # type: ignore[assignment]
        self._taken_over = False

    def start_application_mode(self) -> None:
        """Begin, and remember how the terminal was set before the opening took it."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if not self._taken_over:
            Thread(target=_end_with, args=(self._outlet.fileno(),), name="desk-terminal", daemon=True).start()
            self._loop.add_signal_handler(signal.SIGTERM, self._app.exit)  # else the terminal stays as it is
        self._taken_over = TERMINAL.handed_over = True
        if TERMINAL.before is not None:
            self.attrs_before = TERMINAL.before

    @property
    def behind(self) -> bool:
        """Whether the terminal has not taken yet what it was sent."""
        return self._outlet.waiting

    def write(self, data: str) -> None:
        """Write; going to the second screen again would clear it in some terminals."""
        if data == _SECOND_SCREEN and not self._taken_over:
            return
        if not self._outlet.waiting:
            raw = data.encode()
            terminal = self._outlet.fileno()
            if len(raw) <= AT_ONCE_BYTES and select.select((), (terminal,), (), 0)[1]:
                while raw:
                    raw = raw[os.write(terminal, raw) :]
                return
        self._outlet.expect()
        super().write(data)


def _end_with(terminal: int) -> None:
    """Wait until a terminal is gone, and end this process with it, as the kernel does where it is the terminal's own.

    Where it is not (a container, a program that lends its terminal out), Textual would read the end of it for ever.
    """
    waiting = select.poll()
    waiting.register(terminal, 0)  # nothing but that it hung up
    if any(event & (select.POLLHUP | select.POLLERR) for _, event in waiting.poll()):
        os.kill(os.getpid(), signal.SIGHUP)
