"""Claims of the desks on one machine, in a small file beside the store that may be thrown away at any time."""

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from storage.codec import listed
from storage.leases import TABLES
from storage.trouble import closed_if_it_fails, said_by_sqlite


class FileLeases:
    """Claims in ``path``; the file is made when it is first asked. See :class:`storage.leases.LeaseDatabase`."""

    now = "((julianday('now') - 2440587.5) * 86400.0)"
    passing_locked = ""  # one writer at a time: nobody else is taking anything

    def __init__(self, path: Path, *, patience: float) -> None:
        self._path = path
        self._patience = patience
        self._turn = threading.Lock()
        self._open: sqlite3.Connection | None = None

    def run(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement; what a power cut takes of it is missed by nobody."""
        with self._turn, said_by_sqlite(self._path):
            return self._connection().execute(statement, parameters).fetchall()

    def spread(self, values: Iterable[str]) -> tuple[str, Any]:
        """The values as rows."""
        return "SELECT value FROM json_each(?)", listed(values)

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
            with closed_if_it_fails(opened):
                opened.execute("PRAGMA journal_mode = WAL")
                opened.execute("PRAGMA synchronous = OFF")
                _lay_out(opened)
            self._open = opened
        return self._open


def _lay_out(opened: sqlite3.Connection) -> None:
    """Make the tables; leases as an older Wireroom kept them are dropped, they would have ended in a minute."""
    columns = {name for _, name, *_ in opened.execute("PRAGMA table_info(leases)")}
    if columns and "doing" not in columns:
        opened.execute("DROP TABLE IF EXISTS leases")
    for table in TABLES:
        opened.execute(table)
