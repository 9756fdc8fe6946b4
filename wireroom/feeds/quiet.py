"""Polls that brought nothing to read, written down: how their feeds stand, all in one statement."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from wireroom.feeds.health import after_failure, after_not_modified, after_success, new_address
from wireroom.feeds.polling import Poll, Polled
from wireroom.feeds.schedule import Schedule
from wireroom.feeds.statuses import GONE
from wireroom.model import WIRES, Act, Feed, FeedHealth
from wireroom.ports.store import Store, Transaction


class Outcome(Struct, frozen=True, kw_only=True):
    """What one poll came to; a ``part`` is the first items of a feed whose rest is still being read.

    ``after`` is how the feed and its polling stand now, where that is known.
    """

    feed: str
    kind: Literal["fetched", "not_modified", "unchanged", "failed", "part"]
    words: str
    new_items: int = 0
    changed_items: int = 0
    after: Poll | None = None


class Rhythm(Struct):
    """When feeds are asked next: the bounds, and the feeds that a live blog leans on.

    ``seen`` is the revision at which the feeds were read, or that was written since: while it stands they are as
    they were. ``moved``: somebody else wrote before the transaction that runs.
    """

    schedule: Schedule
    covered: Collection[str] = ()
    seen: int = -1
    moved: bool = True

    @contextmanager
    def transaction(self, store: Store) -> Iterator[Transaction]:
        """A transaction of the store that is known to be one's own afterwards; it has to write something."""
        with store.transaction() as tx:
            before = tx.revision()
            self.moved = self.seen != before
            yield tx
        if not self.moved:
            self.seen = before + 1


def write_quiet(tx: Transaction, polls: Iterable[Polled], rhythm: Rhythm) -> list[Outcome]:
    """Write polls without a document down, in a transaction of the rhythm's."""
    outcomes = []
    for polled in polls:
        feed = tx.feed(polled.poll.feed.id) if rhythm.moved else polled.poll.feed
        if feed.removed is not None:
            outcomes.append(Outcome(feed=feed.id, kind="unchanged", words="Taken off the list"))
        else:
            after = _after(tx, polled, feed, rhythm)
            words = after.health.outcome
            outcomes.append(Outcome(feed=feed.id, kind=_kind(polled), words=words, after=after))
    tx.put_healths(outcome.after.health for outcome in outcomes if outcome.after)
    return outcomes


def failed(tx: Transaction, polled: Polled, feed: Feed, trouble: str, schedule: Schedule) -> Poll:
    """How a feed stands after a poll that could not be used; one that is gone for good is paused."""
    health = after_failure(polled, trouble, schedule)
    now = follow_publisher(tx, polled, feed, health)
    if now.url != feed.url:
        health = replace(health, next_due=polled.at, moved_to="", moved_since=None)
    elif polled.result.status == GONE and not feed.paused:
        act = Act(at=polled.at, who=WIRES, what="paused feed", why="410 Gone: its publisher ended this feed.")
        now = replace(feed, paused=True)
        tx.record(act, now)
    return replace(polled.poll, feed=now, health=health)


def follow_publisher(tx: Transaction, polled: Polled, feed: Feed, health: FeedHealth) -> Feed:
    """The feed with the address it moved to, and names where no editor gave any."""
    parsed = polled.parsed
    told = feed
    if parsed is not None and parsed.told:
        told = replace(told, title=feed.title or parsed.title, site=feed.site or parsed.site)
    address = new_address(polled, health)
    moved = bool(address) and address != feed.url and tx.feed_by_url(address) is None
    if moved:
        told = replace(told, url=address)
    if told is not feed and told != feed:
        why = f"Its publisher moved it here from {feed.url}." if moved else "As the feed names itself."
        tx.record(Act(at=polled.at, who=WIRES, what="changed feed", why=why), told)
    return told


def _after(tx: Transaction, polled: Polled, feed: Feed, rhythm: Rhythm) -> Poll:
    if polled.trouble:
        return failed(tx, polled, feed, polled.trouble, rhythm.schedule)
    covered = feed.id in rhythm.covered
    if polled.unchanged:
        _note_return(tx, polled)
        health = after_success(polled, rhythm.schedule, new=0, changed=0, covered=covered)
    else:
        health = after_not_modified(polled, rhythm.schedule, covered=covered)
    return replace(polled.poll, feed=follow_publisher(tx, polled, feed, health), health=health)


def _note_return(tx: Transaction, polled: Polled) -> None:
    """Remember an earlier body that came back: it counts if it stays."""
    before = tx.parts(polled.poll.feed.id)
    returned = polled.body_hash if polled.stale else ""
    if before.returned != returned:
        tx.put_parts(replace(before, returned=returned))


def _kind(polled: Polled) -> Literal["failed", "not_modified", "unchanged"]:
    if polled.trouble:
        return "failed"
    return "not_modified" if polled.not_modified else "unchanged"
