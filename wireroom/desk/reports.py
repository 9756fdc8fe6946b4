"""What the use cases answer with, where a noun alone would not say enough."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from wireroom.model import (
    Cue,
    Evidence,
    LiveBlog,
    Priority,
    RetractionClass,
    SourceAlert,
    Status,
    Update,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What reading an item suggests for its write-up; an editor decides. ``reasons`` say why, one a sentence."""

    status: Status
    priority: Priority
    headline: str
    body: str
    evidence: tuple[Evidence, ...]
    cues: tuple[Cue, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an update rests on. ``words`` reads like "2 items, 1 origin: one more needed"."""

    items: int
    origins: int
    sufficient: bool
    words: str
    missing_for_confirmed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What publishing objects to: an error refuses, a warning does not.

    ``update`` is the id of the place (empty: the blog), ``rule`` a number of the newsroom's lint rules, ``mend``
    the command that puts it right.
    """

    level: Literal["error", "warning"]
    update: str
    rule: int
    words: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One act in the life of an update. ``before`` and ``after`` are headline and body, empty when unchanged."""

    sequence: int
    at: datetime
    who: str
    what: str
    words: str
    from_status: str = ""
    to_status: str = ""
    before: str = ""
    after: str = ""
    sealed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A way to deal with a source alert. A retraction comes with its reason filled in."""

    to: Literal["downgrade", "correct", "retract"]
    words: str
    command: str
    note: str = ""
    wrong: str = ""
    why: str = ""
    kind: RetractionClass | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertView:
    """A source alert with the update it is about, the offered changes and the difference of the two wordings."""

    alert: SourceAlert
    update: Update
    words: str
    changes: tuple[str, ...]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndReport:
    """Coverage is over. ``undecided`` are the updates left as never independently confirmed."""

    blog: LiveBlog
    undecided: tuple[Update, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KillReport:
    """What a kill did. ``done`` is false when the house rules wait for a second editor to order the same.

    ``files`` carried the text in some published folder when the kill was ordered, ``remaining`` still do (publish
    to rewrite them), ``copies`` is what else in the store, or in drafts on this machine, repeats its words.
    ``unreachable`` says, a sentence each, where nobody could look.
    """

    update: Update
    done: bool
    sealed: int = 0
    files: tuple[str, ...] = ()
    remaining: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    unreachable: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """What the next shift must know about a live blog. ``pending`` are kills that wait for a second editor."""

    blog: LiveBlog
    at: datetime
    undecided: tuple[Update, ...]
    stale: tuple[Update, ...]
    alerts: tuple[AlertView, ...]
    embargoed: tuple[Update, ...]
    drafts: tuple[Update, ...]
    pending: tuple[Update, ...]
    findings: tuple[Finding, ...]
    unpublished: int
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryLine:
    """One bullet of the summary as the desk shows it; ``red`` says in words why it can't stand, or is empty."""

    heading: str
    text: str
    update: str
    red: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishReport:
    """A published snapshot: how much was written where, and in how long (``seconds``)."""

    blog: str
    sequence: int
    updates: int
    files_written: int
    files_unchanged: int
    bytes: int
    seconds: float
    problems: tuple[str, ...]
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """Whether the log's chain of hashes holds; ``breaks`` name each place where it does not."""

    events: int
    sealed: int
    breaks: tuple[str, ...]
