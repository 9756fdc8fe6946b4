"""Full text in SQLite: the words of every row at once, their index a thousand rows behind.

``copy_<table>`` holds the folded words of each row by its place, ``words_<table>`` is the FTS5 index over them. An
index that is fed by every small batch spends most of its time on joining what it wrote; so rows wait beside it
until there are many and are then indexed together, in the transaction of the write that is one too many.
``wireroom`` says up to which place rows are indexed; those beyond are searched as they are. The ends of their ids
(:mod:`storage.ends`) are listed at the same time.
"""

import re
import sqlite3
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from storage.ends import Ends
from storage.words import FIELD_BREAK, TOKENIZER

#: So many rows wait at most: they are searched in about two milliseconds, and indexed in a tenth of a second.
WAITING = 1_000

#: Segments of an index that are joined at once: a search can look into many, each joining writes them anew.
_JOINED = 16


class FullText(Struct, frozen=True):
    """The full text of one table."""

    table: str

    @property
    def sql(self) -> str:
        """The statements that make it."""
        copy, words = f"copy_{self.table}", f"words_{self.table}"
        return (
            f"CREATE TABLE {copy}(place INTEGER PRIMARY KEY, words TEXT NOT NULL);\n"
            f"CREATE VIRTUAL TABLE {words} USING fts5(words, content={copy}, content_rowid=place, columnsize=0, "
            f'tokenize="{TOKENIZER}");\n'
            f"INSERT INTO {words}({words}, rank) VALUES ('automerge', {_JOINED});\n"
            f"INSERT INTO wireroom(name, value) VALUES ('{self._mark}', 0);\n" + Ends(self.table).sql
        )

    @property
    def _mark(self) -> str:
        return f"indexed_{self.table}"

    def indexed(self, connection: sqlite3.Connection) -> int:
        """The place up to which rows are indexed."""
        found = connection.execute("SELECT value FROM wireroom WHERE name = ?", (self._mark,)).fetchone()
        if found is None or not isinstance(found[0], int):
            raise sqlite3.DatabaseError(f"the full-text index of {self.table} has lost how far it goes")
        return found[0]

    def write(
        self,
        connection: sqlite3.Connection,
        new: Sequence[tuple[int, str]],
        other: Sequence[tuple[int, str]] = (),
    ) -> None:
        """Keep the words of new rows, and ``other`` words of old ones, each with its place. Inside a write."""
        indexed = self.indexed(connection)
        self._unindex(connection, [place for place, _ in other if place <= indexed])
        copy = f"copy_{self.table}"
        connection.executemany(f"INSERT INTO {copy}(place, words) VALUES (?, ?)", new)
        connection.executemany(f"UPDATE {copy} SET words = ?2 WHERE place = ?1", other)
        connection.executemany(
            f"INSERT INTO words_{self.table}(rowid, words) VALUES (?, ?)",
            [row for row in (*new, *other) if row[0] <= indexed],
        )
        if new and max(new)[0] - indexed >= WAITING:
            self.catch_up(connection)

    def catch_up(self, connection: sqlite3.Connection) -> None:
        """Index the rows that wait. Inside a write."""
        copy, indexed = f"copy_{self.table}", self.indexed(connection)
        connection.execute(
            f"INSERT INTO words_{self.table}(rowid, words) SELECT place, words FROM {copy} WHERE place > ? ORDER BY place",
            (indexed,),
        )
        Ends(self.table).catch_up(connection, indexed)
        connection.execute(
            f"UPDATE wireroom SET value = (SELECT coalesce(max(place), 0) FROM {copy}) WHERE name = ?",
            (self._mark,),
        )

    def drop(self, connection: sqlite3.Connection, places: Sequence[int]) -> None:
        """Forget the words of rows. Inside a write."""
        indexed = self.indexed(connection)
        self._unindex(connection, [place for place in places if place <= indexed])
        connection.executemany(
            f"DELETE FROM copy_{self.table} WHERE place = ?", ((place,) for place in places)
        )

    def _unindex(self, connection: sqlite3.Connection, places: Sequence[int]) -> None:
        """Take rows out of the index, which has to be told the very words it was given."""
        words = f"words_{self.table}"
        connection.executemany(
            f"INSERT INTO {words}({words}, rowid, words) "
            f"SELECT 'delete', place, words FROM copy_{self.table} WHERE place = ?",
            ((place,) for place in places),
        )

    def empty(self, connection: sqlite3.Connection) -> None:
        """Forget all words. Inside a write."""
        words = f"words_{self.table}"
        connection.execute(f"INSERT INTO {words}({words}) VALUES ('delete-all')")
        connection.execute(f"DELETE FROM copy_{self.table}")
        connection.execute("UPDATE wireroom SET value = 0 WHERE name = ?", (self._mark,))
        Ends(self.table).empty(connection)

    # searching

    @property
    def waits(self) -> str:
        """The condition that a row waits."""
        return f"place > (SELECT value FROM wireroom WHERE name = '{self._mark}')"

    def waiting_sql(self, words: Sequence[str]) -> tuple[str, tuple[Any, ...]]:
        """The question for rows that wait and hold the letters of all the words."""
        held = "".join(" AND instr(words, ?)" for _ in words)
        return f"SELECT place, words FROM copy_{self.table} WHERE {self.waits}{held}", tuple(words)


def places_with(rows: Sequence[tuple[Any, ...]], words: Sequence[str], *, phrase: bool) -> list[int]:
    """The places of those rows that hold the words as the index would find them."""
    spelt = [re.escape(word) for word in words]
    if phrase:
        spelt = [rf"[^\w{FIELD_BREAK}]+".join(spelt) + r"(?!\w)"]
    found = [re.compile(rf"(?<!\w){word}").search for word in spelt]
    return [place for place, copy in rows if all(search(copy) for search in found)]
