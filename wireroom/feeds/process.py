"""A parser process and its pipes, asked one thing at a time."""

import os
import select
import struct
from collections.abc import Callable
from contextlib import suppress

from wireroom.feeds.spawning import Child, spawn
from wireroom.feeds.worker import frame

_LENGTH = struct.Struct("!I")
#: Bytes that a pipe holds, and so the most that is taken from one at once.
_PIPE = 1 << 16

#: Begins a process that reads what comes out of one descriptor and writes to another; it raises ``OSError``.
Spawn = Callable[[int, int], Child]


class Process:
    """One parser process; ``until`` is when its time is over."""

    def __init__(self, spawn: Spawn = spawn) -> None:
        theirs_in, self._stdin = os.pipe()
        self._stdout, theirs_out = os.pipe()
        try:
            self._child = spawn(theirs_in, theirs_out)
        except BaseException:
            self._hang_up()
            raise
        finally:
            os.close(theirs_in)
            os.close(theirs_out)
        for pipe in (self._stdin, self._stdout):
            os.set_blocking(pipe, False)
        self._unsent = memoryview(b"")
        self._reply = bytearray()
        self.until = 0.0

    @property
    def pid(self) -> int:
        """Its number in the system."""
        return self._child.pid

    @property
    def descriptor(self) -> int:
        """The pipe that it waits for."""
        return self._stdin if self._unsent else self._stdout

    @property
    def event(self) -> int:
        """What it waits for, in the words of ``poll``."""
        return select.POLLOUT if self._unsent else select.POLLIN

    def ask(self, message: bytes, until: float) -> None:
        """Have a message on its way, which :meth:`go_on` sends."""
        self._unsent = memoryview(frame(message))
        self.until = until

    def go_on(self) -> memoryview | None:
        """Send what is unsent and take what has come, as far as that goes without waiting; the answer, once it is whole.

        Raises ``EOFError`` or ``BrokenPipeError`` when the process is dead.
        """
        with suppress(BlockingIOError):
            while self._unsent:
                self._unsent = self._unsent[os.write(self._stdin, self._unsent) :]
            while (left := self._left()) > 0:
                piece = os.read(self._stdout, min(left, _PIPE))
                if not piece:
                    raise EOFError
                self._reply += piece
            reply, self._reply = self._reply, bytearray()
            return memoryview(reply)[_LENGTH.size :]
        return None

    def _left(self) -> int:
        """Bytes of the answer that are still to come, as far as that is known."""
        came = len(self._reply)
        if came < _LENGTH.size:
            return _LENGTH.size - came
        return int(_LENGTH.unpack_from(self._reply)[0]) + _LENGTH.size - came

    def kill(self) -> None:
        """End it at once."""
        self._child.kill()
        self._hang_up()
        self._child.wait()

    def _hang_up(self) -> None:
        os.close(self._stdin)
        os.close(self._stdout)
