"""Folding the log of a live blog into what its readers are shown.

Pure: nothing but events goes in, so one log position gives one state on any machine. The fold can go on from
where it stopped; what it touched is told by :class:`Changes`, so that a publication costs what changed.
"""

from collections.abc import Callable, MutableMapping, Sequence
from datetime import datetime

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from wireroom.model import PUBLIC_STATUSES, Event, LiveBlog, Status, Update, visible
from wireroom.publish.names import tag_slug
from wireroom.publish.story import FEED, Entry, Form, Head, page_of, page_row

#: Acts that show a blog and change nothing in it; they do not count as a log position.
SHOWING = frozenset({"published", "rolled back"})

#: The act that takes another one back; it has a status where that was a mark.
UNDID = "undid"

#: The end of an embargo, where nothing else was done by then.
RELEASED = "released"

#: Acts on an update that readers are never shown anything of.
UNSEEN = frozenset({"reviewed", "to be decided again", "asked to kill"})

_TAKEN_BACK = frozenset({Status.RETRACTED, Status.KILLED})

#: Rows of feeds: an update's id, or its id with one of these for the notice that takes it back.
RETRACTION_NOTICE = "#retracted"
KILL_NOTICE = "#killed"


class Changes(Struct):
    """What a fold touched: entries, named rows, the head; ``everything`` where each page carries what changed."""

    entries: set[str] = field(default_factory=set)
    rows: set[str] = field(default_factory=set)
    head: bool = False
    everything: bool = False

    def __bool__(self) -> bool:
        return bool(self.entries or self.rows or self.head or self.everything)


class BlogState:
    """A live blog at a log position. A list of ids is replaced by another, never changed: who holds one sees that it is still the same.

    ``entries`` are by id. ``rows`` are ordered lists of ids by name: ``page/0001`` (by number), ``recent``,
    ``status/...`` and ``tag/...`` (newest change first), ``keys`` and ``notices`` (oldest first).
    """

    def __init__(
        self,
        head: Head | None = None,
        entries: MutableMapping[str, Entry] | None = None,
        rows: MutableMapping[str, list[str]] | None = None,
    ) -> None:
        self.head = Head() if head is None else head
        self.entries: MutableMapping[str, Entry] = {} if entries is None else entries
        self.rows: MutableMapping[str, list[str]] = {} if rows is None else rows

    @property
    def blog(self) -> LiveBlog:
        """The live blog's own fields; there are some as soon as its first event is folded."""
        assert self.head.blog is not None
        return self.head.blog

    @property
    def begun(self) -> datetime:
        """When coverage began."""
        return self.blog.coverage_start or self.blog.created

    @property
    def changed(self) -> datetime:
        """The last change that matters to readers; its beginning is one, also where the clock is behind that since."""
        return max(self.head.changed or self.begun, self.begun)


