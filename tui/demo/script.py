"""What the editors of the demo do, as data: one struct for each kind of act in ``story/script.toml``.

Items are named ``wire/entry``; updates by the name that the act which wrote them gave them.
"""

import msgspec

from wireroom.model import EvidenceKind, Priority, RetractionClass, Status


class _Act(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="do"):
    """When (hours and minutes of the story's day) and who."""

    at: str
    by: str


class EvidenceData(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of evidence that an item carries."""

    kind: EvidenceKind
    who: str
    item: str


class Keep(_Act, frozen=True, kw_only=True, tag="keep"):
    """Keep items on the wire."""

    items: tuple[str, ...]


class Spike(_Act, frozen=True, kw_only=True, tag="spike"):
    """Reject items."""

    items: tuple[str, ...]


class Tag(_Act, frozen=True, kw_only=True, tag="tag"):
    """Put tags on items."""

    items: tuple[str, ...]
    add: tuple[str, ...]


class Write(_Act, frozen=True, kw_only=True, tag="write"):
    """Write an update; ``from`` are the items it rests on."""

    name: str
    headline: str
    body: str
    source: tuple[str, ...] = msgspec.field(name="from", default=())
    evidence: tuple[EvidenceData, ...] = ()
    status: Status = Status.DRAFT
    note: str = ""
    priority: Priority = Priority.UPDATE
    key_event: bool = False
    event_time: str = ""
    built_on: tuple[str, ...] = ()
    supersedes: str = ""
    tags: tuple[str, ...] = ()
    drill: bool = False


class Mark(_Act, frozen=True, kw_only=True, tag="mark"):
    """Change the status of an update; ``refused`` says why the rules will not allow it, and that it is tried."""

    update: str
    to: Status
    note: str = ""
    source: tuple[str, ...] = msgspec.field(name="from", default=())
    evidence: tuple[EvidenceData, ...] = ()
    wrong: str = ""
    why: str = ""
    kind: RetractionClass | None = msgspec.field(name="class", default=None)
    replaced_by: str = ""
    refused: str = ""


class Correct(_Act, frozen=True, kw_only=True, tag="correct"):
    """Correct a standing update, or refile it."""

    update: str
    note: str = ""
    refile: bool = False
    headline: str | None = None
    body: str | None = None


class Pin(_Act, frozen=True, kw_only=True, tag="pin"):
    """Pin an update to the top."""

    update: str


class Key(_Act, frozen=True, kw_only=True, tag="key"):
    """Make an update a key event."""

    update: str


class Settle(_Act, frozen=True, kw_only=True, tag="settle"):
    """Settle the source alerts of an update: looked at, nothing to change."""

    update: str


class BulletData(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the summary."""

    heading: str
    text: str
    update: str


class Summary(_Act, frozen=True, kw_only=True, tag="summary"):
    """Write the summary."""

    bullets: tuple[BulletData, ...]


class Undo(_Act, frozen=True, kw_only=True, tag="undo"):
    """Take back the last act."""


class Publish(_Act, frozen=True, kw_only=True, tag="publish"):
    """Publish a snapshot."""


Act = Keep | Spike | Tag | Write | Mark | Correct | Pin | Key | Settle | Summary | Undo | Publish
