"""What the composer asks for, and the write-up made of the answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from tui.screens.detail_fields import TIME_HINT, read_moment, typed_tags
from tui.screens.evidence_lines import EVIDENCE_HINT, read_evidence_lines
from tui.screens.form import Field, Line, OneOf, Prose, Values
from tui.screens.naming import UpdateSuggester, name_of, named, one_named
from wireroom.desk.forms import WriteUp
from wireroom.desk.reports import Suggestion
from wireroom.model import Priority, Status, Update
from wireroom.ports.store import Reader

STATUSES = (Status.DRAFT.value, Status.DEVELOPING.value, Status.CONFIRMED.value)


def fields(
    suggestion: Suggestion | None,
    kept: Mapping[str, object],
    follows: Update | None,
    updates: Sequence[Update],
) -> list[Field]:
    """The fields, filled in from a draft that was kept, else from what the item suggests.

    ``follows`` is the update that it was begun on: one that was retracted is superseded, one that stands is built on.
    Its names are completed from ``updates``.
    """
    in_place = follows is not None and follows.status is Status.RETRACTED
    known = {
        "headline": suggestion.headline if suggestion is not None else "",
        "body": suggestion.body if suggestion is not None else "",
        "status": Status.DEVELOPING.value if suggestion is not None else Status.DRAFT.value,
        "priority": (suggestion.priority if suggestion is not None else Priority.UPDATE).value,
        "key_event": "no",
        "supersedes": name_of(follows) if follows is not None and in_place else "",
        "built_on": name_of(follows) if follows is not None and not in_place else "",
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
            hint=TIME_HINT,
            value=of("event_time"),
        ),
        Line(name="tags", label="Tags", hint="apart by blanks", value=of("tags")),
        Line(
            name="language",
            label="Language",
            hint="ru, kk, de; empty: as its letters tell",
            value=of("language"),
        ),
        Prose(name="evidence", label="Evidence", hint=EVIDENCE_HINT, value=of("evidence"), lines=2),
        Line(
            name="built_on",
            label="Built on",
            hint="begin a headline, Right completes; several apart by ;",
            value=of("built_on"),
            suggester=UpdateSuggester(updates),
        ),
        Line(
            name="supersedes",
            label="In place of",
            hint="the update that it supersedes",
            value=of("supersedes"),
            suggester=UpdateSuggester(updates),
        ),
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


def write_up(reader: Reader, values: Values, items: Sequence[str], *, now: datetime, zone: str) -> WriteUp:
    """Make the write-up. Raises ``UsageError`` for a time, a piece of evidence or an update that can't be read."""
    return WriteUp(
        headline=values["headline"],
        body=values["body"],
        items=tuple(items),
        evidence=read_evidence_lines(values["evidence"]),
        status=Status(values["status"]),
        note=values["note"],
        priority=Priority(values["priority"]),
        key_event=values["key_event"] == "yes",
        event_time=read_moment(values["event_time"], now, zone),
        embargo=read_moment(values["embargo"], now, zone, ahead=True),
        built_on=named(reader, values["built_on"]),
        supersedes=one_named(reader, values["supersedes"]),
        tags=typed_tags(values["tags"]),
        language=values["language"],
        override=values["override"],
    )
