"""The log as sentences: "14:31 aigerim marked 'Airport closed' confirmed: two officials said so on camera."."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from wireroom.desk import acts
from wireroom.desk.seat import short
from wireroom.model import Event
from wireroom.text.sentences import full_sentence

#: What is named of each noun.
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "feed": ("title", "url"),
    "blog": ("slug",),
    "update": ("headline",),
    "watch": ("term",),
    "view": ("name",),
}

#: How acts are said that their verb and their noun do not say by themselves.
_DEEDS: Final[Mapping[str, str]] = {
    acts.CHANGED_BLOG: "changed {what}",
    acts.UNPINNED: "took the pinned update of {what} off the top",
    acts.SUMMARISED: "wrote the summary of {what}",
    acts.DROPPED_BULLETS: "took lines out of the summary of {what}",
    acts.ENDED: "ended the coverage of {what}",
    acts.REOPENED: "took up the coverage of {what} again",
    acts.ROLLED_BACK: "rolled {what} back",
    acts.WROTE: "wrote {what} as a draft",
    acts.SENT_TO_REVIEW: "sent {what} to review",
    acts.ASKED_KILL: "asked for {what} to be killed",
    acts.KEY_EVENT: "made {what} a key event",
    acts.NO_KEY_EVENT: "made {what} no longer a key event",
    acts.ILLUSTRATED: "put a picture on {what}",
    acts.PICTURE_OFF: "took a picture off {what}",
    acts.QUOTED: "quoted a post in {what}",
    acts.LEFT_UNDECIDED: "left {what} undecided",
    acts.TO_DECIDE: "set a time for {what} to be decided",
    acts.CHANGED_FEED: "changed {what}",
    acts.PAUSED_FEED: "paused {what}",
    acts.RESUMED_FEED: "resumed {what}",
}


def sentence(
    event: Event,
    zone: str = "UTC",
    names: Mapping[str, str] | None = None,
    *,
    taken_back: Event | None = None,
    clock: str = "%H:%M",
) -> str:
    """Say an event as a line of the log, at the time of a zone, as ``clock`` writes it.

    ``names`` holds what the event does not say itself: the headline of an update it only points at, such as the one
    it pinned, and the slug of a blog whose words are sealed; by id. ``taken_back`` is the event that it undid.
    """
    at = event.at.astimezone(ZoneInfo(zone))
    known = names or {}
    harm = " The words are damaged." if event.damaged else ""
    if event.undoes:
        return f"{at:{clock}} {event.who} took back “{event.why}” of {named(event, known)}{_done(taken_back, at)}.{harm}"
    said = f"{at:{clock}} {event.who} {_deed(event, known)}"
    if event.sealed:
        return f"{said}. The words are sealed."
    why = event.why.strip()
    return full_sentence(f"{said}: {why}" if why else said) + harm


def _done(act: Event | None, seen_from: datetime) -> str:
    """When an act was done, as one finds it in the log; with the day where it was another."""
    if act is None:
        return ""
    then = act.at.astimezone(seen_from.tzinfo)
    return f", done at {then:%H:%M}" + (f" on {then:%Y-%m-%d}" if then.date() != seen_from.date() else "")


def pointed_at(event: Event) -> str:
    """The id of the update that an event of another noun points at; empty where it points at none."""
    if event.what == acts.PINNED:
        return str(event.after.get("pinned", ""))
    return str(event.after.get("update", "")) if event.noun == "alert" else ""


def named(event: Event, names: Mapping[str, str] | None = None) -> str:
    """Name what an event is about: its headline, slug or title, and the end of its id."""
    if event.noun == "blog" and event.sealed and names and event.subject in names:
        return names[event.subject]
    for field in _NAMES.get(event.noun, ()):
        name = event.after.get(field)
        if isinstance(name, str) and name:
            return name if field == "slug" else f"“{name}” ({short(event.subject)})"
    return f"{event.noun} {short(event.subject)}"


def _deed(event: Event, names: Mapping[str, str]) -> str:
    what = named(event, names)
    if event.what in _DEEDS:
        return _DEEDS[event.what].format(what=what)
    if event.what == acts.MARKED:
        return f"marked {what} {event.to_status or event.after.get('status', '')}{_basis(event)}".rstrip()
    if event.what == acts.REVIEWED:
        return f"reviewed {what}" + (f" and left it {event.after['status']}" if event.after else "")
    if event.what == acts.KILLED:
        order = (event.after.get("kill") or {}).get("ordered_by", "")
        return f"killed {what}" + (f" on the order of {order}" if order else "")
    if event.what == acts.TAGGED:
        tags = ", ".join(f"#{tag}" for tag in event.after.get("tags", ()))
        return f"tagged {what} {tags or 'with nothing'}"
    other = pointed_at(event)
    if not other:
        return f"{event.what} {what}"
    headline = names.get(other, "")
    about = f"“{headline}” ({short(other)})" if headline else f"update {short(other)}"
    if event.what == acts.PINNED:
        return f"pinned {about} on top of {what}"
    return f"{event.what} {what}, a source of {about} ({event.after.get('kind', '')})"


def _basis(event: Event) -> str:
    confirmation = event.after.get("confirmation")
    if event.to_status != "confirmed" or not confirmation:
        return ""
    return f" on {confirmation['basis']}"
