"""The feeds and how polling them stands, kept in mind for as long as nobody else writes to the store."""

from collections.abc import Iterable
from datetime import UTC, datetime

from wireroom.feeds.polling import Poll
from wireroom.feeds.quiet import Outcome, Rhythm
from wireroom.feeds.schedule import ASTRAY
from wireroom.model import Feed, FeedHealth
from wireroom.ports.store import Store

#: So few feeds are asked for one by one; for more, all are read and kept in mind.
_FEW = 50
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Roster:
    """Who can be asked. What this puller itself writes is followed; another's write makes it read again."""

    def __init__(self, store: Store, rhythm: Rhythm) -> None:
        self._store = store
        self._rhythm = rhythm
        self._polls: dict[str, Poll] | None = None

    def revision(self) -> int:
        """The store's."""
        return self._store.revision()

    def everyone(self) -> list[Poll]:
        """All feeds that are not paused."""
        return [poll for poll in self._all().values() if not poll.feed.paused]

    def chosen(self, feed_ids: Iterable[str]) -> list[Poll]:
        """Feeds by id, paused or not."""
        wanted = set(feed_ids)
        return [poll for id_, poll in self._all().items() if id_ in wanted]

    def due_feeds(self, at: datetime) -> list[Feed]:
        """Feeds that are due, longest overdue first."""
        if self._stands():
            due = [poll for poll in self.everyone() if _is_due(poll.health, at)]
            return [poll.feed for poll in sorted(due, key=lambda poll: poll.health.next_due or _LONG_AGO)]
        self._polls = None
        self._rhythm.seen = self._store.revision()
        return self._store.due_feeds(at)

    def polls(self, feeds: Iterable[Feed]) -> list[Poll]:
        """How polling some feeds stands."""
        feeds = list(feeds)
        store = self._store
        if self._polls is None and len(feeds) < _FEW:
            return [Poll.of(feed, store.health(feed.id), store.access(feed.id)) for feed in feeds]
        known = self._all()
        return [known.get(feed.id) or Poll.of(feed, None, None) for feed in feeds]

    def follow(self, outcomes: Iterable[Outcome]) -> None:
        """Take over what was written."""
        if self._polls is not None:
            self._polls.update((outcome.feed, outcome.after) for outcome in outcomes if outcome.after)

    def _stands(self) -> bool:
        return self._polls is not None and self._store.revision() == self._rhythm.seen

    def _all(self) -> dict[str, Poll]:
        if self._polls is None or self._store.revision() != self._rhythm.seen:
            self._rhythm.seen = self._store.revision()
            feeds, healths, accesses = self._store.feeds(), self._store.healths(), self._store.accesses()
            self._polls = {
                feed.id: Poll.of(feed, healths.get(feed.id), accesses.get(feed.id)) for feed in feeds
            }
        return self._polls


def _is_due(health: FeedHealth, at: datetime) -> bool:
    """Whether a feed is due, or was planned by a clock far ahead of this time."""
    return (health.next_due or _LONG_AGO) <= at or (health.fetched or _LONG_AGO) > at + ASTRAY
