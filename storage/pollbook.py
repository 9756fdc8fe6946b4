"""How polling the feeds stands in a file, read and written straight: what a glance at the wires (:mod:`wireroom.feeds.glance`) has of a store.

It opens no file that the engine would not write to, takes its turn at the same gate, and writes the same rows in the same
way; but it knows no document except these, and whatever is out of the ordinary it leaves to who knows them all.
"""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

from storage.checksums import row_checksum
from storage.claims import HostShares
from storage.fileform import APPLICATION_ID, FILE_VERSION, LOG_KEPT, set_up
from storage.gate import RESERVED, Gate, begins, gate_of
from storage.spelling import spelled
from storage.sqlite_leases import FileLeases
from storage.times import time_text
from wireroom.feeds.glance import Unusual, Wire
from wireroom.feeds.schedule import ASTRAY

TYPE_CHECKING = False  # as in typing
if TYPE_CHECKING:
    from typing import Any

    from wireroom.feeds.polling import Poll

#: Seconds for which a writer waits.
_PATIENCE = 5.0

#: What a 304 may change in a document.
_CHANGING = (
    "state",
    "outcome",
    "fetched",
    "succeeded",
    "next_due",
    "failures",
    "declared_interval",
    "learned_interval",
    "items_a_day",
    "clock_skew",
    "moved_to",
    "moved_since",
    "etag",
    "last_modified",
    "polls_since_full",
)
#: What a 304 looks at.
_LOOKED_AT = (
    "succeeded",
    "etag",
    "last_modified",
    "polls_since_full",
    "declared_interval",
    "learned_interval",
    "skip_hours",
    "skip_days",
    "items_a_day",
)
#: Stands in the document of a private feed; no text can hold it: the quotes in it are escaped.
_PRIVATE = b'"private":true'
_REST = ", ".join([f"'$.{name}'" for name in _CHANGING])
_STANDS = ", ".join([f"json_extract(h.body, '$.{name}')" for name in _LOOKED_AT])
_WIRES = (
    "SELECT f.id, f.rev, f.checksum, CAST(f.body AS BLOB), f.url, "
    f"h.place, h.id, h.rev, h.checksum, CAST(h.body AS BLOB), json_remove(h.body, {_REST}), {_STANDS} "
    "FROM d_feeds AS f LEFT JOIN d_health AS h ON h.id = f.id WHERE f.removed IS NULL AND f.paused = 0 "
)
_ALL = f"{_WIRES} ORDER BY f.place"
_DUE = (
    f"{_WIRES} AND (coalesce(h.next_due, '') <= ? OR json_extract(h.body, '$.fetched') > ?) "
    "ORDER BY coalesce(h.next_due, ''), f.place"
)
_LIVE = "SELECT EXISTS (SELECT 1 FROM d_blogs WHERE json_extract(body, '$.state') = 'live')"
_BACKLOG = "SELECT EXISTS (SELECT 1 FROM d_health WHERE json_extract(body, '$.backlog'))"
_TO_LOOK_AFTER = (
    "SELECT EXISTS (SELECT 1 FROM d_items WHERE stage IN ('kept', 'used')) "
    "OR EXISTS (SELECT 1 FROM d_items WHERE first_seen < ? AND stage IN ('new', 'spiked'))"
)


