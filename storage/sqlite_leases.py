"""Claims of the desks on one machine, in a small file beside the store that may be thrown away at any time."""

import sqlite3
from _thread import allocate_lock
from collections.abc import Iterable, Sequence

from storage.claims import TABLES
from storage.spelling import spelled

TYPE_CHECKING = False  # as in typing: a round without news shares hosts, and does without that and pathlib
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any


class FileLeases:
    """Claims in ``path``; the file is made when it is first asked. See :class:`storage.leases.LeaseDatabase`."""

    now = "((julianday('now') - 2440587.5) * 86400.0)"
    passing_locked = ""  # one writer at a time: nobody else is taking anything

    def __init__(self, path: "str | Path", *, patience: float) -> None:
        self._path = path
        self._patience = patience
        self._turn = allocate_lock()
        self._open: sqlite3.Connection | None = None

    def run(self, statement: str, parameters: "Sequence[Any]" = ()) -> "list[tuple[Any, ...]]":
        """Run one statement; what a power cut takes of it is missed by nobody."""
        from pathlib import Path

        from storage.trouble import said_by_sqlite

        with said_by_sqlite(Path(self._path)):
            return self.ask(statement, parameters)

    def ask(self, statement: str, parameters: "Sequence[Any]" = ()) -> "list[tuple[Any, ...]]":
        """As :meth:`run`, with SQLite's own errors."""
        with self._turn:
            return self._connection().execute(statement, parameters).fetchall()

    def spread(self, values: Iterable[str]) -> "tuple[str, Any]":
        """The values as rows."""
        return "SELECT value FROM json_each(?)", f"[{','.join(map(spelled, values))}]"

    def close(self) -> None:
        """Let go of the file."""
        with self._turn:
            if self._open is not None:
                self._open.close()
                self._open = None

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            opened = sqlite3.connect(
                self._path, timeout=self._patience, isolation_level=None, check_same_thread=False
            )
            try:
                opened.execute("PRAGMA journal_mode = WAL")
                opened.execute("PRAGMA synchronous = OFF")
                _lay_out(opened)
            except BaseException:
                opened.close()
                raise
            self._open = opened
        return self._open


def _lay_out(opened: sqlite3.Connection) -> None:
    """Make the tables; leases as an older Wireroom kept them are dropped, they would have ended in a minute."""
    columns = {name for _, name, *_ in opened.execute("PRAGMA table_info(leases)")}
    if columns and "doing" not in columns:
        opened.execute("DROP TABLE IF EXISTS leases")
    for table in TABLES:
        opened.execute(table)
