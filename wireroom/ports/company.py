"""How desks and pullers of one newsroom keep out of each other's way."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, Protocol

from msgspec import Struct

#: What a lease is for where nobody says more.
WRITING: Final = "writing"


class AtDesk(Struct, frozen=True, kw_only=True):
    """A desk that is open: who sits there, at which machine, with which live blog, and when it was last heard of."""

    desk: str
    editor: str
    machine: str = ""
    blog: str = ""
    seen: datetime


class Lease(Struct, frozen=True, kw_only=True):
    """Who is at work on a subject (the id of an update or of a draft), and until when if the desk falls silent.

    ``doing`` is what is being done to it: "writing", "correcting", "retracting" ...
    """

    subject: str
    desk: str
    editor: str
    since: datetime
    until: datetime
    doing: str = WRITING


class Standing(Struct, frozen=True, kw_only=True):
    """What a desk has: the leases ``kept`` up, and those ``lost`` to a take-over since it was last asked.

    A lost lease names who has it now.
    """

    kept: tuple[Lease, ...] = ()
    lost: tuple[Lease, ...] = ()


class Desks(Protocol):
    """Presence and leases: what keeps editors out of each other's way, apart from the log.

    A lease is courtesy. What makes overwriting impossible is the revision that every edit names. Times are those
    of the store's own clock, one for all machines. A lease ends by itself a minute after its desk falls silent.
    """

    def beat(self, desk: str, editor: str, *, machine: str = "", blog: str = "") -> Standing:
        """Say, every twenty seconds or so, that a desk is open: keeps its leases up and tells which it lost."""
        ...

    def leave(self, desk: str) -> None:
        """Say that a desk closes; its leases end."""
        ...

    def present(self) -> list[AtDesk]:
        """The desks heard of within the last minute, by editor."""
        ...

    def take(
        self, subject: str, desk: str, editor: str, *, doing: str = WRITING, over: bool = False
    ) -> Lease:
        """Begin to work on a subject. With ``over``, take it from whoever has it; that desk is told at its next beat.

        Raises ``BeingWritten``, which says who does what to it, and since when.
        """
        ...

    def let_go(self, subject: str, desk: str) -> None:
        """End a lease; nothing happens where the desk has none."""
        ...

    def writing(self, subjects: Iterable[str] | None = None) -> list[Lease]:
        """Who is writing these subjects now, or all that is being written."""
        ...


class Shares(Protocol):
    """How pullers share the hosts of feeds, so that each feed is asked by one and no host by two at a time."""

    def claim(self, hosts: Iterable[str]) -> set[str]:
        """Take a fair share of those hosts that no other puller has. Ask what is due again after this."""
        ...

    def keep(self) -> set[str]:
        """Keep what was claimed for another minute; returns what is still this puller's."""
        ...

    def release(self, hosts: Iterable[str], *, rest: float = 0.0) -> None:
        """Give hosts back; nobody takes one before it has rested for so many seconds."""
        ...
