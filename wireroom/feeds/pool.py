"""Parser processes: started when first needed, killed and replaced when a document makes one hang."""

import asyncio
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

    Belongs to the event loop it is first used on.
    """

    def __init__(self, size: int | None = None, *, seconds: float = 20.0) -> None:
        size = size or max(1, min(4, (os.cpu_count() or 2) - 1))
        self._seconds = seconds
        self._idle: asyncio.LifoQueue[_Process | None] = asyncio.LifoQueue()
        for _ in range(size):
            self._idle.put_nowait(None)
        self._alive: set[_Process] = set()
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(Reply)

    async def parse(self, document: FeedDocument) -> ParsedFeed:
        """Read one document. Raises ``ParseError`` if it is no feed, takes too long or too much memory."""
        process = await self._idle.get()
        try:
            if process is None:
                process = await _Process.start()
                self._alive.add(process)
            message = self._encoder.encode(document)
            reply = self._decoder.decode(await asyncio.wait_for(process.ask(message), self._seconds))
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
        else:
            self._idle.put_nowait(process)
            process = None
        finally:
            if process is not None:
                self._alive.discard(process)
                await process.kill()
                self._idle.put_nowait(None)
        if reply.feed is None:
            raise ParseError(reply.trouble, next_step=reply.next_step)
        return reply.feed

    async def close(self) -> None:
        """End all processes."""
        for process in list(self._alive):
            await process.kill()
        self._alive.clear()
        while not self._idle.empty():
            self._idle.get_nowait()


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
        """Start the interpreter that runs this one, on the same source."""
        environment = {**os.environ, "PYTHONPATH": _SOURCE}
        return cls(
            await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "wireroom.feeds.worker",
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
