"""The nouns of the newsroom, as frozen values.

Times are aware and in UTC. Ids are text: UUIDv7 for what people make, a UUIDv5 of (feed, identity in the feed)
for items, so that fetching twice or from two desks makes the same item once.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct, field


class Stage(StrEnum):
    """How far an item on the wire has come."""

    NEW = "new"
    KEPT = "kept"
    USED = "used"
    SPIKED = "spiked"


class Status(StrEnum):
    """What a live blog says of an update. A draft is not published; killed is terminal."""

    DRAFT = "draft"
    DEVELOPING = "developing"
    CONFIRMED = "confirmed"
    RETRACTED = "retracted"
    KILLED = "killed"


#: What readers can see something of.
PUBLIC_STATUSES = frozenset({Status.DEVELOPING, Status.CONFIRMED, Status.RETRACTED, Status.KILLED})


class Priority(StrEnum):
    """News value, as wires mark it, highest first."""

    FLASH = "flash"
    BULLETIN = "bulletin"
    URGENT = "urgent"
    UPDATE = "update"
    BACKGROUND = "background"


class EvidenceKind(StrEnum):
    """What an update rests on."""

    WITNESS = "witness"
    NAMED = "named"
    OFFICIAL = "official"
    DOCUMENT = "document"
    AGENCY = "agency"
    SOCIAL = "social"
    UNNAMED = "unnamed"


class RetractionClass(StrEnum):
    """Why something is taken back."""

    WRONG = "wrong"
    UNPROVEN = "unproven"
    SOURCE_WITHDREW = "source-withdrew"
    HOAX = "hoax"


class CorrectionClass(StrEnum):
    """CORRECTED says what was wrong; a REFILE changes no meaning and is not shown to readers."""

    CORRECTED = "corrected"
    REFILE = "refile"


class BlogState(StrEnum):
    """Whether a live blog is being prepared, covered or over."""

    DRAFT = "draft"
    LIVE = "live"
    ENDED = "ended"


class HouseRules(StrEnum):
    """Which preset of rules binds the editors of a live blog."""

    SOLO = "solo"
    DESK = "desk"
    AGENCY = "agency"


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


class AlertKind(StrEnum):
    """What a source did to an item after an update had cited it."""

    CHANGED = "changed"
    MARKED = "marked"
    GONE = "gone"
    MISSING = "missing"


class Feed(Struct, frozen=True, kw_only=True):
    """A wire that is subscribed to, as its editors set it up.

    ``origin`` is the organisation behind it: copies of one organisation's text count once. ``private`` allows a
    loopback or private address. ``removed`` hides it; its items stay.
    """

    id: str
    url: str
    title: str = ""
    site: str = ""
    origin: str = ""
    tags: tuple[str, ...] = ()
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


class FeedHealth(Struct, frozen=True, kw_only=True):
    """How polling one feed stands; written by the puller at every poll, never by a person.

    ``etag`` and ``last_modified`` are opaque: the bytes the server sent, as Latin-1 text. ``outcome`` says the
    last fetch in words. Intervals are seconds; ``skip_hours`` and ``skip_days`` (Monday is 0) are in UTC.
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


class Picture(Struct, frozen=True, kw_only=True):
    """A picture as readers get it: a JPEG made anew, without what the original carried. ``id`` is a hash of it."""

    id: str
    width: int
    height: int
    jpeg: bytes


class Smaller(Struct, frozen=True, kw_only=True):
    """A picture once more in fewer pixels, for small screens: its id in the store and its size."""

    picture: str
    width: int
    height: int


