"""Parser processes: started when first needed, killed and replaced when a document makes one hang."""

import heapq
import os
import select
import sys
import time

import msgspec

from wireroom.errors import ParseError
from wireroom.feeds.documents import Done, FeedDocument, ParsedFeed
from wireroom.feeds.process import Process, Spawn
from wireroom.feeds.spawning import spawn
from wireroom.feeds.worker import Reply

#: Seconds between two looks at the clock while nothing is ready.
_LOOK_EVERY = 1.0


class ParserPool:
    """The :class:`~wireroom.feeds.documents.Parser` in ``size`` processes; ``seconds`` is the limit for a document.

    A process that has had nothing to do for ``idle`` seconds ends with the next :meth:`rest`, and with it what it held
    in memory. ``spawn`` is how processes begin. Nothing moves but in :meth:`turn`; used by one thread at a time.
    """

    def __init__(
        self, size: int | None = None, *, seconds: float = 20.0, idle: float = 90.0, spawn: Spawn = spawn
    ) -> None:
        self._size = size or max(1, min(4, (os.cpu_count() or 2) - 1))
        self._seconds = seconds
        self._idle_seconds = idle
        self._spawn = spawn
        self._queue: list[tuple[bool, int, FeedDocument, Done]] = []
        self._number = 0
        self._busy: dict[Process, Done] = {}
        self._idle: list[Process] = []
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
            process = self._idle.pop() if self._idle else Process(self._spawn)
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

    def _attend(self, process: Process) -> None:
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

    def _give_up(self, process: Process, trouble: ParseError) -> None:
        self._ended.append((self._busy.pop(process), trouble))
        process.kill()
