"""What the use cases answer with, where a noun alone would not say enough."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, Literal

from msgspec import Struct, field

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


class Suggestion(Struct, frozen=True, kw_only=True):
    """What reading an item suggests for its write-up; an editor decides. ``reasons`` say why, one a sentence."""

    status: Status
    priority: Priority
    headline: str
    body: str
    evidence: tuple[Evidence, ...]
    cues: tuple[Cue, ...]
    reasons: tuple[str, ...]


class Standing(Struct, frozen=True, kw_only=True):
    """What an update rests on. ``words`` reads like "2 items, 1 origin: one more needed".

    ``differences`` are sentences on where those it rests on disagree, with it or with one another.
    """

    items: int
    origins: int
    sufficient: bool
    words: str
    missing_for_confirmed: tuple[str, ...]
    differences: tuple[str, ...] = ()


class Agreement(Struct, frozen=True, kw_only=True):
    """How what an update rests on agrees. ``contrary`` maps origins, folded, that do not bear it out to a sentence why.

    ``differences`` are all sentences for the editor, those first; ``figures`` only say who counts what.
    """

    contrary: Mapping[str, str] = field(default_factory=dict)
    differences: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()

    def not_in(self, said: Iterable[str]) -> list[str]:
        """The differences that no sentence tells already."""
        told = tuple(said)
        return [words for words in self.differences if not any(words in sentence for sentence in told)]


#: Nobody says otherwise.
AGREED: Final = Agreement()


class Finding(Struct, frozen=True, kw_only=True):
    """What publishing objects to: an error refuses, a warning does not.

    ``update`` is the id of the place (empty: the blog), ``rule`` a number of the newsroom's lint rules, ``mend``
    the command that puts it right.
    """

    level: Literal["error", "warning"]
    update: str
    rule: int
    words: str
    mend: str


class HistoryLine(Struct, frozen=True, kw_only=True):
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


class Offer(Struct, frozen=True, kw_only=True):
    """A way to deal with a source alert. A retraction comes with its reason filled in."""

    to: Literal["downgrade", "correct", "retract"]
    words: str
    command: str
    note: str = ""
    wrong: str = ""
    why: str = ""
    kind: RetractionClass | None = None


class AlertView(Struct, frozen=True, kw_only=True):
    """A source alert with the update it is about, the offered changes and the difference of the two wordings."""

    alert: SourceAlert
    update: Update
    words: str
    changes: tuple[str, ...]
    offers: tuple[Offer, ...]


class EndReport(Struct, frozen=True, kw_only=True):
    """Coverage is over. ``undecided`` are the updates left as never independently confirmed."""

    blog: LiveBlog
    undecided: tuple[Update, ...]


class KillReport(Struct, frozen=True, kw_only=True):
    """What a kill did. ``done`` is false when the house rules wait for a second editor to order the same.

    ``files`` carried the text in some published folder when the kill was ordered, ``remaining`` still do (publish
    to rewrite them), ``copies`` is what else in the store, or in drafts on this machine, repeats its words.
    ``unwritten`` says, a sentence each, which places it was published to could not be written anew, and why.
    ``unreachable`` says, a sentence each, where nobody could look.
    """

    update: Update
    done: bool
    sealed: int = 0
    files: tuple[str, ...] = ()
    remaining: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    unwritten: tuple[str, ...] = ()
    unreachable: tuple[str, ...] = ()
    words: str = ""


class Handover(Struct, frozen=True, kw_only=True):
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


class SummaryLine(Struct, frozen=True, kw_only=True):
    """One bullet of the summary as the desk shows it; ``red`` says in words why it can't stand, or is empty."""

    heading: str
    text: str
    update: str
    red: str = ""


class PublishReport(Struct, frozen=True, kw_only=True):
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


class ChainReport(Struct, frozen=True, kw_only=True):
    """Whether the log's chain of hashes holds; ``breaks`` name each place where it does not."""

    events: int
    sealed: int
    breaks: tuple[str, ...]
