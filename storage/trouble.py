"""What SQLite and the operating system complain about, as errors an editor can act on."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from storage.holder import holder_of, spoken_of
from wireroom.errors import StoreBusy, StoreDamaged, StoreError, StoreFull, StoreReadOnly

#: Bytes that SQLite needs at least to open a store.
_SMALLEST_ROOM = 2**16


class _Said:
    """See :func:`said_by_sqlite`; a class, because every question passes here and a generator costs more."""

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if error is None:
            return
        if isinstance(error, sqlite3.ProgrammingError):
            message = f"The store {self._path} can't be used: {error}."
            raise StoreError(message, next_step="Open it again.") from error
        if isinstance(error, sqlite3.Error):
            raise _translated(self._path, error) from error
        if isinstance(error, UnicodeDecodeError):  # names in the schema that are no text any more
            raise _damaged(self._path, error) from error


@contextmanager
def closed_if_it_fails(connection: sqlite3.Connection) -> Iterator[None]:
    """Close a connection, and the file with it, where what makes it ready fails: nobody else has it yet."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


def said_by_sqlite(path: Path) -> _Said:
    """Turn what SQLite raises inside the block into an error of the newsroom."""
    return _Said(path)


def _translated(path: Path, error: sqlite3.Error) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and _is_full(path):
        code = sqlite3.SQLITE_FULL
    if "decode to UTF-8" in str(error):  # Python's own words for text that is no text; they carry no code
        code = sqlite3.SQLITE_CORRUPT
    match code:
        case sqlite3.SQLITE_FULL:
            return StoreFull(
                f"There is no room left for {path}.",
                next_step="Free some space and do it again: nothing that was acknowledged is lost.",
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return busy(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return StoreReadOnly(
                f"{path} can't be written to.", next_step="Allow writing to the file and its folder."
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return _damaged(path, error)
        case sqlite3.SQLITE_CANTOPEN:
            return StoreError(
                f"{path} can't be opened or made.",
                next_step="Name another place, or see that its folder is there and lets you in.",
            )
        case _:
            return StoreError(
                f"The store {path} can't do that: {error}.",
                next_step="Run `wireroom check` if it happens again.",
            )


def _damaged(path: Path, error: Exception) -> StoreDamaged:
    return StoreDamaged(
        f"{path} is damaged or is no store: {error}.",
        next_step="Run `wireroom check` to see what is damaged, or restore a backup.",
    )


def _is_full(path: Path) -> bool:
    """Whether the disk has no room even for SQLite's shared index, which then looks like a broken disk."""
    try:
        disk = os.statvfs(path.parent)
    except OSError:
        return False
    return disk.f_bavail * disk.f_frsize < _SMALLEST_ROOM


def busy(path: Path) -> StoreBusy:
    """The error for a store that somebody else was writing to all the time; says who."""
    holder = holder_of(path)
    who = "Another desk" if holder is None else f"The {spoken_of(holder)}"
    return StoreBusy(
        f"{who} is writing to {path} and did not finish in time.",
        next_step="Try again in a moment; if it hangs, end that process: nothing that was acknowledged is lost.",
    )


def damaged_row(path: Path, table: str, row_id: str) -> StoreDamaged:
    """The error for a row whose text no longer matches its checksum."""
    return StoreDamaged(
        f"The document {row_id} of {table} in {path} does not match its checksum.",
        next_step="Run `wireroom check` to see all that is damaged, or restore a backup.",
    )
