"""Where an editor sits: the store worked on, the clock, who acts, and the configuration in force."""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import uuid_utils

from wireroom.config import Config
from wireroom.errors import NotFoundError
from wireroom.model import Act, LiveBlog
from wireroom.ports import Clock, DraftBox, Reader, Store

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
#: How many bits of a UUIDv7 stand below its milliseconds.
_BELOW_MILLISECONDS = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """What every use case needs to know before it does anything."""

    store: Store
    clock: Clock
    editor: str
    config: Config
    aside: DraftBox | None = None

    def now(self) -> datetime:
        """Tell the present, aware and in UTC."""
        return self.clock.now()

    def act(
        self,
        what: str,
        *,
        at: datetime,
        blog: str = "",
        why: str = "",
        from_status: str = "",
        to_status: str = "",
        undoes: int = 0,
    ) -> Act:
        """Say what this editor is about to do."""
        return Act(
            at=at,
            who=self.editor,
            what=what,
            blog=blog,
            why=why,
            from_status=from_status,
            to_status=to_status,
            undoes=undoes,
        )


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


def short(full_id: str) -> str:
    """Shorten an id to its end, as every command takes it."""
    return full_id[-8:]


def find_blog(reader: Reader, slug_or_id: str) -> LiveBlog:
    """Find a live blog, or say which command lists them."""
    try:
        return reader.blog(slug_or_id)
    except NotFoundError as trouble:
        raise NotFoundError(
            f"There is no live blog {slug_or_id!r}.",
            next_step="'wireroom blog list' shows those there are; 'wireroom blog new SLUG --headline H' opens one.",
        ) from trouble
