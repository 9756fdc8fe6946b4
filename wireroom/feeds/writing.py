"""Polls written down: items, wordings, alerts and health of many feeds in one transaction."""

from collections.abc import Collection, Iterable, Sequence

from msgspec.structs import replace

from wireroom.feeds.health import after_success
from wireroom.feeds.intake import Intake, Recognised, names_of, recognise_all, take_in, wording_of
from wireroom.feeds.polling import Polled
from wireroom.feeds.quiet import Outcome, Rhythm, failed, follow_publisher, write_quiet
from wireroom.feeds.sourcewatch import Seen, watch_sources
from wireroom.feeds.stories import RunningStories
from wireroom.model import Feed, FeedHealth, FeedParts, Item, ItemVersion
from wireroom.ports.store import Store, Transaction

#: So many documents that end in the middle are waited out before what they hold is taken.
_CUT_SHORT_PATIENCE = 3
#: An item that was reworded more often than this is not news any more: only its newest wording is kept.
RUNAWAY_VERSIONS = 50
_BODIES_REMEMBERED = 128


def write_batch(
    store: Store, batch: Sequence[Polled], rhythm: Rhythm, stories: RunningStories
) -> list[Outcome]:
    """Write polls down in one transaction.

    Validators are written with or after the items, never before: a crash and a 304 would lose items otherwise.
    """
    with rhythm.transaction(store) as tx:
        outcomes = write_quiet(tx, [polled for polled in batch if polled.parsed is None], rhythm)
        read = [polled for polled in batch if polled.parsed is not None]
        if read:
            documents = _Documents(tx, rhythm, stories, read)
            outcomes += map(documents.add, read)
            documents.finish()
    return outcomes


