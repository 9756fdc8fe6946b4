"""The fields of what an update says beside its words: when it happened, priority, tags, bylines, language."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import UNSET

from tui.screens.form import Field, Line, OneOf, Values
from wireroom.desk.forms import Details
from wireroom.model import Priority, Update

TIME_HINT = "now, or 14:30, 2h, 2022-01-05 14:30"


def details_of(update: Update, zone: str) -> dict[str, str]:
    """What the fields of an update show, by their names."""
    at = update.event_time
    return {
        "event_time": f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" if at is not None else "",
        "priority": update.priority.value,
        "tags": " ".join(update.tags),
        "bylines": "; ".join(update.bylines),
        "language": update.language,
    }


def detail_fields(known: Mapping[str, str]) -> list[Field]:
    """The fields, filled in."""
    return [
        Line(name="event_time", label="Happened", hint=TIME_HINT, value=known["event_time"]),
        OneOf(name="priority", label="Priority", options=tuple(Priority), value=known["priority"]),
        Line(name="tags", label="Tags", hint="apart by blanks", value=known["tags"]),
        Line(name="bylines", label="Bylines", hint="several apart by ;", value=known["bylines"]),
        Line(name="language", label="Language", hint="ru, kk, pt-BR", value=known["language"]),
    ]


def typed_details(update: Update, values: Values, *, now: datetime, zone: str) -> Details:
    """What was typed; a field that shows what it opened with changes nothing.

    Raises ``UsageError`` for a time that can't be read.
    """
    shown = details_of(update, zone)
    typed = {name: values.get(name, was).strip() for name, was in shown.items()}
    changed = {name for name, was in shown.items() if typed[name] != was}
    return Details(
        event_time=read_moment(typed["event_time"], now, zone) if "event_time" in changed else UNSET,
        priority=Priority(typed["priority"]) if "priority" in changed else UNSET,
        tags=typed_tags(typed["tags"]) if "tags" in changed else UNSET,
        bylines=tuple(name.strip() for name in typed["bylines"].split(";"))
        if "bylines" in changed
        else UNSET,
        language=typed["language"] if "language" in changed else UNSET,
    )


def typed_tags(text: str) -> tuple[str, ...]:
    """The tags of a field, apart by blanks, with or without ``#``."""
    return tuple(text.replace("#", " ").split())


def read_moment(text: str, now: datetime, zone: str, *, ahead: bool = False) -> datetime | None:
    """The time of a field; none where nothing was typed. Raises ``UsageError``."""
    if not text:
        return None
    from tui.cli.kinds import read_time

    return read_time(text, now=now, zone=zone, ahead=ahead)
