"""The embedded engine: one SQLite file, written by one desk at a time and read by all.

Write-ahead log and ``synchronous=FULL``: what a write acknowledged is on the disk. Readers have connections of
their own and are never kept waiting by a writer.
"""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from storage import reserve
from storage.engine import RawRow, Roles, TableShape
from storage.fileform import APPLICATION_ID, LOG_KEPT, LOG_PAGES
from storage.guard import check_identity, look_before_opening, refuse_newer
from storage.layout import store_sql, table_sql
from storage.migrations import Layout, backup_name
from storage.soundness import faults_of
from storage.sqlite_leases import FileLeases
from storage.sqlite_writing import SQLiteWriting
from storage.trouble import damaged_row, said_by_sqlite
from wireroom.errors import StoreBusy, StoreError, StoreFull, StoreTooNew

#: Pages, in KiB, that the writing connection keeps: a round with news reads and changes as many.
_KEPT = 4_000

#: Seconds between two looks for another desk's act.
_LOOK_EVERY = 0.05


class SQLiteEngine(SQLiteWriting):
    """Rows in one SQLite file.

    ``layout`` says which tables a store has from the start; others are made when they are first written to.
    ``patience`` is how many seconds a writer waits for its turn.
    """

    def __init__(self, path: Path, *, layout: Layout | None = None, patience: float = 5.0) -> None:
        look_before_opening(path)
        try:
            self._open(path, layout or Layout(), patience)
        except StoreFull:
            if not reserve.give_up(path):
                raise
            self._open(path, layout or Layout(), patience)
        else:
            reserve.keep(path)

    def _open(self, path: Path, layout: Layout, patience: float) -> None:
        super().__init__(path, layout, patience)
        self._leases = FileLeases(path.with_name(f"{path.name}-desks"), patience=patience)
        try:
            self._prepare()
            self._writer.execute("PRAGMA busy_timeout = 0")  # from now on it waits in the gate
        except BaseException:
            self._let_go()
            raise

    def _prepare(self) -> None:
        with said_by_sqlite(self._path):
            version = check_identity(self._writer, self._path, self._layout.version)
            if version == 0:
                self._writer.execute("PRAGMA auto_vacuum = INCREMENTAL")
            self._writer.execute("PRAGMA journal_mode = WAL")
            self._writer.execute(f"PRAGMA journal_size_limit = {LOG_KEPT}")
            self._writer.execute(f"PRAGMA cache_spill = {LOG_PAGES}")
            self._writer.execute(f"PRAGMA cache_size = -{_KEPT}")
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
                # what desks that are open look at before they write: see SQLiteWriting
                self._writer.execute("UPDATE wireroom SET value = value + 1 WHERE name = 'revision'")
            for shape in self._missing_shapes():
                self._run(table_sql(shape))
            self._writer.execute(f"PRAGMA user_version = {self._layout.version}")
            self._writer.execute("COMMIT")
        except BaseException:
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
            raise

    def wait(self, since: int, seconds: float) -> int:
        """The revision as soon as it is not ``since``, or after so many seconds as it is."""
        until = time.monotonic() + seconds
        while (revision := self.revision()) == since and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _LOOK_EVERY))
        return revision

    def barred(self) -> str:
        """Why this store may only be read from here: a newer Wireroom has moved the file on."""
        ((version,),) = self.select("PRAGMA user_version")
        try:
            refuse_newer(self._path, version, self._layout.version)
        except StoreTooNew as refused:
            return str(refused)
        return ""

    def signature(self) -> str:
        """A file doesn't know who opens it."""
        return ""

    def logins(self, shape: TableShape, places: Sequence[int]) -> dict[int, str]:  # noqa: ARG002 - the engine's
        """A file doesn't know who opened it."""
        return {}

    def roles(self) -> Roles:
        """Refuse: whoever may write a file may do everything in it."""
        raise StoreError(
            f"{self._path} is a file: whoever may write it may do everything.",
            next_step="Roles need a newsroom in PostgreSQL: --store postgresql://...",
        )

    def leases(self) -> FileLeases:
        """Where short-lived claims are kept: in a file beside the store."""
        return self._leases

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
        try:
            with said_by_sqlite(target), closing(sqlite3.connect(part, isolation_level=None)) as copy:
                self._copy_into(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)

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

    def ease(self) -> None:
        """Drop the pages of the file that connections keep in memory."""
        with self._reading() as reader, self._saying:
            reader.execute("PRAGMA shrink_memory")
        if self._turns.take(self._patience):
            try:
                self._turns.settle(self._commit)
                self._writer.execute("PRAGMA shrink_memory")
            finally:
                self._turns.pass_on()

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
            self._let_go()
        finally:
            self._turns.pass_on()

    def _let_go(self) -> None:
        self._closed = True
        self._leases.close()
        self._close_idle()
        self._writer.close()
        self._gate.close()


def _raw(place: int, row_id: Any, rev: Any, body: Any, checksum: Any) -> RawRow:
    """A row as it lies; what damage has made of another type fails the checksum."""
    name = row_id.decode(errors="replace") if isinstance(row_id, bytes) else ""
    whole = isinstance(rev, int) and isinstance(body, bytes) and isinstance(checksum, int)
    return RawRow(place, name, rev, body, checksum) if whole else RawRow(place, name, 0, b"", -1)
