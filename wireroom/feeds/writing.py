"""Polls written down: items, wordings, alerts and health of many feeds in one transaction."""

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from wireroom.feeds import sourcewatch
from wireroom.feeds.health import after_success
from wireroom.feeds.intake import Intake, take_in, wording_of
from wireroom.feeds.polling import Polled
from wireroom.feeds.quiet import Outcome, Rhythm, failed, follow_publisher, write_quiet
from wireroom.feeds.sourcewatch import Sighting
from wireroom.feeds.stories import RunningStories
from wireroom.model import AlertKind, Feed, FeedParts
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
        outcomes += [_write(tx, polled, rhythm, stories) for polled in batch if polled.parsed is not None]
    return outcomes


def _write(tx: Transaction, polled: Polled, rhythm: Rhythm, stories: RunningStories) -> Outcome:
    feed = tx.feed(polled.poll.feed.id)
    parsed = polled.parsed
    assert parsed is not None
    if feed.removed is not None:
        return Outcome(feed=feed.id, kind="unchanged", words="Taken off the list")
    before = polled.poll.health
    if parsed.cut_short and before.succeeded and before.failures < _CUT_SHORT_PATIENCE:
        health = failed(tx, polled, feed, "The document ends in the middle", rhythm.schedule)
        tx.put_healths([health])
        return Outcome(feed=feed.id, kind="failed", words=health.outcome)
    intake, remarks = _take_in(tx, polled, feed, stories)
    new, changed = len(intake.new), len(intake.changed)
    if parsed.rest:
        return Outcome(feed=feed.id, kind="part", words="", new_items=new, changed_items=changed)
    health = after_success(
        polled,
        rhythm.schedule,
        new=new if before.succeeded else len(set(tx.parts(feed.id).items) - {""}),
        changed=changed,
        covered=feed.id in rhythm.covered,
        remarks=remarks,
    )
    follow_publisher(tx, polled, feed, health)
    tx.put_healths([health])
    return Outcome(feed=feed.id, kind="fetched", words=health.outcome, new_items=new, changed_items=changed)


def _take_in(
    tx: Transaction, polled: Polled, feed: Feed, stories: RunningStories
) -> tuple[Intake, list[str]]:
    """Write items and what the document was made of; remarks join the words of the feed's health."""
    parsed = polled.parsed
    assert parsed is not None
    before = tx.parts(feed.id)
    known = dict(zip(before.fingerprints, before.items, strict=False))
    present = {known[part] for part in parsed.parts if known.get(part)}
    named = replace(feed, title=feed.title or parsed.title)
    intake = take_in(tx, named, parsed.entries, polled.at, present=present, before=before.items)
    runaway = [item for item in intake.before if item.version >= RUNAWAY_VERSIONS]
    worth_keeping = [wording_of(item) for item in intake.before if item.version < RUNAWAY_VERSIONS]
    first = polled.poll.health.succeeded is None
    placed = stories.place(tx, intake.new, polled.at, first=first)
    tx.put_items([*placed, *intake.changed], worth_keeping)
    sourcewatch.raise_alerts(tx, sourcewatch.changes(tx, intake), polled.at)
    after = _parts_after(before, polled, intake)
    tx.put_parts(after)
    if not parsed.rest:
        _watch_absence(tx, before, after, polled)
    return intake, [_runaway_words(runaway)] if runaway else []


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


def _watch_absence(tx: Transaction, before: FeedParts, after: FeedParts, polled: Polled) -> None:
    """Alert on cited items that left a document which still holds older ones; settle those that came back."""
    there = set(after.items)
    sourcewatch.settle_missing(tx, there - set(before.items), polled.at)
    lost = sourcewatch.missing(tx, before.items, there)
    sourcewatch.raise_alerts(tx, [Sighting(item=item, kind=AlertKind.MISSING) for item in lost], polled.at)


def _runaway_words(items: Collection[object]) -> str:
    return (
        f"runaway: {len(items)} items were reworded more than {RUNAWAY_VERSIONS} times, "
        "only their newest wording is kept"
    )
