"""Parser processes: started when first needed, killed and replaced when a document makes one hang."""

import asyncio
import heapq
import os
import struct
import sys
from contextlib import suppress
from pathlib import Path

import msgspec

import wireroom
from wireroom.errors import ParseError
from wireroom.feeds.documents import FeedDocument, ParsedFeed
from wireroom.feeds.worker import Reply, frame

_LENGTH = struct.Struct("!I")
_SOURCE = str(Path(wireroom.__file__).parent.parent)


class ParserPool:
    """The :class:`~wireroom.feeds.documents.Parser` in ``size`` processes; ``seconds`` is the limit for a document.

    A process that has had nothing to do for ``idle`` seconds ends, and with it what it held in memory. Belongs to
    the event loop it is first used on.
    """

    def __init__(self, size: int | None = None, *, seconds: float = 20.0, idle: float = 90.0) -> None:
        self._free = size or max(1, min(4, (os.cpu_count() or 2) - 1))
        self._seconds = seconds
        self._idle_seconds = idle
        self._endings: dict[_Process, asyncio.TimerHandle] = {}
        self._ending: set[asyncio.Task[None]] = set()
        self._idle: list[_Process] = []
        self._alive: set[_Process] = set()
        self._queue: list[tuple[bool, int, asyncio.Future[None]]] = []
        self._number = 0
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(Reply)

    async def parse(self, document: FeedDocument, *, urgent: bool = False) -> ParsedFeed:
        """Read one document, urgent ones first.

        Raises ``ParseError`` if it is no feed, takes too long or too much memory.
        """
        await self._take_turn(urgent)
        try:
            reply = await self._ask(self._encoder.encode(document))
        finally:
            self._give_turn()
        if reply.feed is None:
            raise ParseError(reply.trouble, next_step=reply.next_step)
        return reply.feed

    async def _ask(self, message: bytes) -> Reply:
        process = self._wake() if self._idle else await self._start()
        healthy = False
        try:
            answer = await asyncio.wait_for(process.ask(message), self._seconds)
            healthy = True
        except TimeoutError as hang:
            raise ParseError(
                f"The document took longer than {self._seconds:g} s to read.",
                next_step="It is asked again later.",
            ) from hang
        except (asyncio.IncompleteReadError, ConnectionError) as death:
            raise ParseError(
                "The document ended its reader: too much memory or time.",
                next_step="It is asked again later.",
            ) from death
        finally:
            if healthy:
                self._rest(process)
            else:
                self._alive.discard(process)
                await process.kill()
        return self._decoder.decode(answer)

    @property
    def running(self) -> int:
        """How many processes there are now."""
        return len(self._alive)

    def _wake(self) -> "_Process":
        process = self._idle.pop()
        self._endings.pop(process).cancel()
        return process

    def _rest(self, process: "_Process") -> None:
        self._idle.append(process)
        loop = asyncio.get_running_loop()
        self._endings[process] = loop.call_later(self._idle_seconds, self._end_idle, process)

    def _end_idle(self, process: "_Process") -> None:
        del self._endings[process]
        self._idle.remove(process)
        self._alive.discard(process)
        task = asyncio.ensure_future(process.kill())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _start(self) -> "_Process":
        process = await _Process.start()
        self._alive.add(process)
        return process

    async def _take_turn(self, urgent: bool) -> None:
        if self._free:
            self._free -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._number += 1
        heapq.heappush(self._queue, (not urgent, self._number, turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._give_turn()
            raise

    def _give_turn(self) -> None:
        while self._queue:
            *_, turn = heapq.heappop(self._queue)
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    async def close(self) -> None:
        """End all processes."""
        for ending in self._endings.values():
            ending.cancel()
        self._endings.clear()
        for process in list(self._alive):
            await process.kill()
        if self._ending:
            await asyncio.gather(*self._ending)
        self._alive.clear()
        self._idle.clear()


class _Process:
    """One parser process and its pipes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
        self._stdin = process.stdin
        self._stdout = process.stdout

    @classmethod
    async def start(cls) -> "_Process":
        """Start the interpreter that runs this one, on the same source.

        It is told where modules are, and need not find that out anew (``-S``).
        """
        places = dict.fromkeys([_SOURCE, *filter(None, sys.path)])
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(places)}
        return cls(
            await asyncio.create_subprocess_exec(
                sys.executable,
                "-S",
                "-m",
                "wireroom.feeds",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
                limit=1 << 20,
            )
        )

    async def ask(self, message: bytes) -> bytes:
        """Send a message and wait for the answer."""
        self._stdin.write(frame(message))
        await self._stdin.drain()
        (size,) = _LENGTH.unpack(await self._stdout.readexactly(_LENGTH.size))
        return await self._stdout.readexactly(size)

    async def kill(self) -> None:
        """End it at once."""
        with suppress(ProcessLookupError):
            self._process.kill()
        self._stdin.close()
        await self._process.wait()
