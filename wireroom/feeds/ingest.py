"""Wires come in: due feeds are fetched, what is new in them is read, and one transaction a batch writes it down."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from msgspec import Struct, field
from msgspec.structs import replace

from wireroom.errors import ParseError, StoreBusy, StoreFull, StoreUnreachable
from wireroom.feeds.documents import FeedDocument, Parser
from wireroom.feeds.polling import Poll, Polled, body_hash, concluded
from wireroom.feeds.schedule import Schedule
from wireroom.feeds.sharing import Sharing
from wireroom.feeds.sourcewatch import Sighting, cited_items, raise_alerts
from wireroom.feeds.stories import RunningStories
from wireroom.feeds.writing import Outcome, Surroundings, write_batch
from wireroom.filters import FieldIs, Or
from wireroom.model import AlertKind, Item, Stage
from wireroom.ports.clock import Clock
from wireroom.ports.fetching import Fetcher, FetchRequest, FetchResult
from wireroom.ports.store import Store

if TYPE_CHECKING:
    from wireroom.feeds.resolve import LinkResolver

_BATCH_FEEDS = 200
_BATCH_SECONDS = 0.25
_BODIES_WAITING = 32 * 1024 * 1024
_LOOK_EVERY = 1.0
_WRITES = 3
_LINKS_EVERY = timedelta(minutes=30)
_CHOSEN = Or((FieldIs("stage", Stage.KEPT), FieldIs("stage", Stage.USED)))
_CHOSEN_AT_ONCE = 500
_COVERED_FOR = timedelta(seconds=30)
#: Of a feed never read before, so many items come first, the rest when every feed had its turn.
_FIRST_ITEMS = 5


class PullReport(Struct, frozen=True, kw_only=True):
    """What a pull came to; each feed polled is counted once from ``fetched`` to ``failed``.

    ``fetched``: answers that were read; ``not_modified``: 304; ``unchanged``: the body of the last time;
    ``failures`` names feeds (id) and says why.
    """

    feeds: int = 0
    fetched: int = 0
    not_modified: int = 0
    unchanged: int = 0
    failed: int = 0
    new_items: int = 0
    changed_items: int = 0
    seconds: float = 0.0
    failures: dict[str, str] = field(default_factory=dict)


class _Tally:
    """What the batches of one pull came to."""

    def __init__(self) -> None:
        self.totals: Counter[str] = Counter()
        self.failures: dict[str, str] = {}

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Count what was written."""
        for outcome in outcomes:
            if outcome.kind != "part":
                self.totals[outcome.kind] += 1
            self.totals["new_items"] += outcome.new_items
            self.totals["changed_items"] += outcome.changed_items
            if outcome.kind == "failed":
                self.failures[outcome.feed] = outcome.words

    def report(self, feeds: int, seconds: float) -> PullReport:
        """The report of the whole pull."""
        return PullReport(feeds=feeds, seconds=seconds, failures=self.failures, **self.totals)


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


