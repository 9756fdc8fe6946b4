"""A store in a place that allows no writing: an archive, a disk mounted read-only, a file of somebody else's.

What was to be read there is read; whoever writes is told why not.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.guard import check_identity, look_before_reading
from storage.migrations import Layout
from storage.sqlite import SQLiteEngine
from storage.sqlite_leases import FileLeases
from storage.trouble import said_by_sqlite
from wireroom.errors import StoreReadOnly


class ReadOnlySQLite(SQLiteEngine):
    """Rows in one SQLite file that can't be written, nor anything beside it.

    While a desk that may write has the file open, its write-ahead log is read along; else the file stands still, and
    SQLite is told so: it needs no file of its own beside it then.
    """

    def __init__(self, path: Path, *, layout: Layout | None = None, patience: float = 5.0) -> None:
        look_before_reading(path)
        self._index = path.with_name(f"{path.name}-shm")
        self._moves = self._index.exists()
        self._open(path, layout or Layout(), patience)
        self._leases = FileLeases(Path(":memory:"), patience=patience)

    def barred(self) -> str:
        """Why nothing can be written here."""
        return f"{self._path}, or its folder, does not allow writing."

    @contextmanager
    def write(self) -> Iterator[int]:
        """Refuse."""
        raise StoreReadOnly(
            self.barred(),
            next_step="Allow writing to the file and its folder, or work on a copy: wireroom backup FILE",
        )
        yield 0

    def faults(self) -> Iterator[str]:
        """What is wrong with the file: found in a copy, since the indexes of words are checked by writing."""
        with TemporaryDirectory(prefix="wireroom-") as folder:
            copy = Path(folder) / self._path.name
            self.backup(copy)
            engine = SQLiteEngine(copy, layout=self._layout)
            try:
                yield from engine.faults()
            finally:
                engine.close()

    def return_space(self, pages: int = 0) -> int:  # noqa: ARG002 - the engine's
        """Nothing ever becomes free."""
        return 0

    def _prepare(self) -> None:
        with said_by_sqlite(self._path):
            version = check_identity(self._writer, self._path, self._layout.version)
        if version < self._layout.version:
            raise StoreReadOnly(
                f"{self._path} has layout {version}; to be read it is brought to layout {self._layout.version}, and "
                "it does not allow writing.",
                next_step="Copy it to a place that does, and name the copy.",
            )

    def _address(self) -> tuple[str, bool]:
        return f"{self._path.absolute().as_uri()}?{'mode=ro' if self._moves else 'immutable=1'}", True

    def _borrowed(self) -> sqlite3.Connection:
        """A connection that knows of desks that have begun, or ended, to write meanwhile."""
        if self._moves != self._index.exists():
            self._moves = not self._moves
            self._close_idle()
        return super()._borrowed()