class Illustration(Struct, frozen=True, kw_only=True):
    """A picture that an update shows: its id in the store, and what it shows in words for who can't see it.

    ``credit`` stands under it; ``source``, where it came from, is for the desk alone; ``smaller``, smallest first.
    """

    picture: str
    width: int
    height: int
    description: str
    credit: str = ""
    source: str = ""
    smaller: tuple[Smaller, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the picture in all its sizes."""
        return (self.picture, *(one.picture for one in self.smaller))


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


class Evidence(Struct, frozen=True, kw_only=True):
    """One thing an update rests on.

    ``item`` and ``item_version`` name the wire copy as it was when it was cited; ``origin`` is the organisation
    whose word it is: evidence of one origin counts once.
    """

    kind: EvidenceKind
    who: str
    quote: str = ""
    url: str = ""
    item: str = ""
    item_version: int = 0
    origin: str = ""
    dated: datetime | None = None


class Confirmation(Struct, frozen=True, kw_only=True):
    """How an update came to be confirmed: by whom, and how we know."""

    at: datetime
    by: str
    note: str
    basis: str


class Correction(Struct, frozen=True, kw_only=True):
    """A change to a standing update. ``note`` is for readers ("earlier said X; it is Y"); a refile has none.

    ``headline`` and ``body`` are what stood before.
    """

    at: datetime
    by: str
    kind: CorrectionClass
    note: str
    headline: str
    body: str


class Retraction(Struct, frozen=True, kw_only=True):
    """What was taken back. ``said`` is frozen from the update; without ``replaced_by`` there is no substitute."""

    at: datetime
    by: str
    said: str
    wrong: str
    why: str
    kind: RetractionClass
    replaced_by: str = ""


class Kill(Struct, frozen=True, kw_only=True):
    """A removal ordered for law or safety; ``notice`` is all that readers are told."""

    at: datetime
    by: str
    ordered_by: str
    notice: str


class SummaryBullet(Struct, frozen=True, kw_only=True):
    """One line of the summary (heading "known", "unknown" or "wrong"), bound to the update it rests on."""

    heading: str
    text: str
    update: str


class LiveBlog(Struct, frozen=True, kw_only=True):
    """A running story. ``zone`` is an IANA name: one zone a page, always named."""

    id: str
    slug: str
    headline: str
    standfirst: str = ""
    zone: str = "UTC"
    language: str = "en"
    state: BlogState = BlogState.LIVE
    rules: HouseRules = HouseRules.SOLO
    created: datetime
    created_by: str = ""
    coverage_start: datetime | None = None
    coverage_end: datetime | None = None
    pinned: str = ""
    summary: tuple[SummaryBullet, ...] = ()
    revision: int = 1


class Update(Struct, frozen=True, kw_only=True):
    """One entry of a live blog.

    ``event_time`` is when it happened, ``filed`` when it was written; ``changed`` is the last change that matters
    to readers (a refile does not move it). ``review_due`` is when a developing update must be decided.
    ``embargo`` keeps it out of every output before that time. ``doubt`` is the public reason of a downgrade.
    ``revision`` counts from 1 and moves with every change: a person's edit names the one it was made on.
    """

    id: str
    blog: str
    status: Status = Status.DRAFT
    headline: str
    body: str
    event_time: datetime | None = None
    filed: datetime
    first_published: datetime | None = None
    changed: datetime | None = None
    author: str = ""
    bylines: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    priority: Priority = Priority.UPDATE
    key_event: bool = False
    language: str = ""
    evidence: tuple[Evidence, ...] = ()
    confirmation: Confirmation | None = None
    doubt: str = ""
    corrections: tuple[Correction, ...] = ()
    retraction: Retraction | None = None
    kill: Kill | None = None
    built_on: tuple[str, ...] = ()
    supersedes: str = ""
    review_due: datetime | None = None
    embargo: datetime | None = None
    media: tuple[Illustration, ...] = ()
    revision: int = 1


class SourceAlert(Struct, frozen=True, kw_only=True):
    """A source changed, marked or dropped an item that an update cites; never an automatic retraction.

    ``was`` and ``now`` are the wordings (headline, then body); ``settled`` is when an editor dealt with it.
    """

    id: str
    blog: str
    update: str
    item: str
    kind: AlertKind
    at: datetime
    from_version: int
    to_version: int
    was: str
    now: str
    settled: datetime | None = None
    settled_by: str = ""


class WatchTerm(Struct, frozen=True, kw_only=True):
    """A word or phrase that must not be missed."""

    id: str
    term: str
    added: datetime
    by: str = ""
    bell: bool = False
    removed: datetime | None = None


class SavedView(Struct, frozen=True, kw_only=True):
    """A filter worth a name."""

    id: str
    name: str
    query: str
    by: str = ""
    removed: datetime | None = None


#: What an act can change. Each has an ``id``. The log keeps the whole of it after every act; of an item only what
#: belongs to the editors (``id``, ``stage``, ``tags``).
Subject = Feed | Item | LiveBlog | Update | WatchTerm | SavedView | SourceAlert


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
    the whole manifest.
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


class Draft(Struct, frozen=True, kw_only=True):
    """What a composer holds and nobody has filed yet, kept for the editor who writes it.

    ``update`` and ``revision`` name the standing text it changes, if any.
    """

    id: str
    editor: str
    blog: str
    saved: datetime
    update: str = ""
    revision: int = 0
    fields: Mapping[str, Any] = field(default_factory=dict)


def visible(update: Update, at: datetime) -> bool:
    """Whether readers can see something of an update at a time: public, and not held back by an embargo.

    What was retracted or killed before its embargo ended was never said, and stays unseen.
    """
    if update.status not in PUBLIC_STATUSES:
        return False
    if update.embargo is None:
        return True
    taken_back = update.kill or update.retraction
    return update.embargo <= at and (taken_back is None or taken_back.at >= update.embargo)