class PollBook:
    """The polls of one file, for one thread at a time. Everything raises ``Unusual`` where something is not plain; then nothing was written."""

    def __init__(self, path: str, *, patience: float = _PATIENCE) -> None:
        _look_before_opening(path)
        try:
            self._connection = sqlite3.connect(
                path, timeout=patience, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise Unusual(path) from error
        #: By feed: its row's place, and what a 304 leaves of its document.
        self._rests: dict[str, tuple[int, str]] = {}
        #: By feed: its document, and that of its health.
        self._documents: dict[str, tuple[bytes, bytes]] = {}
        self.read_at = -1
        self._patience = patience
        self._gate = Gate(path)
        self._leases = _Leases(f"{path}-desks", patience=patience)
        try:
            self._prepare()
        except sqlite3.Error as error:
            self.close()
            raise Unusual(path) from error
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._leases.close()
        self._connection.close()
        self._gate.close()

    def shares(self, puller: str) -> HostShares:
        """The share of the feeds' hosts that a puller has."""
        return HostShares(self._leases, puller)

    def revision(self) -> int:
        """The number of the last committed transaction."""
        return int(self._select("SELECT value FROM wireroom WHERE name = 'revision'")[0][0])

    def due_feeds(self, at: datetime) -> list[Wire]:
        """Feeds that are due, longest overdue first; if there are none, there must be no backlog to look through instead."""
        wires = self._wires(_DUE, (time_text(at), time_text(at + ASTRAY)))
        if not wires and self._select(_BACKLOG)[0][0]:
            raise Unusual("there is time for a backlog")
        return wires

    def all_feeds(self, *, keep_from: datetime) -> list[Wire]:
        """All feeds that can be asked; with them goes looking after what is stored, and of that there must be nothing.

        Unused items that came before a time are to leave.
        """
        if self._select(_TO_LOOK_AFTER, (time_text(keep_from),))[0][0]:
            raise Unusual("items are to be looked after")
        return self._wires(_ALL)

    def _prepare(self) -> None:
        ask = self._connection.execute
        set_up(self._connection)
        ask(f"PRAGMA journal_size_limit = {LOG_KEPT}")
        asked = ("application_id", "user_version", "journal_mode")
        if [ask(f"PRAGMA {name}").fetchone()[0] for name in asked] != [APPLICATION_ID, FILE_VERSION, "wal"]:
            raise Unusual("the file is not laid out as it is now")
        ask("PRAGMA busy_timeout = 0")  # it waits in the gate

    def _wires(self, question: str, parameters: "Sequence[Any]" = ()) -> list[Wire]:
        """The feeds that a question finds, and at which revision; a live blog has feeds that are asked more often."""
        read_at = self.revision()
        if self._select(_LIVE)[0][0]:
            raise Unusual("a live blog is running")
        guarded = {row[0] for row in self._select("SELECT id FROM d_access")}
        try:
            wires = [self._wire(row) for row in self._connection.execute(question, parameters)]
        except sqlite3.Error as error:
            raise Unusual(str(error)) from error
        if guarded and not guarded.isdisjoint(wire.feed for wire in wires):
            raise Unusual("a server that asks for something first")
        self.read_at = read_at
        return wires

    def poll(self, feed_id: str) -> "Poll":
        """A feed that was read, and how it stood, as the model has them: for who has loaded it."""
        from storage.codec import decode_as
        from wireroom.feeds.polling import Poll
        from wireroom.model import Feed, FeedHealth

        feed, health = self._documents[feed_id]
        return Poll.of(decode_as(Feed, feed), decode_as(FeedHealth, health), None)

    def _select(self, question: str, parameters: "Sequence[Any]" = ()) -> "list[tuple[Any, ...]]":
        try:
            return self._connection.execute(question, parameters).fetchall()
        except sqlite3.Error as error:
            raise Unusual(str(error)) from error

    def write(self, changes: "Iterable[tuple[str, dict[str, Any]]]", revision: int) -> None:
        """Write down what changed in how feeds stand, if that is the store's revision: nobody has written besides since they were read."""
        rows = [self._row(feed, revision + 1, changed) for feed, changed in changes]
        try:
            if not self._gate.pass_through(lambda: begins(self._connection), self._patience):
                raise Unusual("somebody else is writing")
            self._write(rows, revision)
        except (sqlite3.Error, OSError) as error:
            raise Unusual(str(error)) from error

    def _write(self, rows: list[tuple[int, int, str, int]], revision: int) -> None:
        ask = self._connection.execute
        try:
            self._see_that_it_is_at(revision)
            self._connection.executemany(
                "UPDATE d_health SET rev = ?, checksum = ?, body = ? WHERE place = ?", rows
            )
            ask("UPDATE wireroom SET value = ? WHERE name = 'revision'", (revision + 1,))
            ask("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                ask("ROLLBACK")
            raise

    def _see_that_it_is_at(self, revision: int) -> None:
        if self.revision() != revision:
            raise Unusual("somebody else has written")

    def _wire(self, row: "tuple[Any, ...]") -> Wire:
        """A feed out of its row and that of its health, once it is sure that both are as they were written."""
        feed, feed_rev, feed_checksum, feed_body, url = row[:5]
        place, health, rev, checksum, body, rest = row[5:11]
        succeeded, etag, last_modified, polls, declared, learned, hours, days, items_a_day = row[11:]
        if health is None:
            raise Unusual("a feed was never asked")
        try:
            sound = row_checksum(feed, feed_rev, feed_body) == feed_checksum
            sound = sound and row_checksum(health, rev, body) == checksum
        except (TypeError, AttributeError):  # damage can change the very types
            sound = False
        if not sound:
            raise Unusual("a row is damaged")
        self._rests[feed] = place, rest
        self._documents[feed] = feed_body, body
        return Wire(
            feed=feed,
            url=url,
            private=_PRIVATE in feed_body,
            succeeded=datetime.fromisoformat(succeeded) if succeeded else None,
            etag=etag or "",
            last_modified=last_modified or "",
            polls_since_full=polls or 0,
            declared_interval=declared,
            learned_interval=learned,
            skip_hours=_numbers(hours),
            skip_days=_numbers(days),
            items_a_day=items_a_day or 0.0,
        )

    def _row(self, feed: str, number: int, changed: "dict[str, Any]") -> tuple[int, int, str, int]:
        """The row of a feed's health: its document with what changed; what is empty is left out, as it always is."""
        place, rest = self._rests[feed]
        at = changed["fetched"]
        told = spelled(at)  # it stands in two of the fields, and spelling it takes long
        new = [
            f',"{name}":{told if value is at else spelled(value)}' for name, value in changed.items() if value
        ]
        body = f"{rest[:-1]}{''.join(new)}}}"
        return number, row_checksum(feed, number, body.encode()), body, place


def _look_before_opening(path: str) -> None:
    """Leave to the engine what it looks at more closely: new files, network disks, what may not be written."""
    try:
        place, reserved = os.stat(path), os.stat(gate_of(path)).st_size >= RESERVED
    except OSError as trouble:
        raise Unusual(path) from trouble
    usual = place.st_size and os.major(place.st_dev) and reserved
    if not usual or not os.access(path, os.W_OK) or not os.access(os.path.dirname(path) or ".", os.W_OK):
        raise Unusual(path)


def _numbers(listed: str | None) -> tuple[int, ...]:
    """The numbers of a list in JSON."""
    return tuple([int(one) for one in listed[1:-1].split(",") if one]) if listed else ()


class _Leases(FileLeases):
    """Claims beside the file."""

    def run(self, statement: str, parameters: "Sequence[Any]" = ()) -> "list[tuple[Any, ...]]":
        """Run one statement."""
        try:
            return self.ask(statement, parameters)
        except sqlite3.Error as error:
            raise Unusual(str(error)) from error
