"""The shared engine: rows in PostgreSQL, for a newsroom of many desks on many machines.

Writers take turns by an advisory lock that they take before they ask for the revision and that PostgreSQL lets
go of when they commit: so revisions and the log's sequence become visible in their order, and who reads "after
the last I saw" misses nothing. Readers wait for nobody.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import errors

from storage.engine import Row, TableShape
from storage.pg.committing import commit
from storage.pg.connections import Connections
from storage.pg.layout import LOCK, table_sql
from storage.pg.leases import PostgresLeases
from storage.pg.membership import PostgresRoles
from storage.pg.reading import PostgresReading, Write, native
from storage.pg.soundness import faults_of
from storage.pg.trouble import said_by_postgres, translated
from storage.pg.versions import Layout, bring_up, too_new
from storage.pg.waking import Waking
from storage.pg.writing import put_indexes_on, put_sql, restore_rows, rows_to_put, take_indexes_off
from wireroom.errors import StoreBusy, StoreError

_HOLDER = f"""
SELECT coalesce(nullif(held.application_name, ''), held.usename::text)
FROM pg_locks AS lock JOIN pg_stat_activity AS held ON held.pid = lock.pid
WHERE lock.locktype = 'advisory' AND lock.granted AND lock.classid = {LOCK[0]} AND lock.objid = {LOCK[1]}
AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class PostgresEngine(PostgresReading):
    """Rows in one PostgreSQL database, all in its schema ``wireroom``.

    ``address`` is what libpq takes: ``postgresql://user@host/database``. ``layout`` says which tables a store has
    from the start; others are made when they are first written to. ``patience`` is how many seconds a writer waits
    for its turn, and a reader for a server that is being started again.
    """

    def __init__(self, address: str, *, layout: Layout | None = None, patience: float = 5.0) -> None:
        super().__init__(Connections(address, patience=patience), layout or Layout())
        self._patience = patience
        self._turn = threading.Lock()
        self._leases = PostgresLeases(self._connections)
        self._waking = Waking(self._connections, self.revision)
        try:
            with said_by_postgres(self.where), self._connections.one() as link:
                bring_up(link, self._layout, self.where)
        except BaseException:
            self.close()
            raise

    def wait(self, since: int, seconds: float) -> int:
        """The revision as soon as it is not ``since``, or after so many seconds as it is."""
        return self._waking.wait(since, seconds)

    def barred(self) -> str:
        """Why this store may only be read from here: a newer layout, a standby, or a role that may not write."""
        ((version, standby, may),) = self.select(
            "SELECT (SELECT value FROM wireroom WHERE name = 'version'), pg_is_in_recovery(), "
            "has_table_privilege('wireroom', 'UPDATE')"
        )
        if version != self._layout.version:
            return str(too_new(self.where))
        if standby:
            return f"{self.where} is a standby and can only be read. Name the primary server in --store to write."
        return "" if may else f"Your role may read {self.where} and not write. Whoever runs it gives another."

    def signature(self) -> str:
        """How this login's acts are signed; empty where it was given no role."""
        found = self.select("SELECT editor FROM members WHERE login = session_user")
        return str(found[0][0]) if found else ""

    def logins(self, shape: TableShape, places: Sequence[int]) -> dict[int, str]:
        """The login that wrote each row of an append-only table, by place."""
        found = self.select(
            f"SELECT place, role FROM {shape.sql_name} WHERE place = ANY(?::bigint[])", (list(places),)
        )
        return {int(place): str(role) for place, role in found}

    def roles(self) -> PostgresRoles:
        """Who may do what."""
        return PostgresRoles(self._connections)

    def leases(self) -> PostgresLeases:
        """Where short-lived claims are kept."""
        return self._leases

    @contextmanager
    def write(self) -> Iterator[int]:
        """A write, whole or nothing; inside another one of this thread, a part of it that can fail by itself."""
        if self._own.write is not None:
            with self._part_of(self._own.write):
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
                self._end_restoring(write)
            except BaseException:
                self._abandon(write.link)
                raise
            finally:
                self._own.write = None
            if write.changed:
                commit(self._connections, write)
            else:
                self._abandon(write.link)
        finally:
            self._turn.release()

    @contextmanager
    def _part_of(self, write: Write) -> Iterator[None]:
        with said_by_postgres(self.where):
            write.send(("SAVEPOINT part", ()))
        try:
            yield
            with said_by_postgres(self.where):
                write.send(("RELEASE part", ()))
        except BaseException:
            write.waiting.clear()
            if not write.link.broken:
                with said_by_postgres(self.where):
                    write.send(("ROLLBACK TO part", ()), ("RELEASE part", ()))
            raise

    def _begin(self) -> Write:
        """Take the turn among all desks, then learn where the store stands."""
        try:
            return self._connections.again(self._take_turn)
        except errors.LockNotAvailable as error:
            raise self._busy() from error
        except psycopg.Error as error:
            raise translated(self.where, error) from error

    def _take_turn(self) -> Write:
        link = self._connections.take()
        try:
            answers = link.execute("BEGIN; SELECT * FROM take_turn()")
            answers.nextset()
            ((version, revision, _),) = answers.fetchall()
        except BaseException:
            self._abandon(link)
            raise
        if version != self._layout.version:
            self._abandon(link)
            raise too_new(self.where)
        return Write(link, revision + 1)

    def _busy(self) -> StoreBusy:
        holders = ", ".join(str(row[0]) for row in self.select(_HOLDER)) or "somebody"
        return StoreBusy(
            f"{holders} has been writing to {self.where} for more than {self._patience:g} seconds.",
            next_step="Try again in a moment.",
        )

    def _writing(self) -> Write:
        if self._own.write is None:
            raise StoreError("This can only be done inside a write.", next_step="Open one first.")
        self._own.write.changed = True
        return self._own.write

    def _do(self, statement: str, parameters: Sequence[Any] = ()) -> int:
        with said_by_postgres(self.where):
            return self._writing().send((native(statement), parameters)).rowcount

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

    def add(self, shape: TableShape, row_id: str, body: bytes) -> bool:
        """Write a new row, unless there is one with this id; says whether it did."""
        if self.rows_of(shape, (row_id,)):
            return False
        self.put(shape, [(row_id, body)])
        return True

    def put(
        self,
        shape: TableShape,
        documents: Iterable[tuple[str, bytes]],
        standing: Sequence[Row] | None = None,  # noqa: ARG002 - the server looks for itself
    ) -> None:
        """Write rows, new or in place of those with the same id."""
        write = self._writing()
        rows = rows_to_put(shape, write.number, documents)
        if len(rows) == 1:
            write.waiting.append((put_sql(shape), rows[0]))
        elif rows:
            with said_by_postgres(self.where):
                write.send_waiting()
                write.link.cursor().executemany(put_sql(shape), rows)

    def purge(self, shape: TableShape) -> None:
        """Leave it to PostgreSQL, which overwrites what no transaction sees any more (autovacuum)."""

    def restore(self, shape: TableShape, rows: Iterable[Row]) -> None:
        """Write rows just as they are, place and rev included, into an empty table."""
        write = self._writing()
        with said_by_postgres(self.where):
            write.send_waiting()
            if shape not in write.restored:
                take_indexes_off(write.link, shape)
                write.restored.append(shape)
            restore_rows(write.link, shape, rows)

    def _end_restoring(self, write: Write) -> None:
        with said_by_postgres(self.where):
            # the log's first: the ranks' guards look there, and no index is made on a table they wait for
            for shape in sorted(write.restored, key=lambda shape: not shape.append_only):
                if not shape.append_only:
                    write.link.execute("SET CONSTRAINTS ALL IMMEDIATE")
                put_indexes_on(write.link, shape)

    def set_revision(self, revision: int) -> None:
        """Go on counting transactions from here, whatever this write's own number is."""
        self._writing().number = revision

    def delete(self, shape: TableShape, ids: Iterable[str]) -> int:
        """Remove rows; returns how many were there."""
        return self._do(f"DELETE FROM {shape.sql_name} WHERE id = ANY(?::text[])", (list(ids),))

    def faults(self) -> Iterator[str]:
        """What is wrong with the layout and what PostgreSQL itself has found wrong."""
        with self.snapshot():
            yield from faults_of(self.select, self._shapes.values())

    def return_space(self) -> int:
        """Leave it to PostgreSQL, which cleans up by itself (autovacuum)."""
        return 0

    def backup(self, target: Path) -> None:
        """Refuse: a database of many desks is backed up on its own side, whole and while they write."""
        raise StoreError(
            f"{self.where} can't be copied into {target} from here.",
            next_step="Use pg_dump or the backups of whoever runs the database; 'wireroom export' writes one JSON file.",
        )

    def ease(self) -> None:
        """The database keeps its pages itself."""

    def close(self) -> None:
        """Close every connection."""
        self._waking.close()
        self._connections.close()
