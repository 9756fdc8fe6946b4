"""New items put into the story they tell, and under the organisation whose words they carry."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from wireroom.feeds.backlog import RECENT, is_backlog
from wireroom.model import Item
from wireroom.ports.store import Copy, Cursor, Reader

if TYPE_CHECKING:
    from wireroom.text.clusters import Placement, Stories, Telling

#: So many of the items that may tell a running story, the newest, are looked at when a process starts.
_REMEMBERED = 1000


class RunningStories:
    """The stories of the last days, as one ingest process keeps them in mind.

    Items that other processes stored are read from the store before the next are placed.
    """

    def __init__(self) -> None:
        self._last: Cursor | None = None
        self._behind = True

    @cached_property
    def _stories(self) -> "Stories":
        """Loaded with the first new item: a pull that finds nothing has no use for it."""
        from wireroom.text.clusters import Stories

        return Stories()

    def catch_up_again(self) -> None:
        """Others may have stored items since: look with the next item that is placed."""
        self._behind = True

    def place(
        self, reader: Reader, items: Sequence[Item], now: datetime, *, first: bool = False
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
            self._catch_up(reader, now)
            self._behind = False
        placements = {telling.id: self._stories.place(telling) for telling in _tellings(running)}
        placed = [_put(item, placements.get(item.id)) for item in items]
        newest = max(placed, key=lambda item: (item.first_seen, item.id))
        mark = Cursor(first_seen=newest.first_seen, id=newest.id)
        if self._last is None or (mark.first_seen, mark.id) > (self._last.first_seen, self._last.id):
            self._last = mark
        return placed

    def _catch_up(self, reader: Reader, now: datetime) -> None:
        since = self._last or Cursor(first_seen=now - RECENT, id="")
        copies = [copy for copy in reader.latest_copy(_REMEMBERED, since=since) if copy.cluster]
        self._stories.remember(_tellings(copies, settled=True))


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
