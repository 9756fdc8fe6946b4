"""Coverage: live blogs, their updates, what an update rests on and what became of it."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from wireroom.model.wires import Priority


class Status(StrEnum):
    """What a live blog says of an update. A draft is not published; killed is terminal."""

    DRAFT = "draft"
    DEVELOPING = "developing"
    CONFIRMED = "confirmed"
    RETRACTED = "retracted"
    KILLED = "killed"


#: What readers can see something of.
PUBLIC_STATUSES = frozenset({Status.DEVELOPING, Status.CONFIRMED, Status.RETRACTED, Status.KILLED})

#: What readers are told and nobody has taken back.
STANDING_STATUSES = (Status.DEVELOPING, Status.CONFIRMED)


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


class AlertKind(StrEnum):
    """What a source did to an item after an update had cited it."""

    CHANGED = "changed"
    MARKED = "marked"
    GONE = "gone"
    MISSING = "missing"


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
    """How an update came to be confirmed: by whom, and how we know.

    ``rests_on`` are the origins, folded, that bore it out; ``None`` where only the evidence tells, as it was kept once.
    """

    at: datetime
    by: str
    note: str
    basis: str
    rests_on: tuple[str, ...] | None = None


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
    ``spiked`` is a draft that nobody is to go on with. ``revision`` counts from 1 and moves with every change: a person's edit names the one it was made on.
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
    spiked: bool = False


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
