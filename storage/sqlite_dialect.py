"""How SQLite asks.

SQLite does not know how common a word or a tag is, and there are two ways to a page of the wire: few items are
fetched and sorted, many are met while walking the wire in its order. So it is counted first, as far as it matters.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from storage.aids import AIDS
from storage.dialect import Narrowing
from storage.ends import LENGTH
from storage.fulltext import FullText, places_with
from storage.layout import column_value

#: So many rows are fetched and sorted in a few milliseconds.
_FEW = 2_000

_LISTED = "(SELECT value FROM json_each(?))"


class SQLiteDialect:
    """Questions over FTS5 and the search aids of :mod:`storage.aids`; ``select`` runs a question."""

    uncited = "NOT EXISTS (SELECT 1 FROM citations WHERE citations.item = d_items.id)"

    def __init__(self, select: Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]) -> None:
        self._select = select

    tag_counts = (
        "SELECT substr(term, 5), count(*) FROM item_terms "
        "WHERE term >= 'tag=' AND term < 'tag>' GROUP BY term ORDER BY term"
    )

    def field(self, name: str) -> str:
        """A text field of a row's document."""
        return column_value(name)

    def among(self, column: str, values: Iterable[str]) -> Narrowing:
        """Rows whose column is one of the values."""
        return Narrowing(f"{column} IN {_LISTED}", (json.dumps(list(values)),))

    def words(self, table: str, words: Sequence[str], *, phrase: bool) -> Narrowing:
        """Rows whose copy holds the words."""
        asked = f'"{" ".join(words)}"' if phrase else " AND ".join(f'"{word}"*' for word in words)
        found = f"SELECT rowid FROM words_{table} WHERE words_{table} MATCH ?"
        waiting = self._select(*FullText(table).waiting_sql(words))
        among = json.dumps(places_with(waiting, words, phrase=phrase))
        few = self._is_few(found, asked)
        sign = "" if few else "+"
        return Narrowing(f"{sign}place IN ({found} UNION ALL {_LISTED[1:-1]})", (asked, among), few=few)

    def term(self, term: str) -> Narrowing:
        """Items with a tag, cue or origin."""
        found = "SELECT id FROM item_terms WHERE term = ?"
        if self._is_few(
            found, term, few=_FEW // 4
        ):  # walking is cheaper here: terms are kept in the wire's order
            return Narrowing(f"id IN ({found})", (term,), few=True)
        same = "first_seen = d_items.first_seen AND item_terms.id = d_items.id"
        return Narrowing(f"EXISTS ({found} AND item_terms.{same})", (term,))

    def feeds(self, feeds: Sequence[str]) -> Narrowing:
        """Items of one of the feeds."""
        asked = json.dumps(list(feeds))
        few = self._is_few(f"SELECT 1 FROM d_items WHERE feed IN {_LISTED}", asked)
        return Narrowing(f"{'' if few else '+'}feed IN {_LISTED}", (asked,), few=few)

    def _is_few(self, found: str, asked: str, few: int = _FEW) -> bool:
        counted = self._select(f"SELECT count(*) FROM ({found} LIMIT {few + 1})", (asked,))
        return bool(counted[0][0] <= few)

    def citing(self, item_ids: Iterable[str]) -> Narrowing:
        """Updates with one of the items in evidence."""
        among = self.among("item", sorted(set(item_ids)))
        return Narrowing(f"id IN (SELECT update_id FROM citations WHERE {among.where})", among.parameters)

    def ends_with(self, table: str, end: str, *, shortest: int) -> Narrowing:  # noqa: ARG002 - LENGTH it is
        """Rows whose id ends so, found by their last characters; of those that wait, each is looked at."""
        last = f"substr(id, -{LENGTH}) = ?"
        asked: tuple[Any, ...] = (end[-LENGTH:],)
        if table in AIDS:
            waiting = f"SELECT place FROM d_{table} WHERE {FullText(table).waits} AND {last}"
            last = f"place IN (SELECT place FROM ends_{table} WHERE ending = ? UNION ALL {waiting})"
            asked *= 2
        return Narrowing(f"{last} AND substr(id, -?) = ?", (*asked, len(end), end))
