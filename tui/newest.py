"""The newest items of the wire, kept in mind whatever the wire is filtered by, and what is loaded of a filter.

Words that are common are filtered for among the newest in the turn of their key, and a letter more among what the
letter before has loaded: no thread is asked, no store, and nobody waits. One question tells what was written since the
last one, so that a look for news reads nothing that stands.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from tui.panes.wire_rows import BEFORE_ALL, WireRow, order, place_of
from tui.views import Page, wire_rows
from wireroom.filters import Condition, Everything, Or, is_narrower, is_plain, matches, sieve, spaced
from wireroom.model import Item
from wireroom.ports.store import ClusterSize, Cursor, WireNews

if TYPE_CHECKING:
    from wireroom.desk.newsroom import Newsroom

#: So many are kept in mind: enough for a page of words that one item in sixteen holds.
KEPT = 900
ARRIVALS_AT_ONCE = 500


class Newest(Struct, frozen=True):
    """The newest items as they stood at a revision, newest first."""

    rows: tuple[WireRow, ...]
    floor: Cursor
    """The place of the newest item that is older than all of them."""
    revision: int
    unread: int
    """How many more stand there that can't be read, because they are damaged."""
    words: tuple[str, ...]
    """The words of each, as a sieve wants them."""

    @property
    def whole(self) -> bool:
        """Whether there are no others on the wire."""
        return self.floor == BEFORE_ALL

    def page(
        self,
        condition: Condition,
        *,
        limit: int,
        after: Cursor | None = None,
        loaded: "Loaded | None" = None,
    ) -> Page | None:
        """A page of what a filter lets through, from a place on; ``None`` where these are not enough to know it.

        Behind them a first page goes on in what is ``loaded`` of another filter, where that lets all of it through.
        """
        if not is_plain(condition):
            return None
        found = tuple(islice(self._matching(condition, after), limit))
        ended = len(found) < limit
        if self.whole or not ended:
            return Page(found, ended, self.revision)
        return loaded.narrowed(condition, self, found, limit=limit) if loaded is not None else None

    def _matching(self, condition: Condition, after: Cursor | None) -> Iterator[WireRow]:
        lets_through, pairs = sieve(condition), zip(self.rows, self.words, strict=True)
        return (
            row
            for row, words in pairs
            if (after is None or order(row.place) < order(after)) and lets_through(row.item, words)
        )


class Loaded(Struct, frozen=True):
    """What a list has loaded of a filter, from the newest item on."""

    condition: Condition
    rows: Sequence[WireRow]
    words: Mapping[str, str]
    """The words of their items, by id, as far as they were made."""
    up_to: Cursor
    """Nothing up to this place is missing above the last of them."""
    ended: bool
    revision: int

    def narrowed(
        self, condition: Condition, newest: Newest, top: Sequence[WireRow], *, limit: int
    ) -> Page | None:
        """The first page of a filter that lets less through, which begins with what it lets through of the newest.

        ``None`` where these are not enough to know it. It is right as of when they were read: what the store has
        written since shows when it is asked behind the page.
        """
        floor = order(newest.floor)
        if order(self.up_to) < floor or not is_narrower(condition, self.condition):
            return None
        lets_through, words = sieve(condition), self.words
        below = self.rows[bisect_left(self.rows, True, key=lambda row: order(row.place) <= floor) :]
        found = (
            *top,
            *(row for row in below if lets_through(row.item, words.get(row.key) or spaced(row.item))),
        )
        if not self.ended and len(found) < limit:
            return None
        return Page(found, self.ended, min(self.revision, newest.revision), words, sure=False)


class Seen(Struct, frozen=True):
    """What a list has of the wire under a filter."""

    query: str
    newest: Cursor
    """The place of the newest item it knows of."""
    rows: tuple[WireRow, ...]
    """Those in sight."""
    revision: int
    """All that it holds was read at this revision or later."""
    doubted: frozenset[str] = frozenset()
    """Items to read whether they were written or not: it shows them otherwise than the store had them."""
    bell: Condition = Or(())
    """What a bell is wanted for."""


class News(Struct, frozen=True):
    """What a look at the wire found."""

    newest: Newest
    arrived: tuple[WireRow, ...]
    """What came since for the filter, newest first."""
    present: tuple[WireRow, ...]
    """Rows that say something else now, loaded or not."""
    heard: tuple[Item, ...] = ()
    """What came since that a bell is wanted for, whatever the filter, oldest first."""


def read_newest(newsroom: "Newsroom") -> Newest:
    """Read them all."""
    store = newsroom.store
    revision = store.revision()
    items = store.wire(Everything(), limit=KEPT + 1)
    floor = place_of(items[KEPT]) if len(items) > KEPT else BEFORE_ALL
    rows = wire_rows(newsroom, items[:KEPT])
    standing = store.wire_news(revision, beyond=floor, limit=1).standing
    words = tuple(spaced(row.item) for row in rows)
    return Newest(rows, floor, revision, standing - len(rows), words)


