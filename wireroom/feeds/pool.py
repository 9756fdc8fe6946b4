"""Parser processes: started when first needed, killed and replaced when a document makes one hang."""

import heapq
import os
import select
import struct
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import msgspec

import wireroom
from wireroom.errors import ParseError
from wireroom.feeds.documents import Done, FeedDocument, ParsedFeed
from wireroom.feeds.worker import Reply, frame

_LENGTH = struct.Struct("!I")
_SOURCE = str(Path(wireroom.__file__).parent.parent)
#: Bytes that a pipe holds, and so the most that is taken from one at once.
_PIPE = 1 << 16
#: Seconds between two looks at the clock while nothing is ready.
_LOOK_EVERY = 1.0


class ParserPool:
    """The :class:`~wireroom.feeds.documents.Parser` in ``size`` processes; ``seconds`` is the limit for a document.

    A process that has had nothing to do for ``idle`` seconds ends with the next :meth:`rest`, and with it what it held
    in memory. Nothing moves but in :meth:`turn`; used by one thread at a time.
    """

    def __init__(self, size: int | None = None, *, seconds: float = 20.0, idle: float = 90.0) -> None:
        self._size = size or max(1, min(4, (os.cpu_count() or 2) - 1))
        self._seconds = seconds
        self._idle_seconds = idle
        self._queue: list[tuple[bool, int, FeedDocument, Done]] = []
        self._number = 0
        self._busy: dict[_Process, Done] = {}
        self._idle: list[_Process] = []
        self._ended: list[tuple[Done, ParsedFeed | ParseError]] = []
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(Reply)

    @property
    def running(self) -> int:
        """How many processes there are now."""
        return len(self._busy) + len(self._idle)

    def parse(self, document: FeedDocument, *, urgent: bool = False) -> ParsedFeed:
        """Read one document and wait for it.

        Raises ``ParseError`` if it is no feed, takes too long or too much memory.
        """
        ends: list[ParsedFeed | ParseError] = []
        try:
            self.submit(document, ends.append, urgent=urgent)
            while not ends:
                self.turn(_LOOK_EVERY)
        except BaseException:
            self.close()
            raise
        (end,) = ends
        if isinstance(end, ParseError):
            raise end
        return end

    def submit(self, document: FeedDocument, done: Done, *, urgent: bool = False) -> None:
        """Have a document read, urgent ones first; ``done`` hears in a later turn what became of it."""
        self._number += 1
        heapq.heappush(self._queue, (not urgent, self._number, document, done))
        self._hand_out()

    def turn(self, seconds: float, beside: int | None = None) -> None:
        """Wait until a process, or the descriptor ``beside`` them, is ready, no longer than so many seconds."""
        if not self._ended:
            self._wait(seconds, beside)
            self._hand_out()  # first, so that nobody is idle while somebody hears
        ended, self._ended = self._ended, []
        for done, end in ended:
            done(end)

    def rest(self) -> None:
        """End the processes that had nothing to do for long."""
        now = time.monotonic()
        for process in [one for one in self._idle if one.until <= now]:
            self._idle.remove(process)
            process.kill()

    def close(self) -> None:
        """End all processes, whatever they do; they begin again when they are needed."""
        processes = [*self._busy, *self._idle]
        for waiting in (self._queue, self._busy, self._idle, self._ended):
            waiting.clear()
        for process in processes:
            process.kill()

    def _hand_out(self) -> None:
        while self._queue and len(self._busy) < self._size:
            *_, document, done = heapq.heappop(self._queue)
            process = self._idle.pop() if self._idle else _Process()
            self._busy[process] = done
            process.ask(self._encoder.encode(document), time.monotonic() + self._seconds)
            self._attend(process)

    def _wait(self, seconds: float, beside: int | None) -> None:
        poll = select.poll()
        if beside is not None:
            poll.register(beside, select.POLLIN)
        for process in self._busy:
            poll.register(process.descriptor, process.event)
        due = min((process.until for process in self._busy), default=sys.maxsize) - time.monotonic()
        ready = {descriptor for descriptor, _ in poll.poll(max(0.0, min(seconds, due)) * 1000)}
        for process in list(self._busy):
            if process.descriptor in ready:
                self._attend(process)
            elif process.until <= time.monotonic():
                words = f"The document took longer than {self._seconds:g} s to read."
                self._give_up(process, ParseError(words, next_step="It is asked again later."))

    def _attend(self, process: "_Process") -> None:
        """Let a document go on its way to a process, or take of what that made of it."""
        try:
            message = process.go_on()
        except (EOFError, BrokenPipeError):
            words = "The document ended its reader: too much memory or time."
            self._give_up(process, ParseError(words, next_step="It is asked again later."))
            return
        if message is None:
            return
        reply = self._decoder.decode(message)
        end = reply.feed or ParseError(reply.trouble, next_step=reply.next_step)
        process.until = time.monotonic() + self._idle_seconds
        self._ended.append((self._busy.pop(process), end))
        self._idle.append(process)

    def _give_up(self, process: "_Process", trouble: ParseError) -> None:
        self._ended.append((self._busy.pop(process), trouble))
        process.kill()


class _Process:
    """One parser process and its pipes, asked one thing at a time; ``until`` is when its time is over.

    It is the interpreter that runs this one, on the same source, told where modules are so that it need not find that
    out anew (``-S``).
    """

    def __init__(self) -> None:
        places = dict.fromkeys([_SOURCE, *filter(None, sys.path)])
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-m", "wireroom.feeds"],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(places)},
            start_new_session=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._stdin, self._stdout = self._process.stdin, self._process.stdout
        for pipe in (self._stdin, self._stdout):
            os.set_blocking(pipe.fileno(), False)
        self._unsent = memoryview(b"")
        self._reply = bytearray()
        self.until = 0.0

    @property
    def descriptor(self) -> int:
        """The pipe that it waits for."""
        return (self._stdin if self._unsent else self._stdout).fileno()

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
                self._unsent = self._unsent[os.write(self._stdin.fileno(), self._unsent) :]
            while (left := self._left()) > 0:
                piece = os.read(self._stdout.fileno(), min(left, _PIPE))
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
        self._process.kill()
        self._stdin.close()
        self._stdout.close()
        self._process.wait()
