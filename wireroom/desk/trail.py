"""The audit trail: reading it, and taking back the last reversible act as new events."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from wireroom.desk import acts, outcomes
from wireroom.desk.embargoes import seen
from wireroom.desk.reports import ChainReport
from wireroom.desk.seat import Seat, find_blog, short
from wireroom.desk.sentences import named, pointed_at, sentence
from wireroom.errors import RefusedError, StoreDamaged
from wireroom.model import (
    WIRES,
    Event,
    Feed,
    Item,
    LiveBlog,
    SavedView,
    SourceAlert,
    Stage,
    Status,
    Subject,
    Update,
    WatchTerm,
)
from wireroom.ports.store import Reader, Transaction

#: What a noun of the log stands for.
KINDS: Final[Mapping[str, type[Subject]]] = {
    "feed": Feed,
    "item": Item,
    "blog": LiveBlog,
    "update": Update,
    "watch": WatchTerm,
    "view": SavedView,
    "alert": SourceAlert,
}

#: How many events of this editor undo looks back over, and how many it reads at once.
_FAR_ENOUGH: Final = 50_000
_AT_ONCE: Final = 500


class Trail(Struct, frozen=True):
    """What was done, by whom and why; nothing in it is ever changed."""

    seat: Seat

    def events(
        self, blog: str = "", *, update: str = "", since: datetime | None = None, limit: int | None = None
    ) -> list[Event]:
        """Read the log, oldest first: of one blog, of one update, or all of it."""
        store = self.seat.store
        chain = find_blog(store, blog).id if blog else None
        return store.events(blog=chain, subject=update, since=since, limit=limit)

    def sentences(self, events: Iterable[Event], zone: str = "UTC", *, clock: str = "%H:%M") -> list[str]:
        """Say events as sentences, at the times of a zone as ``clock`` writes them."""
        slugs = {blog.id: blog.slug for blog in self.seat.store.blogs()}
        return [
            sentence(
                event,
                zone,
                slugs | self._pointed_at(event),
                taken_back=self._taken_back(event),
                clock=clock,
            )
            for event in events
        ]

    def _taken_back(self, event: Event) -> Event | None:
        """The event that an undo took back; nothing for any other, and where it is not to be had."""
        if event.undoes:
            with suppress(StoreDamaged):
                found = self.seat.store.events(transaction=event.undoes, subject=event.subject, limit=1)
                return found[0] if found else None
        return None

    def _pointed_at(self, event: Event) -> dict[str, str]:
        """The headline that the update an event points at had then; nothing where it is not to be had."""
        if update := pointed_at(event):
            with suppress(StoreDamaged):  # then it is named by its id
                events = self.seat.store.events
                for then in events(subject=update, until=event.sequence, newest_first=True, limit=1):
                    return {update: str(then.after.get("headline", ""))}
        return {}

    def verify(self) -> ChainReport:
        """Follow every chain of the log from its first event, and say where it does not hold."""
        store = self.seat.store
        events = store.events(listing=True)
        return ChainReport(
            events=len(events),
            sealed=sum(event.sealed for event in events),
            breaks=tuple(store.broken_links()),
        )

    def passed_over(self) -> list[Event]:
        """What this editor did after the act that undo would take back, newest first: none of it can be taken back.

        One event an act; publications, which change nothing, are left out. Nothing where there is nothing to undo.
        """
        last, passed = _look_back(self.seat.store, self.seat.editor, self.seat.now())
        return passed if last else []

    def stays(self, passed: Sequence[Event], zone: str = "UTC") -> str:
        """Say that the newest act that undo passes over stays, and what can be done instead; empty without one."""
        return (
            " ".join([*self.sentences(passed[:1], zone), "That stays.", _instead(passed)]) if passed else ""
        )

    def undo(self) -> list[Event]:
        """Take back this editor's last reversible act, as new events.

        What somebody else has changed since stays as it is. Raises ``RefusedError`` when nothing can be taken back.
        """
        with self.seat.store.transaction() as tx:
            last, passed = _look_back(tx, self.seat.editor, self.seat.now())
            if not last:
                raise RefusedError("There is nothing to undo.", next_step=_instead(passed))
            now = self.seat.now()
            # What an editor meant comes first: the items that an update had used are told of behind it.
            told = sorted({one.subject: one for one in last}.values(), key=lambda one: one.noun == "item")
            done = [
                event
                for act in told
                for earlier in _earlier(tx, act)
                for event in self._take_back(tx, act, earlier, now)
            ]
            if not done:
                raise RefusedError(
                    f"{named(last[-1])} was changed since by somebody else; undo would overwrite that.",
                    next_step=f"See who: wireroom log {_where(last[-1])}".rstrip(),
                )
            return done

    def _take_back(self, tx: Transaction, event: Event, earlier: Subject, at: datetime) -> Iterator[Event]:
        """Write a subject as it was before an act. With a mark, what can't be shown without it leaves the top of the blog."""
        act = partial(
            self.seat.act, acts.UNDID, at=at, blog=event.blog, why=event.what, undoes=event.transaction
        )
        yield tx.record(act(from_status=event.to_status, to_status=event.from_status), earlier)
        if event.what == acts.MARKED and isinstance(earlier, Update):
            blog = tx.blog(earlier.blog)
            shown = outcomes.unmarked(blog, earlier)
            if shown != blog:
                yield tx.record(act(), replace(shown, revision=blog.revision + 1))


