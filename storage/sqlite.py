"""The embedded engine: one SQLite file, written by one desk at a time and read by all.

Write-ahead log and ``synchronous=FULL``: what a write acknowledged is on the disk. Every thread reads on a
connection of its own and is never kept waiting by a writer.
"""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from storage.aids import AIDS, Kept, drop_aids, empty_aids, write_aids
from storage.engine import Row, TableShape, row_checksum, table_name
from storage.layout import store_sql, table_sql
from storage.schema import SCHEMA_VERSION
from storage.sqlite_dialect import SQLiteDialect
from storage.trouble import damaged_row, said_by_sqlite
from wireroom.errors import StoreBusy, StoreError

#: Marks a file as a store of this program: "Wire" in ASCII, SQLite's application_id.
APPLICATION_ID = 0x57697265


class SQLiteEngine:
    """Rows in one SQLite file.

    ``shapes`` are the tables a new store is laid out with; others are made when they are first written to.
    ``patience`` is how many seconds a writer waits for its turn.
    """

    def __init__(
        self, path: Path, *, shapes: Mapping[str, TableShape] | None = None, patience: float = 5.0
    ) -> None:
        self.dialect = SQLiteDialect()
        self._path = path
        self._shapes = dict(shapes or {})
        self._patience = patience
        self._closed = False
        self._turn = threading.RLock()
        self._holder: int | None = None
        self._depth = 0
        self._number = 0
        self._own = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._writer = self._connect()
        try:
            self._prepare()
        except BaseException:
            self._writer.close()
            raise

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    # opening

    def _connect(self) -> sqlite3.Connection:
        with said_by_sqlite(self._path):
            connection = sqlite3.connect(
                self._path,
                timeout=self._patience,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=256,
            )
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA temp_store = MEMORY")
        return connection

    def _prepare(self) -> None:
        with said_by_sqlite(self._path):
            self._writer.execute("PRAGMA auto_vacuum = INCREMENTAL")
            self._writer.execute("PRAGMA journal_mode = WAL")
            version = self._writer.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            self._lay_out()

    def _lay_out(self) -> None:
        with said_by_sqlite(self._path):
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                if self._writer.execute("PRAGMA user_version").fetchone()[0] == 0:
                    script = store_sql() + "".join(map(table_sql, self._shapes.values()))
                    for statement in _statements(script):
                        self._writer.execute(statement)
                    self._writer.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                    self._writer.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
                self._writer.execute("COMMIT")
            except BaseException:
                self._writer.execute("ROLLBACK")
                raise

    # reading

    @property
    def _inside_write(self) -> bool:
        return self._holder == threading.get_ident()

    def _connection(self) -> sqlite3.Connection:
        if self._closed:
            raise StoreError(f"The store {self._path} is closed.", next_step="Open it again.")
        if self._inside_write:
            return self._writer
        own: sqlite3.Connection | None = getattr(self._own, "reader", None)
        if own is None:
            own = self._connect()
            own.execute("PRAGMA query_only = ON")
            self._own.reader = own
            self._readers.append(own)
        return own

    def select(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a question on this thread's connection."""
        connection = self._connection()
        with said_by_sqlite(self._path):
            return connection.execute(sql, parameters).fetchall()

    def rows(self, shape: TableShape, clause: str = "", parameters: Sequence[Any] = ()) -> list[Row]:
        """Verified rows of a table, in the order the clause asks for, else in order of insertion."""
        if not self._is_there(shape):
            return []
        table = shape.sql_name
        found = self.select(
            f"SELECT {table}.place, {table}.id, {table}.rev, CAST({table}.body AS BLOB), {table}.checksum "
            f"FROM {table} {clause or 'ORDER BY place'}",
            parameters,
        )
        return [self._verified(shape, *row) for row in found]

    def rows_of(self, shape: TableShape, ids: Sequence[str]) -> list[Row]:
        """Those of the rows that are there, in order of insertion."""
        return self.rows(
            shape, "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY place", (json.dumps(ids),)
        )

    def count(self, shape: TableShape) -> int:
        """How many rows a table has."""
        if not self._is_there(shape):
            return 0
        return int(self.select(f"SELECT count(*) FROM {shape.sql_name}")[0][0])

    def highest_number(self, shape: TableShape) -> int:
        """The highest id read as a number; 0 in an empty table."""
        return int(self.select(f"SELECT coalesce(max(CAST(id AS INTEGER)), 0) FROM {shape.sql_name}")[0][0])

    def _verified(
        self, shape: TableShape, place: int, row_id: str, rev: int, body: bytes, checksum: int
    ) -> Row:
        if row_checksum(row_id, rev, body) != checksum:
            raise damaged_row(self._path, shape.name, row_id)
        return Row(place, row_id, rev, body)

    def _is_there(self, shape: TableShape) -> bool:
        if shape.name in self._shapes:
            return True
        return bool(self.select("SELECT 1 FROM sqlite_master WHERE name = ?", (shape.sql_name.strip('"'),)))

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Questions inside the block all see one moment of the store."""
        connection = self._connection()
        if connection.in_transaction:
            yield
            return
        connection.execute("BEGIN")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")

    def revision(self) -> int:
        """The number of the last committed transaction."""
        found = self.select("SELECT value FROM wireroom WHERE name = 'revision'")
        return int(found[0][0])

    def shape(self, name: str) -> TableShape:
        """How the table of this name is laid out: as the store was told, else plain."""
        return self._shapes.get(name) or TableShape(name, numbered=True)

    def table_names(self) -> list[str]:
        """Tables of documents, in the order they were made."""
        found = self.select("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
        names = [table_name(bare) for (bare,) in found]
        return [name for name in names if name is not None]

    # writing

    @contextmanager
    def write(self) -> Iterator[int]:
        """A write, whole or nothing; joins the one this thread has open."""
        if self._inside_write:
            self._depth += 1
            try:
                yield self._number
            finally:
                self._depth -= 1
            return
        if not self._turn.acquire(timeout=self._patience):
            raise StoreBusy(
                "Another part of this desk has been writing for too long.", next_step="Try again in a moment."
            )
        try:
            with self._transaction() as number:
                yield number
        finally:
            self._turn.release()

    @contextmanager
    def _transaction(self) -> Iterator[int]:
        if self._closed:
            raise StoreError(f"The store {self._path} is closed.", next_step="Open it again.")
        with said_by_sqlite(self._path):
            self._writer.execute("BEGIN IMMEDIATE")
        self._holder = threading.get_ident()
        before = self._writer.total_changes
        try:
            self._number = self.revision() + 1
            yield self._number
            with said_by_sqlite(self._path):
                if self._writer.total_changes != before:
                    self._writer.execute(
                        "UPDATE wireroom SET value = ? WHERE name = 'revision'", (self._number,)
                    )
                self._writer.execute("COMMIT")
        except BaseException:
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
            raise
        finally:
            self._holder = None

    def ensure_table(self, shape: TableShape) -> None:
        """Make the table if it is not there."""
        if self._is_there(shape):
            return
        with said_by_sqlite(self._path):
            for statement in _statements(table_sql(shape)):
                self._writer.execute(statement)

    def drop_table(self, shape: TableShape) -> None:
        """Remove the table, and all search aids with it, if it is there."""
        if shape.append_only:
            raise StoreError(
                f"The table {shape.name} is append-only.", next_step="Start another store instead."
            )
        if not self._is_there(shape):
            return
        if shape.name in self._shapes:
            self.empty(shape)
            return
        with said_by_sqlite(self._path):
            self._writer.execute(f"DROP TABLE {shape.sql_name}")

    def empty(self, shape: TableShape) -> None:
        """Remove all rows."""
        with said_by_sqlite(self._path):
            self._writer.execute(f"DELETE FROM {shape.sql_name}")
            if shape.name in AIDS:
                empty_aids(self._writer, shape.name)

    def put(self, shape: TableShape, documents: Iterable[tuple[str, bytes]]) -> None:
        """Write rows, new or in place of those with the same id."""
        written = dict(documents)
        number = self._number
        before = self._kept(shape, list(written)) if shape.name in AIDS else {}
        with said_by_sqlite(self._path):
            self._writer.executemany(
                f"INSERT INTO {shape.sql_name}(id, rev, checksum, body) VALUES (?, ?, ?, CAST(? AS TEXT)) "
                "ON CONFLICT(id) DO UPDATE SET rev = excluded.rev, checksum = excluded.checksum, "
                "body = excluded.body",
                (
                    (row_id, number, row_checksum(row_id, number, body), body)
                    for row_id, body in written.items()
                ),
            )
            if shape.name in AIDS:
                write_aids(self._writer, shape.name, before, list(self._kept(shape, list(written)).values()))

    def delete(self, shape: TableShape, ids: Iterable[str]) -> int:
        """Remove rows; returns how many were there."""
        leaving = list(ids)
        gone = self._kept(shape, leaving) if shape.name in AIDS else {}
        with said_by_sqlite(self._path):
            cursor = self._writer.executemany(
                f"DELETE FROM {shape.sql_name} WHERE id = ?", ((row_id,) for row_id in leaving)
            )
            if gone:
                drop_aids(self._writer, shape.name, gone.values())
        return cursor.rowcount

    def _kept(self, shape: TableShape, ids: list[str]) -> dict[str, Kept]:
        return {row.id: Kept(row.place, row.id, row.body) for row in self.rows_of(shape, ids)}

    def close(self) -> None:
        """Close every connection; the last one to close empties the write-ahead log into the file."""
        if self._closed:
            return
        with self._turn:
            self._closed = True
            for connection in (*self._readers, self._writer):
                connection.close()
            self._readers.clear()


def _statements(script: str) -> Iterator[str]:
    """The single statements of a script; ``executescript`` would commit the transaction it runs in."""
    statement = ""
    for piece in script.split(";"):
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
