"""How one SQLite file is asked, by any thread, and no reader waits for a writer."""

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from storage.aids import bring_functions
from storage.checksums import row_checksum
from storage.codec import listed
from storage.ends import Ends, end_of
from storage.engine import Row, TableShape, table_name
from storage.fileform import set_up
from storage.migrations import Layout
from storage.sqlite_dialect import SQLiteDialect
from storage.trouble import closed_if_it_fails, damaged_row, said_by_sqlite
from wireroom.errors import StoreError

#: What is in the write-ahead log for so long has been seen by everybody.
_SEEN_SECONDS = 3


class SQLiteAsking:
    """Connections to a file and the questions put to them: on the writer's inside a write, else on a reader's."""

    def __init__(self, path: Path, layout: Layout, patience: float) -> None:
        self.dialect = SQLiteDialect(self.select)
        self._path = path
        self._log = path.with_name(f"{path.name}-wal")
        self._saying = said_by_sqlite(path)
        self._layout = layout
        self._shapes = layout.shapes
        self._patience = patience
        self._closed = False
        self._holder: int | None = None
        self._there: set[str] = set()  # tables that writes have seen since another desk wrote
        self._idle: list[sqlite3.Connection] = []
        self._own = threading.local()
        self._writer = self._connect()

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def _address(self) -> tuple[str, bool]:
        """What SQLite is given to open, and whether that is a URI."""
        return str(self._path), False

    def _connect(self) -> sqlite3.Connection:
        with self._saying:
            address, uri = self._address()
            connection = sqlite3.connect(
                address,
                uri=uri,
                timeout=self._patience,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=256,
            )
            with closed_if_it_fails(connection):
                set_up(connection)
                connection.execute("PRAGMA trusted_schema = ON")  # its views call functions of this program
                bring_functions(connection)
        return connection

    @property
    def _inside_write(self) -> bool:
        return self._holder == threading.get_ident()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """The connection of this thread's write or snapshot, else one for the length of the block."""
        held = self._held()
        if held is not None:
            yield held
            return
        connection = self._borrowed()
        try:
            yield connection
        finally:
            self._give_back(connection)

    def _held(self) -> sqlite3.Connection | None:
        """The connection of this thread's write or snapshot, if it is in one."""
        if self._closed:
            raise self._shut()
        return self._writer if self._inside_write else getattr(self._own, "held", None)

    def _borrowed(self) -> sqlite3.Connection:
        return self._idle.pop() if self._idle else self._connect_reader()

    def _give_back(self, connection: sqlite3.Connection) -> None:
        self._idle.append(connection)
        if self._closed:
            self._close_idle()

    def _connect_reader(self) -> sqlite3.Connection:
        connection = self._connect()
        with closed_if_it_fails(connection):
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
        held = self._held()
        connection = held or self._borrowed()
        try:
            with self._saying:
                return connection.execute(sql, parameters).fetchall()
        finally:
            if held is None:
                self._give_back(connection)

    def rows(self, shape: TableShape, clause: str = "", parameters: Sequence[Any] = ()) -> list[Row]:
        """Verified rows of a table, in the order the clause asks for, else in order of insertion."""
        table = shape.sql_name
        try:
            found = self.select(
                f"SELECT {table}.place, {table}.id, {table}.rev, CAST({table}.body AS BLOB), {table}.checksum "
                f"FROM {table} {clause or 'ORDER BY place'}",
                parameters,
            )
        except StoreError:
            if self._is_there(shape):
                raise
            return []
        return [self._verified(shape, *row) for row in found]

    def rows_of(self, shape: TableShape, ids: Sequence[str]) -> list[Row]:
        """Those of the rows that are there, in order of insertion."""
        among = "IN (SELECT value FROM json_each(?))"
        if shape.scattered:
            found = Ends(shape.name).places(f"ending {among}")
            ends = listed(end_of(row_id) for row_id in ids)
            wanted = set(ids)
            rows = self.rows(shape, f"WHERE place IN ({found}) ORDER BY place", (ends, ends))
            return [row for row in rows if row.id in wanted]
        if len(ids) == 1:
            return self.rows(shape, "WHERE id = ?", ids)
        return self.rows(shape, f"WHERE id {among} ORDER BY place", (listed(ids),))

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
        with self._reading() as connection, self._saying:
            return self._revision(connection)

    def stamp(self) -> object | None:
        """When the write-ahead log was last written, and how long it is.

        What was written lately is no stamp: its transaction is seen by others only after the disk has it, and that takes
        a second at times.
        """
        try:
            log = self._log.stat()
        except FileNotFoundError:
            return None
        written = log.st_mtime_ns
        return None if time.time_ns() - written < _SEEN_SECONDS * 1e9 else (written, log.st_size)

    def _revision(self, connection: sqlite3.Connection) -> int:
        found = connection.execute("SELECT value FROM wireroom WHERE name = 'revision'").fetchone()
        if found is None or not isinstance(found[0], int):
            raise damaged_row(self._path, "wireroom", "revision")
        return found[0]

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

    def _close_idle(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def _shut(self) -> StoreError:
        return StoreError(f"The store {self._path} is closed.", next_step="Open it again.")
