"""Wires: feeds and how polling them stands, and the items they bring."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class Stage(StrEnum):
    """How far an item on the wire has come."""

    NEW = "new"
    KEPT = "kept"
    USED = "used"
    SPIKED = "spiked"


class Priority(StrEnum):
    """News value, as wires mark it, highest first."""

    FLASH = "flash"
    BULLETIN = "bulletin"
    URGENT = "urgent"
    UPDATE = "update"
    BACKGROUND = "background"


class FeedState(StrEnum):
    """How polling a feed goes. Failing is never final."""

    OK = "ok"
    FAILING = "failing"
    PAUSED = "paused"
    GONE = "gone"


class DateQuality(StrEnum):
    """How far an item's own date can be trusted; wires are ordered by first seen, never by it."""

    STATED = "stated"
    ASSUMED_ZONE = "assumed-zone"
    FUTURE = "future"
    UNREADABLE = "unreadable"
    MISSING = "missing"


class CueKind(StrEnum):
    """What reading copy finds in a text."""

    HEDGE = "hedge"
    ATTRIBUTION = "attribution"
    URGENCY = "urgency"
    FOLLOW_UP = "follow-up"
    FIGURE = "figure"
    QUOTE = "quote"
    SOCIAL = "social"


class Feed(Struct, frozen=True, kw_only=True):
    """A wire that is subscribed to, as its editors set it up.

    ``origin`` is the organisation behind it: copies of one organisation's text count once. ``folders`` are those of
    the lists it came from, as written there (``World News/Asia``): an export spells its tags so. ``private`` allows a
    loopback or private address. ``removed`` hides it; its items stay.
    """

    id: str
    url: str
    title: str = ""
    site: str = ""
    origin: str = ""
    tags: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    private: bool = False
    paused: bool = False
    added: datetime
    removed: datetime | None = None


class FeedAccess(Struct, frozen=True, kw_only=True):
    """What a feed's server asks for before it answers. Secrets: kept out of the log, of exports and of listings."""

    feed: str
    user: str = ""
    password: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    proxy: str = ""


class FeedHealth(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How polling one feed stands; written by the puller at every poll, never by a person.

    ``etag`` and ``last_modified`` are opaque: the bytes the server sent, as Latin-1 text. ``outcome`` says the
    last fetch in words. Intervals are seconds; ``skip_hours`` and ``skip_days`` (Monday is 0) are in UTC. ``backlog``
    says that nobody has looked yet for the cues of what it had published before it was first read. What is as usual is
    left out where it is written down: nothing is written as often.
    """

    feed: str
    state: FeedState = FeedState.OK
    outcome: str = "not fetched yet"
    fetched: datetime | None = None
    succeeded: datetime | None = None
    next_due: datetime | None = None
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    failures: int = 0
    polls_since_full: int = 0
    declared_interval: int | None = None
    learned_interval: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    moved_to: str = ""
    moved_since: datetime | None = None
    items_a_day: float = 0.0
    edits: int = 0
    items: int = 0
    clock_skew: float | None = None
    backlog: bool = False


class FeedHead(Struct, frozen=True, kw_only=True):
    """What holds for all items of a feed's document, as it was last judged.

    ``mark`` stands for what the document says around its items; the items stand under the address ``base`` and the
    ``language``, where it states one.
    """

    mark: str
    base: str
    language: str | None = None


class FeedParts(Struct, frozen=True, kw_only=True):
    """What the last document of a feed was made of, so that only what is new in the next one is read.

    ``fingerprints`` stand for its items' bytes and ``items`` for the ids they became, in the document's order
    (an empty id: a part that became no item of its own). ``bodies`` are hashes of the latest whole bodies, oldest
    first: one of them coming back is a stale copy from somebody's cache, unless it stays; ``returned`` is the one
    that came back at the last poll. ``head`` is what holds for all items, where that was judged.
    """

    feed: str
    fingerprints: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    returned: str = ""
    head: FeedHead | None = None


class Cue(Struct, frozen=True, kw_only=True):
    """A span of copy that matters to its reader.

    ``start`` and ``end`` count characters; ``who`` is the source that an attribution or a social post names.
    """

    kind: CueKind
    text: str
    start: int
    end: int
    who: str = ""


class Link(Struct, frozen=True, kw_only=True):
    """A link inside an item's body."""

    url: str
    text: str = ""


class Media(Struct, frozen=True, kw_only=True):
    """A picture, sound or film that an item offers."""

    url: str
    type: str = ""
    description: str = ""


class Item(Struct, frozen=True, kw_only=True):
    """One piece of copy from a wire, in its newest wording.

    All text is plain (paragraphs apart by an empty line) and clean of control and bidi characters. What the
    source says (headline to media) comes in by polling; ``stage`` and ``tags`` belong to the editors.
    ``origin`` is the organisation the words come from, by credit or else by feed; ``cluster`` is the id of the
    first item of the same story. ``wording`` is a hash of the folded words: only a change of it is a new version.
    """

    id: str
    feed: str
    identity: str
    link: str = ""
    canonical_link: str = ""
    headline: str
    summary: str = ""
    body: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    published_raw: str = ""
    published_quality: DateQuality = DateQuality.MISSING
    first_seen: datetime
    changed: datetime | None = None
    version: int = 1
    wording: str = ""
    stage: Stage = Stage.NEW
    tags: tuple[str, ...] = ()
    cues: tuple[Cue, ...] = ()
    priority: Priority = Priority.UPDATE
    origin: str = ""
    cluster: str = ""
    language: str = ""
    links: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()


class ItemVersion(Struct, frozen=True, kw_only=True):
    """One wording of an item and when it was first seen; versions count from 1."""

    item: str
    version: int
    headline: str
    summary: str
    body: str
    seen: datetime
