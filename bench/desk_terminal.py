"""A real pseudo-terminal for the desk benchmark: starts a program, sends keys, and waits for committed frames.

It answers the terminal's question for synchronised output (DEC mode 2026) with yes, so that a program that knows it
says where each frame ends; for others a frame ends when nothing more is written for a while.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

FRAME_BEGIN, FRAME_END = b"\x1b[?2026h", b"\x1b[?2026l"
ASKS_SYNC = b"\x1b[?2026$p"
QUIET_SECONDS = 0.02
TICKS = os.sysconf("SC_CLK_TCK")


class Terminal:
    """A program in a terminal of ``width`` x ``height`` cells."""

    def __init__(self, command: Sequence[str], *, width: int, height: int, env: Mapping[str, str]) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **env},
            start_new_session=True,
        )
        os.close(slave)
        os.set_blocking(self.master, False)
        self.written = 0
        self.first_byte = 0.0
        self.last_byte = 0.0
        self._synced = False

    def send(self, keys: bytes) -> float:
        """Type; gives the time of it."""
        os.write(self.master, keys)
        return time.perf_counter()

    def wait_for(self, wanted: bytes, *, patience: float = 60.0) -> float:
        """The time at which the frame that holds some bytes was committed."""
        deadline = time.perf_counter() + patience
        seen = b""
        while wanted not in seen:
            seen = seen[-(1 << 16) :] + self._read(deadline)
        framed = seen.rfind(FRAME_BEGIN, 0, seen.find(wanted)) >= 0
        return self._finish_frame(seen[seen.find(wanted) :], deadline, framed=framed)

    def frames_with(self, *wanted: str, patience: float = 60.0) -> list[float]:
        """The times at which the frames that hold each of some patterns were committed, by a program that frames."""
        deadline = time.perf_counter() + patience
        seen, times = "", dict.fromkeys(wanted, 0.0)
        while not all(times.values()):
            seen += self._read(deadline).decode(errors="replace")
            for pattern in (pattern for pattern, at in times.items() if not at):
                found = re.search(pattern, seen)
                if found is not None and FRAME_END.decode() in seen[found.end() :]:
                    times[pattern] = self.last_byte
        return list(times.values())

    def next_frame(self, *, patience: float = 5.0) -> float:
        """The time at which the next frame was committed."""
        deadline = time.perf_counter() + patience
        return self._finish_frame(self._read(deadline), deadline, framed=self._synced)

    def shows(self, wanted: bytes, *, patience: float = 3.0) -> bool:
        """Whether some bytes are written before patience ends."""
        try:
            self.wait_for(wanted, patience=patience)
        except TimeoutError:
            return False
        return True

    def drain(self, seconds: float) -> int:
        """Read for a while; gives how many bytes came."""
        before, end = self.written, time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if select.select([self.master], [], [], left)[0]:
                self._take()
        return self.written - before

    def settle(self, *, quiet: float = 0.3, patience: float = 10.0) -> None:
        """Read until nothing is written for a while."""
        end = time.perf_counter() + patience
        while time.perf_counter() < end and select.select([self.master], [], [], quiet)[0]:
            self._take()

    def wait_for_end(self, *, patience: float = 10.0) -> None:
        """Read until the program has ended."""
        end = time.perf_counter() + patience
        try:
            while time.perf_counter() < end:
                self.drain(0.1)
        except EOFError:
            self.process.wait(patience)

    def cpu_seconds(self) -> float:
        """Processor seconds of the program so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident(self) -> float:
        """MiB in memory now."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    def close(self) -> None:
        """End the program."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self.master)

    def _read(self, deadline: float) -> bytes:
        while True:
            left = deadline - time.perf_counter()
            if left <= 0:
                raise TimeoutError("the program wrote nothing that was waited for")
            if select.select([self.master], [], [], left)[0] and (data := self._take()):
                return data

    def _take(self) -> bytes:
        try:
            data = os.read(self.master, 1 << 16)
        except BlockingIOError:
            return b""
        except OSError as gone:
            raise EOFError("the program ended") from gone
        self.last_byte = time.perf_counter()
        self.first_byte = self.first_byte or self.last_byte
        self.written += len(data)
        if ASKS_SYNC in data:
            os.write(self.master, b"\x1b[?2026;2$y")
            self._synced = True
        return data

    def _finish_frame(self, seen: bytes, deadline: float, *, framed: bool) -> float:
        """Read on to the end of the frame that began in what was seen; gives the time of its last byte."""
        if framed:
            while FRAME_END not in seen:
                seen = seen[-16:] + self._read(deadline)
            return self.last_byte
        while select.select([self.master], [], [], QUIET_SECONDS)[0]:
            self._take()
        return self.last_byte
