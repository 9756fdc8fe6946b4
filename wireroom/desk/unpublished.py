"""What readers have not been shown yet; apart from publishing, because a desk that opens needs only this of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from wireroom.desk import acts
from wireroom.desk.embargoes import seen
from wireroom.model import Event, Status, Update, visible
from wireroom.ports.store import Reader

#: The end of an embargo is told of by the update that waited for it.
_UNSEEN = acts.NOT_FOR_READERS | {acts.RELEASED}


class Behind(Struct, frozen=True):
    """How far readers are behind the desk since their last snapshot.

    ``acts`` are those they would see at once. ``waiting`` are updates whose embargo was not over then, each with how
    many acts it has seen since: readers see nothing of them before it is.
    """

    acts: int = 0
    waiting: tuple[tuple[Update, int], ...] = ()

    def changes(self, now: datetime) -> int:
        """How much readers would see by now. The end of an embargo is seen once, with all that was done before."""
        return self.acts + sum(max(own, 1) for update, own in self.waiting if visible(update, now))


def behind(store: Reader, blog_id: str, updates: Iterable[Update]) -> Behind:
    """Count the acts of a blog, with these updates, that its readers' last snapshot does not show and another would."""
    last = store.last_shown(blog_id)
    since = last.sequence if last else 0
    counted = store.count_acts(blog_id, after=since)
    number = sum(
        number for (noun, what), number in counted.items() if what not in _UNSEEN and noun != "alert"
    )
    undone: Counter[str] = Counter()
    reopened = all(("blog", what) in counted for what in (acts.ENDED, acts.REOPENED))
    if reopened or any(what == acts.UNDID for _, what in counted):
        events = [event for event in store.events(blog=blog_id, after=since) if event.noun != "alert"]
        undone = _undone(events)
        number -= _ended_in_vain(store, events)
    everything = list(updates)
    waiting = tuple(
        (update, _acts_on(store, update, since) - undone[update.id])
        for update in everything
        if update.embargo is not None
        and (last is None or (update.embargo > last.at and not seen(store, update, last.at, until=since)))
    )
    held = {update.id for update, _ in waiting}
    drafts = (
        [one for one in everything if one.status is Status.DRAFT and one.id not in held] if number else []
    )
    unseen = sum(_acts_on(store, draft, since) - undone[draft.id] for draft in drafts)
    return Behind(number - undone.total() - unseen - sum(own for _, own in waiting), waiting)


def _acts_on(store: Reader, update: Update, since: int) -> int:
    events = store.events(blog=update.blog, subject=update.id, after=since)
    return sum(event.what not in _UNSEEN and event.noun == "update" for event in events)


def _undone(events: Sequence[Event]) -> Counter[str]:
    """How many acts on each subject are none for readers because of undo: what was taken back, and the taking back.

    Where readers were shown what was taken back, they are to see that it is.
    """
    since_then = {(event.transaction, event.subject) for event in events}
    unseen: Counter[str] = Counter()
    for event in events:
        if event.undoes and event.why in _UNSEEN:
            unseen[event.subject] += 1
        elif event.undoes and (event.undoes, event.subject) in since_then:
            unseen[event.subject] += 2
    return unseen


def _ended_in_vain(store: Reader, events: Sequence[Event]) -> int:
    """How many acts ended coverage and took it up again; the end is left in the count if it took anything off the top."""
    on_the_blog = [event for event in events if event.noun == "blog"]
    taken_back = {event.undoes for event in on_the_blog}
    number = 0
    end: Event | None = None
    for event in on_the_blog:
        if event.transaction in taken_back:
            continue
        if event.what == acts.ENDED:
            end = event
        elif event.what == acts.REOPENED and end is not None:
            number += 2 if _top(end) == _top(_before(store, end)) else 1
            end = None
    return number


def _before(store: Reader, event: Event) -> Event:
    """What was done to the same subject before."""
    return store.events(subject=event.subject, until=event.sequence - 1, newest_first=True, limit=1)[0]


def _top(event: Event) -> tuple[object, object]:
    """What is on top of a blog's page after an act on it: the pinned update and the summary."""
    return event.after.get("pinned"), event.after.get("summary")
