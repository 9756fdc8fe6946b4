"""Asking PostgreSQL: which connection a question goes over, and rows as they come back, verified."""

import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import psycopg
from msgspec import Struct, field

from storage.checksums import row_checksum
from storage.engine import RawRow, Row, TableShape, table_name
from storage.pg.connections import Connections, Link
from storage.pg.dialect import PostgresDialect
from storage.pg.layout import NUMBER, SCHEMA
from storage.pg.trouble import damaged_row, said_by_postgres
from storage.pg.versions import Layout
from wireroom.errors import StoreError

#: PostgreSQL's 63 letters, less those that an index adds.
_LONGEST_NAME = 56


#: One statement and its parameters.
Statement = tuple[str, Sequence[Any]]

Cursor = psycopg.Cursor[tuple[Any, ...]]


def send(link: Link, statements: Sequence[Statement]) -> Cursor:
    """Run statements in one exchange with the server; gives the cursor of the last one's answer."""
    if len(statements) == 1:
        return link.execute(*statements[0])
    with link.pipeline():
        return [link.execute(*statement) for statement in statements][-1]


class Write(Struct):
    """A write under way: its connection, the number of its transaction, and what it will sign that number with.

    Rows that were ``put`` wait until something is asked, or for the commit, and travel with it: a database in another
    city answers once in place of once a row. What goes wrong with one is raised then. Tables that rows are
    ``restored`` into have their indexes taken off until the end.
    """

    link: Link
    number: int
    signature: int = field(default_factory=lambda: secrets.randbits(63))
    changed: bool = False
    waiting: list[Statement] = field(default_factory=list)
    restored: list[TableShape] = field(default_factory=list)

    def send(self, *statements: Statement) -> Cursor:
        """Send what waits and these statements together; gives the cursor of the last one's answer."""
        first, self.waiting = self.waiting, []
        return send(self.link, [*first, *statements])

    def send_waiting(self) -> None:
        """Send what waits."""
        if self.waiting:
            self.send()


class Own(threading.local):
    """What one thread has open."""

    write: Write | None = None
    snapshot: Link | None = None


class PostgresReading:
    """Questions to one database; inside a write or a snapshot they go over its connection, else over any."""

    def __init__(self, connections: Connections, layout: Layout) -> None:
        self.dialect = PostgresDialect()
        self._connections = connections
        self._layout = layout
        self._shapes = layout.shapes
        self._own = Own()

    @property
    def where(self) -> str:
        """The store's name for people."""
        return self._connections.where

    @property
    def connections(self) -> Connections:
        """The way to the database, for what is not a document."""
        return self._connections

    def select(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a question: inside a write or a snapshot on its connection, else on any."""
        asked = native(sql)
        with said_by_postgres(self.where):
            if self._own.write is not None:
                return self._own.write.send((asked, parameters)).fetchall()
            if self._own.snapshot is not None:
                return self._own.snapshot.execute(asked, parameters).fetchall()

            def ask() -> list[tuple[Any, ...]]:
                with self._connections.one() as any_link:
                    return any_link.execute(asked, parameters).fetchall()

            return self._connections.again(ask)

    def rows(self, shape: TableShape, clause: str = "", parameters: Sequence[Any] = ()) -> list[Row]:
        """Verified rows of a table, in the order the clause asks for, else in order of insertion."""
        if not self._is_there(shape):
            return []
        table = shape.sql_name
        found = self.select(
            f"SELECT {table}.place, {table}.id, {table}.rev, {table}.body, {table}.checksum "
            f"FROM {table} {clause or 'ORDER BY place'}",
            parameters,
        )
        return [self._verified(shape, *row) for row in found]

    def rows_of(self, shape: TableShape, ids: Sequence[str]) -> list[Row]:
        """Those of the rows that are there, in order of insertion."""
        return self.rows(shape, "WHERE id = ANY(?::text[]) ORDER BY place", (list(ids),))

    def count(self, shape: TableShape) -> int:
        """How many rows a table has."""
        if not self._is_there(shape):
            return 0
        return int(self.select(f"SELECT count(*) FROM {shape.sql_name}")[0][0])

    def highest_number(self, shape: TableShape) -> int:
        """The highest id read as a number; 0 in an empty table."""
        if not self._is_there(shape):
            return 0
        return int(self.select(f"SELECT coalesce(max({NUMBER}), 0) FROM {shape.sql_name}")[0][0])

    def _verified(
        self, shape: TableShape, place: int, row_id: str, rev: int, body: bytes, checksum: int
    ) -> Row:
        if row_checksum(row_id, rev, body) != checksum:
            raise damaged_row(self.where, shape.name, row_id)
        return Row(place, row_id, rev, body)

    def _is_there(self, shape: TableShape) -> bool:
        if shape.name in self._shapes:
            return True
        return self.select("SELECT to_regclass(?)", (f"{SCHEMA}.{shape.sql_name}",))[0][0] is not None

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Questions inside the block all see one moment of the store."""
        if self._own.write or self._own.snapshot:
            yield
            return
        with said_by_postgres(self.where):
            link = self._connections.again(
                lambda: self._opened("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            )
        self._own.snapshot = link
        try:
            yield
        finally:
            self._own.snapshot = None
            self._abandon(link)

    def _opened(self, *statements: str) -> Link:
        link = self._connections.take()
        try:
            for statement in statements:
                link.execute(statement)
        except BaseException:
            self._connections.give_back(link)
            raise
        return link

    def _abandon(self, link: Link) -> None:
        """End a transaction that keeps nothing, and give its connection back; a broken one has ended."""
        try:
            if not link.closed:
                link.execute("ROLLBACK")
        except psycopg.Error:
            link.close()
        finally:
            self._connections.give_back(link)

    def revision(self) -> int:
        """The number of the last committed transaction."""
        return int(self.select("SELECT value FROM wireroom WHERE name = 'revision'")[0][0])

    def stamp(self) -> object | None:
        """Only the server can tell."""
        return None

    def shape(self, name: str) -> TableShape:
        """How the table of this name is laid out: as the store was told, else plain."""
        found = self._shapes.get(name) or TableShape(name, numbered=True)
        if len(found.sql_name) - 2 > _LONGEST_NAME:
            raise StoreError(
                f"The table name {name!r} is too long for PostgreSQL.", next_step="Choose a shorter one."
            )
        return found

    def table_names(self) -> list[str]:
        """Tables of documents, in the order they were made."""
        found = self.select(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = ?::regnamespace ORDER BY oid",
            (SCHEMA,),
        )
        names = [table_name(bare) for (bare,) in found]
        return [name for name in names if name is not None]

    def unverified(self, shape: TableShape, after: int, limit: int) -> list[RawRow]:
        """Rows from beyond a place on, as they lie."""
        found = self.select(
            f"SELECT place, id, rev, body, checksum FROM {shape.sql_name} WHERE place > ? ORDER BY place LIMIT ?",
            (after, limit),
        )
        return [RawRow(*row) for row in found]


@lru_cache(maxsize=1024)
def native(sql: str) -> str:
    """SQL of the shared questions with psycopg's own marks for parameters."""
    return sql.replace("%", "%%").replace("?", "%s")
