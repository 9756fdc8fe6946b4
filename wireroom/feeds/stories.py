"""New items put into the story they tell, and under the organisation whose words they carry."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from wireroom.feeds.backlog import RECENT, is_backlog
from wireroom.filters import Everything, SeenSince
from wireroom.model import Item
from wireroom.ports.store import Cursor, Reader

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
        placements = {item.id: self._stories.place(_telling(item)) for item in running}
        placed = [_put(item, placements.get(item.id)) for item in items]
        newest = max(placed, key=lambda item: (item.first_seen, item.id))
        mark = Cursor(first_seen=newest.first_seen, id=newest.id)
        if self._last is None or (mark.first_seen, mark.id) > (self._last.first_seen, self._last.id):
            self._last = mark
        return placed

    def _catch_up(self, reader: Reader, now: datetime) -> None:
        if self._last is None:
            recent: Iterable[Item] = reversed(reader.wire(SeenSince(now - RECENT), limit=_REMEMBERED))
        else:
            recent = reader.wire_since(Everything(), since=self._last, limit=_REMEMBERED)
        self._stories.remember(_telling(item, item.cluster) for item in recent if item.cluster)


def _put(item: Item, place: "Placement | None") -> Item:
    if place is None or (place.cluster, place.origin) in ((item.cluster, item.origin), (item.cluster, "")):
        return item
    return replace(item, cluster=place.cluster, origin=place.origin or item.origin)


def _telling(item: Item, cluster: str = "") -> "Telling":
    from wireroom.text.clusters import Telling

    return Telling(
        id=item.id,
        feed=item.feed,
        headline=item.headline,
        text=item.summary or item.body,
        origin=item.origin,
        at=item.first_seen,
        cluster=cluster,
    )