class Puller:
    """Polls feeds into a store. Belongs to the event loop it is first used on.

    Items that nobody used leave the store when they are older than ``keep``; without it, never.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        fetcher: Fetcher,
        parser: Parser,
        *,
        schedule: Schedule | None = None,
        sharing: Sharing | None = None,
        keep: timedelta | None = None,
    ) -> None:
        self._store = store
        self._keep = keep
        self._sharing = sharing
        self._clock = clock
        self._fetcher = fetcher
        self._parser = parser
        self._schedule = schedule or Schedule()
        self._stories = RunningStories()
        self._covered_feeds: frozenset[str] = frozenset()
        self._covered_until = datetime.min.replace(tzinfo=UTC)

    async def pull(self, *, everything: bool, feeds: Iterable[str] | None = None) -> PullReport:
        """Poll what is due, or ``everything``, or the ``feeds`` named by id, and write down what came."""
        if self._sharing is None or everything or feeds is not None:
            return await self._pull(everything, feeds)
        async with self._sharing.turn():
            return await self._pull(everything, feeds)

    async def _pull(self, everything: bool, feeds: Iterable[str] | None) -> PullReport:
        started = time.monotonic()
        polls = await asyncio.to_thread(self._polls, everything, None if feeds is None else set(feeds))
        if not polls:
            return PullReport(seconds=time.monotonic() - started)
        ready: asyncio.Queue[Polled | None] = asyncio.Queue()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._poll(polls, ready))
                tally = tasks.create_task(self._write(ready))
        except BaseExceptionGroup as several:
            raise _first_of(several) from several
        if everything:
            await self.look_after()
        return tally.result().report(len(polls), time.monotonic() - started)

    async def look_after(self) -> None:
        """Look after what is stored: resolve relayed links, see that cited pages are there, let old items leave."""
        from wireroom.feeds.resolve import resolve_items

        kept = await asyncio.to_thread(self._store.wire, _CHOSEN, limit=_CHOSEN_AT_ONCE)
        await resolve_items(self._store, self._resolver, kept)
        await self.check_links()
        await self.retire()

    async def retire(self) -> int:
        """Let items leave that nobody used and that are older than ``keep``; how many left.

        Batch by batch, so that a desk that wants to write never waits for more than one.
        """
        if self._keep is None:
            return 0
        before, left = self._clock.now() - self._keep, 0
        while batch := await asyncio.to_thread(self._store.retire, before):
            left += batch
        return left

    async def check_links(self) -> int:
        """Look whether cited items are still there, and alert where they are gone (404, 410); how many alerts."""
        cited = await asyncio.to_thread(self._cited_links)
        gone = [
            Sighting(item=cited[answer.feed][0], kind=AlertKind.GONE)
            async for answer in self._fetcher.fetch(
                FetchRequest(feed=item.id, url=item.link, private=private) for item, private in cited.values()
            )
            if answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
        ]
        return await asyncio.to_thread(self._alert, gone) if gone else 0

    async def watch(self, stop: asyncio.Event, on_report: Callable[[PullReport], None] | None = None) -> None:
        """Poll what is due, again and again, until ``stop`` is set.

        A store that is full, held by somebody else or out of reach is reported as a failure and tried again: nothing is lost, as
        validators are written with the items.
        """
        links_due = self._clock.now() + _LINKS_EVERY
        while not stop.is_set():
            try:
                report = await self.pull(everything=False)
                if self._clock.now() >= links_due:
                    links_due = self._clock.now() + _LINKS_EVERY
                    await self.look_after()
            except (StoreBusy, StoreFull, StoreUnreachable) as trouble:
                report = PullReport(feeds=1, failed=1, failures={"store": str(trouble)})
            if report.feeds and on_report is not None:
                on_report(report)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _LOOK_EVERY)

    async def close(self) -> None:
        """End the parser's processes and close connections."""
        await self._parser.close()
        close = getattr(self._fetcher, "close", None)
        if close is not None:
            close()

    @cached_property
    def _resolver(self) -> "LinkResolver":
        from wireroom.feeds.resolve import LinkResolver

        return LinkResolver(self._fetcher)

    def _covered(self) -> frozenset[str]:
        """Feeds that a running live blog leans on, looked up now and then."""
        now = self._clock.now()
        if now >= self._covered_until:
            items = self._store.items(cited_items(self._store))
            self._covered_feeds = frozenset(item.feed for item in items)
            self._covered_until = now + _COVERED_FOR
        return self._covered_feeds

    def _cited_links(self) -> dict[str, tuple[Item, bool]]:
        """Cited items by id, and whether their feed is private; without those whose link is a guess from a guid."""
        feeds = {feed.id: feed for feed in self._store.feeds()}
        items = self._store.items(cited_items(self._store))
        return {
            item.id: (item, feeds[item.feed].private)
            for item in items
            if item.link and item.feed in feeds and item.link != urljoin(feeds[item.feed].url, item.identity)
        }

    def _alert(self, sightings: list[Sighting]) -> int:
        with self._store.transaction() as tx:
            return raise_alerts(tx, sightings, self._clock.now())

    def _write_batch(self, batch: list[Polled]) -> list[Outcome]:
        """Write what was read, again where the connection breaks: hosts need not be asked again for that."""
        for _ in range(_WRITES - 1):
            with suppress(StoreUnreachable):
                return self._write_once(batch)
        return self._write_once(batch)

    def _write_once(self, batch: list[Polled]) -> list[Outcome]:
        around = Surroundings(self._schedule, self._stories, self._covered())
        return write_batch(self._store, batch, around)

    def _polls(self, everything: bool, chosen: set[str] | None) -> dict[str, Poll]:
        """The feeds to poll and how they stand."""
        store = self._store
        if chosen is not None:
            feeds = [feed for feed in store.feeds() if feed.id in chosen]
        elif everything:
            feeds = [feed for feed in store.feeds() if not feed.paused]
        elif self._sharing is not None:
            feeds = self._sharing.due_feeds(store, self._clock.now())
        else:
            feeds = store.due_feeds(self._clock.now())
        healths, accesses = store.healths(), store.accesses()
        return {feed.id: Poll.of(feed, healths.get(feed.id), accesses.get(feed.id)) for feed in feeds}

    async def _poll(self, polls: dict[str, Poll], ready: asyncio.Queue[Polled | None]) -> None:
        """Fetch, and have read what needs reading, with a bound on the bytes that wait."""
        waiting = _Bytes(_BODIES_WAITING)
        requests = [poll.request() for poll in polls.values()]
        try:
            async with asyncio.TaskGroup() as tasks:
                async for result in self._fetcher.fetch(requests):
                    poll = polls[result.feed]
                    now = self._clock.now()
                    polled = concluded(poll, result, now)
                    if polled is not None:
                        ready.put_nowait(polled)
                        continue
                    await waiting.take(len(result.body))
                    tasks.create_task(self._read(poll, result, now, ready, waiting))
        finally:
            ready.put_nowait(None)

    async def _read(
        self,
        poll: Poll,
        result: FetchResult,
        now: datetime,
        ready: asyncio.Queue[Polled | None],
        waiting: _Bytes,
    ) -> None:
        """Have one body read: of a feed's first the newest items before the rest."""
        answer = replace(result, body=b"")
        polled = Polled(poll=poll, result=answer, at=now, body_hash=body_hash(result.body))
        document = FeedDocument(body=result.body, url=result.url, headers=result.headers, at=now)
        try:
            parts = await asyncio.to_thread(self._store.parts, poll.feed.id)
            if polled.body_hash in parts.bodies and polled.body_hash != parts.returned:
                ready.put_nowait(replace(polled, unchanged=True, stale=True))
                return
            if parts.fingerprints:
                document = replace(document, known=frozenset(parts.fingerprints))
            else:
                first = await self._parser.parse(replace(document, newest=_FIRST_ITEMS), urgent=True)
                ready.put_nowait(replace(polled, parsed=first))
                if not first.rest:
                    return
                document = replace(document, known=frozenset(entry.fingerprint for entry in first.entries))
            parsed = await self._parser.parse(document)
            ready.put_nowait(replace(polled, parsed=parsed))
        except ParseError as trouble:
            ready.put_nowait(replace(polled, trouble=trouble.message.rstrip(".")))
        finally:
            await waiting.give_back(len(result.body))

    async def _write(self, ready: asyncio.Queue[Polled | None]) -> _Tally:
        """Write what is ready, many feeds in one transaction, until there is no more."""
        tally = _Tally()
        more = True
        while more:
            batch, more = await _batch(ready)
            if batch:
                tally.add(await asyncio.to_thread(self._write_batch, batch))
        return tally


def _first_of(several: BaseExceptionGroup[BaseException]) -> BaseException:
    """The error itself and not the group of tasks that it came through."""
    first = several.exceptions[0]
    return _first_of(first) if isinstance(first, BaseExceptionGroup) else first


async def _batch(ready: asyncio.Queue[Polled | None]) -> tuple[list[Polled], bool]:
    """What is ready now or a moment later, and whether more will come."""
    batch: list[Polled] = []
    until = time.monotonic() + _BATCH_SECONDS
    while len(batch) < _BATCH_FEEDS:
        try:
            wait = None if not batch else max(0.0, until - time.monotonic())
            polled = await asyncio.wait_for(ready.get(), wait)
        except TimeoutError:
            break
        if polled is None:
            return batch, False
        if not batch:
            until = time.monotonic() + _BATCH_SECONDS
        batch.append(polled)
    return batch, True
