"""A puller over a real store, a real fetcher and real parser processes; feeds are added as an editor would."""

import uuid
from collections.abc import AsyncIterator, Callable
from functools import partial

import pytest
import pytest_asyncio

from tests.support.clock import FakeClock
from tests.support.servers import WireServer
from wireroom.feeds.fetch import CurlFetcher, FetchLimits
from wireroom.feeds.ingest import Puller
from wireroom.feeds.pool import ParserPool
from wireroom.feeds.schedule import Schedule
from wireroom.model import Act, Feed
from wireroom.ports.store import Store

AddFeed = Callable[..., Feed]


@pytest_asyncio.fixture
async def server() -> AsyncIterator[WireServer]:
    async with WireServer() as running:
        yield running


@pytest_asyncio.fixture
async def puller(store: Store, clock: FakeClock) -> AsyncIterator[Puller]:
    fetcher = CurlFetcher(FetchLimits(connect_timeout=2, total_timeout=10))
    made = Puller(store, clock, fetcher, partial(ParserPool, 1), schedule=Schedule(jitter=lambda: 0.0))
    yield made
    await made.close()


@pytest.fixture
def add_feed(store: Store, clock: FakeClock) -> AddFeed:
    """Adds a feed at an address, as private unless said otherwise."""

    def add(url: str, **fields: object) -> Feed:
        feed = Feed(
            **{
                "id": str(uuid.uuid5(uuid.NAMESPACE_URL, url)),
                "url": url,
                "added": clock.now(),
                "private": True,
            }
            | fields  # type: ignore[arg-type]
        )
        with store.transaction() as tx:
            tx.record(Act(at=clock.now(), who="aigerim", what="added feed"), feed)
        return feed

    return add
