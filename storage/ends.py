"""Ends of ids in SQLite: from the last characters of an id to the places of the rows that have them.

Editors type ends, and ids of items come in no order: an index that every small batch feeds with them writes a page
for each row. New ends go into ``new_ends_<table>``, which stays small, and join ``ends_<table>`` a thousand at a
time, sorted, when their rows join the full-text index (:mod:`storage.fulltext`). Where rows are ``scattered`` this is
also how they are looked up by the whole id. Ends are kept backwards: a short end is the beginning of a longer one.
"""

import sqlite3
from collections.abc import Iterable

from msgspec import Struct

from storage.dialect import Narrowing

#: Characters of an end that are listed: in hexadecimal, one row in sixteen million shares them by chance.
LENGTH = 6

#: The SQL function that gives the end of an id as it is listed.
FUNCTION = "id_end"


def end_of(row_id: str) -> str:
    """The end of an id, or of an end that was typed, as it is listed."""
    return row_id[: -LENGTH - 1 : -1]


class Ends(Struct, frozen=True):
    """The ends of a table's ids."""

    table: str

    @property
    def sql(self) -> str:
        """The statements that make them."""
        return "".join(
            f"CREATE TABLE {name}(ending TEXT NOT NULL, place INTEGER NOT NULL, "
            "PRIMARY KEY (ending, place)) WITHOUT ROWID;\n"
            for name in (self._listed, self._new)
        )

    @property
    def _listed(self) -> str:
        return f"ends_{self.table}"

    @property
    def _new(self) -> str:
        return f"new_ends_{self.table}"

    def places(self, condition: str) -> str:
        """The question for the places of the ends that fulfil a condition; its parameters are asked for twice."""
        return " UNION ALL ".join(
            f"SELECT place FROM {name} WHERE {condition}" for name in (self._listed, self._new)
        )

    def narrowing(self, end: str) -> Narrowing:
        """Rows whose id ends so."""
        first = end_of(end)
        found = self.places("ending >= ? AND ending < ?")
        return Narrowing(f"place IN ({found})", (first, f"{first}\U0010ffff") * 2, exact=len(end) <= LENGTH)

    def add(self, connection: sqlite3.Connection, ids: Iterable[tuple[str, int]]) -> None:
        """List ids with their places. Inside a write."""
        connection.executemany(
            f"INSERT INTO {self._new}(ending, place) VALUES (?, ?)",
            ((end_of(row_id), place) for row_id, place in ids),
        )

    def catch_up(self, connection: sqlite3.Connection) -> None:
        """Let what is new join the list, in its order: each page of it is written once. Inside a write."""
        connection.execute(
            f"INSERT INTO {self._listed}(ending, place) SELECT ending, place FROM {self._new} ORDER BY ending, place"
        )
        connection.execute(f"DELETE FROM {self._new}")

    def drop(self, connection: sqlite3.Connection, ids: Iterable[tuple[str, int]]) -> None:
        """Forget ids. Inside a write."""
        gone = [(end_of(row_id), place) for row_id, place in ids]
        for name in (self._listed, self._new):
            connection.executemany(f"DELETE FROM {name} WHERE ending = ? AND place = ?", gone)

    def empty(self, connection: sqlite3.Connection) -> None:
        """Forget all ids. Inside a write."""
        for name in (self._listed, self._new):
            connection.execute(f"DELETE FROM {name}")

    def faults(self, connection: sqlite3.Connection) -> int:
        """How many ends say what no row says, or are missing."""
        listed = f"SELECT ending, place FROM {self._listed} UNION ALL SELECT ending, place FROM {self._new}"
        there = f"SELECT {FUNCTION}(id), place FROM d_{self.table}"
        asked = (
            f"SELECT count(*) FROM (SELECT * FROM (SELECT * FROM ({listed}) EXCEPT {there}) "
            f"UNION ALL SELECT * FROM ({there} EXCEPT SELECT * FROM ({listed})))"
        )
        return int(connection.execute(asked).fetchone()[0])
