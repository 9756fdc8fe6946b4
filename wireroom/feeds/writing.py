"""Polls written down: items, wordings, alerts and health of many feeds in one transaction."""

from collections.abc import Collection, Iterable
from http import HTTPStatus
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from wireroom.feeds import sourcewatch
from wireroom.feeds.health import after_failure, after_success, new_address
from wireroom.feeds.intake import Intake, take_in, wording_of
from wireroom.feeds.polling import Polled
from wireroom.feeds.schedule import Schedule
from wireroom.feeds.sourcewatch import WIRES, Sighting
from wireroom.feeds.stories import RunningStories
from wireroom.model import Act, AlertKind, Feed, FeedHealth, FeedParts
from wireroom.ports.store import Store, Transaction

#: So many documents that end in the middle are waited out before what they hold is taken.
_CUT_SHORT_PATIENCE = 3
#: An item that was reworded more often than this is not news any more: only its newest wording is kept.
RUNAWAY_VERSIONS = 50
_BODIES_REMEMBERED = 128


class Outcome(Struct, frozen=True, kw_only=True):
    """What one poll came to; a ``part`` is the first items of a feed whose rest is still being read."""

    feed: str
    kind: Literal["fetched", "not_modified", "unchanged", "failed", "part"]
    words: str
    new_items: int = 0
    changed_items: int = 0


class Surroundings(Struct, frozen=True):
    """What the writing of polls leans on: their rhythm, the running stories, feeds that a live blog leans on."""

    schedule: Schedule
    stories: RunningStories
    covered: Collection[str] = ()


def write_batch(store: Store, batch: Iterable[Polled], around: Surroundings) -> list[Outcome]:
    """Write polls down in one transaction.

    Validators are written with or after the items, never before: a crash and a 304 would lose items otherwise.
    """
    with store.transaction() as tx:
        return [_write(tx, polled, around) for polled in batch]


def _write(tx: Transaction, polled: Polled, around: Surroundings) -> Outcome:
    feed = tx.feed(polled.poll.feed.id)
    if feed.removed is not None:
        return Outcome(feed=feed.id, kind="unchanged", words="Taken off the list")
    before = polled.poll.health
    parsed = polled.parsed
    trouble = polled.trouble
    if parsed and parsed.cut_short and before.succeeded and before.failures < _CUT_SHORT_PATIENCE:
        trouble = "The document ends in the middle"
    if trouble:
        return _write_failure(tx, polled, feed, trouble, around.schedule)
    intake, remarks = _take_in(tx, polled, feed, around.stories)
    new, changed = len(intake.new), len(intake.changed)
    if parsed is not None and parsed.rest:
        return Outcome(feed=feed.id, kind="part", words="", new_items=new, changed_items=changed)
    arrived = new if before.succeeded or parsed is None else len(set(tx.parts(feed.id).items) - {""})
    health = after_success(
        polled,
        around.schedule,
        new=arrived,
        changed=changed,
        covered=feed.id in around.covered,
        remarks=remarks,
    )
    _follow_publisher(tx, polled, feed, health)
    tx.put_health(health)
    return Outcome(
        feed=feed.id,
        kind="not_modified" if polled.not_modified else "unchanged" if polled.unchanged else "fetched",
        words=health.outcome,
        new_items=new,
        changed_items=changed,
    )


def _take_in(
    tx: Transaction, polled: Polled, feed: Feed, stories: RunningStories
) -> tuple[Intake, list[str]]:
    """Write items and what the document was made of; remarks join the words of the feed's health."""
    parsed = polled.parsed
    if polled.not_modified:
        return Intake(), []
    before = tx.parts(feed.id)
    if parsed is None:
        returned = polled.body_hash if polled.stale else ""
        if before.returned != returned:
            tx.put_parts(replace(before, returned=returned))
        return Intake(), []
    known = dict(zip(before.fingerprints, before.items, strict=False))
    present = {known[part] for part in parsed.parts if known.get(part)}
    named = replace(feed, title=feed.title or parsed.title)
    intake = take_in(tx, named, parsed.entries, polled.at, present=present, before=before.items)
    runaway = [item for item in intake.before if item.version >= RUNAWAY_VERSIONS]
    worth_keeping = [wording_of(item) for item in intake.before if item.version < RUNAWAY_VERSIONS]
    first = polled.poll.health.succeeded is None
    placed = stories.place(tx, intake.new, polled.at, first=first)
    tx.put_items([*placed, *intake.changed], worth_keeping)
    sourcewatch.raise_alerts(tx, sourcewatch.changes(intake), polled.at)
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
        feed=before.feed, fingerprints=tuple(read), items=tuple(known[part] for part in read), bodies=bodies
    )


def _watch_absence(tx: Transaction, before: FeedParts, after: FeedParts, polled: Polled) -> None:
    """Alert on cited items that left a document which still holds older ones; settle those that came back."""
    there = set(after.items)
    sourcewatch.settle_missing(tx, there - set(before.items), polled.at)
    lost = sourcewatch.missing(tx, before.items, there)
    sourcewatch.raise_alerts(tx, [Sighting(item=item, kind=AlertKind.MISSING) for item in lost], polled.at)


def _write_failure(tx: Transaction, polled: Polled, feed: Feed, trouble: str, schedule: Schedule) -> Outcome:
    health = after_failure(polled, trouble, schedule)
    moved = _follow_publisher(tx, polled, feed, health)
    if moved:
        health = replace(health, next_due=polled.at, moved_to="", moved_since=None)
    elif polled.result.status == HTTPStatus.GONE and not feed.paused:
        act = Act(at=polled.at, who=WIRES, what="paused feed", why="410 Gone: its publisher ended this feed.")
        tx.record(act, replace(feed, paused=True))
    tx.put_health(health)
    return Outcome(feed=feed.id, kind="failed", words=health.outcome)


def _follow_publisher(tx: Transaction, polled: Polled, feed: Feed, health: FeedHealth) -> bool:
    """Take over a new address, and names where no editor gave any; whether the address is new."""
    parsed = polled.parsed
    told = feed
    if parsed is not None and parsed.told:
        told = replace(told, title=feed.title or parsed.title, site=feed.site or parsed.site)
    address = new_address(polled, health)
    moved = bool(address) and address != feed.url and tx.feed_by_url(address) is None
    if moved:
        told = replace(told, url=address)
    if told != feed:
        why = f"Its publisher moved it here from {feed.url}." if moved else "As the feed names itself."
        tx.record(Act(at=polled.at, who=WIRES, what="changed feed", why=why), told)
    return moved


def _runaway_words(items: Collection[object]) -> str:
    return (
        f"runaway: {len(items)} items were reworded more than {RUNAWAY_VERSIONS} times, "
        "only their newest wording is kept"
    )