class Fold:
    """Applies events to a state, one after the other, and keeps note of what they touched.

    ``stub_of`` gives the killed update whose earlier words are sealed: rebuilding a past minute shows its stub there
    too. ``last_of`` gives the last event of an update before a position: words under embargo are read from the log
    when it ends, and kept nowhere else until then.
    """

    def __init__(
        self, state: BlogState, stub_of: Callable[[str], Update], last_of: Callable[[str, int], Event]
    ) -> None:
        self.state = state
        self.changes = Changes()
        self._stub_of = stub_of
        self._last_of = last_of
        self._unsaid: frozenset[int] = frozenset()

    def take_in(self, events: Sequence[Event]) -> None:
        """Take events of the blog in, in their order.

        A mark can be undone as long as no snapshot has it. Nobody was told of it then, and it is passed over. Where it
        was taken in before, for somebody who looked at what was not published yet, all has to be made anew.
        """
        self._unsaid = _never_said(events)
        for event in events:
            self._take_in(event)

    def _take_in(self, event: Event) -> None:
        head = self.state.head
        if event.sequence <= head.position or event.what in SHOWING or event.noun == "alert":
            return
        said = event.noun != "update" or event.transaction not in self._unsaid
        self._release(event, itself=event.subject if said else "")
        if event.noun == "update":
            if said:
                self._update(self._update_of(event), event)
        elif event.noun == "blog":
            if not event.sealed:  # a kill sealed the summary it told of: the blog stays as it was before
                self._blog(msgspec.convert(dict(event.after), LiveBlog, strict=False))
        else:
            return
        head.position, head.hash, head.at = event.sequence, event.hash, event.at
        self.changes.head = True

    def _update_of(self, event: Event) -> Update:
        if not event.sealed:
            return msgspec.convert(dict(event.after), Update, strict=False)
        entry = self.state.entries.get(event.subject)
        shown = entry is not None or event.to_status in PUBLIC_STATUSES or event.what == RELEASED
        stub = self._stub_of(event.subject)
        first = entry.shown if entry else event.at
        return Update(
            id=event.subject,
            blog=event.blog,
            status=Status.KILLED if shown else Status.DRAFT,
            headline="",
            body="",
            filed=event.at,
            first_published=first if shown else None,
            changed=event.at,
            kill=stub.kill,
            embargo=stub.embargo,
        )

    def _release(self, event: Event, *, itself: str) -> None:
        """An embargo ends with the first event after its time: the log is the only clock of a snapshot.

        The update that the event brings ``itself`` is left to it.
        """
        waiting = self.state.head.waiting
        for update_id in [known for known, embargo in waiting.items() if embargo <= event.at]:
            del waiting[update_id]
            if update_id == itself:
                continue
            last = self._last_of(update_id, event.sequence)
            while last.transaction in self._unsaid:
                last = self._last_of(update_id, last.sequence)
            update = self._update_of(last)
            if _free(update, event.at):
                self._update(update, event)

    def _blog(self, blog: LiveBlog) -> None:
        head = self.state.head
        before, head.blog = head.blog, blog
        if before is not None and _chrome(before) != _chrome(blog):
            self.changes.everything = True

    def _update(self, update: Update, event: Event) -> None:
        entry = self.state.entries.get(update.id)
        before = entry
        if entry is None and not _free(update, event.at):
            if update.embargo is not None and update.embargo > event.at:
                self.state.head.waiting[update.id] = update.embargo
            return
        if entry is None and update.status is Status.DRAFT:
            return
        if entry is None:
            entry = self._place(update, event)
        elif event.subject == update.id and _takes_back_a_mark(event) and event.undoes not in self._unsaid:
            self.changes.everything = True
            return
        elif event.what in UNSEEN or (event.subject == update.id and event.undoes in self._unsaid):
            same = replace(entry, forms=(*entry.forms[:-1], replace(entry.form, update=update)))
            self.state.entries[update.id] = same
            self.changes.entries.add(update.id)
            return
        else:
            entry = self._reshape(entry, update, event)
        self._put(entry)
        self._list(entry, event, before)
        if event.subject == update.id and event.to_status in _TAKEN_BACK:
            self._fall(update, event)

    def _place(self, update: Update, event: Event) -> Entry:
        head = self.state.head
        head.count += 1
        name = page_row(page_of(head.count))
        self.state.rows[name] = [*self.state.rows.get(name, []), update.id]
        self.changes.rows.add(name)
        form = Form(update, event.at, known=self._known(update), fallen=self._fallen(update))
        self._count(None, update.status)
        self._tell_those_who_waited(update.id, event)
        self._supersede(update, event)
        return Entry(number=head.count, sequence=event.sequence, moved=event.sequence, forms=(form,))

    def _reshape(self, entry: Entry, update: Update, event: Event) -> Entry:
        self._count(entry.update.status, update.status)
        newer = entry.form.superseded_by
        form = Form(update, event.at, newer, self._known(update), self._fallen(update, newer))
        forms = (*entry.forms, form)
        if update.status is Status.KILLED:
            forms = (form,) * len(forms)
        self._supersede(update, event)
        moved = entry.moved if update.changed == entry.update.changed else event.sequence
        return replace(entry, sequence=event.sequence, moved=moved, forms=forms)

    def _put(self, entry: Entry) -> None:
        head = self.state.head
        self.state.entries[entry.id] = entry
        self.changes.entries.add(entry.id)
        head.changes = [change for change in head.changes if change[1] != entry.number]
        head.changes.insert(0, (entry.sequence, entry.number, entry.edition))
        del head.changes[FEED:]
        if head.changed is None or entry.changed > head.changed:
            head.changed = entry.changed

    def _list(self, entry: Entry, event: Event, before: Entry | None) -> None:
        update, rows = entry.update, self.state.rows
        news = event.what != "refiled"
        self._feed("recent", entry, belongs=True, news=news)
        for status in {update.status} if before is None else {update.status, before.update.status}:
            self._feed(f"status/{status.value}", entry, belongs=update.status is status, news=news)
        had = before.update.tags if before else ()
        for tag in sorted({*had, *update.tags}):
            self.state.head.tags.setdefault(tag_slug(tag), tag)
            self._feed(f"tag/{tag_slug(tag)}", entry, belongs=tag in update.tags, news=news or tag not in had)
        if update.key_event or entry.id in rows.get("keys", ()):
            self._member("keys", entry.id, belongs=update.key_event)
        noticed = bool(entry.taken_back or _public_corrections(update))
        if noticed or before is not None:
            self._member("notices", entry.id, belongs=noticed, to_end=news)
        if entry.taken_back or (before is not None and before.taken_back):
            for notice, status in ((RETRACTION_NOTICE, Status.RETRACTED), (KILL_NOTICE, Status.KILLED)):
                self._feed("recent", entry, notice, belongs=update.status is status, news=news)

    def _feed(self, name: str, entry: Entry, notice: str = "", *, belongs: bool, news: bool) -> None:
        """Put news on top of a feed; what is none keeps its place, or stays out, and what does not belong leaves."""
        rows, row = self.state.rows.get(name, []), f"{entry.id}{notice}"
        present = row in rows
        if not (present or (belongs and news)):
            return
        if not belongs:
            left = self.state.head.left
            left[name] = max(left.get(name, entry.changed), entry.changed)
        if present and (not belongs or news):
            rows = [other for other in rows if other != row]
        if belongs and news:
            rows = [row, *rows[: FEED - 1]]
        self._lay(name, rows)

    def _member(self, name: str, row: str, *, belongs: bool, to_end: bool = False) -> None:
        rows = self.state.rows.get(name, [])
        present = row in rows
        if not present and not belongs:
            return
        if present and (not belongs or to_end):
            rows = [other for other in rows if other != row]
        if belongs and row not in rows:
            rows = [*rows, row]
        self._lay(name, rows)

    def _lay(self, name: str, rows: list[str]) -> None:
        """Put a list in its place, unless the same one is there."""
        if rows != self.state.rows.get(name):
            self.state.rows[name] = rows
            self.changes.rows.add(name)

    def _count(self, before: Status | None, after: Status) -> None:
        counts = self.state.head.counts
        if before is not None:
            counts[before] -= 1
        counts[after] = counts.get(after, 0) + 1

    def _known(self, update: Update) -> tuple[str, ...]:
        """Which of the updates it names readers can open; the others are awaited."""
        known = []
        if instead := _instead(update):
            named = self.state.head.instead.setdefault(instead, [])
            if update.id not in named:
                named.append(update.id)
        for other in _named(update):
            if other in self.state.entries:
                known.append(other)
            else:
                waiting = self.state.head.awaited.setdefault(other, [])
                if update.id not in waiting:
                    waiting.append(update.id)
        return tuple(known)

    def _tell_those_who_waited(self, update_id: str, event: Event) -> None:
        for other in self.state.head.awaited.pop(update_id, ()):
            entry = self.state.entries.get(other)
            if entry is not None and update_id in _named(entry.update):
                self._touch(
                    entry, replace(entry.form, known=(*entry.form.known, update_id), at=event.at), event
                )

    def _supersede(self, update: Update, event: Event) -> None:
        older = self.state.entries.get(update.supersedes) if update.supersedes else None
        if older is not None and older.form.superseded_by != update.id:
            fallen = self._fallen(older.update, update.id)
            self._touch(
                older, replace(older.form, superseded_by=update.id, fallen=fallen, at=event.at), event
            )

    def _fallen(self, update: Update, newer: str = "") -> tuple[str, ...]:
        """Those that took the place of an update, ``newer`` and what its retraction names, and were taken back."""
        took = dict.fromkeys((_instead(update), newer))
        return tuple(other for other in took if other in self.state.head.fallen)

    def _fall(self, update: Update, event: Event) -> None:
        """Tell the updates whose place this one took that it was taken back.

        The event says when: of what was killed every earlier form is the stub.
        """
        if update.id not in self.state.head.fallen:
            self.state.head.fallen.append(update.id)
        for other in dict.fromkeys((update.supersedes, *self.state.head.instead.get(update.id, ()))):
            entry = self.state.entries.get(other) if other else None
            if entry is None or update.id not in (entry.form.superseded_by, _instead(entry.update)):
                continue
            fallen = self._fallen(entry.update, entry.form.superseded_by)
            if fallen != entry.form.fallen:
                self._touch(entry, replace(entry.form, fallen=fallen, at=event.at), event)

    def _touch(self, entry: Entry, form: Form, event: Event) -> None:
        forms = (*entry.forms, form)
        if entry.update.status is Status.KILLED:
            forms = (form,) * len(forms)
        self._put(replace(entry, sequence=event.sequence, forms=forms))


