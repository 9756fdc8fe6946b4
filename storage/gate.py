"""The gate that writers of all desks on a machine pass one by one on their way to SQLite's lock.

SQLite gives its lock to whoever asks at the right moment: a desk that writes without a pause, as a puller does, would
keep others out for seconds. Who waits for the lock stands in the gate, so nobody comes before: desks take turns.
"""

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable

TYPE_CHECKING = False  # as in typing: a round without news passes here too, and does without that and pathlib
if TYPE_CHECKING:
    from pathlib import Path

#: Seconds between two tries: the first and the longest; most writes take less than a millisecond.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.0002, 0.002


#: Bytes that the file holds for :mod:`storage.reserve`.
RESERVED = 2**18


def gate_of(store: "str | Path") -> str:
    """The file that is the gate of a store."""
    return f"{store}-gate"


class Gate:
    """The gate of one store: a lock on a file beside it, which the system takes back from a desk that dies."""

    def __init__(self, store: "str | Path") -> None:
        self._path = gate_of(store)
        self._handle: int | None = None

    def pass_through(self, take: Callable[[], bool], patience: float) -> bool:
        """Try to ``take`` a lock, standing in the gate, for so many seconds; says whether that was possible."""
        until = time.monotonic() + patience
        inside = _again_and_again(self._enter, until)
        try:  # who waited for the gate in vain learns at the lock who holds it
            return _again_and_again(take, until)
        finally:
            if inside:
                self._leave()

    def _enter(self) -> bool:
        if self._handle is None:
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _leave(self) -> None:
        if self._handle is not None:
            fcntl.flock(self._handle, fcntl.LOCK_UN)

    def close(self) -> None:
        """Let go of the file."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def begins(connection: sqlite3.Connection) -> bool:
    """Begin to write if nobody else does; says whether it has begun."""
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        return False
    return True


def _again_and_again(attempt: Callable[[], bool], until: float) -> bool:
    """Whether an attempt succeeded before a time."""
    pause = _FIRST_PAUSE
    while not attempt():
        if time.monotonic() >= until:
            return False
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)
    return True
