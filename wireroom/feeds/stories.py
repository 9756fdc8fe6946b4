"""New items put into the story they tell, and under the organisation whose words they carry."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from wireroom.feeds.backlog import RECENT, is_backlog
from wireroom.model import Item
from wireroom.ports.store import Copy, Cursor, Transaction

if TYPE_CHECKING:
    from wireroom.text.clusters import Placement, Stories, Telling

#: So many of the items that may tell a running story, the newest, are looked at when a process starts.
_REMEMBERED = 1000


class RunningStories:
    """The stories of the last days, as one ingest process keeps them in mind.

    What it places it writes down, cut into words, with the items. So what other processes placed is taken in before the next
    are, and a process that begins goes on from there; what was stored and not written down is read out of the items.
    """

    def __init__(self) -> None:
        self._last: Cursor | None = None
        self._read_at = -1
        self._behind = True
        self._unwritten: deque[str] = deque(maxlen=_REMEMBERED)

    @cached_property
    def _stories(self) -> "Stories":
        """Loaded with the first new item: a pull that finds nothing has no use for it."""
        from wireroom.text.clusters import Stories

        return Stories()

    def catch_up_again(self) -> None:
        """Others may have stored items since: look with the next item that is placed, in a transaction of its own."""
        self._behind = True
        self._unwritten.clear()

    def place(
        self, tx: Transaction, items: Sequence[Item], now: datetime, *, first: bool = False
    ) -> list[Item]:
        """The items, each with the story it belongs to and the origin of its words.

        ``first``: their feed was never read before. What it published days ago tells no running story, and stays as
        it is, a story of its own.
        """
        running = [
            item for item in items if not (first and is_backlog(item.published, item.published_quality, now))
        ]
        if not running:
            return list(items)
        if self._behind:
            self._catch_up(tx, now)
            self._behind = False
        placements = {telling.id: self._stories.place(telling) for telling in _tellings(running)}
        self._unwritten += placements
        placed = [_put(item, placements.get(item.id)) for item in items]
        self._last = _later(self._last, *(Cursor(first_seen=item.first_seen, id=item.id) for item in placed))
        return placed

    def write_down(self, tx: Transaction) -> None:
        """Write down what was placed in this transaction, and what had to be read out of items."""
        if self._unwritten:
            from wireroom.text.storywords import WORDS_RULES

            told = map(self._stories.told, self._unwritten)
            tx.put_told([one for one in told if one is not None], WORDS_RULES)
            self._unwritten.clear()

    def _catch_up(self, tx: Transaction, now: datetime) -> None:
        """Take in what was told since, and read what is not written down: all of it, where nothing is."""
        from wireroom.text.storywords import WORDS_RULES

        earliest = Cursor(first_seen=now - RECENT, id="")
        told = tx.told(WORDS_RULES, after=self._read_at)
        if told is None:
            tx.forget_told()
            since = earliest
        else:
            recent = [(one.at, one) for one in told if one.at is not None and one.at > earliest.first_seen]
            self._stories.recall(one for _, one in recent)
            since = _later(self._last, earliest, *(Cursor(first_seen=at, id=one.id) for at, one in recent))
        copies = [copy for copy in tx.latest_copy(_REMEMBERED, since=since) if copy.cluster]
        self._stories.remember(_tellings(copies, settled=True))
        self._unwritten += (copy.id for copy in copies)
        self._read_at = -1 if told is None else tx.revision()


def _later(one: Cursor | None, *others: Cursor) -> Cursor:
    """The place in the wire that no other is later than."""
    places = others if one is None else (one, *others)
    return max(places, key=lambda place: (place.first_seen, place.id))


def _put(item: Item, place: "Placement | None") -> Item:
    if place is None or (place.cluster, place.origin) in ((item.cluster, item.origin), (item.cluster, "")):
        return item
    return replace(item, cluster=place.cluster, origin=place.origin or item.origin)


def _tellings(copies: Iterable[Item | Copy], *, settled: bool = False) -> "Iterator[Telling]":
    """What copies tell; with ``settled``, in the stories that they were put into."""
    from wireroom.text.clusters import Telling

    for copy in copies:
        yield Telling(
            id=copy.id,
            feed=copy.feed,
            headline=copy.headline,
            text=copy.summary or copy.body,
            origin=copy.origin,
            at=copy.first_seen,
            cluster=copy.cluster if settled else "",
        )
