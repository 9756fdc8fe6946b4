"""Short-lived claims: who is at a desk, who is writing what, and who pulls which feeds.

They are kept apart from the documents: a heartbeat is no act, moves no revision and may be lost with the machine.
All times are those of the database, so that desks whose clocks differ agree on when a lease ends.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from storage.claims import LEASE_SECONDS
from wireroom.errors import BeingWritten
from wireroom.ports.company import WRITING, AtDesk, Lease, Standing

_LEASE = "subject, desk, editor, since, until, doing"


class LeaseDatabase(Protocol):
    """Where claims are kept: each statement is a transaction of its own, ``?`` stands for a parameter."""

    @property
    def now(self) -> str:
        """The present in SQL, in seconds since 1970."""
        ...

    @property
    def passing_locked(self) -> str:
        """What makes a ``SELECT`` take rows for itself and pass over those that others are taking."""
        ...

    def run(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement, durable or not; returns its rows."""
        ...

    def spread(self, values: Iterable[str]) -> tuple[str, Any]:
        """A ``SELECT`` of one parameter that gives the values in a column ``value``, and that parameter."""
        ...


class LeaseBook:
    """Presence and leases; see :class:`wireroom.ports.Desks`. ``seconds`` is how long a silent desk counts."""

    def __init__(self, database: LeaseDatabase, *, seconds: float = LEASE_SECONDS) -> None:
        self._database = database
        self._seconds = seconds

    def beat(self, desk: str, editor: str, *, machine: str = "", blog: str = "") -> Standing:
        """Say that a desk is open; keeps its leases up and tells which it lost."""
        run, now = self._database.run, self._database.now
        run(
            f"INSERT INTO desks(desk, editor, machine, blog, seen) VALUES (?, ?, ?, ?, {now}) "
            "ON CONFLICT(desk) DO UPDATE SET editor = excluded.editor, machine = excluded.machine, "
            "blog = excluded.blog, seen = excluded.seen",
            (desk, editor, machine, blog),
        )
        kept = run(
            f"UPDATE leases SET until = {now} + ? WHERE desk = ? AND until > {now} RETURNING {_LEASE}",
            (self._seconds, desk),
        )
        lost = run(f"UPDATE leases SET lost_by = '' WHERE lost_by = ? RETURNING {_LEASE}", (desk,))
        return Standing(kept=_leases(kept), lost=_leases(lost))

    def leave(self, desk: str) -> None:
        """Say that a desk closes; its leases end."""
        self._database.run("DELETE FROM leases WHERE desk = ?", (desk,))
        self._database.run("DELETE FROM desks WHERE desk = ?", (desk,))

    def present(self) -> list[AtDesk]:
        """The desks heard of within the last minute, by editor."""
        found = self._database.run(
            "SELECT desk, editor, machine, blog, seen FROM desks "
            f"WHERE seen > {self._database.now} - ? ORDER BY editor, desk",
            (self._seconds,),
        )
        return [
            AtDesk(desk=desk, editor=editor, machine=machine, blog=blog, seen=_time(seen))
            for desk, editor, machine, blog, seen in found
        ]

    def take(
        self, subject: str, desk: str, editor: str, *, doing: str = WRITING, over: bool = False
    ) -> Lease:
        """Begin to work on a subject, or with ``over`` take it from whoever does."""
        now = self._database.now
        won = self._database.run(
            f"INSERT INTO leases({_LEASE}, lost_by) VALUES (?, ?, ?, {now}, {now} + ?, ?, '') "
            "ON CONFLICT(subject) DO UPDATE SET desk = excluded.desk, editor = excluded.editor, "
            f"since = CASE WHEN leases.desk = excluded.desk AND leases.until > {now} "
            "THEN leases.since ELSE excluded.since END, until = excluded.until, doing = excluded.doing, "
            f"lost_by = CASE WHEN leases.desk <> excluded.desk AND leases.until > {now} "
            "THEN leases.desk ELSE leases.lost_by END "
            f"WHERE leases.desk = excluded.desk OR leases.until <= {now} OR ? = 1 RETURNING {_LEASE}",
            (subject, desk, editor, self._seconds, doing, int(over)),
        )
        if won:
            return _leases(won)[0]
        for holder in self.writing([subject]):
            raise BeingWritten(holder.editor, holder.since, holder.doing)
        return self.take(subject, desk, editor, doing=doing, over=over)  # let go of between the two questions

    def let_go(self, subject: str, desk: str) -> None:
        """End a lease; nothing happens where the desk has none."""
        self._database.run("DELETE FROM leases WHERE subject = ? AND desk = ?", (subject, desk))

    def writing(self, subjects: Iterable[str] | None = None) -> list[Lease]:
        """Who is writing these subjects now, or all that is being written."""
        among, wanted = ("subject", ()) if subjects is None else self._among(subjects)
        found = self._database.run(
            f"SELECT {_LEASE} FROM leases WHERE subject IN ({among}) AND until > {self._database.now} "
            "ORDER BY subject",
            wanted,
        )
        return list(_leases(found))

    def _among(self, subjects: Iterable[str]) -> tuple[str, tuple[Any, ...]]:
        among, wanted = self._database.spread(subjects)
        return among, (wanted,)


def _leases(rows: Iterable[tuple[Any, ...]]) -> tuple[Lease, ...]:
    return tuple(
        Lease(subject=subject, desk=desk, editor=editor, since=_time(since), until=_time(until), doing=doing)
        for subject, desk, editor, since, until, doing in rows
    )


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
