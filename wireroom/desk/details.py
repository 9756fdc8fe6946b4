"""What an update says beside its words: when it happened, its tags, priority, bylines and language; and changes of it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import UNSET
from msgspec.structs import replace

from wireroom.desk.forms import Details
from wireroom.desk.languages import stated_language
from wireroom.model import Update
from wireroom.text.hygiene import clean_line

#: How each detail is named, and whether a change of it changes what readers are told.
_NAMES: Final[Mapping[str, tuple[str, bool]]] = {
    "event_time": ("time of the event", True),
    "bylines": ("byline", True),
    "priority": ("priority", False),
    "tags": ("tags", False),
    "language": ("language", False),
}


def with_details(update: Update, details: Details) -> Update:
    """An update with other details. Raises ``UsageError`` for what is no language tag."""
    after = update
    if details.event_time is not UNSET:
        after = replace(after, event_time=details.event_time)
    if details.priority is not UNSET:
        after = replace(after, priority=details.priority)
    if details.tags is not UNSET:
        after = replace(after, tags=tuple(dict.fromkeys(details.tags)))
    if details.bylines is not UNSET:
        after = replace(after, bylines=names_of(details.bylines) or (update.author,))
    if details.language is not UNSET:
        after = replace(after, language=stated_language(details.language))
    return after


def names_of(bylines: Iterable[str]) -> tuple[str, ...]:
    """The names of a byline, clean and each once."""
    return tuple(dict.fromkeys(filter(None, map(clean_line, bylines))))


def changed_details(before: Update, after: Update, zone: str, *, telling: bool = False) -> tuple[str, ...]:
    """List what changed beside the words: "the tags “fuel” became “fuel, almaty”"; if ``telling``, what readers are told."""
    said = _sayings(zone)
    changes = []
    for name, (words, tells) in _NAMES.items():
        was, now = said[name](before), said[name](after)
        if was != now and (tells or not telling):
            changes.append(f"the {words} {_quoted(was)} became {_quoted(now)}")
    return tuple(changes)


def said_of(changes: Iterable[str]) -> str:
    """Changes as a sentence, for the log."""
    said = "; ".join(changes)
    return said[:1].upper() + said[1:]


def _sayings(zone: str) -> Mapping[str, Callable[[Update], str]]:
    def at(moment: datetime | None) -> str:
        return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" if moment is not None else ""

    return {
        "event_time": lambda update: at(update.event_time),
        "bylines": lambda update: ", ".join(update.bylines),
        "priority": lambda update: update.priority.value,
        "tags": lambda update: ", ".join(update.tags),
        "language": lambda update: update.language,
    }


def _quoted(words: str) -> str:
    return f"“{words}”" if words else "(none)"
