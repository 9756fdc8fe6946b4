"""Several pullers on one store: each feed is asked by one of them, and no host by two at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from wireroom.errors import StoreUnreachable
from wireroom.feeds.addresses import host_of
from wireroom.model import Feed
from wireroom.ports.company import Shares
from wireroom.ports.store import Store

#: Seconds between two signs of life: a third of the time after which a puller counts as dead.
_KEEP_EVERY = 20.0

#: Seconds that a public host rests when it goes from one puller to another: at least the gap between requests.
_REST = 1.0


class Sharing:
    """One puller's part in the pulling; ``shares`` is the store's."""

    def __init__(self, shares: Shares) -> None:
        self._shares = shares
        self._mine: dict[str, bool] = {}

    def due_feeds(self, store: Store, at: datetime) -> list[Feed]:
        """The due feeds that fall to this puller.

        Asked again once their hosts are claimed: another puller may have polled one in between.
        """
        due = store.due_feeds(at)
        if not due:
            return []
        claimed = self._shares.claim({host_of(feed.url) for feed in due})
        mine = [feed for feed in store.due_feeds(at) if host_of(feed.url) in claimed]
        self._mine = dict.fromkeys(claimed, False) | {host_of(feed.url): not feed.private for feed in mine}
        return mine

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """One round of polling: claims are kept up while it lasts and given back when it ends."""
        keeping = asyncio.create_task(self._keep_up())
        try:
            yield
        finally:
            keeping.cancel()
            with suppress(asyncio.CancelledError, StoreUnreachable):  # giving back and writing say so too
                await keeping
            await asyncio.to_thread(self._give_back)

    def _give_back(self) -> None:
        mine, self._mine = self._mine, {}
        for rest in (0.0, _REST):
            hosts = [host for host, public in mine.items() if public is (rest > 0)]
            if hosts:
                self._shares.release(hosts, rest=rest)

    async def _keep_up(self) -> None:
        while True:
            await asyncio.sleep(_KEEP_EVERY)
            await asyncio.to_thread(self._shares.keep)
