"""Who else is at the desk, who is writing what, and whether the store can be reached.

Leases are courtesy: they keep editors out of each other's way. What makes overwriting impossible is the revision
that every edit names.
"""

import threading
from datetime import datetime
from uuid import uuid4

from msgspec import Struct

from wireroom.desk import drafting
from wireroom.desk.drafting import Returned
from wireroom.desk.seat import Seat
from wireroom.errors import BeingWritten, NotFoundError, StoreUnreachable
from wireroom.ports.company import WRITING, AtDesk, Desks, Lease, Standing


class Pulse(Struct, frozen=True, kw_only=True):
    """How this desk stands among the others.

    Where the store can't be ``reached``, all else is empty. ``read_only`` says in words why this desk may only read;
    empty where it may write. ``others`` are the other desks that are open, ``writing`` what they are writing.
    ``lost`` is what was taken from this desk since the last pulse; each lease names who has it now. ``returned`` are
    drafts that were kept on this machine while the store was out of reach and lie in it again.
    """

    reached: bool
    read_only: str = ""
    others: tuple[AtDesk, ...] = ()
    writing: tuple[Lease, ...] = ()
    lost: tuple[Lease, ...] = ()
    returned: tuple[Returned, ...] = ()


class Writing(Struct, frozen=True, kw_only=True):
    """What somebody is at work on: an update's id and headline (empty for one that is not filed), since when, doing what."""

    update: str
    headline: str
    since: datetime
    doing: str = WRITING


class Colleague(Struct, frozen=True, kw_only=True):
    """A desk that is open: who sits there, where, with which live blog (its slug), and what is being written."""

    editor: str
    machine: str
    blog: str
    seen: datetime
    writing: tuple[Writing, ...]


class Presence:
    """One desk among others; any thread may call it."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._desk = uuid4().hex
        self._held: dict[str, str] = {}
        self._left = False
        self._turn = threading.Lock()

    def pulse(self, blog: str = "") -> Pulse:
        """Say that this desk is open, with the live blog of that id, and look around.

        Call it every few seconds: a desk that is silent for a minute counts as gone and loses its leases. One that has
        left says nothing any more.
        """
        desks = self._seat.store.desks()
        with self._turn:
            if self._left:  # this pulse had begun when the desk was closed
                return Pulse(reached=False)
            try:
                standing = desks.beat(self._desk, self._seat.editor, machine=self._seat.machine, blog=blog)
                read_only = self._seat.store.barred()
                return Pulse(
                    reached=True,
                    read_only=read_only,
                    others=tuple(desk for desk in desks.present() if desk.desk != self._desk),
                    writing=tuple(lease for lease in desks.writing() if lease.desk != self._desk),
                    lost=self._lost(desks, standing),
                    returned=() if read_only else tuple(drafting.bring_back(self._seat)),
                )
            except StoreUnreachable:
                return Pulse(reached=False)

    def company(self) -> list[Colleague]:
        """All desks that are open, this one too if it has said so, by editor."""
        store = self._seat.store
        desks = store.desks()
        present, leases = desks.present(), desks.writing()
        slugs = {blog.id: blog.slug for blog in store.blogs()}
        return [
            Colleague(
                editor=at.editor,
                machine=at.machine,
                blog=slugs.get(at.blog, ""),
                seen=at.seen,
                writing=tuple(
                    Writing(
                        update=one.subject,
                        headline=self._headline(one.subject),
                        since=one.since,
                        doing=one.doing,
                    )
                    for one in leases
                    if one.desk == at.desk
                ),
            )
            for at in present
        ]

    def begin(self, subject: str, *, doing: str = WRITING, over: bool = False) -> Lease:
        """Begin to work on the update of that id; with ``over``, take it from whoever does, who is told.

        Raises ``BeingWritten`` where another desk is at work on it.
        """
        with self._turn:
            lease = self._seat.store.desks().take(
                subject, self._desk, self._seat.editor, doing=doing, over=over
            )
            self._held[subject] = doing
            return lease

    def end(self, subject: str) -> None:
        """Say that this desk no longer writes an update; nothing happens where it did not."""
        with self._turn:
            self._held.pop(subject, None)
            self._seat.store.desks().let_go(subject, self._desk)

    def leave(self) -> None:
        """Say that this desk closes; out of reach, the others find out within a minute."""
        with self._turn:
            self._left = True
            try:
                self._seat.store.desks().leave(self._desk)
            except StoreUnreachable:
                return

    def _lost(self, desks: Desks, standing: Standing) -> tuple[Lease, ...]:
        """What others have of this desk's; a lease that only ran out, as while cut off, is taken up again."""
        kept = {lease.subject for lease in standing.kept}
        lost = {lease.subject: lease for lease in standing.lost if lease.subject in self._held}
        for subject in self._held.keys() - kept - lost.keys():
            try:
                desks.take(subject, self._desk, self._seat.editor, doing=self._held[subject])
            except BeingWritten:
                lost |= {lease.subject: lease for lease in desks.writing([subject])}
        for subject in lost:
            self._held.pop(subject, None)
        return tuple(lost[subject] for subject in sorted(lost))

    def _headline(self, update: str) -> str:
        try:
            return self._seat.store.update(update).headline
        except NotFoundError:
            return ""
