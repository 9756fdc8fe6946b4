"""What may stand on a command line: times, pieces of evidence, texts from files, shortened ids."""

import re
import sys
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import click

from wireroom.errors import UsageError
from wireroom.model import Evidence, EvidenceKind
from wireroom.ports.store import Reader

_Choice = TypeVar("_Choice", bound=StrEnum)

_EVIDENCE = re.compile(r"(?P<kind>[^:]+):(?P<who>.+?)(?::(?P<url>[A-Za-z][A-Za-z0-9+.-]*://\S+))?")
_SPAN = re.compile(r"(\d+)([mhdw])")
#: A whole number that a store can hold too.
ONE_OR_MORE = click.IntRange(1, 2**63 - 1)

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_HALF_A_DAY, _DAY = timedelta(hours=12), timedelta(days=1)


def choice(values: type[_Choice], *leave_out: _Choice) -> click.Choice[str]:
    """One of the words of an enumeration."""
    return click.Choice([value.value for value in values if value not in leave_out])


def read_time(text: str, *, now: datetime, zone: str = "UTC", ahead: bool = False) -> datetime:
    """Read a time: ISO 8601 (without an offset, in ``zone``), "14:30" (today in ``zone``) or "2h" (ago).

    A day changes in the middle of a night at the desk: "23:50" at half past midnight is yesterday's, as today's would
    be more than half a day ahead; of what lies ``ahead``, "01:00" an hour before midnight is tomorrow's. Raises
    ``UsageError``.
    """
    span = _SPAN.fullmatch(text)
    if span:
        try:
            return now - timedelta(**{_UNITS[span[2]]: int(span[1])})
        except (OverflowError, ValueError) as trouble:
            raise UsageError(
                f"{text} ago lies before all calendars.", next_step="Give a shorter span."
            ) from trouble
    place = ZoneInfo(zone)
    if not is_clock(text):
        return _iso(text, place).astimezone(UTC)
    clock = time.fromisoformat(text)
    today = now.astimezone(place).date()
    at = datetime.combine(today, clock, tzinfo=place).astimezone(UTC)
    if ahead and now - at > _HALF_A_DAY:
        return datetime.combine(today + _DAY, clock, tzinfo=place).astimezone(UTC)
    if not ahead and at - now > _HALF_A_DAY:
        return datetime.combine(today - _DAY, clock, tzinfo=place).astimezone(UTC)
    return at


def is_clock(text: str) -> bool:
    """Whether a text is a time without a day."""
    try:
        return time.fromisoformat(text).tzinfo is None
    except ValueError:
        return False


def _iso(text: str, place: ZoneInfo) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as trouble:
        raise UsageError(
            f"{text!r} is not a time.",
            next_step="Write 2022-01-05T14:30Z, 2022-01-05 14:30 (in the live blog's zone), 14:30 or 2h (ago).",
        ) from trouble
    return at if at.tzinfo else at.replace(tzinfo=place)


def read_evidence(text: str) -> Evidence:
    """Read KIND:WHO[:URL]; raises ``UsageError``."""
    found = _EVIDENCE.fullmatch(text)
    known = [kind.value for kind in EvidenceKind]
    if found is None or found["kind"] not in known:
        raise UsageError(
            f"{text!r} is not a piece of evidence.",
            next_step=f"Write KIND:WHO or KIND:WHO:URL; KIND is one of {', '.join(known)}.",
        )
    return Evidence(kind=EvidenceKind(found["kind"]), who=found["who"].strip(), url=found["url"] or "")


def read_body(body: str | None, body_file: str | None) -> str | None:
    """The text given in place, from a file, or with ``-`` from standard input; ``None`` without any.

    Raises ``UsageError``.
    """
    if body is not None and body_file is not None:
        raise UsageError("--body and --body-file both give the text.", next_step="Give one of them.")
    if body_file is None:
        return read_text(body) if body == "-" else body
    return read_text(body_file)


def read_text(path: str) -> str:
    """The text of a file, or with ``-`` of standard input; raises ``UsageError``."""
    try:
        return (sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()).decode("utf-8")
    except (OSError, UnicodeDecodeError) as trouble:
        reason = (isinstance(trouble, OSError) and trouble.strerror) or trouble
        raise UsageError(
            f"{path} can't be read as text: {reason}.", next_step="Name a text file in UTF-8."
        ) from trouble


def item_ids(reader: Reader, texts: tuple[str, ...]) -> tuple[str, ...]:
    """Full ids of items from the ids, or ends of them, that were typed."""
    return tuple(reader.resolve("item", text) for text in texts)


def update_id(reader: Reader, text: str) -> str:
    """The full id of an update; an empty text stays empty."""
    return reader.resolve("update", text) if text else ""


def feed_id(reader: Reader, text: str) -> str:
    """The full id of a feed from its address, its id or the end of its id."""
    known = reader.feed_by_url(text) if "://" in text else None
    return known.id if known else reader.resolve("feed", text)
