"""The shared engine: rows in PostgreSQL, for a newsroom of many desks on many machines.

Writers take turns by an advisory lock that they take before they ask for the revision and that PostgreSQL lets
go of when they commit: so revisions and the log's sequence become visible in their order, and who reads "after
the last I saw" misses nothing. Readers wait for nobody.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import psycopg
from psycopg import errors

from storage.engine import Row, TableShape, row_checksum, table_name
from storage.pg.committing import commit
from storage.pg.connections import Connections, Link
from storage.pg.dialect import PostgresDialect, search_columns
from storage.pg.layout import NUMBER, SCHEMA, SEARCHED, table_sql
from storage.pg.leases import PostgresLeases
from storage.pg.trouble import damaged_row, said_by_postgres, translated
from storage.pg.versions import LOCK, LOCK_SQL, Layout, bring_up, too_new
from storage.pg.waking import Waking
from wireroom.errors import StoreBusy, StoreError

_LONGEST_NAME = 63

_HOLDER = f"""
SELECT coalesce(nullif(held.application_name, ''), held.usename::text)
FROM pg_locks AS lock JOIN pg_stat_activity AS held ON held.pid = lock.pid
WHERE lock.locktype = 'advisory' AND lock.granted AND lock.classid = {LOCK[0]} AND lock.objid = {LOCK[1]}
AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@dataclass(slots=True)
class _Write:
    """A write under way: its connection, the number of its transaction, and PostgreSQL's own id of it."""

    link: Link
    number: int
    xid: str
    changed: bool = False


class _Own(threading.local):
    """What one thread has open."""

    write: _Write | None = None
    snapshot: Link | None = None


