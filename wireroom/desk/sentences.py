"""The log as sentences: "14:31 aigerim marked 'Airport closed' confirmed: two officials said so on camera."."""

from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from wireroom.desk import acts
from wireroom.desk.seat import short
from wireroom.model import Event

#: What is named of each noun.
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "feed": ("title", "url"),
    "blog": ("slug",),
    "update": ("headline",),
    "watch": ("term",),
    "view": ("name",),
}


def sentence(event: Event, zone: str = "UTC") -> str:
    """Say an event as a line of the log, at the time of a zone."""
    at = event.at.astimezone(ZoneInfo(zone))
    if event.undoes:
        return f"{at:%H:%M} {event.who} took back “{event.why}” of {named(event)}, act {event.undoes}."
    said = f"{at:%H:%M} {event.who} {_deed(event)}"
    if event.sealed:
        return f"{said}. The words are sealed."
    why = event.why.strip()
    if not why:
        return f"{said}."
    return f"{said}: {why}" if why[-1] in ".!?" else f"{said}: {why}."


def named(event: Event) -> str:
    """Name what an event is about: its headline, slug or title, and the end of its id."""
    for field in _NAMES.get(event.noun, ()):
        name = event.after.get(field)
        if isinstance(name, str) and name:
            return name if field == "slug" else f"“{name}” ({short(event.subject)})"
    return f"{event.noun} {short(event.subject)}"


def _deed(event: Event) -> str:
    what = named(event)
    if event.what == acts.WROTE:
        return f"wrote {what} as a draft"
    if event.what == acts.MARKED:
        return f"marked {what} {event.to_status or event.after.get('status', '')}{_basis(event)}".rstrip()
    if event.what == acts.REVIEWED:
        return f"reviewed {what} and left it {event.after.get('status', '')}".rstrip()
    if event.what == acts.KILLED:
        order = (event.after.get("kill") or {}).get("ordered_by", "")
        return f"killed {what}" + (f" on the order of {order}" if order else "")
    if event.what in (acts.KEY_EVENT, acts.NO_KEY_EVENT):
        return f"made {what} {'a key event' if event.what == acts.KEY_EVENT else 'no longer a key event'}"
    if event.what == acts.TAGGED:
        tags = ", ".join(f"#{tag}" for tag in event.after.get("tags", ()))
        return f"tagged {what} {tags or 'with nothing'}"
    return f"{event.what} {what}"


def _basis(event: Event) -> str:
    confirmation = event.after.get("confirmation")
    if event.to_status != "confirmed" or not confirmation:
        return ""
    return f" on {confirmation['basis']}"
