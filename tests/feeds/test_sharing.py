"""Two pullers on one store: whoever comes first asks, and the other does not ask again."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest_asyncio

from storage.store import DocumentStore
from tests.feeds.conftest import AddFeed
from tests.feeds.documents import Story, rss
from tests.support.clock import FakeClock
from tests.support.servers import WireServer
from wireroom.errors import StoreUnreachable
from wireroom.feeds.fetch import CurlFetcher, FetchLimits
from wireroom.feeds.ingest import Puller
from wireroom.feeds.pool import ParserPool
from wireroom.feeds.schedule import Schedule
from wireroom.feeds.sharing import Sharing
from wireroom.filters import Everything
from wireroom.ports.store import Store, Transaction

_ONE = Story(guid="1", link="https://wire.example/1", headline="Cabinet resigns", summary="All of it.")

MakePuller = Callable[[str], Puller]


@pytest_asyncio.fixture
async def make_puller(store: Store, clock: FakeClock) -> AsyncIterator[MakePuller]:
    pullers: list[Puller] = []

    def make(name: str) -> Puller:
        fetcher = CurlFetcher(FetchLimits(connect_timeout=2, total_timeout=10))
        sharing = Sharing(store.shares(name))
        schedule = Schedule(jitter=lambda: 0.0)
        pullers.append(
            Puller(store, clock, fetcher, partial(ParserPool, 1), schedule=schedule, sharing=sharing)
        )
        return pullers[-1]

    yield make
    for puller in pullers:
        await puller.close()


async def test_pullers_that_look_at_once_ask_each_feed_once(
    make_puller: MakePuller, store: Store, add_feed: AddFeed, clock: FakeClock
) -> None:
    pullers = [make_puller("first"), make_puller("second")]
    async with WireServer() as near, WireServer() as far:
        for server in (near, far):
            for number in range(5):
                add_feed(server.serve(f"/{number}", rss([_ONE])))
        for _ in range(3):
            await asyncio.gather(*(puller.pull(everything=False) for puller in pullers))
        asked = [request.path for server in (near, far) for request in server.asked]
        assert sorted(asked) == sorted([f"/{number}" for number in range(5)] * 2)
        clock.tick(hours=7)
        reports = [await puller.pull(everything=False) for puller in pullers]
        assert sum(report.feeds for report in reports) == 10


async def test_a_host_that_another_puller_holds_is_left_to_it(
    make_puller: MakePuller, store: Store, add_feed: AddFeed
) -> None:
    async with WireServer() as server:
        add_feed(server.serve("/w", rss([_ONE])))
        other = store.shares("other")
        assert other.claim([f"127.0.0.1:{server.port}"])
        puller = make_puller("first")
        assert (await puller.pull(everything=False)).feeds == 0
        other.release([f"127.0.0.1:{server.port}"])
        assert (await puller.pull(everything=False)).fetched == 1


class BreakingStore(DocumentStore):
    """A store whose connection breaks at the end of so many transactions; nothing of them is written."""

    breaks = 0

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        with super().transaction() as tx:
            yield tx
            if self.breaks:
                self.breaks -= 1
                raise StoreUnreachable("The connection broke.", next_step="Do it again.")


async def test_what_was_read_is_written_again_when_the_connection_breaks_and_no_host_is_asked_again(
    store: DocumentStore, add_feed: AddFeed, clock: FakeClock
) -> None:
    breaking = BreakingStore(store.engine)
    puller = Puller(breaking, clock, CurlFetcher(FetchLimits(total_timeout=10)), partial(ParserPool, 1))
    try:
        async with WireServer() as server:
            add_feed(server.serve("/wire", rss([_ONE])))
            breaking.breaks = 2
            report = await puller.pull(everything=False)
            assert (report.new_items, len(server.asked)) == (1, 1)
            assert [item.headline for item in store.wire(Everything(), limit=5)] == ["Cabinet resigns"]
    finally:
        await puller.close()