def read_news(newsroom: "Newsroom", known: Newest | None, seen: Seen) -> News:
    """Read what was written since: what came in, and what changed of the newest and of what is in sight."""
    condition = newsroom.wire.parse(seen.query)
    if known is None:
        newest = read_newest(newsroom)
        written = _written(newsroom, -1, beyond=seen.newest)
        now = _read_now(newsroom, written, seen, seen.rows)
    else:
        written = _written(newsroom, known.revision, beyond=known.floor)
        below = [row for row in seen.rows if order(row.place) <= order(known.floor)]
        now = _read_now(newsroom, written, seen, below)
        newest = _followed(newsroom, known, written, now)
    came = (item for item in reversed(written.items) if order(place_of(item)) > order(seen.newest))
    return News(
        newest=newest,
        arrived=tuple(now.row(item) for item in came if matches(condition, item)),
        present=now.changed(seen.rows),
        heard=_heard(known, written, seen.bell),
    )


def _heard(known: Newest | None, written: WireNews, bell: Condition) -> tuple[Item, ...]:
    """What was written of that a bell is wanted for, and stands above all that was known."""
    if known is None:
        return ()
    top = known.rows[0].place if known.rows else known.floor
    return tuple(item for item in written.items if order(place_of(item)) > order(top) and matches(bell, item))


def _written(newsroom: "Newsroom", after: int, *, beyond: Cursor) -> WireNews:
    """All that was written after a revision, as of the revision at which the asking began."""
    ask = newsroom.store.wire_news
    found = ask(after, beyond=beyond, limit=ARRIVALS_AT_ONCE)
    items, more = found.items, found
    while len(more.items) == ARRIVALS_AT_ONCE:
        more = ask(after, beyond=place_of(items[-1]), limit=ARRIVALS_AT_ONCE)
        items = [*items, *more.items]
    return replace(found, items=items)


class _Now(Struct, frozen=True):
    """What was found to be otherwise: items and feeds that were written, and sizes of stories."""

    items: Mapping[str, Item]
    names: Mapping[str, str]
    sizes: Mapping[str, ClusterSize]

    def row(self, item: Item) -> WireRow:
        """The row of an item that was written."""
        return WireRow(item, self.names.get(item.feed, item.feed), self.sizes.get(item.cluster))

    def follow(self, row: WireRow) -> WireRow:
        """A row as it is now; the very same where nothing of it changed."""
        if (item := self.items.get(row.key)) is not None:
            return self.row(item)
        source = self.names.get(row.item.feed, row.source)
        size = self.sizes.get(row.item.cluster, row.size)
        return row if (source, size) == (row.source, row.size) else WireRow(row.item, source, size)

    def changed(self, rows: Sequence[WireRow]) -> tuple[WireRow, ...]:
        """What became of some rows, and all that was written besides."""
        followed = {row.key: now for row in rows if (now := self.follow(row)) is not row}
        followed.update((key, self.row(item)) for key, item in self.items.items() if key not in followed)
        return tuple(followed.values())


def _read_now(newsroom: "Newsroom", written: WireNews, seen: Seen, others: Sequence[WireRow]) -> _Now:
    """What was written, and what became of rows in sight that such news are not told of."""
    store = newsroom.store
    asked = [
        *store.items_written((row.key for row in others), after=seen.revision),
        *store.items(seen.doubted),
    ]
    items = {item.id: item for item in (*asked, *written.items)}
    feeds = [*store.feeds_of(item.feed for item in items.values()).values(), *written.feeds]
    stories = {item.cluster for item in (*items.values(), *(row.item for row in seen.rows))}
    return _Now(
        items, {feed.id: feed.title or feed.url for feed in feeds}, store.cluster_sizes(stories - {""})
    )


def _followed(newsroom: "Newsroom", known: Newest, written: WireNews, now: _Now) -> Newest:
    """The newest as they are now; read anew where some have left."""
    rows = {row.key: now.follow(row) for row in known.rows}
    beyond = (item for item in written.items if order(place_of(item)) > order(known.floor))
    rows.update((item.id, now.row(item)) for item in beyond)
    if written.standing - len(rows) != known.unread:
        return read_newest(newsroom)
    newest_first = sorted(rows.values(), key=lambda row: order(row.place), reverse=True)
    floor = newest_first[KEPT].place if len(newest_first) > KEPT else known.floor
    kept = tuple(newest_first[:KEPT])
    stand = {
        row.key: words for row, words in zip(known.rows, known.words, strict=True) if row.key not in now.items
    }
    words = tuple(stand.get(row.key) or spaced(row.item) for row in kept)
    return Newest(kept, floor, written.revision, known.unread, words)
