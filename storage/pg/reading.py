"""Asking PostgreSQL: which connection a question goes over, and rows as they come back, verified."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import psycopg

from storage.engine import RawRow, Row, TableShape, row_checksum, table_name
from storage.pg.connections import Connections, Link
from storage.pg.dialect import PostgresDialect
from storage.pg.layout import NUMBER, SCHEMA
from storage.pg.trouble import damaged_row, said_by_postgres
from storage.pg.versions import Layout
from wireroom.errors import StoreError

#: PostgreSQL's 63 letters, less those that an index adds.
_LONGEST_NAME = 56


@dataclass(slots=True)
class Write:
    """A write under way: its connection, the number of its transaction, and PostgreSQL's own id of it.

    In its ``pipeline`` statements are sent on without waiting for each answer, which a database in another city
    would make long; what goes wrong with one is raised by the next question, or by the commit.
    """

    link: Link
    pipeline: ExitStack
    number: int
    xid: str
    changed: bool = False

    def end_pipeline(self) -> None:
        """Wait for all answers; from now on every statement waits for its own."""
        self.pipeline.close()


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
            link = self._own.write.link if self._own.write else self._own.snapshot
            if link is not None:
                return link.execute(asked, parameters).fetchall()

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

    def _abandon(self, link: Link, pipeline: ExitStack | None = None) -> None:
        """End a transaction that keeps nothing, and give its connection back; a broken one has ended."""
        with suppress(psycopg.Error):  # what went wrong in it goes with it
            if pipeline is not None:
                pipeline.close()
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
