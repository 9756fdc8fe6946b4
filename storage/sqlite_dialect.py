"""How SQLite asks.

SQLite does not know how common a word or a tag is, and there are two ways to a page of the wire: few items are
fetched and sorted, many are met while walking the wire in its order. So it is counted first, as far as it matters.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from storage.aids import AIDS
from storage.codec import listed
from storage.counting import IndexedCounts
from storage.dialect import Narrowing
from storage.ends import Ends
from storage.fulltext import FullText
from storage.heights import Heights
from storage.layout import INDEXED_END, column_value
from storage.waiting import WaitingWords

#: Pages, in KiB, that a connection keeps from which words were asked: they lead all over the file. SQLite keeps half of that.
_KEPT = 4_000

#: So many rows are fetched and sorted in a few milliseconds.
_FEW = 2_000

_LISTED = "(SELECT value FROM json_each(?))"


class SQLiteDialect:
    """Questions over FTS5 and the search aids of :mod:`storage.aids`; ``select`` runs a question."""

    uncited = "NOT EXISTS (SELECT 1 FROM citations WHERE citations.item = d_items.id)"

    def __init__(self, select: Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]) -> None:
        self._select = select
        self._waiting = WaitingWords(select)
        self._counts = IndexedCounts(select)
        self._heights = Heights(select)

    tag_counts = (
        "SELECT substr(term, 5), count(*) FROM item_terms "
        "WHERE term >= 'tag=' AND term < 'tag>' GROUP BY term ORDER BY term"
    )

    def field(self, name: str) -> str:
        """A text field of a row's document."""
        return column_value(name)

    def among(self, column: str, values: Iterable[str]) -> Narrowing:
        """Rows whose column is one of the values."""
        return Narrowing(f"{column} IN {_LISTED}", (listed(values),))

    def words(self, table: str, words: Sequence[str], *, phrase: bool) -> Narrowing:
        """Rows whose copy holds the words."""
        found, asked = FullText(table).found, FullText.asked(words, phrase=phrase)
        waiting = self._waiting.places_with(table, words, phrase=phrase)
        indexed = self._select(f"{found} LIMIT {_FEW + 1}", (asked,))
        if len(indexed) <= _FEW:
            places = [place for (place,) in indexed]
            return Narrowing(f"place IN {_LISTED}", (listed(places + waiting),), few=True)
        return Narrowing(f"+place IN ({found} UNION ALL {_LISTED[1:-1]})", (asked, listed(waiting)))

    def count_words(self, table: str, words: Sequence[str], *, phrase: bool) -> int | None:
        """How many rows hold the words: those in the index and those that wait. Inside a snapshot."""
        waiting = self._waiting.places_with(table, words, phrase=phrase)
        return self._counts.count(table, words, phrase=phrase) + len(waiting)

    def last_with_words(
        self, table: str, words: Sequence[str], *, phrase: bool, limit: int
    ) -> list[int] | None:
        """The places of the rows that hold the words, as many as came in last: those that wait, and the index backwards."""
        self._select(f"PRAGMA cache_size = -{_KEPT}", ())
        last = self._waiting.places_with(table, words, phrase=phrase)[: -limit - 1 : -1]
        if len(last) < limit:
            found, asked = FullText(table).found, FullText.asked(words, phrase=phrase)
            earlier = self._select(f"{found} ORDER BY rowid DESC LIMIT ?", (asked, limit - len(last)))
            last += [place for (place,) in earlier]
        return last

    def highest_up_to(self, place: int) -> str | None:
        """A time that no item at this place or before it was first seen after, as text; ``None`` if unknown."""
        return self._heights.up_to(place)

    def get_ready(self, table: str) -> None:
        """Read what waits for the index, and how far up the wire items stand."""
        self._waiting.get_ready(table)
        if table == "items":
            self._heights.catch_up()

    def term(self, term: str) -> Narrowing:
        """Items with a tag, cue or origin."""
        found = "SELECT place FROM item_terms WHERE term = ?"
        # to walk is cheaper here: neighbours on the wire have places beside each other
        if self._is_few(found, term, few=_FEW // 4):
            return Narrowing(f"place IN ({found})", (term,), few=True)
        return Narrowing(f"EXISTS ({found} AND item_terms.place = d_items.place)", (term,))

    def feeds(self, feeds: Sequence[str]) -> Narrowing:
        """Items of one of the feeds."""
        asked = listed(feeds)
        few = self._is_few(f"SELECT 1 FROM d_items WHERE feed IN {_LISTED}", asked)
        return Narrowing(f"{'' if few else '+'}feed IN {_LISTED}", (asked,), few=few)

    def _is_few(self, found: str, asked: str, few: int = _FEW) -> bool:
        counted = self._select(f"SELECT count(*) FROM ({found} LIMIT {few + 1})", (asked,))
        return bool(counted[0][0] <= few)

    def citing(self, item_ids: Iterable[str]) -> Narrowing:
        """Updates with one of the items in evidence."""
        among = self.among("item", sorted(set(item_ids)))
        return Narrowing(f"id IN (SELECT update_id FROM citations WHERE {among.where})", among.parameters)

    def ends_with(self, table: str, end: str, *, shortest: int) -> Narrowing:  # noqa: ARG002 - INDEXED_END it is
        """Rows whose id ends so, found by their last characters."""
        asked = Narrowing(f"substr(id, -{INDEXED_END}) = ?", (end[-INDEXED_END:],))
        if table in AIDS:
            asked = Ends(table).narrowing(end)
        return Narrowing(f"{asked.where} AND substr(id, -?) = ?", (*asked.parameters, len(end), end))
