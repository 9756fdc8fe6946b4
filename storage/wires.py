"""Questions about feeds and items."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from storage.dialect import Narrowing
from storage.narrowing import asks_for_words, narrow, words_alone
from storage.shelves import Shelves, missing
from storage.times import time_text
from storage.told import read_told
from wireroom.feeds.schedule import ASTRAY
from wireroom.filters import Condition, folded_words, matches
from wireroom.model import Feed, FeedAccess, FeedHealth, FeedParts, Item, ItemVersion
from wireroom.ports.store import ClusterSize, Copy, Cursor, KnownItem, Names, Told, WireNews

#: So many items are looked at for words before the full-text index is asked; then a few more than are wanted, as not
#: all hold them.
_GLANCE, _SPARE = 16, 1.25
#: As long as so many of them hold the words, the next ones are looked at too: an index of common words is long.
_COMMON = 0.12
#: So many rows with words are read beyond a page: those that came in before them are mostly older than all of it.
_BEYOND = 12
#: So many of a few rows, those that came in last, are looked at for a page at least, and for each row of it.
_LAST, _AROUND = 100, 2
#: So few rows with words are all looked at: to prove of a part of them that nothing stands above it, a longer stretch of
#: the wire has to be walked the rarer the words are.
_ALL_OF_THEM = 500
#: Letters of the shortest word that is counted.
_WORTH_COUNTING = 2


class _Looked(NamedTuple):
    """How far items were looked at without an index."""

    beside: Cursor | None
    """The last that was looked at."""
    common: bool
    """Whether enough of them held the words to go on like that."""
    size: int = _GLANCE
    """How many the next look takes."""
    ended: bool = False
    """Whether they were the last."""


def _at(places: Iterable[int]) -> str:
    """The condition that a row is at one of some places."""
    return f"place IN ({', '.join(map(str, places))})"


def _follows(item: Item, beside: Cursor) -> bool:
    """Whether an item stands below a place of the wire."""
    return (item.first_seen, item.id) < (beside.first_seen, beside.id)


class WireQuestions:
    """Reads feeds, how polling them stands, and items."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves
        self._engine = shelves.engine

    # feeds

    def feeds(self, *, removed: bool = False) -> list[Feed]:
        """All feeds by title; with ``removed``, also those taken off the list."""
        found = self._shelves.feeds.find("" if removed else "WHERE removed IS NULL")
        return sorted(found, key=lambda feed: (feed.title.casefold(), feed.url))

    def feed(self, feed_id: str) -> Feed:
        """One feed, removed or not."""
        found = self._shelves.feeds.get(feed_id)
        if found is None:
            raise missing("feed", feed_id)
        return found

    def feeds_of(self, feed_ids: Iterable[str]) -> dict[str, Feed]:
        """Those of the feeds that are there, removed or not, by id."""
        return self._shelves.feeds.of(list(dict.fromkeys(feed_ids)))

    def feed_by_url(self, url: str) -> Feed | None:
        """The feed subscribed to under exactly this address, removed or not."""
        found = self._shelves.feeds.find("WHERE url = ?", (url,))
        return found[0] if found else None

    def health(self, feed_id: str) -> FeedHealth:
        """How polling stands; a feed that was never polled has the default health."""
        return self._shelves.health.get(feed_id) or FeedHealth(feed=feed_id)

    def healths(self) -> dict[str, FeedHealth]:
        """The health of every feed that was polled, by feed id."""
        return {health.feed: health for health in self._shelves.health.find()}

    def due_feeds(self, at: datetime) -> list[Feed]:
        """Feeds neither removed nor paused whose next poll is due, longest overdue first.

        What a clock far ahead of this time has planned is due, too.
        """
        astray = f"SELECT id FROM d_health WHERE {self._engine.dialect.field('fetched')} > ?"
        return self._shelves.feeds.find(
            "LEFT JOIN d_health AS polled ON polled.id = d_feeds.id "
            "WHERE d_feeds.removed IS NULL AND d_feeds.paused = 0 "
            f"AND (coalesce(polled.next_due, '') <= ? OR polled.id IN ({astray})) "
            "ORDER BY coalesce(polled.next_due, ''), d_feeds.place",
            (time_text(at), time_text(at + ASTRAY)),
        )

    def access(self, feed_id: str) -> FeedAccess | None:
        """What the feed's server asks for, if anything."""
        return self._shelves.access.get(feed_id)

    def accesses(self) -> dict[str, FeedAccess]:
        """What servers ask for, by feed id, for the feeds where there is anything."""
        return {access.feed: access for access in self._shelves.access.find()}

    def parts(self, feed_id: str) -> FeedParts:
        """What the feed's last document was made of; nothing for a feed never read."""
        return self._shelves.parts.get(feed_id) or FeedParts(feed=feed_id)

    def parts_of(self, feed_ids: Iterable[str]) -> dict[str, FeedParts]:
        """What the last documents of feeds were made of, by feed id, for those that were read."""
        return self._shelves.parts.of(list(feed_ids))

    # items

    def item(self, item_id: str) -> Item:
        """One item in its newest wording."""
        found = self._shelves.items.get(item_id)
        if found is None:
            raise missing("item", item_id)
        return found

    def items(self, item_ids: Iterable[str]) -> list[Item]:
        """Those of the items that are there, in the order asked for."""
        wanted = list(dict.fromkeys(item_ids))
        found = self._shelves.items.of(wanted)
        return [found[item_id] for item_id in wanted if item_id in found]

    def items_written(self, item_ids: Iterable[str], *, after: int) -> list[Item]:
        """Those of the items that transactions after this one wrote, in the order asked for."""
        wanted = list(dict.fromkeys(item_ids))
        found = self._shelves.items.of(wanted, written_after=after)
        return [found[item_id] for item_id in wanted if item_id in found]

    def wire(self, condition: Condition, *, limit: int, after: Cursor | None = None) -> list[Item]:
        """A page of the wire, newest first seen first, beginning after a cursor."""
        return self._page(condition, limit=limit, beside=after, newest_first=True)

    def wire_since(self, condition: Condition, *, since: Cursor, limit: int) -> list[Item]:
        """Items that arrived after a cursor, oldest first."""
        return self._page(condition, limit=limit, beside=since, newest_first=False)

    def latest_copy(self, limit: int, *, since: Cursor) -> list[Copy]:
        """What the last items say that arrived after a cursor, oldest first."""
        found, _ = self._shelves.copy.find_sound(
            "WHERE (first_seen, id) > (?, ?) ORDER BY first_seen DESC, id DESC LIMIT ?",
            (time_text(since.first_seen), since.id, limit),
        )
        return found[::-1]

    def told(self, rules: int, *, after: int) -> list[Told] | None:
        """What the last items told in the words of these rules, as transactions after this one wrote it down, oldest first."""
        return read_told(self._engine, rules, after)

    def wire_news(self, after: int, *, beyond: Cursor, limit: int) -> WireNews:
        """What transactions after this one wrote of feeds, and of items beyond a place."""
        place = time_text(beyond.first_seen), beyond.id
        there = "(first_seen, id) > (?, ?)"
        with self._engine.snapshot():
            items, _ = self._shelves.items.find_sound(
                f"WHERE {there} AND rev > ? ORDER BY first_seen, id LIMIT ?", (*place, after, limit)
            )
            return WireNews(
                revision=self._engine.revision(),
                items=items,
                feeds=self._shelves.feeds.find("WHERE rev > ? ORDER BY place", (after,)),
                standing=int(self._engine.select(f"SELECT count(*) FROM d_items WHERE {there}", place)[0][0]),
            )

    def _page(
        self, condition: Condition, *, limit: int, beside: Cursor | None, newest_first: bool
    ) -> list[Item]:
        page: list[Item] = []
        with self._engine.snapshot():
            looked = _Looked(beside, common=asks_for_words(condition))
            while looked.common and not looked.ended and len(page) < limit:
                looked = self._look_first(condition, page, limit, looked, newest_first=newest_first)
            wanted = limit - len(page)
            if looked.ended or not wanted:
                return page
            if newest_first:
                last = self._last_with_words(condition, looked.beside, wanted, from_the_top=beside is None)
                if last is not None:
                    return page + last
            narrowed = narrow(condition, self._engine.dialect)
            for item in self._walk(narrowed, looked.beside, wanted, newest_first=newest_first):
                if matches(condition, item):
                    page.append(item)
                if len(page) == limit:
                    break
        return page

    def _look_first(
        self, condition: Condition, page: list[Item], limit: int, looked: _Looked, *, newest_first: bool
    ) -> _Looked:
        """Look for words in the next items before any index is asked: words of every other item are found at once.

        Fills the page.
        """
        narrowed = narrow(condition, self._engine.dialect, by_words=False)
        size, beside = looked.size, looked.beside
        candidates = list(islice(self._walk(narrowed, beside, size, newest_first=newest_first), size))
        found = [item for item in candidates if matches(condition, item)]
        page += found[: limit - len(page)]
        if candidates:
            beside = Cursor(first_seen=candidates[-1].first_seen, id=candidates[-1].id)
        return _Looked(
            beside,
            common=len(found) >= size * _COMMON,
            size=max(int((limit - len(page)) * _SPARE), _GLANCE),
            ended=len(candidates) < size,
        )

    def _last_with_words(
        self, condition: Condition, beside: Cursor | None, size: int, *, from_the_top: bool
    ) -> list[Item] | None:
        """The first items behind a place that hold words, read out of the index from its end.

        ``None`` where more is asked for than words, or where the rows at that end are not enough to know them.
        """
        asked = words_alone(condition)
        if asked is None or not (words := folded_words(asked.text)):
            return None
        most = max(_AROUND * size, _ALL_OF_THEM)
        places = self._engine.dialect.last_with_words("items", words, phrase=asked.phrase, limit=most)
        if places is None:
            return None
        if from_the_top and (page := self._top_of(places, condition, beside, size)) is not None:
            return page
        if some := len(places) == most:
            places = places[: max(_AROUND * size, _LAST)]
        key = () if beside is None else (time_text(beside.first_seen), beside.id)
        where = f"WHERE {_at(places)}" + (" AND (first_seen, id) < (?, ?)" if key else "")
        last = self._engine.select(f"SELECT first_seen, id, place FROM d_items {where}", key)
        newest = sorted(last, reverse=True)[:size]
        if some and (len(newest) < size or self._stands_above(newest[-1], places[-1])):
            return None
        found, left_out = self._shelves.items.find_sound(
            f"WHERE {_at(place for *_, place in newest)} ORDER BY first_seen DESC, id DESC"
        )
        return None if left_out else [item for item in found if matches(condition, item)]

    def _top_of(
        self, places: Sequence[int], condition: Condition, beside: Cursor | None, size: int
    ) -> list[Item] | None:
        """The first items at some places, which are told last first, if those that came in last are enough to know them.

        Hardly more is read than is shown: places of rare words are all over the file.
        """
        read, left = places[: size + _BEYOND], places[size + _BEYOND :]
        highest = self._engine.dialect.highest_up_to(left[0]) if left else ""
        if highest is None:
            return None
        found, left_out = self._shelves.items.find_sound(
            f"WHERE {_at(read)} ORDER BY first_seen DESC, id DESC"
        )
        page = [
            item for item in found if matches(condition, item) and (beside is None or _follows(item, beside))
        ]
        page = page[:size]
        known = not left or (len(page) == size and time_text(page[-1].first_seen) > highest)
        return page if known and not left_out else None

    def _walk(
        self, narrowed: Narrowing, beside: Cursor | None, size: int, *, newest_first: bool
    ) -> Iterator[Item]:
        """Candidates in the order of the wire, read in growing batches."""
        sign, order = ("<", "DESC") if newest_first else (">", "ASC")
        seen = "+first_seen" if narrowed.few else "first_seen"  # the plus keeps SQLite from walking the wire
        in_order = f"ORDER BY {seen} {order}, id {order}"
        while size > 0:
            key = () if beside is None else (time_text(beside.first_seen), beside.id)
            where = f"WHERE ({narrowed.where})" + (f" AND ({seen}, id) {sign} (?, ?)" if key else "")
            asked = (*narrowed.parameters, *key)
            if narrowed.few:  # find places, then fetch only what is shown
                few = self._first_of_few(where, asked, size, newest_first=newest_first)
                clause, asked = f"WHERE {few.where} {in_order}", few.parameters
            else:
                clause, asked = f"{where} {in_order} LIMIT ?", (*asked, size)
            found, left_out = self._shelves.items.find_sound(clause, asked)
            yield from found
            if len(found) + left_out < size or not found:
                return
            beside = Cursor(first_seen=found[-1].first_seen, id=found[-1].id)
            size = min(size * 2, 2_000)

    def _first_of_few(
        self, where: str, asked: tuple[Any, ...], size: int, *, newest_first: bool
    ) -> Narrowing:
        """The first rows, in the order of the wire, of a few that a clause finds."""
        if newest_first and (places := self._last_that_came(where, asked, size)) is not None:
            return Narrowing(_at(places) if places else "FALSE")
        order = "DESC" if newest_first else "ASC"
        in_order = f"ORDER BY +first_seen {order}, id {order} LIMIT ?"
        return Narrowing(f"place IN (SELECT place FROM d_items {where} {in_order})", (*asked, size))

    def _last_that_came(self, where: str, asked: tuple[Any, ...], size: int) -> list[int] | None:
        """The places of the newest rows, found among those that came in last, which they hardly ever are not.

        ``None`` where one that came in earlier may stand above them: then all of them have to be looked at.
        """
        most = max(_AROUND * size, _LAST)
        last = self._engine.select(
            f"SELECT first_seen, id, place FROM d_items {where} ORDER BY place DESC LIMIT ?", (*asked, most)
        )
        newest = sorted(last, reverse=True)[:size]
        if len(last) == most and self._stands_above(newest[-1], last[-1][2]):
            return None
        return [place for *_, place in newest]

    def _stands_above(self, row: tuple[Any, ...], place: int) -> bool:
        """Whether anything that came in before a place stands above a row in the wire.

        A pair to be compared with would be looked up at each step once more.
        """
        first_seen, row_id, *_ = row
        above = (
            "SELECT 1 FROM d_items WHERE first_seen > ? AND +place < ? UNION ALL "
            "SELECT 1 FROM d_items WHERE first_seen = ? AND id > ? AND +place < ? LIMIT 1"
        )
        return bool(self._engine.select(above, (first_seen, place, first_seen, row_id, place)))

    def count_wire(self, condition: Condition) -> int:
        """How many items a filter lets through."""
        with self._engine.snapshot():
            narrowed = narrow(condition, self._engine.dialect)
            if narrowed.exact:
                found = self._engine.select(
                    f"SELECT count(*) FROM d_items WHERE {narrowed.where}", narrowed.parameters
                )
                return int(found[0][0])
            candidates = self._walk(narrowed, None, 500, newest_first=True)
            return sum(matches(condition, item) for item in candidates)

    def count_at_once(self, condition: Condition) -> int | None:
        """As :meth:`count_wire` where an index tells without asking the items; ``None`` where they had to be asked.

        Words of one letter are begun by half of an index; nobody waits for those to be counted.
        """
        asked = words_alone(condition)
        if asked is None or min(map(len, folded_words(asked.text)), default=0) < _WORTH_COUNTING:
            return None
        with self._engine.snapshot():
            return self._engine.dialect.count_words("items", folded_words(asked.text), phrase=asked.phrase)

    def get_ready_for_words(self) -> None:
        """Read what questions about words are answered with besides the index, before anybody waits for one."""
        with self._engine.snapshot():
            self._engine.dialect.get_ready("items")

    def known_items(self, asked: Mapping[str, Names]) -> dict[str, list[KnownItem]]:
        """Stored items by feed, as they came in: those with one of the identities or canonical links asked for of their feed."""
        among = self._engine.dialect.among
        by_identity = among("identity", {name for names in asked.values() for name in names.identities})
        by_link = among("canonical_link", {link for names in asked.values() for link in names.links})
        of_feeds = among("feed || ''", asked)  # so that no index looks each name up for each feed
        found = self._engine.select(
            "SELECT feed, id, identity, canonical_link, wording, version FROM d_items WHERE place IN ("
            f"SELECT place FROM d_items WHERE {by_identity.where} AND {of_feeds.where} UNION "
            f"SELECT place FROM d_items WHERE {by_link.where} AND canonical_link <> '' AND {of_feeds.where}) "
            "ORDER BY place",
            (*by_identity.parameters, *of_feeds.parameters, *by_link.parameters, *of_feeds.parameters),
        )
        known: dict[str, list[KnownItem]] = {feed: [] for feed in asked}
        for feed, id_, identity, link, wording, version in found:
            names = asked[feed]
            if identity in names.identities or (link and link in names.links):
                item = KnownItem(id=id_, identity=identity, link=link, wording=wording, version=version)
                known[feed].append(item)
        return known

    def versions(self, item_id: str) -> list[ItemVersion]:
        """Every wording of an item, oldest first, the present one last."""
        item = self.item(item_id)
        earlier = self._shelves.versions.find("WHERE item = ? ORDER BY version", (item_id,))
        present = ItemVersion(
            item=item.id,
            version=item.version,
            headline=item.headline,
            summary=item.summary,
            body=item.body,
            seen=item.changed or item.first_seen,
        )
        return [version for version in earlier if version.version != item.version] + [present]

    def cluster_sizes(self, clusters: Iterable[str]) -> dict[str, ClusterSize]:
        """The size of each story that was asked for, by cluster id; an origin nobody knows is its feed."""
        among = self._engine.dialect.among("cluster", sorted(set(clusters) - {""}))
        found = self._engine.select(
            "SELECT cluster, count(*), count(DISTINCT coalesce(nullif(origin, ''), feed)) FROM d_items "
            f"WHERE {among.where} GROUP BY cluster",
            among.parameters,
        )
        return {cluster: ClusterSize(items=items, origins=origins) for cluster, items, origins in found}

    def cluster(self, cluster_id: str) -> list[Item]:
        """The items of one story, first seen first."""
        return self._shelves.items.find("WHERE cluster = ? ORDER BY first_seen, id", (cluster_id,))

    def item_tags(self) -> dict[str, int]:
        """Every tag in use on items and how often."""
        found = self._engine.select(self._engine.dialect.tag_counts)
        return {str(tag): int(count) for tag, count in found}
