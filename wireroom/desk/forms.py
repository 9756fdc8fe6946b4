"""What an editor fills in: the values that the use cases take.

An empty field was not filled in. Ids are full ids (``store.resolve`` turns the end of one into it).
"""

from datetime import datetime
from typing import Final

from msgspec import UNSET, Struct, UnsetType

from wireroom.model import Evidence, Priority, RetractionClass, Status


class WriteUp(Struct, frozen=True, kw_only=True):
    """A new update. ``items`` are wire items it rests on; each becomes a piece of evidence.

    ``note`` says how we know and is needed for *confirmed*; ``override`` is the reason for going against a house
    rule.
    """

    headline: str
    body: str = ""
    items: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    status: Status = Status.DRAFT
    note: str = ""
    priority: Priority = Priority.UPDATE
    key_event: bool = False
    event_time: datetime | None = None
    embargo: datetime | None = None
    supersedes: str = ""
    built_on: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    override: str = ""


class Mark(Struct, frozen=True, kw_only=True):
    """A change of status, with what the machine asks for.

    ``note`` is how we know (confirmed) or the public reason (back to developing). ``wrong``, ``why``, ``kind`` and
    ``replaced_by`` belong to a retraction; without it the update that supersedes this one stands in, and where none does
    there is no substitute. ``items`` and ``evidence`` are added to what the update rests on. ``revision`` is the one the
    editor was looking at.
    """

    to: Status
    note: str = ""
    items: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    wrong: str = ""
    why: str = ""
    kind: RetractionClass | None = None
    replaced_by: str = ""
    override: str = ""
    revision: int | None = None


class Details(Struct, frozen=True, kw_only=True):
    """What an update says beside its words; what is ``UNSET`` stays as it is."""

    event_time: datetime | UnsetType | None = UNSET
    priority: Priority | UnsetType = UNSET
    tags: tuple[str, ...] | UnsetType = UNSET
    bylines: tuple[str, ...] | UnsetType = UNSET
    language: str | UnsetType = UNSET


#: Nothing beside the words changes.
AS_THEY_ARE: Final = Details()


class Amendment(Struct, frozen=True, kw_only=True):
    """A change to a standing update: a correction with its note for readers, or a refile."""

    note: str = ""
    refile: bool = False
    headline: str | None = None
    body: str | None = None
    details: Details = AS_THEY_ARE
    revision: int | None = None
