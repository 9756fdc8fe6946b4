"""Ids of what is made in the newsroom: UUIDv7, so that they sort as things were made (RFC 9562)."""

import threading
from datetime import UTC, datetime, timedelta

import uuid_utils

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
#: How many bits of a UUIDv7 stand below its milliseconds.
_BELOW_MILLISECONDS = 80


class _Ids:
    """Makes UUIDv7 that rise within one process, also those of one and the same moment (RFC 9562, 6.2)."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._last = 0

    def next(self, at: datetime) -> str:
        """The next id of a time: a fresh one, or where that would sort before the last of its millisecond, one more."""
        fresh = uuid_utils.uuid7(nanoseconds=(at - _EPOCH) // _MICROSECOND * 1000).int
        with self._turn:
            if fresh >> _BELOW_MILLISECONDS == self._last >> _BELOW_MILLISECONDS:
                fresh = max(fresh, self._last + 1)
            self._last = fresh
        return str(uuid_utils.UUID(int=fresh))


_IDS = _Ids()


def new_id(at: datetime) -> str:
    """Make a UUIDv7 of that time, so that ids sort as things were made."""
    return _IDS.next(at)
