"""Ends of ids in SQLite: from the last characters that an editor types to the places of the rows that have them.

Ids of items are scattered, so an index fed by every small batch writes a page for each row. Rows wait for this one
as they wait for their full-text index (:mod:`storage.fulltext`), whose mark says up to which place both go.
"""

import sqlite3
from collections.abc import Iterable

from msgspec import Struct

#: Characters of an end that are indexed.
LENGTH = 4


class Ends(Struct, frozen=True):
    """The ends of a table's ids."""

    table: str

    @property
    def sql(self) -> str:
        """The statement that makes them."""
        return (
            f"CREATE TABLE ends_{self.table}(ending TEXT NOT NULL, place INTEGER NOT NULL, "
            "PRIMARY KEY (ending, place)) WITHOUT ROWID;\n"
        )

    def add(self, connection: sqlite3.Connection, ids: Iterable[tuple[str, int]]) -> None:
        """List ids with their places. Inside a write."""
        connection.executemany(
            f"INSERT INTO ends_{self.table}(ending, place) VALUES (?, ?)",
            ((row_id[-LENGTH:], place) for row_id, place in ids),
        )

    def catch_up(self, connection: sqlite3.Connection, after: int) -> None:
        """List the rows beyond a place, in the order of the list, which then writes each of its pages once."""
        connection.execute(
            f"INSERT INTO ends_{self.table}(ending, place) "
            f"SELECT substr(id, -{LENGTH}) AS ending, place FROM d_{self.table} WHERE place > ? ORDER BY ending, place",
            (after,),
        )

    def drop(self, connection: sqlite3.Connection, ids: Iterable[tuple[str, int]]) -> None:
        """Forget ids. Inside a write."""
        connection.executemany(
            f"DELETE FROM ends_{self.table} WHERE ending = ? AND place = ?",
            ((row_id[-LENGTH:], place) for row_id, place in ids),
        )

    def empty(self, connection: sqlite3.Connection) -> None:
        """Forget all ids. Inside a write."""
        connection.execute(f"DELETE FROM ends_{self.table}")

    def faults(self, connection: sqlite3.Connection) -> int:
        """How many ends say what no row says, or are missing, once the list has caught up."""
        listed = f"SELECT ending, place FROM ends_{self.table}"
        there = f"SELECT substr(id, -{LENGTH}), place FROM d_{self.table}"
        asked = f"SELECT count(*) FROM (SELECT * FROM ({listed} EXCEPT {there}) UNION ALL SELECT * FROM ({there} EXCEPT {listed}))"
        return int(connection.execute(asked).fetchone()[0])
