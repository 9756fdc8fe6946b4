"""Several pullers on one store: each feed is asked by one of them, and no host by two at a time."""

import time
from contextlib import suppress
from datetime import datetime

from wireroom.errors import StoreUnreachable
from wireroom.feeds.addresses import host_of
from wireroom.feeds.roster import Roster
from wireroom.model import Feed
from wireroom.ports.company import Shares

#: Seconds between two signs of life: a third of the time after which a puller counts as dead.
KEEP_EVERY = 20.0

#: Seconds that a public host rests when it goes from one puller to another: at least the gap between requests.
_REST = 1.0


class Sharing:
    """One puller's part in the pulling; ``shares`` is the store's."""

    def __init__(self, shares: Shares) -> None:
        self._shares = shares
        self._mine: dict[str, bool] = {}
        self._kept = 0.0

    def due_feeds(self, roster: Roster, at: datetime) -> list[Feed]:
        """The due feeds that fall to this puller, until :meth:`give_back`.

        Asked again once their hosts are claimed: another puller may have polled one in between.
        """
        seen = roster.revision()
        due = roster.due_feeds(at)
        if not due:
            return []
        claimed = self._shares.claim({host_of(feed.url) for feed in due})
        again = due if roster.revision() == seen else roster.due_feeds(at)
        mine = [feed for feed in again if host_of(feed.url) in claimed]
        self._mine = dict.fromkeys(claimed, False) | {host_of(feed.url): not feed.private for feed in mine}
        self._kept = time.monotonic()
        return mine

    def tend(self) -> None:
        """Keep the claims up, if it is time."""
        if self._mine and time.monotonic() - self._kept >= KEEP_EVERY:
            self._kept = time.monotonic()
            with suppress(StoreUnreachable):  # giving back and writing say so too
                self._shares.keep()

    def give_back(self) -> None:
        """Give the hosts back; public ones rest a moment before another puller asks them."""
        mine, self._mine = self._mine, {}
        for rest in (0.0, _REST):
            hosts = [host for host, public in mine.items() if public is (rest > 0)]
            if hosts:
                self._shares.release(hosts, rest=rest)