class _Documents:
    """The documents of a batch on their way into the store, where they go together."""

    def __init__(
        self, tx: Transaction, rhythm: Rhythm, stories: RunningStories, read: Sequence[Polled]
    ) -> None:
        self._tx = tx
        self._rhythm = rhythm
        self._stories = stories
        self._items: list[Item] = []
        self._earlier: list[ItemVersion] = []
        self._parts: dict[str, FeedParts] = {}
        self._healths: list[FeedHealth] = []
        self._seen: list[Seen] = []
        #: Of each feed its first document; what others mean turns on what that has brought.
        self._first = {polled.poll.feed.id: polled for polled in reversed(read)}
        self._before = tx.parts_of(self._first)
        self._recognised = self._recognise(self._first.values())
        self._stood = self._standing(self._recognised.values())
        stories.catch_up_again()

    def add(self, polled: Polled) -> Outcome:
        """Take a document in."""
        if polled is not self._first[polled.poll.feed.id]:
            self._write()
            self._recognised |= self._recognise([polled])
            self._stood |= self._standing([self._recognised[polled.poll.feed.id]])
        feed = self._tx.feed(polled.poll.feed.id) if self._rhythm.moved else polled.poll.feed
        parsed = polled.parsed
        assert parsed is not None
        if feed.removed is not None:
            return Outcome(feed=feed.id, kind="unchanged", words="Taken off the list")
        before = polled.poll.health
        if parsed.cut_short and before.succeeded and before.failures < _CUT_SHORT_PATIENCE:
            after = failed(self._tx, polled, feed, "The document ends in the middle", self._rhythm.schedule)
            self._healths.append(after.health)
            return Outcome(feed=feed.id, kind="failed", words=after.health.outcome, after=after)
        seen, remarks = self._take_in(polled, feed)
        self._seen.append(seen)
        new, changed = len(seen.intake.new), len(seen.intake.changed)
        if parsed.rest:
            return Outcome(feed=feed.id, kind="part", words="", new_items=new, changed_items=changed)
        health = after_success(
            polled,
            self._rhythm.schedule,
            new=new if before.succeeded else len(set(seen.now) - {""}),
            changed=changed,
            covered=feed.id in self._rhythm.covered,
            remarks=remarks,
        )
        after = replace(polled.poll, feed=follow_publisher(self._tx, polled, feed, health), health=health)
        self._healths.append(health)
        return Outcome(
            feed=feed.id,
            kind="fetched",
            words=health.outcome,
            new_items=new,
            changed_items=changed,
            after=after,
        )

    def finish(self) -> None:
        """Write everything, and tell of what happened to items that are cited."""
        self._write()
        watch_sources(self._tx, self._seen)

    def _recognise(self, read: Collection[Polled]) -> dict[str, Recognised]:
        """What documents of as many feeds say of items that are stored, by feed."""
        entries = {polled.poll.feed.id: polled.parsed.entries for polled in read if polled.parsed}
        known = self._tx.known_items({feed: names_of(said) for feed, said in entries.items()})
        recognised = {}
        for polled in read:
            feed, parsed = polled.poll.feed.id, polled.parsed
            assert parsed is not None
            before = self._parts_before(feed)
            items = dict(zip(before.fingerprints, before.items, strict=False))
            present = {items[part] for part in parsed.parts if items.get(part)}
            recognised[feed] = recognise_all(
                self._tx, parsed.entries, known[feed], present=present, before=before.items
            )
        return recognised

    def _standing(self, recognised: Iterable[Recognised]) -> dict[str, Item]:
        """The items that documents say in other words, as they stand, by id."""
        return {item.id: item for item in self._tx.items(id_ for one in recognised for id_ in one.reworded)}

    def _parts_before(self, feed_id: str) -> FeedParts:
        return self._before.get(feed_id) or FeedParts(feed=feed_id)

    def _take_in(self, polled: Polled, feed: Feed) -> tuple[Seen, list[str]]:
        """Find out what a document means for the store; remarks join the words of the feed's health."""
        parsed = polled.parsed
        assert parsed is not None
        before = self._parts_before(feed.id)
        named = replace(feed, title=feed.title or parsed.title)
        recognised = self._recognised[feed.id]
        stood = [self._stood[id_] for id_ in recognised.reworded if id_ in self._stood]
        intake = take_in(named, recognised, stood, polled.at)
        first = polled.poll.health.succeeded is None
        self._items += self._stories.place(self._tx, intake.new, polled.at, first=first)
        self._items += intake.changed
        self._earlier += [wording_of(item) for item in intake.before if item.version < RUNAWAY_VERSIONS]
        after = self._before[feed.id] = self._parts[feed.id] = _parts_after(before, polled, intake)
        earlier = after.items if parsed.rest else before.items
        seen = Seen(intake=intake, before=earlier, now=after.items, at=polled.at)
        runaway = [item for item in intake.before if item.version >= RUNAWAY_VERSIONS]
        return seen, [_runaway_words(runaway)] if runaway else []

    def _write(self) -> None:
        if self._items:
            self._tx.put_items(self._items, self._earlier)
            self._stories.write_down(self._tx)
        self._tx.put_parts(*self._parts.values())
        self._tx.put_healths(self._healths)
        for written in (self._items, self._earlier, self._parts, self._healths):
            written.clear()


def _parts_after(before: FeedParts, polled: Polled, intake: Intake) -> FeedParts:
    parsed = polled.parsed
    assert parsed is not None
    bodies = before.bodies
    if not parsed.rest:
        bodies = (*(one for one in bodies if one != polled.body_hash), polled.body_hash)[-_BODIES_REMEMBERED:]
    if not parsed.parts:
        return FeedParts(feed=before.feed, items=intake.ids, bodies=bodies)
    known = dict(zip(before.fingerprints, before.items, strict=False))
    known |= {entry.fingerprint: id_ for entry, id_ in zip(parsed.entries, intake.ids, strict=True)}
    read = [part for part in parsed.parts if part in known]
    return FeedParts(
        feed=before.feed,
        fingerprints=tuple(read),
        items=tuple(known[part] for part in read),
        bodies=bodies,
        head=parsed.head,
    )


def _runaway_words(items: Collection[object]) -> str:
    return (
        f"runaway: {len(items)} items were reworded more than {RUNAWAY_VERSIONS} times, "
        "only their newest wording is kept"
    )
