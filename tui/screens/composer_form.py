"""What the composer asks for, and the write-up made of the answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from tui.screens.evidence_lines import EVIDENCE_HINT, read_evidence_lines
from tui.screens.form import Field, Line, OneOf, Prose, Values
from wireroom.desk.forms import WriteUp
from wireroom.desk.reports import Suggestion
from wireroom.model import Priority, Status

STATUSES = (Status.DRAFT.value, Status.DEVELOPING.value, Status.CONFIRMED.value)


def fields(suggestion: Suggestion | None, kept: Mapping[str, object]) -> list[Field]:
    """The fields, filled in from a draft that was kept, else from what the item suggests."""
    known = {
        "headline": suggestion.headline if suggestion is not None else "",
        "body": suggestion.body if suggestion is not None else "",
        "status": Status.DEVELOPING.value if suggestion is not None else Status.DRAFT.value,
        "priority": (suggestion.priority if suggestion is not None else Priority.UPDATE).value,
        "key_event": "no",
    } | {name: value for name, value in kept.items() if isinstance(value, str)}

    def of(name: str) -> str:
        return known.get(name, "")

    return [
        Line(name="headline", label="Headline", value=of("headline"), lines=2),
        Prose(name="body", label="Body", hint="Markdown; say who says so", value=of("body"), grows=True),
        OneOf(name="status", label="Status", options=STATUSES, value=of("status")),
        Line(name="note", label="How we know", hint="for confirmed; readers see it", value=of("note")),
        OneOf(name="priority", label="Priority", options=tuple(Priority), value=of("priority")),
        OneOf(name="key_event", label="Key event", options=("no", "yes"), value=of("key_event")),
        Line(
            name="event_time",
            label="Happened",
            hint="now, or 14:30, 2h, 2022-01-05 14:30",
            value=of("event_time"),
        ),
        Line(name="tags", label="Tags", hint="apart by blanks", value=of("tags")),
        Prose(name="evidence", label="Evidence", hint=EVIDENCE_HINT, value=of("evidence"), lines=2),
        Line(
            name="embargo", label="Hold until", hint="embargo: 18:00 or 2022-01-05 18:00", value=of("embargo")
        ),
        Line(
            name="override",
            label="Override",
            hint="reason to go against a house rule; logged",
            value=of("override"),
        ),
    ]


def write_up(values: Values, items: Sequence[str], *, now: datetime, zone: str) -> WriteUp:
    """Make the write-up. Raises ``UsageError`` for a time or a piece of evidence that can't be read."""
    return WriteUp(
        headline=values["headline"],
        body=values["body"],
        items=tuple(items),
        evidence=read_evidence_lines(values["evidence"]),
        status=Status(values["status"]),
        note=values["note"],
        priority=Priority(values["priority"]),
        key_event=values["key_event"] == "yes",
        event_time=_time(values["event_time"], now, zone),
        embargo=_time(values["embargo"], now, zone, ahead=True),
        tags=tuple(values["tags"].replace("#", " ").split()),
        override=values["override"],
    )


def _time(text: str, now: datetime, zone: str, *, ahead: bool = False) -> datetime | None:
    if not text:
        return None
    from tui.cli.kinds import read_time

    return read_time(text, now=now, zone=zone, ahead=ahead)
