"""Several pullers on one store: each feed is asked by one of them, and no host by two at a time."""

import os
import time
from datetime import datetime

from wireroom.feeds.addresses import host_of

TYPE_CHECKING = False  # as in typing, which a round without news does without
if TYPE_CHECKING:
    from wireroom.feeds.asked import Asked, Due
    from wireroom.ports.company import Shares

#: Seconds between two signs of life: a third of the time after which a puller counts as dead.
_KEEP_EVERY = 20.0

#: Seconds that a public host rests when it goes from one puller to another: at least the gap between requests.
_REST = 1.0


def puller_name() -> str:
    """A name for a puller that no other has."""
    return f"{os.uname().nodename}-{os.getpid()}-{os.urandom(4).hex()}"


class Sharing:
    """One puller's part in the pulling; ``shares`` is the store's.

    ``held`` are hosts that this puller has claimed already, each with whether it is public.
    """

    def __init__(self, shares: "Shares", held: dict[str, bool] | None = None) -> None:
        self._shares = shares
        self._mine = held or {}
        self._kept = time.monotonic()

    @property
    def held(self) -> dict[str, bool]:
        """The hosts that are this puller's, each with whether it is public."""
        return self._mine

    def due_feeds(self, roster: "Due[Asked]", at: datetime) -> "list[Asked]":
        """The due feeds that fall to this puller, until :meth:`give_back`.

        Asked again once their hosts are claimed: another puller may have polled one in between.
        """
        seen = roster.revision()
        due = roster.due_feeds(at)
        if not due:
            return []
        claimed = self._shares.claim({host_of(feed.url) for feed in due})
        self._mine = dict.fromkeys(claimed, False)
        again = due if roster.revision() == seen else roster.due_feeds(at)
        mine = [feed for feed in again if host_of(feed.url) in claimed]
        self._mine |= {host_of(feed.url): not feed.private for feed in mine}
        self._kept = time.monotonic()
        return mine

    def tend(self) -> None:
        """Keep the claims up, if it is time."""
        if self._mine and time.monotonic() - self._kept >= _KEEP_EVERY:
            from wireroom.errors import StoreUnreachable

            self._kept = time.monotonic()
            try:
                self._shares.keep()
            except StoreUnreachable:  # giving back and writing say so too
                return

    def give_back(self) -> None:
        """Give the hosts back; public ones rest a moment before another puller asks them."""
        mine, self._mine = self._mine, {}
        for rest in (0.0, _REST):
            hosts = [host for host, public in mine.items() if public is (rest > 0)]
            if hosts:
                self._shares.release(hosts, rest=rest)