class PostgresEngine:
    """Rows in one PostgreSQL database, all in its schema ``wireroom``.

    ``address`` is what libpq takes: ``postgresql://user@host/database``. ``layout`` says which tables
    a store has from the start; others are made when they are first written to. ``patience`` is how many seconds a writer waits for its turn, and a reader for a server that is
    being started again.
    """

    def __init__(self, address: str, *, layout: Layout | None = None, patience: float = 5.0) -> None:
        self.dialect = PostgresDialect()
        self._layout = layout or Layout()
        self._shapes = self._layout.shapes
        self._patience = patience
        self._turn = threading.Lock()
        self._own = _Own()
        self._connections = Connections(address, patience=patience)
        self._leases = PostgresLeases(self._connections)
        self._waking = Waking(self._connections, self.revision)
        try:
            with said_by_postgres(self.where), self._connections.one() as link:
                bring_up(link, self._layout, self.where)
        except BaseException:
            self.close()
            raise

    @property
    def where(self) -> str:
        """The store's name for people."""
        return self._connections.where

    @property
    def connections(self) -> Connections:
        """The way to the database, for what is not a document."""
        return self._connections

    # reading

    def select(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a question: inside a write or a snapshot on its connection, else on any."""
        native = _native(sql)
        with said_by_postgres(self.where):
            link = self._own.write.link if self._own.write else self._own.snapshot
            if link is not None:
                return link.execute(native, parameters).fetchall()

            def ask() -> list[tuple[Any, ...]]:
                with self._connections.one() as any_link:
                    return any_link.execute(native, parameters).fetchall()

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

    def wait(self, since: int, seconds: float) -> int:
        """The revision as soon as it is not ``since``, or after so many seconds as it is."""
        return self._waking.wait(since, seconds)

    def leases(self) -> PostgresLeases:
        """Where short-lived claims are kept."""
        return self._leases

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

    # writing

    @contextmanager
    def write(self) -> Iterator[int]:
        """A write, whole or nothing; joins the one this thread has open."""
        if self._own.write is not None:
            yield self._own.write.number
            return
        if not self._turn.acquire(timeout=self._patience):
            raise StoreBusy(
                "Another part of this desk has been writing for too long.", next_step="Try again in a moment."
            )
        try:
            write = self._begin()
            self._own.write = write
            try:
                yield write.number
            except BaseException:
                self._abandon(write.link)
                raise
            finally:
                self._own.write = None
            if write.changed:
                commit(self._connections, write.link, write.number, write.xid)
            else:
                self._abandon(write.link)
        finally:
            self._turn.release()

    def _begin(self) -> _Write:
        """Take the turn among all desks, then learn where the store stands."""
        try:
            return self._connections.again(self._take_turn)
        except errors.LockNotAvailable as error:
            raise self._busy() from error
        except (psycopg.Error, psycopg.errors.Error) as error:
            raise translated(self.where, error) from error

    def _take_turn(self) -> _Write:
        link = self._connections.take()
        try:
            with link.pipeline():
                link.execute("BEGIN")
                link.execute(LOCK_SQL)
                stands = link.execute("SELECT name, value FROM wireroom")
                own = link.execute("SELECT pg_current_xact_id()::text")
            found: dict[str, int] = dict(stands.fetchall())
            xid = str(own.fetchall()[0][0])
        except BaseException:
            self._abandon(link)
            raise
        if found["version"] != self._layout.version:
            self._abandon(link)
            raise too_new(self.where)
        return _Write(link, int(found["revision"]) + 1, xid)

    def _busy(self) -> StoreBusy:
        holders = ", ".join(str(row[0]) for row in self.select(_HOLDER)) or "somebody"
        return StoreBusy(
            f"{holders} has been writing to {self.where} for more than {self._patience:g} seconds.",
            next_step="Try again in a moment.",
        )

    def _writing(self) -> _Write:
        if self._own.write is None:
            raise StoreError("This can only be done inside a write.", next_step="Open one first.")
        self._own.write.changed = True
        return self._own.write

    def _do(self, statement: str, parameters: Sequence[Any] = ()) -> int:
        with said_by_postgres(self.where):
            return self._writing().link.execute(_native(statement), parameters).rowcount

    def ensure_table(self, shape: TableShape) -> None:
        """Make the table if it is not there."""
        if not self._is_there(shape):
            for statement in table_sql(shape):
                self._do(statement)

    def drop_table(self, shape: TableShape) -> None:
        """Remove the table, or empty one that every newsroom has, if it is there."""
        if shape.append_only:
            raise StoreError(
                f"The table {shape.name} is append-only.", next_step="Start another store instead."
            )
        if shape.name in self._shapes:
            self.empty(shape)
        else:
            self._do(f"DROP TABLE IF EXISTS {shape.sql_name}")

    def empty(self, shape: TableShape) -> None:
        """Remove all rows."""
        self._do(f"DELETE FROM {shape.sql_name}")

    def put(self, shape: TableShape, documents: Iterable[tuple[str, bytes]]) -> None:
        """Write rows, new or in place of those with the same id."""
        write = self._writing()
        rows = [
            (
                row_id,
                write.number,
                row_checksum(row_id, write.number, body),
                body.decode(),
                *search_columns(shape.name, body),
            )
            for row_id, body in documents
        ]
        with said_by_postgres(self.where):
            if len(rows) == 1:
                write.link.execute(_put_sql(shape.sql_name, shape.name), rows[0])
            elif rows:
                with write.link.cursor() as cursor:
                    cursor.executemany(_put_sql(shape.sql_name, shape.name), rows)

    def delete(self, shape: TableShape, ids: Iterable[str]) -> int:
        """Remove rows; returns how many were there."""
        return self._do(f"DELETE FROM {shape.sql_name} WHERE id = ANY(?::text[])", (list(ids),))

    def close(self) -> None:
        """Close every connection."""
        self._waking.close()
        self._connections.close()


@lru_cache(maxsize=1024)
def _native(sql: str) -> str:
    """SQL of the shared questions with psycopg's own marks for parameters."""
    return sql.replace("%", "%%").replace("?", "%s")


@lru_cache(maxsize=1024)
def _put_sql(table: str, name: str) -> str:
    searched = SEARCHED.get(name, ())
    names = ", ".join(("place", "id", "rev", "checksum", "body", *(name for name, _, _ in searched)))
    given = ", ".join(
        "array_to_tsvector(%s::text[])" if kind == "tsvector" else "%s::text[]" for _, kind, _ in searched
    )
    changed = ", ".join(
        f"{name} = excluded.{name}"
        for name in ("rev", "checksum", "body", *(name for name, _, _ in searched))
    )
    return (
        f"INSERT INTO {table}({names}) VALUES ((SELECT coalesce(max(place), 0) + 1 FROM {table}), "
        f"%s, %s, %s, %s::json{', ' if given else ''}{given}) ON CONFLICT (id) DO UPDATE SET {changed}"
    )
