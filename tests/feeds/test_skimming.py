"""What a feed had published before it was first read is looked through for cues when there is time."""

import asyncio
import threading

from msgspec.structs import replace

from storage.store import DocumentStore
from tests.feeds.conftest import AddFeed
from tests.feeds.documents import Story, rss
from tests.support.clock import FakeClock
from tests.support.servers import WireServer
from wireroom.desk.query import parse
from wireroom.feeds.ingest import Puller
from wireroom.feeds.skimming import Skimming
from wireroom.model import Act, FeedHealth, Stage
from wireroom.ports.store import Store

_OLD = "Mon, 20 Dec 2021 10:00:00 GMT"
_BACKLOG = [
    Story(guid="fresh", headline="Crowd reportedly in the airport", date="Wed, 05 Jan 2022 02:00:00 GMT"),
    Story(guid="hedged", headline="Mayor reportedly on leave", date=_OLD),
    Story(guid="urgent", headline="BREAKING: Mayor on leave", date=_OLD),
    Story(guid="plain", headline="Market day", date=_OLD),
    *[Story(guid=f"more {number}", headline="Fair held", date=_OLD) for number in range(8)],
]


def _found(store: Store, clock: FakeClock, query: str) -> set[str]:
    return {item.identity for item in store.wire(parse(query, now=clock.now(), feeds=()), limit=50)}


async def test_a_backlog_is_found_by_its_cues_once_it_was_skimmed(
    server: WireServer, puller: Puller, store: Store, clock: FakeClock, add_feed: AddFeed
) -> None:
    feed = add_feed(server.serve("/w", rss(_BACKLOG)))
    await puller.pull(everything=True)
    assert store.health(feed.id).backlog
    assert _found(store, clock, "cue:hedge") == {"fresh"}
    (kept,) = store.wire(parse("leave -breaking", now=clock.now(), feeds=()), limit=5)
    with store.transaction() as tx:
        tx.record(Act(at=clock.now(), who="dana", what="kept"), replace(kept, stage=Stage.KEPT))

    skimming = Skimming(store)
    assert skimming.skim_next()
    assert _found(store, clock, "cue:hedge") == {"fresh", "hedged"}
    assert _found(store, clock, "priority:urgent") == {"urgent"}
    assert (store.item(kept.id).version, store.item(kept.id).stage) == (1, Stage.KEPT)
    assert not store.health(feed.id).backlog
    assert not skimming.skim_next()


class _CountingStore(DocumentStore):
    """Counts how often it is asked how polling all feeds stands."""

    asked = 0

    def healths(self) -> dict[str, FeedHealth]:
        self.asked += 1
        return super().healths()


async def test_many_backlogs_are_found_with_one_question_and_another_says_that_there_are_no_more(
    server: WireServer, puller: Puller, store: DocumentStore, add_feed: AddFeed
) -> None:
    feeds = [add_feed(server.serve(f"/{number}", rss(_BACKLOG))) for number in range(6)]
    await puller.pull(everything=True)
    counting = _CountingStore(store.engine)
    skimming, other = Skimming(counting), Skimming(store)

    assert skimming.skim_next()
    assert other.skim_next()
    assert [skimming.skim_next() for _ in range(5)] == [True] * 4 + [False]
    assert counting.asked == 2
    assert not any(store.health(feed.id).backlog for feed in feeds)


async def test_it_is_done_once(
    server: WireServer, puller: Puller, store: Store, clock: FakeClock, add_feed: AddFeed
) -> None:
    """What polling has in mind of a feed does not bring its backlog back."""
    feed = add_feed(server.serve("/w", rss(_BACKLOG)))
    await puller.pull(everything=True)
    Skimming(store).skim_next()
    server.serve("/w", rss([Story(guid="later", headline="Later", date=_OLD), *_BACKLOG]))
    clock.tick(minutes=10)
    await puller.pull(everything=True)

    assert not store.health(feed.id).backlog
    assert _found(store, clock, "later") == {"later"}


async def test_a_feed_without_a_backlog_has_nothing_to_wait_for(
    server: WireServer, puller: Puller, store: Store, add_feed: AddFeed
) -> None:
    feed = add_feed(server.serve("/w", rss(_BACKLOG[:1])))
    await puller.pull(everything=True)
    assert not store.health(feed.id).backlog


async def test_who_watches_skims(
    server: WireServer, puller: Puller, store: Store, clock: FakeClock, add_feed: AddFeed
) -> None:
    add_feed(server.serve("/w", rss(_BACKLOG)))
    stop = threading.Event()
    await asyncio.to_thread(puller.watch, stop, lambda _: stop.set())
    assert _found(store, clock, "cue:hedge") == {"fresh", "hedged"}


async def test_a_pull_with_nothing_to_ask_skims(
    server: WireServer, puller: Puller, store: Store, clock: FakeClock, add_feed: AddFeed
) -> None:
    """A timer that pulls every minute keeps up without a desk."""
    add_feed(server.serve("/w", rss(_BACKLOG)))
    await puller.pull(everything=True)
    await asyncio.to_thread(puller.pull_now, everything=False)
    assert _found(store, clock, "cue:hedge") == {"fresh", "hedged"}
