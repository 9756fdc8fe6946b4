"""What many feeds brought goes into the store in few steps, however many feeds there are."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest
from msgspec.structs import replace

from tests.feeds.conftest import AddFeed
from tests.feeds.documents import Story, rss
from tests.support.clock import FakeClock
from wireroom.feeds.documents import FeedDocument
from wireroom.feeds.parse import parse_document
from wireroom.feeds.polling import Poll, Polled
from wireroom.feeds.quiet import Rhythm
from wireroom.feeds.schedule import Schedule
from wireroom.feeds.stories import RunningStories
from wireroom.feeds.writing import write_batch
from wireroom.filters import Everything
from wireroom.model import Act, FeedHealth
from wireroom.ports.fetching import FetchResult
from wireroom.ports.store import Store

#: What is asked or written once for each document; everything else once for a batch.
_PER_DOCUMENT = {"record", "feed_by_url"}


class _Counted:
    """A store or a transaction that counts what it is asked."""

    def __init__(self, real: Any, calls: Counter[str]) -> None:
        self._real = real
        self._calls = calls

    def __getattr__(self, name: str) -> Any:
        self._calls[name] += 1
        return getattr(self._real, name)

    @contextmanager
    def transaction(self) -> Iterator["_Counted"]:
        with self._real.transaction() as tx:
            yield _Counted(tx, self._calls)


def _polled(poll: Poll, clock: FakeClock, *headlines: str) -> Polled:
    stories = [Story(guid=f"{poll.feed.id}-{at}", headline=headline) for at, headline in enumerate(headlines)]
    document = FeedDocument(body=rss(stories), url=poll.feed.url, headers={}, at=clock.now())
    answer = FetchResult(feed=poll.feed.id, status=200, url=poll.feed.url, headers={})
    return Polled(
        poll=poll, result=answer, at=clock.now(), parsed=parse_document(document), body_hash=headlines[0]
    )


@pytest.mark.parametrize("count", [3, 12])
def test_documents_of_a_batch_are_written_together(
    store: Store, clock: FakeClock, add_feed: AddFeed, count: int
) -> None:
    feeds = [add_feed(f"https://w{number}.example/rss", title="A wire") for number in range(count)]
    rhythm, stories = Rhythm(Schedule(jitter=lambda: 0.0)), RunningStories()
    first = [
        _polled(Poll.of(feed, None, None), clock, f"Story of {feed.id}", "Another one") for feed in feeds
    ]
    outcomes = write_batch(store, first, rhythm, stories)
    clock.tick(minutes=5)
    rhythm.seen = store.revision()
    calls: Counter[str] = Counter()
    polls = [Poll.of(feed, FeedHealth(feed=feed.id, succeeded=clock.now()), None) for feed in feeds]
    changed = [
        _polled(poll, clock, f"Edited story of {poll.feed.id}", "Another one", "New") for poll in polls
    ]
    counted = cast("Store", _Counted(store, calls))
    outcomes += write_batch(counted, changed, rhythm, stories)

    assert [(one.kind, one.new_items, one.changed_items) for one in outcomes] == [
        *[("fetched", 2, 0)] * count,
        *[("fetched", 1, 1)] * count,
    ]
    assert store.count_wire(Everything()) == 3 * count
    once = {name: times for name, times in calls.items() if name not in _PER_DOCUMENT}
    assert (once["put_items"], once["put_parts"], once["citing"], once["alerts"]) == (1, 1, 1, 1)
    assert max(once.values()) <= 2


def test_a_feed_that_an_editor_took_off_the_list_meanwhile_is_not_written(
    store: Store, clock: FakeClock, add_feed: AddFeed
) -> None:
    feed = add_feed("https://w.example/rss", title="A wire")
    rhythm = Rhythm(Schedule(jitter=lambda: 0.0), seen=store.revision())
    with store.transaction() as tx:
        tx.record(Act(at=clock.now(), who="aigerim", what="removed feed"), replace(feed, removed=clock.now()))

    outcomes = write_batch(
        store, [_polled(Poll.of(feed, None, None), clock, "One")], rhythm, RunningStories()
    )

    assert [one.words for one in outcomes] == ["Taken off the list"]
    assert store.count_wire(Everything()) == 0


def test_a_feed_that_stands_twice_in_a_batch_is_written_in_its_order(
    store: Store, clock: FakeClock, add_feed: AddFeed
) -> None:
    poll = Poll.of(add_feed("https://w.example/rss"), None, None)
    newest = _polled(poll, clock, "One")
    whole = _polled(poll, clock, "One, edited", "Two")
    assert newest.parsed is not None
    newest = replace(newest, parsed=replace(newest.parsed, rest=True))

    outcomes = write_batch(store, [newest, whole], Rhythm(Schedule(jitter=lambda: 0.0)), RunningStories())

    assert [(one.kind, one.new_items, one.changed_items) for one in outcomes] == [
        ("part", 1, 0),
        ("fetched", 1, 1),
    ]
    assert {item.headline for item in store.wire(Everything(), limit=9)} == {"One, edited", "Two"}