def _look_back(reader: Reader, editor: str, now: datetime) -> tuple[list[Event], list[Event]]:
    """Give the events of an editor's last reversible act, none without one; and the last event of each later act.

    What was done to a subject before an act of the same editor that stays can't be taken back either.
    """
    taken_back: set[int] = set()
    settled: set[str] = set()
    passed: list[Event] = []
    for event in _newest(reader, editor):
        if event.undoes:
            taken_back.add(event.undoes)
            continue
        if event.transaction in taken_back:
            continue
        together = _but_the_draft(
            [one for one in reader.events(transaction=event.transaction) if not one.undoes]
        )
        taken_back.add(event.transaction)
        if together and all(_reversible(reader, one, now) for one in together):
            if settled.issuperset(one.subject for one in together):
                continue
            return together, passed
        if event.what not in acts.SHOWING:
            settled.update(one.subject for one in together)
            passed.append(event)
    return [], passed


def _but_the_draft(together: list[Event]) -> list[Event]:
    """What of an act may be taken back where it filed and marked at once: the mark, and the draft stays."""
    marked = {event.subject for event in together if event.what == acts.MARKED}
    return [event for event in together if event.what != acts.WROTE or event.subject not in marked]


def _instead(passed: Sequence[Event]) -> str:
    """What can be done about the newest act that undo passes over."""
    if not passed:
        return "The log holds no act of yours that still stands."
    if passed[0].what == acts.WROTE and passed[0].to_status in ("", Status.DRAFT):
        return "A draft stays, and readers see nothing of it: edit it, mark it, or spike it."
    if passed[0].what == acts.ENDED:
        return "Coverage that has ended is taken up again with 'wireroom blog reopen'."
    return "Readers' trail is never taken back: correct, put under review or retract instead."


def _where(event: Event) -> str:
    """What to ask the log for, to see all that was done to the subject of an event."""
    if event.noun == "update":
        return f"--update {short(event.subject)}"
    return str(event.after.get("slug", ""))


def _newest(reader: Reader, editor: str) -> Iterator[Event]:
    """Give the events of an editor, newest first, read as far as they are asked for."""
    until: int | None = None
    for _ in range(_FAR_ENOUGH // _AT_ONCE):
        page = reader.events(who=editor, until=until, newest_first=True, limit=_AT_ONCE)
        yield from page
        if len(page) < _AT_ONCE:
            return
        until = page[-1].sequence - 1


def _reversible(reader: Reader, event: Event, now: datetime) -> bool:
    """Whether an act can be taken back; a mark can as long as no reader has seen it."""
    if event.sealed:
        return False
    if event.what in acts.REVERSIBLE:
        return True
    if event.what != acts.MARKED:
        return False
    if not seen(reader, msgspec.convert(event.after, Update), now):
        return True
    since = reader.count_acts(event.blog, after=event.sequence)
    made_since = sum(number for (_, what), number in since.items() if what in acts.SHOWING)
    snapshots = reader.snapshots(event.blog, newest=made_since) if made_since else []
    return not any(snapshot.sequence >= event.sequence for snapshot in snapshots)


def _earlier(tx: Transaction, event: Event) -> Iterator[Subject]:
    """Give the subject as it was before an event, unless it was changed since by another act.

    What a wire itself told of a feed since does not keep the feed on the list.
    """
    whole = tx.events(subject=event.subject, blog=event.blog)
    story = _in_force(whole)
    before = [one for one in story if one.transaction < event.transaction or _filed_with(one, event)]
    since = [one for one in story if one.transaction > event.transaction and (before or one.who != WIRES)]
    if since or all(one.transaction != event.transaction for one in story):
        return
    if before and before[-1].sealed:
        raise RefusedError(
            f"What stood before spoke of an update that was killed since; {named(event)} can't go back to it.",
            next_step="Do it anew, without what was killed.",
        )
    if event.noun == "item":
        item = tx.item(event.subject)
        kept = before[-1].after if before else {}
        yield replace(item, stage=Stage(kept.get("stage", Stage.NEW)), tags=tuple(kept.get("tags", ())))
    elif before:
        yield _again(tx, _convert(before[-1]))
    else:
        yield _removed(_convert(story[-1]), event.at)


def _filed_with(draft: Event, mark: Event) -> bool:
    """Whether an event filed the draft that another one marked in the same act."""
    return draft.what == acts.WROTE and draft.transaction == mark.transaction and draft is not mark


def _in_force(story: list[Event]) -> list[Event]:
    """Leave out what was taken back, the taking back itself, and publications, which change nothing.

    A draft is never taken back, only the mark that was filed with it.
    """
    gone = {event.undoes for event in story if event.undoes}
    return [
        event
        for event in story
        if not event.undoes
        and (event.transaction not in gone or event.what == acts.WROTE)
        and event.what not in acts.SHOWING
    ]


def _convert(event: Event) -> Subject:
    subject: Subject = msgspec.convert(event.after, KINDS[event.noun])
    return subject


def _removed(subject: Subject, at: datetime) -> Subject:
    """Take off what the act began. Nothing else that can be undone begins anything."""
    if isinstance(subject, Feed | WatchTerm | SavedView):
        return replace(subject, removed=at)
    raise TypeError(f"The first act on {type(subject).__name__} can't be taken back.")


def _again(tx: Transaction, earlier: Subject) -> Subject:
    """Give what goes back the next revision: an edit made on either of the two must not pass unseen.

    What was taken back meanwhile does not come back to the top of a blog or into its summary.
    """
    if isinstance(earlier, Update):
        return replace(earlier, revision=tx.update(earlier.id).revision + 1)
    if not isinstance(earlier, LiveBlog):
        return earlier
    shown = replace(earlier, revision=tx.blog(earlier.id).revision + 1)
    for update_id in {earlier.pinned, *(bullet.update for bullet in earlier.summary)} - {""}:
        update = tx.update(update_id)
        if update.status in (Status.RETRACTED, Status.KILLED):
            everything = update.status is Status.KILLED
            shown = outcomes.out_of_summary(outcomes.unpinned(shown, update), update, everything=everything)
    return shown