def _named(update: Update) -> tuple[str, ...]:
    return tuple(other for other in (_instead(update), update.supersedes) if other)


def _instead(update: Update) -> str:
    """The update that a retraction says stands in its place; empty where it names none."""
    return update.retraction.replaced_by if update.retraction else ""


def _never_said(events: Sequence[Event]) -> frozenset[int]:
    """The transactions of marks that were undone, and of what was done to their updates in between.

    All of that was taken back before the mark was: an act that stands keeps a mark from being undone.
    """
    undone = {event.undoes for event in events if _takes_back_a_mark(event)}
    marks = {event.transaction for event in events if event.transaction in undone}
    unsaid = set(marks)
    sought: dict[str, set[int]] = {}
    for event in reversed(events) if marks else ():
        own = sought.setdefault(event.subject, set())
        if own:
            unsaid.add(event.transaction)
            own.discard(event.transaction)
        if _takes_back_a_mark(event) and event.undoes in marks:
            own.add(event.undoes)
    return frozenset(unsaid)


def _takes_back_a_mark(event: Event) -> bool:
    return event.what == UNDID and event.noun == "update" and bool(event.to_status)


def _free(update: Update, at: datetime) -> bool:
    """Whether no embargo holds an update back. What was taken back under one was never said, and stays out."""
    return update.status is Status.DRAFT or visible(update, at)


def _chrome(blog: LiveBlog) -> tuple[str, ...]:
    """The fields that every page carries."""
    return (blog.slug, blog.headline, blog.standfirst, blog.zone, blog.language)


def _public_corrections(update: Update) -> bool:
    return any(correction.note for correction in update.corrections)
