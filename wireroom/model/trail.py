"""The trail: who did what, and what was published of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct, field

from wireroom.model.coverage import LiveBlog, SourceAlert, Update
from wireroom.model.personal import SavedView, WatchTerm
from wireroom.model.wires import Feed, Item

#: What an act can change. Each has an ``id``. The log keeps the whole of it after every act; of an item only what
#: belongs to the editors (``id``, ``stage``, ``tags``).
Subject = Feed | Item | LiveBlog | Update | WatchTerm | SavedView | SourceAlert


#: How an act is signed that no person did: what a wire itself is the cause of.
WIRES = "wires"


class Act(Struct, frozen=True, kw_only=True):
    """What somebody is about to do to a subject; the store makes an :class:`Event` of it.

    ``blog`` is the id of the live blog whose chain it joins, empty for the newsroom's own (feeds, triage).
    ``from_status`` and ``to_status`` are set where the status or stage changes. ``undoes`` is the transaction
    whose acts this one takes back.
    """

    at: datetime
    who: str
    what: str
    blog: str = ""
    why: str = ""
    from_status: str = ""
    to_status: str = ""
    undoes: int = 0


class Event(Struct, frozen=True, kw_only=True):
    """One entry of the audit trail, append-only.

    ``sequence`` is its position in the whole log, from 1 without a gap; ``transaction`` is shared by all events
    of one act (a bulk act is undone as one). ``noun`` and ``subject`` name what was changed. ``why`` and
    ``after`` (the whole subject as a document) rest beside the log under ``digest``, so that a kill can seal
    them without touching the chain: then ``sealed`` is true and both are empty. ``hash`` covers the event and
    ``previous``, the hash before it in the chain of the same blog. ``damaged`` says that the words could not be read:
    such an event is only ever listed, never folded.
    """

    sequence: int
    transaction: int
    at: datetime
    who: str
    what: str
    noun: str
    subject: str
    blog: str = ""
    from_status: str = ""
    to_status: str = ""
    undoes: int = 0
    digest: str
    previous: str
    hash: str
    why: str = ""
    after: Mapping[str, Any] = field(default_factory=dict)
    sealed: bool = False
    damaged: bool = False


class Snapshot(Struct, frozen=True, kw_only=True):
    """One publication of a live blog.

    ``sequence`` is the log position it shows. ``files`` (path -> SHA-256) and ``updates`` (id -> revision) hold
    what changed since the snapshot numbered one less, ``removed`` the paths that left; folding all of them gives
    the whole manifest. ``aside`` marks a past state that was written where readers are not, to be looked at.
    """

    id: str
    number: int
    blog: str
    sequence: int
    at: datetime
    by: str
    target: str
    files: Mapping[str, str] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    updates: Mapping[str, int] = field(default_factory=dict)
    aside: bool = False
