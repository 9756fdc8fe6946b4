"""How SQLite asks."""

import json
from collections.abc import Iterable, Sequence

from storage.dialect import Narrowing

_LISTED = "(SELECT value FROM json_each(?))"


class SQLiteDialect:
    """Questions over FTS5 and the search aids of :mod:`storage.aids`."""

    tag_counts = (
        "SELECT substr(term, 5), count(*) FROM item_terms "
        "WHERE term >= 'tag=' AND term < 'tag>' GROUP BY term ORDER BY term"
    )

    def among(self, column: str, values: Iterable[str]) -> Narrowing:
        """Rows whose column is one of the values."""
        return Narrowing(f"{column} IN {_LISTED}", (json.dumps(list(values)),))

    def words(self, table: str, words: Sequence[str], *, phrase: bool) -> Narrowing:
        """Rows whose copy holds the words."""
        asked = f'"{" ".join(words)}"' if phrase else " AND ".join(f'"{word}"*' for word in words)
        return Narrowing(f"place IN (SELECT rowid FROM words_{table} WHERE words_{table} MATCH ?)", (asked,))

    def term(self, term: str) -> Narrowing:
        """Items with a tag, cue or origin."""
        return Narrowing("id IN (SELECT id FROM item_terms WHERE term = ?)", (term,))

    def citing(self, item_ids: Iterable[str]) -> Narrowing:
        """Updates with one of the items in evidence."""
        among = self.among("item", sorted(set(item_ids)))
        return Narrowing(f"id IN (SELECT update_id FROM citations WHERE {among.where})", among.parameters)

    def ends_with(self, end: str, *, shortest: int) -> Narrowing:
        """Rows whose id ends so, found by the index on the last characters."""
        return Narrowing(
            f"substr(id, -{shortest}) = ? AND substr(id, -?) = ?", (end[-shortest:], len(end), end)
        )
