"""What readers would see anew if a live blog were published now: each update and what of it, and the page's own parts.

What stands is held against the log at the position readers were shown last, so that an act and its undoing are
nothing new; and it costs what was changed since, not what was ever published.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

import msgspec
from msgspec import Struct

from wireroom.desk.embargoes import seen
from wireroom.desk.lint import lint_copy
from wireroom.desk.reports import Finding
from wireroom.desk.unpublished import behind
from wireroom.model import Event, LiveBlog, Snapshot, Status, Update
from wireroom.ports.store import Reader


class News(Struct, frozen=True):
    """An update that reads differently for readers; ``words`` say what of it, and nothing where all of it is new."""

    update: Update
    words: tuple[str, ...] = ()


class Outlook(Struct, frozen=True, kw_only=True):
    """What a publication would bring, newest filed first. ``first``: no reader was shown anything of the blog yet."""

    blog: LiveBlog
    first: bool
    added: tuple[News, ...] = ()
    changed: tuple[News, ...] = ()
    taken_back: tuple[News, ...] = ()
    page: tuple[str, ...] = ()
    """What of the page itself reads differently: its headline, its summary."""
    findings: tuple[Finding, ...] = ()
    unpublished: int = 0


def outlook(store: Reader, blog: LiveBlog, now: datetime) -> Outlook:
    """Compare a live blog with what its readers were shown last."""
    updates = store.updates(blog.id)
    last = store.last_shown(blog.id)
    standing = [update for update in updates if seen(store, update, now)]
    news, page = _since(store, blog, last, standing) if last else ([News(one) for one in standing], ())
    shown = [one for one in news if one.update.status not in (Status.RETRACTED, Status.KILLED)]
    return Outlook(
        blog=blog,
        first=last is None,
        added=tuple(one for one in shown if not one.words),
        changed=tuple(one for one in shown if one.words),
        taken_back=tuple(one for one in news if one not in shown),
        page=page,
        findings=tuple(lint_copy(blog, updates, store.alerts(blog.id))),
        unpublished=behind(store, blog.id, updates).changes(now),
    )


def _since(
    store: Reader, blog: LiveBlog, last: Snapshot, standing: list[Update]
) -> tuple[list[News], tuple[str, ...]]:
    """What of the updates, and of the page, is another thing than in a snapshot."""

    def then(subject: str) -> Event | None:
        events = store.events(subject=subject, until=last.sequence, newest_first=True, limit=1)
        return next(iter(events), None)

    (clock,) = store.events(until=last.sequence, newest_first=True, limit=1)

    def was_seen(update: Update) -> bool:
        return seen(store, update, clock.at, until=last.sequence)

    touched = {event.subject for event in store.events(blog=blog.id, after=last.sequence)}
    opened = then(blog.id)
    before = blog if opened is None or opened.sealed else msgspec.convert(opened.after, LiveBlog)
    pins = {before.pinned: "no longer pinned", blog.pinned: "pinned"} if before.pinned != blog.pinned else {}
    news: list[News] = []
    for update in standing:
        ended = update.embargo is not None and not was_seen(update)
        if not ended and update.id not in touched and update.id not in pins:
            continue
        words = _what_of(update, then(update.id), was_seen)
        if words is None:
            news.append(News(update))
        elif told := (*words, *filter(None, [pins.get(update.id)])):
            news.append(News(update, told))
    return news, _differing(before, blog, _OF_A_PAGE)


def _what_of(
    update: Update, then: Event | None, was_seen: Callable[[Update], bool]
) -> tuple[str, ...] | None:
    """What of an update differs from how the log tells of it then; nothing at all if it was not to be seen."""
    if then is None:
        return None
    if then.sealed:  # killed since: readers may have seen it, and it is gone
        return ("killed",)
    before = msgspec.convert(then.after, Update)
    if not was_seen(before):
        return None
    if before.status is not update.status:
        return (f"{before.status.value} → {update.status.value}", *_differing(before, update, _OF_A_STATUS))
    return _differing(before, update, {**_OF_A_STATUS, **_OF_A_STANDING_ONE})


def _differing(before: Struct, now: Struct, names: Mapping[str, str | Callable[..., str]]) -> tuple[str, ...]:
    """Name the fields that differ, as an editor calls them."""
    return tuple(
        name if isinstance(name, str) else name(getattr(now, field))
        for field, name in names.items()
        if getattr(before, field) != getattr(now, field)
    )


_OF_A_STATUS: Final[Mapping[str, str | Callable[..., str]]] = {
    "headline": "headline",
    "body": "words",
    "media": "pictures",
    "key_event": lambda is_one: "key event" if is_one else "no longer a key event",
    "evidence": "evidence",
    "event_time": "time of the event",
    "priority": "priority",
    "tags": "tags",
    "bylines": "byline",
    "language": "language",
    "built_on": "what it is built on",
    "supersedes": "what it supersedes",
}

_OF_A_STANDING_ONE: Final[Mapping[str, str | Callable[..., str]]] = {
    "confirmation": "how we know",
    "doubt": "the doubt",
    "retraction": "what replaces it",
}

_OF_A_PAGE: Final[Mapping[str, str | Callable[..., str]]] = {
    "headline": "headline",
    "standfirst": "standfirst",
    "summary": "summary",
    "zone": "time zone",
    "language": "language",
    "state": lambda state: f"state: {state.value}",
}
