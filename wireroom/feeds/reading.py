"""The busy part of a pull: bodies are read while others still arrive, and batches are written as they get ready."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from functools import partial

from msgspec.structs import replace

from wireroom.errors import ParseError
from wireroom.feeds.documents import FeedDocument, Parser
from wireroom.feeds.polling import Polled
from wireroom.feeds.quiet import Outcome
from wireroom.feeds.rounds import Round
from wireroom.ports.clock import Clock
from wireroom.ports.store import Store

_BATCH_FEEDS = 200
_BATCH_SECONDS = 0.25
_BODIES_WAITING = 32 * 1024 * 1024
#: Of a feed never read before, so many items come first, the rest when every feed had its turn.
_FIRST_ITEMS = 5

#: Writes a batch of polls down and says what they came to.
Write = Callable[[list[Polled]], list[Outcome]]


class ReadingRoom:
    """Goes on with a round in which something has to be read. Belongs to one event loop."""

    def __init__(self, store: Store, clock: Clock, parser: Parser, write: Write) -> None:
        self._store = store
        self._clock = clock
        self._parser = parser
        self._write = write
        self._ready = _Basket()
        self._waiting = _Bytes(_BODIES_WAITING)

    async def finish(self, round_: Round) -> None:
        """Take every answer that is left, have read what needs reading, and write everything down."""
        self._ready.put(*round_.quiet)
        round_.quiet.clear()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._take(round_))
                tasks.create_task(self._keep_tended(round_))
                tasks.create_task(self._write_down(round_))
        except BaseExceptionGroup as several:
            raise _first_of(several) from several

    async def _take(self, round_: Round) -> None:
        """Conclude answers or have them read, with a bound on the bytes that wait."""
        try:
            async with asyncio.TaskGroup() as tasks:
                async for polled, body in round_.rest(self._clock):
                    if not polled.unread:
                        self._ready.put(polled)
                        continue
                    await self._waiting.take(len(body))
                    tasks.create_task(self._read(replace(polled, unread=False), body))
        finally:
            self._ready.end()

    async def _keep_tended(self, round_: Round) -> None:
        while not self._ready.over:
            await asyncio.to_thread(round_.tend)
            await self._ready.ended_within(round_.tend_every)

    async def _read(self, polled: Polled, body: bytes) -> None:
        """Have one body read: of a feed's first the newest items before the rest."""
        document = FeedDocument(
            body=body,
            url=polled.result.url,
            headers=polled.result.headers,
            at=polled.at,
            first=polled.poll.health.succeeded is None,
        )
        try:
            parts = await asyncio.to_thread(self._store.parts, polled.poll.feed.id)
            if polled.body_hash in parts.bodies and polled.body_hash != parts.returned:
                self._ready.put(replace(polled, unchanged=True, stale=True))
                return
            if parts.fingerprints:
                document = replace(document, known=frozenset(parts.fingerprints), head=parts.head)
            else:
                first = await self._parser.parse(replace(document, newest=_FIRST_ITEMS), urgent=True)
                self._ready.put(replace(polled, parsed=first))
                if not first.rest:
                    return
                document = replace(document, known=frozenset(entry.fingerprint for entry in first.entries))
            self._ready.put(replace(polled, parsed=await self._parser.parse(document)))
        except ParseError as trouble:
            self._ready.put(replace(polled, trouble=trouble.message.rstrip(".")))
        finally:
            await self._waiting.give_back(len(body))

    async def _write_down(self, round_: Round) -> None:
        """Write what is ready, many feeds in one transaction, until there is no more."""
        async for batch in self._ready.batches():
            round_.tally.add(await asyncio.to_thread(partial(self._write, batch)))


class _Basket:
    """Polls that are ready to be written, taken out in batches: what came within a moment, or as many as are enough."""

    def __init__(self) -> None:
        self.over = False
        self._polled: list[Polled] = []
        self._some = asyncio.Event()
        self._enough = asyncio.Event()
        self._ended = asyncio.Event()

    def put(self, *polled: Polled) -> None:
        """Put some in."""
        self._polled += polled
        if self._polled:
            self._some.set()
        if len(self._polled) >= _BATCH_FEEDS:
            self._enough.set()

    def end(self) -> None:
        """Nothing more will come."""
        self.over = True
        for event in (self._some, self._enough, self._ended):
            event.set()

    async def ended_within(self, seconds: float) -> None:
        """Wait until nothing more will come, no longer than so many seconds."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), seconds)

    async def batches(self) -> AsyncIterator[list[Polled]]:
        """Batches until nothing more will come."""
        while not self.over or self._polled:
            await self._some.wait()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._enough.wait(), _BATCH_SECONDS)
            batch, self._polled = self._polled[:_BATCH_FEEDS], self._polled[_BATCH_FEEDS:]
            if not self.over:
                if not self._polled:
                    self._some.clear()
                if len(self._polled) < _BATCH_FEEDS:
                    self._enough.clear()
            if batch:
                yield batch


class _Bytes:
    """A bound on bytes in memory; one that is larger than the bound waits until it is alone."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._taken = 0
        self._freed = asyncio.Condition()

    async def take(self, size: int) -> None:
        """Wait until there is room."""
        async with self._freed:
            await self._freed.wait_for(lambda: self._taken == 0 or self._taken + size <= self._limit)
            self._taken += size

    async def give_back(self, size: int) -> None:
        """Make room."""
        async with self._freed:
            self._taken -= size
            self._freed.notify_all()


def _first_of(several: BaseExceptionGroup[BaseException]) -> BaseException:
    """The error itself and not the group of tasks that it came through."""
    first = several.exceptions[0]
    return _first_of(first) if isinstance(first, BaseExceptionGroup) else first
