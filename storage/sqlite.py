"""The embedded engine: one SQLite file, written by one desk at a time and read by all.

Write-ahead log and ``synchronous=FULL``: what a write acknowledged is on the disk. Readers have connections of
their own and are never kept waiting by a writer.
"""

import json
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from storage.aids import AIDS, Kept, drop_aids, empty_aids, write_aids
from storage.engine import RawRow, Row, TableShape, row_checksum, table_name
from storage.guard import APPLICATION_ID, check_identity, look_before_opening, refuse_newer
from storage.layout import statements, store_sql, table_sql
from storage.migrations import Layout, backup_name
from storage.soundness import faults_of
from storage.sqlite_dialect import SQLiteDialect
from storage.sqlite_leases import FileLeases
from storage.trouble import damaged_row, said_by_sqlite
from storage.turns import Turns
from wireroom.errors import StoreBusy, StoreError

#: Seconds between two looks for another desk's act.
_LOOK_EVERY = 0.05

#: Bytes a write-ahead log keeps on the disk once its content is in the file.
_LOG_KEPT = 16 * 2**20


class SQLiteEngine:
    """Rows in one SQLite file.

    ``layout`` says which tables a store has from the start; others are made when they are first written to.
    ``patience`` is how many seconds a writer waits for its turn.
    """

    def __init__(self, path: Path, *, layout: Layout | None = None, patience: float = 5.0) -> None:
        self.dialect = SQLiteDialect(self.select)
        self._path = path
        self._layout = layout or Layout()
        self._shapes = self._layout.shapes
        self._patience = patience
        self._closed = False
        self._turns = Turns()
        self._holder: int | None = None
        self._number = 0
        self._there: set[str] = set()  # tables that the write under way has seen
        self._idle: list[sqlite3.Connection] = []
        self._own = threading.local()
        self._leases = FileLeases(path.with_name(f"{path.name}-desks"), patience=patience)
        look_before_opening(path)
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

    @property
    def queued(self) -> int:
        """How many threads of this process wait for their turn to write."""
        return self._turns.queued

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
            connection.execute("PRAGMA fullfsync = ON")  # where a plain fsync stops at the disk's own cache
            connection.execute("PRAGMA temp_store = MEMORY")
        return connection

    def _prepare(self) -> None:
        with said_by_sqlite(self._path):
            version = check_identity(self._writer, self._path, self._layout.version)
            if version == 0:
                self._writer.execute("PRAGMA auto_vacuum = INCREMENTAL")
            self._writer.execute("PRAGMA journal_mode = WAL")
            self._writer.execute(f"PRAGMA journal_size_limit = {_LOG_KEPT}")
            if 0 < version < self._layout.version:
                self.backup(backup_name(self._path, self._layout.version - 1))
            if version < self._layout.version or self._missing_shapes():
                self._lay_out()

    def _missing_shapes(self) -> list[TableShape]:
        there = {
            name for (name,) in self._writer.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        return [shape for shape in self._shapes.values() if shape.sql_name.strip('"') not in there]

    def _lay_out(self) -> None:
        """Bring the file to the present layout, whole or not at all; another desk may have done it meanwhile."""
        self._writer.execute("BEGIN IMMEDIATE")
        try:
            version = check_identity(self._writer, self._path, self._layout.version)
            if version == 0:
                self._run(store_sql())
                self._writer.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            else:
                for step in self._layout.steps_from(version):
                    step.apply(self._writer)
            for shape in self._missing_shapes():
                self._run(table_sql(shape))
            self._writer.execute(f"PRAGMA user_version = {self._layout.version}")
            self._writer.execute("COMMIT")
        except BaseException:
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
            raise

    def _run(self, script: str) -> None:
        for statement in statements(script):
            self._writer.execute(statement)

    # reading

    @property
    def _inside_write(self) -> bool:
        return self._holder == threading.get_ident()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """The connection of this thread's write or snapshot, else one for the length of the block."""
        if self._closed:
            raise self._shut()
        held: sqlite3.Connection | None = (
            self._writer if self._inside_write else getattr(self._own, "held", None)
        )
        if held is not None:
            yield held
            return
        connection = self._idle.pop() if self._idle else self._connect_reader()
        try:
            yield connection
        finally:
            self._idle.append(connection)
            if self._closed:
                self._close_idle()

    def _connect_reader(self) -> sqlite3.Connection:
        connection = self._connect()
        connection.execute("PRAGMA query_only = ON")
        return connection

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Questions inside the block all see one moment of the store."""
        with self._reading() as connection:
            if connection.in_transaction:
                yield
                return
            connection.execute("BEGIN")
            self._own.held = connection
            try:
                yield
            finally:
                self._own.held = None
                connection.execute("ROLLBACK")

    def select(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a question."""
        with self._reading() as connection, said_by_sqlite(self._path):
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

    def _verified(
        self, shape: TableShape, place: int, row_id: str, rev: int, body: bytes, checksum: int
    ) -> Row:
        """The row, once it is sure that it is as it was written; damage can change the very types."""
        typed = type(place) is int and type(row_id) is str and type(rev) is int and type(body) is bytes
        if not typed or row_checksum(row_id, rev, body) != checksum:
            raise damaged_row(self._path, shape.name, str(row_id))
        return Row(place, row_id, rev, body)

    def count(self, shape: TableShape) -> int:
        """How many rows a table has."""
        if not self._is_there(shape):
            return 0
        return int(self.select(f"SELECT count(*) FROM {shape.sql_name}")[0][0])

    def highest_number(self, shape: TableShape) -> int:
        """The highest id read as a number; 0 in an empty table."""
        if not self._is_there(shape):
            return 0
        return int(self.select(f"SELECT coalesce(max(CAST(id AS INTEGER)), 0) FROM {shape.sql_name}")[0][0])

    def revision(self) -> int:
        """The number of the last committed transaction."""
        found = self.select("SELECT value FROM wireroom WHERE name = 'revision'")
        if not found or not isinstance(found[0][0], int):
            raise damaged_row(self._path, "wireroom", "revision")
        return found[0][0]

    def wait(self, since: int, seconds: float) -> int:
        """The revision as soon as it is not ``since``, or after so many seconds as it is."""
        until = time.monotonic() + seconds
        while (revision := self.revision()) == since and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _LOOK_EVERY))
        return revision

    def leases(self) -> FileLeases:
        """Where short-lived claims are kept: in a file beside the store."""
        return self._leases

    def shape(self, name: str) -> TableShape:
        """How the table of this name is laid out: as the layout says, else plain."""
        return self._shapes.get(name) or TableShape(name, numbered=True)

    def table_names(self) -> list[str]:
        """Tables of documents, in the order they were made."""
        found = self.select("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
        names = [table_name(bare) for (bare,) in found]
        return [name for name in names if name is not None]

    def _is_there(self, shape: TableShape) -> bool:
        if shape.name in self._shapes or (self._inside_write and shape.name in self._there):
            return True
        found = bool(self.select("SELECT 1 FROM sqlite_master WHERE name = ?", (shape.sql_name.strip('"'),)))
        if found and self._inside_write:
            self._there.add(shape.name)
        return found

    # writing

    @contextmanager
    def write(self) -> Iterator[int]:
        """A write, whole or nothing; inside another one of this thread, a part of it that can fail by itself."""
        if self._inside_write:
            with self._part_of_write():
                yield self._number
            return
        if not self._turns.take(self._patience):
            raise StoreBusy(
                f"Another part of this program has been writing to {self._path} for {self._patience:g} seconds.",
                next_step="Try again in a moment.",
            )
        wrote = False
        try:
            joined = self._begin()
            self._holder = threading.get_ident()
            self._there.clear()
            try:
                before = self._writer.total_changes
                self._number = self.revision() + 1
                yield self._number
                wrote = self._writer.total_changes != before
                self._finish(joined=joined, wrote=wrote)
            except BaseException as error:
                wrote = False
                self._undo(error, joined=joined)
                raise
            finally:
                self._holder = None
        finally:
            self._turns.end(self._commit, wrote=wrote)

    @contextmanager
    def _part_of_write(self) -> Iterator[None]:
        self._writer.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK TO part")
                self._there.clear()
            raise
        finally:
            if self._writer.in_transaction:
                self._writer.execute("RELEASE part")

    def _begin(self) -> bool:
        """Join the open group (True), or begin a transaction for a new one."""
        if self._closed:
            raise self._shut()
        with said_by_sqlite(self._path):
            if self._turns.group is not None:
                self._writer.execute("SAVEPOINT turn")
                return True
            self._writer.execute("BEGIN IMMEDIATE")
        try:
            with said_by_sqlite(self._path):
                version = int(self._writer.execute("PRAGMA user_version").fetchone()[0])
            refuse_newer(self._path, version, self._layout.version)
        except BaseException:
            self._writer.execute("ROLLBACK")
            raise
        self._turns.open_group()
        return False

    def _finish(self, *, joined: bool, wrote: bool) -> None:
        with said_by_sqlite(self._path):
            if wrote:
                self._writer.execute("UPDATE wireroom SET value = ? WHERE name = 'revision'", (self._number,))
            if joined:
                self._writer.execute("RELEASE turn")

    def _undo(self, error: BaseException, *, joined: bool) -> None:
        """Take back what this turn wrote; what others of its group wrote stays."""
        if joined and self._writer.in_transaction:
            self._writer.execute("ROLLBACK TO turn")
            self._writer.execute("RELEASE turn")
            return
        if self._writer.in_transaction:
            self._writer.execute("ROLLBACK")
        self._turns.drop_group(
            error
        )  # nothing of the group is left: SQLite gave it up, or it was this turn's alone

    def _commit(self) -> None:
        try:
            with said_by_sqlite(self._path):
                self._writer.execute("COMMIT")
        except BaseException:
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
            raise

    def ensure_table(self, shape: TableShape) -> None:
        """Make the table if it is not there."""
        if self._is_there(shape):
            return
        with said_by_sqlite(self._path):
            self._run(table_sql(shape))

    def drop_table(self, shape: TableShape) -> None:
        """Remove the table if it is there; one of the layout is emptied."""
        if not self._is_there(shape):
            return
        if shape.name in self._shapes:
            self.empty(shape)
            return
        with said_by_sqlite(self._path):
            self._writer.execute(f"DROP TABLE {shape.sql_name}")
        self._there.discard(shape.name)

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

    def restore(self, shape: TableShape, rows: Iterable[Row]) -> None:
        """Write rows just as they are, place and rev included, into an empty table."""
        written = list(rows)
        with said_by_sqlite(self._path):
            self._writer.executemany(
                f"INSERT INTO {shape.sql_name}(place, id, rev, checksum, body) "
                "VALUES (?, ?, ?, ?, CAST(? AS TEXT))",
                (
                    (row.place, row.id, row.rev, row_checksum(row.id, row.rev, row.body), row.body)
                    for row in written
                ),
            )
            if shape.name in AIDS:
                write_aids(
                    self._writer, shape.name, {}, [Kept(row.place, row.id, row.body) for row in written]
                )

    def set_revision(self, revision: int) -> None:
        """Go on counting transactions from here, whatever this write's own number is."""
        self._number = revision

    # keeping house

    def unverified(self, shape: TableShape, after: int, limit: int) -> list[RawRow]:
        """Rows from beyond a place on, as they lie."""
        found = self.select(
            f"SELECT place, CAST(id AS BLOB), rev, CAST(body AS BLOB), checksum FROM {shape.sql_name} "
            "WHERE place > ? ORDER BY place LIMIT ?",
            (after, limit),
        )
        if not all(type(row[0]) is int and row[0] > after for row in found):
            raise damaged_row(self._path, shape.name, f"after place {after}")
        return [_raw(*row) for row in found]

    def faults(self) -> Iterator[str]:
        """What is wrong with pages, layout, columns and search aids."""
        with said_by_sqlite(self._path), closing(self._connect()) as connection:
            yield from faults_of(connection, self._shapes.values())

    def backup(self, target: Path) -> None:
        """Copy the store as it stands at one moment into a new file, while desks go on writing."""
        if target.exists():
            raise StoreError(f"{target} is already there.", next_step="Name a file that does not exist yet.")
        part = target.with_name(f"{target.name}.part")
        part.unlink(missing_ok=True)
        with said_by_sqlite(target), closing(sqlite3.connect(part, isolation_level=None)) as copy:
            self._copy_into(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        part.replace(target)

    def _copy_into(self, copy: sqlite3.Connection) -> None:
        """One read transaction for the whole copy: no writer is kept waiting, none makes it start again."""
        with closing(self._connect()) as source:
            source.execute("BEGIN")
            source.backup(copy)

    def return_space(self, pages: int = 2_000) -> int:
        """Give pages that hold nothing any more back to the file system; returns how many are left to give.

        As a script: Python steps a pragma without columns once only, which would give back a single page.
        """
        with said_by_sqlite(self._path), closing(self._connect()) as connection:
            connection.executescript(f"PRAGMA incremental_vacuum({int(pages)})")
            return int(connection.execute("PRAGMA freelist_count").fetchone()[0])

    def close(self) -> None:
        """Close every connection; the last one to close empties the write-ahead log into the file."""
        if self._closed:
            return
        if not self._turns.take(self._patience):
            raise StoreBusy(
                f"{self._path} is still being written to.", next_step="Close it again in a moment."
            )
        try:
            self._turns.settle(self._commit)
            self._closed = True
            self._leases.close()
            self._close_idle()
            self._writer.close()
        finally:
            self._turns.pass_on()

    def _close_idle(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def _shut(self) -> StoreError:
        return StoreError(f"The store {self._path} is closed.", next_step="Open it again.")


def _raw(place: int, row_id: Any, rev: Any, body: Any, checksum: Any) -> RawRow:
    """A row as it lies; what damage has made of another type fails the checksum."""
    name = row_id.decode(errors="replace") if isinstance(row_id, bytes) else ""
    whole = isinstance(rev, int) and isinstance(body, bytes) and isinstance(checksum, int)
    return RawRow(place, name, rev, body, checksum) if whole else RawRow(place, name, 0, b"", -1)
