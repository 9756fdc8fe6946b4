"""How one SQLite file is written: one writer at a time, each write whole or nothing and durable when it returns."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from storage.aids import Kept, drop_aids, empty_aids, write_aids
from storage.checksums import row_checksum
from storage.engine import Row, TableShape
from storage.fulltext import FullText
from storage.gate import Gate, begins
from storage.guard import refuse_newer
from storage.layout import statements, table_sql
from storage.migrations import Layout
from storage.sqlite_asking import SQLiteAsking
from storage.trouble import busy
from storage.turns import Turns
from wireroom.errors import StoreBusy

#: Milliseconds in which most readers are done with what they began.
_READERS_END = 200


class SQLiteWriting(SQLiteAsking):
    """Writes that take turns, inside this process by a queue and between processes by SQLite's lock."""

    def __init__(self, path: Path, layout: Layout, patience: float) -> None:
        super().__init__(path, layout, patience)
        self._turns = Turns()
        self._gate = Gate(path)
        self._number = 0
        self._own_last = -1  # the revision that this desk wrote last
        self._leaving: dict[str, TableShape] = {}  # tables whose earlier words have to leave with this write
        self._purging = False  # whether the write-ahead log still has to be emptied

    @property
    def queued(self) -> int:
        """How many threads of this process wait for their turn to write."""
        return self._turns.queued

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
            try:
                before = self._writer.total_changes
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
            self._there.clear()
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK TO part")
            raise
        finally:
            if self._writer.in_transaction:
                self._writer.execute("RELEASE part")

    def _begin(self) -> bool:
        """Join the open group (True), or begin a transaction for a new one."""
        if self._closed:
            raise self._shut()
        writer, joined = self._writer, self._turns.group is not None
        with self._saying:
            if joined:
                writer.execute("SAVEPOINT turn")
                self._number = self._revision(writer) + 1
                return True
            if not self._gate.pass_through(lambda: begins(writer), self._patience):
                raise busy(self._path)
            try:
                revision = self._revision(writer)
                self._number = revision + 1
                if revision != self._own_last:
                    self._look_around()
            except BaseException:
                writer.execute("ROLLBACK")
                raise
        self._turns.open_group()
        return False

    def _look_around(self) -> None:
        """See what another desk has done to the file: a newer Wireroom may have moved it on, and the revision with it."""
        self._there.clear()
        version = int(self._writer.execute("PRAGMA user_version").fetchone()[0])
        refuse_newer(self._path, version, self._layout.version)

    def _finish(self, *, joined: bool, wrote: bool) -> None:
        with self._saying:
            if self._leaving:
                self._let_leave()
            if wrote:
                self._writer.execute("UPDATE wireroom SET value = ? WHERE name = 'revision'", (self._number,))
                self._own_last = self._number
            if joined:
                self._writer.execute("RELEASE turn")

    def _undo(self, error: BaseException, *, joined: bool) -> None:
        """Take back what this turn wrote; what others of its group wrote stays."""
        self._own_last = -1
        self._leaving = {}
        self._there.clear()
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
            with self._saying:
                self._writer.execute("COMMIT")
        except BaseException:
            self._own_last = -1
            self._there.clear()
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
            raise
        if self._purging:
            self._empty_log()

    def _let_leave(self) -> None:
        leaving, self._leaving = self._leaving, {}
        for shape in leaving.values():
            if shape.searched:
                FullText(shape.name).rebuild(self._writer)
        self._purging = True

    def _empty_log(self) -> None:
        """Bring the write-ahead log into the file and cut it off; where that can't be now, the next commit tries."""
        with suppress(sqlite3.Error):
            self._writer.execute(f"PRAGMA busy_timeout = {_READERS_END}")
            ((held, _, _),) = self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            self._purging = bool(held)
        self._writer.execute("PRAGMA busy_timeout = 0")

    def ensure_table(self, shape: TableShape) -> None:
        """Make the table if it is not there."""
        if self._is_there(shape):
            return
        with self._saying:
            self._run(table_sql(shape))

    def drop_table(self, shape: TableShape) -> None:
        """Remove the table if it is there; one of the layout is emptied."""
        if not self._is_there(shape):
            return
        if shape.name in self._shapes:
            self.empty(shape)
            return
        with self._saying:
            self._writer.execute(f"DROP TABLE {shape.sql_name}")
        self._there.discard(shape.name)

    def empty(self, shape: TableShape) -> None:
        """Remove all rows."""
        with self._saying:
            self._writer.execute(f"DELETE FROM {shape.sql_name}")
            if shape.searched:
                empty_aids(self._writer, shape.name)

    def add(self, shape: TableShape, row_id: str, body: bytes) -> bool:
        """Write a new row, unless there is one with this id; says whether it did."""
        if shape.searched:
            there = bool(self.rows_of(shape, (row_id,)))
            if not there:
                self._put_with_aids(shape, {row_id: body}, ())
            return not there
        number = self._number
        with self._saying:
            cursor = self._writer.execute(
                f"INSERT INTO {shape.sql_name}(id, rev, checksum, body) VALUES (?, ?, ?, CAST(? AS TEXT)) "
                "ON CONFLICT(id) DO NOTHING",
                (row_id, number, row_checksum(row_id, number, body), body),
            )
        return cursor.rowcount == 1

    def put(
        self,
        shape: TableShape,
        documents: Iterable[tuple[str, bytes]],
        standing: Sequence[Row] | None = None,
    ) -> None:
        """Write rows, new or in place of those with the same id."""
        written = dict(documents)
        if shape.searched:
            standing = self.rows_of(shape, list(written)) if standing is None else standing
            self._put_with_aids(shape, written, standing)
            return
        table, number = shape.sql_name, self._number
        rows = {
            row_id: (number, row_checksum(row_id, number, body), body) for row_id, body in written.items()
        }
        known = [(*rows.pop(row.id), row.place) for row in standing or () if row.id in rows]
        with self._saying:
            self._writer.executemany(
                f"UPDATE {table} SET rev = ?, checksum = ?, body = CAST(? AS TEXT) WHERE place = ?", known
            )
            self._writer.executemany(
                f"INSERT INTO {table}(rev, checksum, body, id) VALUES (?, ?, CAST(? AS TEXT), ?) "
                "ON CONFLICT(id) DO UPDATE SET rev = excluded.rev, checksum = excluded.checksum, "
                "body = excluded.body",
                ((*row, row_id) for row_id, row in rows.items()),
            )

    def _put_with_aids(self, shape: TableShape, written: dict[str, bytes], standing: Sequence[Row]) -> None:
        """Write rows whose places the aids have to know; what is new goes to the end, as SQLite would put it."""
        number, table = self._number, shape.sql_name
        before = {row.id: Kept(row.place, row.id, row.body) for row in standing}
        with self._saying:
            (last,) = self._writer.execute(f"SELECT coalesce(max(place), 0) FROM {table}").fetchone()
            new = [
                Kept(place, row_id, written[row_id])
                for place, row_id in enumerate((one for one in written if one not in before), last + 1)
            ]
            changed = [Kept(old.place, old.id, written[old.id]) for old in before.values()]
            self._insert(shape, (Row(row.place, row.id, number, row.body) for row in new))
            self._writer.executemany(
                f"UPDATE {table} SET rev = ?, checksum = ?, body = CAST(? AS TEXT) WHERE place = ?",
                ((number, row_checksum(row.id, number, row.body), row.body, row.place) for row in changed),
            )
            write_aids(self._writer, shape.name, before, [*changed, *new])

    def _insert(self, shape: TableShape, rows: Iterable[Row]) -> None:
        self._writer.executemany(
            f"INSERT INTO {shape.sql_name}(place, id, rev, checksum, body) "
            "VALUES (?, ?, ?, ?, CAST(? AS TEXT))",
            ((row.place, row.id, row.rev, row_checksum(row.id, row.rev, row.body), row.body) for row in rows),
        )

    def delete(self, shape: TableShape, ids: Iterable[str]) -> int:
        """Remove rows; returns how many were there."""
        leaving = list(ids)
        if not shape.searched:
            with self._saying:
                return self._writer.executemany(
                    f"DELETE FROM {shape.sql_name} WHERE id = ?", ((row_id,) for row_id in leaving)
                ).rowcount
        gone = [Kept(row.place, row.id, row.body) for row in self.rows_of(shape, leaving)]
        with self._saying:
            self._writer.executemany(
                f"DELETE FROM {shape.sql_name} WHERE place = ?", ((row.place,) for row in gone)
            )
            drop_aids(self._writer, shape.name, gone)
        return len(gone)

    def purge(self, shape: TableShape) -> None:
        """Let nothing of rows that were changed or removed outlive this write.

        SQLite overwrites rows themselves (``secure_delete``); their words leave the index here, and earlier pages of
        the file leave the write-ahead log after the commit.
        """
        self._leaving[shape.name] = shape

    def restore(self, shape: TableShape, rows: Iterable[Row]) -> None:
        """Write rows just as they are, place and rev included, into an empty table."""
        written = list(rows)
        with self._saying:
            self._insert(shape, written)
            if shape.searched:
                write_aids(
                    self._writer, shape.name, {}, [Kept(row.place, row.id, row.body) for row in written]
                )

    def set_revision(self, revision: int) -> None:
        """Go on counting transactions from here, whatever this write's own number is."""
        self._number = revision

    def _run(self, script: str) -> None:
        for statement in statements(script):
            self._writer.execute(statement)
