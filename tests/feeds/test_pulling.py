"""Pulls against a loopback server: what is asked, what is written down, and when the feed is asked again."""

import asyncio
import gzip
import threading
from datetime import timedelta
from functools import partial

from msgspec.structs import replace

from tests.feeds.conftest import AddFeed
from tests.feeds.documents import Story, rss
from tests.support.clock import FakeClock
from tests.support.servers import Reply, WireServer
from wireroom.feeds.fetch import CurlFetcher, FetchLimits
from wireroom.feeds.ingest import Puller
from wireroom.feeds.pool import ParserPool
from wireroom.feeds.rounds import PullReport
from wireroom.filters import Everything
from wireroom.model import Act, Feed, FeedState, Item, Stage
from wireroom.ports.store import Store

_ONE = Story(guid="1", link="https://wire.example/1", headline="Cabinet resigns", summary="All of it.")


def _items(store: Store) -> list[Item]:
    return store.wire(Everything(), limit=1000)


async def test_validators_are_sent_back_as_they_came_and_left_out_now_and_then(
    server: WireServer, puller: Puller, store: Store, clock: FakeClock, add_feed: AddFeed
) -> None:
    opaque = {"ETag": 'W/"odd \'one"', "Last-Modified": "yesterday, they say"}
    feed = add_feed(server.serve("/w", Reply(body=rss([_ONE]), headers=opaque)))

    for _ in range(53):
        await puller.pull(everything=True)

    sent = [
        (asked.headers.get("if-none-match"), asked.headers.get("if-modified-since")) for asked in server.asked
    ]
    assert sent[0] == (None, None)
    assert sent[1] == (opaque["ETag"], opaque["Last-Modified"])
    assert sent.count((None, None)) == 2
    assert store.health(feed.id).outcome == "304"


async def test_a_304_may_bring_new_validators(
    server: WireServer, puller: Puller, store: Store, add_feed: AddFeed
) -> None:
    feed = add_feed(server.serve("/w", Reply(body=rss([_ONE]), headers={"ETag": '"a"'})))
    await puller.pull(everything=True)
    server.serve("/w", Reply(status=304, headers={"ETag": '"b"', "Content-Length": "0"}))
    await puller.pull(everything=True)

    assert store.health(feed.id).etag == '"b"'


async def test_nothing_is_written_twice_and_every_wording_is_kept(
    server: WireServer, puller: Puller, store: Store, clock: FakeClock, add_feed: AddFeed
) -> None:
    add_feed(server.serve("/w", rss([_ONE])))
    await puller.pull(everything=True)
    noise = Story(
        guid="1",
        link=_ONE.link,
        headline="Cabinet  resigns ",
        summary="<b>All</b> of it.",
        date="Wed, 05 Jan 2022 01:00:00 GMT",
    )
    server.serve("/w", rss([noise]))
    same_words = await puller.pull(everything=True)
    clock.tick(minutes=5)
    server.serve(
        "/w", rss([Story(guid="1", link=_ONE.link, headline="Cabinet dismissed", summary="All of it.")])
    )
    edited = await puller.pull(everything=True)

    assert (same_words.new_items, same_words.changed_items) == (0, 0)
    assert (edited.new_items, edited.changed_items) == (0, 1)
    (item,) = _items(store)
    versions = store.versions(item.id)
    assert [version.headline for version in versions] == ["Cabinet resigns", "Cabinet dismissed"]
    assert versions[1].seen - versions[0].seen == timedelta(minutes=5)


async def test_a_stale_copy_counts_only_if_it_stays(
    server: WireServer, puller: Puller, store: Store, add_feed: AddFeed
) -> None:
    before, after = rss([_ONE]), rss([Story(guid="1", link=_ONE.link, headline="Cabinet dismissed")])
    feed = add_feed(server.serve("/w", before))
    for body in (before, after, before):
        server.serve("/w", body)
        await puller.pull(everything=True)
    assert [item.headline for item in _items(store)] == ["Cabinet dismissed"]
    assert "earlier state" in store.health(feed.id).outcome

    await puller.pull(everything=True)
    assert [item.headline for item in _items(store)] == ["Cabinet resigns"]


async def test_a_bad_poll_changes_nothing_and_says_why(
    server: WireServer, puller: Puller, store: Store, clock: FakeClock, add_feed: AddFeed
) -> None:
    feed = add_feed(server.serve("/w", rss([_ONE])))
    await puller.pull(everything=True)
    stood = _items(store)
    bad = {
        "HTML page where a feed was expected": Reply(body=b"<!DOCTYPE html><html><body>Sorry</body></html>"),
        "The answer is empty": Reply(body=b""),
        "The document ends in the middle": Reply(body=rss([Story(guid="1", headline="Cab")])[:-40]),
        "503 Service Unavailable; not due: Retry-After until 05:00 UTC": Reply(
            status=503, headers={"Retry-After": "7200"}
        ),
        "404 Not Found": Reply(status=404),
    }
    for words, reply in bad.items():
        server.serve("/w", reply)
        report = await puller.pull(everything=True)
        assert report.failures == {feed.id: words}
    health = store.health(feed.id)
    assert (health.state, health.failures) == (FeedState.FAILING, len(bad))
    assert _items(store) == stood

    server.serve("/w", rss([_ONE]))
    await puller.pull(everything=True)
    assert store.health(feed.id).failures == 0


async def test_the_server_decides_when_it_is_asked_again(
    server: WireServer, puller: Puller, store: Store, clock: FakeClock, add_feed: AddFeed
) -> None:
    feed = add_feed(server.serve("/w", Reply(status=429, headers={"Retry-After": "1800"})))
    await puller.pull(everything=False)
    clock.tick(minutes=29)
    early = await puller.pull(everything=False)
    clock.tick(minutes=2)
    late = await puller.pull(everything=False)

    assert (early.feeds, late.feeds) == (0, 1)
    assert store.health(feed.id).failures == 2


async def test_gone_pauses_with_a_reason(
    server: WireServer, puller: Puller, store: Store, add_feed: AddFeed
) -> None:
    feed = add_feed(server.serve("/w", Reply(status=410)))
    await puller.pull(everything=True)
    (event,) = store.events(subject=feed.id, newest_first=True, limit=1)

    assert store.feed(feed.id).paused
    assert store.health(feed.id).state is FeedState.GONE
    assert (event.what, event.why) == ("paused feed", "410 Gone: its publisher ended this feed.")


async def test_a_feed_that_moved_for_good_is_followed_after_a_week(
    server: WireServer, puller: Puller, store: Store, clock: FakeClock, add_feed: AddFeed
) -> None:
    new = server.serve("/new", rss([_ONE]))
    feed = add_feed(server.serve("/old", Reply(status=301, headers={"Location": "/new"})))
    await puller.pull(everything=True)
    clock.tick(days=6)
    await puller.pull(everything=True)
    assert store.feed(feed.id).url == feed.url
    clock.tick(days=2)
    await puller.pull(everything=True)
    assert store.feed(feed.id).url == new


async def test_a_feed_that_moved_is_followed_at_once_when_the_old_address_is_gone(
    server: WireServer, puller: Puller, store: Store, add_feed: AddFeed
) -> None:
    new = server.serve("/new", rss([_ONE]))
    feed = add_feed(server.serve("/old", Reply(status=308, headers={"Location": "/new"})))
    await puller.pull(everything=True)
    server.serve("/old", Reply(status=404))
    await puller.pull(everything=True)

    assert store.feed(feed.id).url == new


async def test_a_temporary_redirect_is_never_kept(
    server: WireServer, puller: Puller, store: Store, clock: FakeClock, add_feed: AddFeed
) -> None:
    server.serve("/new", rss([_ONE]))
    server.serve("/between", Reply(status=302, headers={"Location": "/new"}))
    feed = add_feed(server.serve("/old", Reply(status=301, headers={"Location": "/between"})))
    for _ in range(3):
        await puller.pull(everything=True)
        clock.tick(days=5)

    assert store.feed(feed.id).url == feed.url
    assert len(_items(store)) == 1


async def test_a_feed_names_itself_where_nobody_named_it(
    server: WireServer, puller: Puller, store: Store, add_feed: AddFeed
) -> None:
    unnamed = add_feed(server.serve("/a", rss([_ONE], title="The wire's own name")))
    named = add_feed(server.serve("/b", rss([_ONE], title="Another")), title="Ours")
    await puller.pull(everything=True)

    assert store.feed(unnamed.id).title == "The wire's own name"
    assert (store.feed(named.id).title, store.feed(named.id).site) == ("Ours", "https://wire.example/")


async def test_a_feed_with_many_items_comes_in_whole(
    server: WireServer, puller: Puller, store: Store, add_feed: AddFeed
) -> None:
    stories = [Story(guid=str(number), headline=f"Story {number}") for number in range(40)]
    feed = add_feed(server.serve("/w", rss(stories)))
    report = await puller.pull(everything=True)

    assert (report.fetched, report.new_items) == (1, 40)
    assert store.health(feed.id).items == 40
    assert store.health(feed.id).outcome == "40 new"


async def test_the_items_of_a_document_stand_on_the_wire_in_its_order(
    server: WireServer, puller: Puller, store: Store, clock: FakeClock, add_feed: AddFeed
) -> None:
    told = [Story(guid=f"{number}", headline=f"Story {number}") for number in range(12)]
    add_feed(server.serve("/w", rss(told[3:])))
    await puller.pull(everything=True)
    server.serve("/w", rss(told))
    clock.tick(minutes=1)
    await puller.pull(everything=True)

    assert [item.identity for item in _items(store)] == [story.guid for story in told]


async def test_a_runaway_feed_is_capped_and_named(
    server: WireServer, puller: Puller, store: Store, add_feed: AddFeed
) -> None:
    feed = add_feed(server.url("/w"))
    for number in range(54):
        server.serve("/w", rss([Story(guid="1", headline=f"It is {number} o'clock")]))
        await puller.pull(everything=True)

    (item,) = _items(store)
    assert item.headline == "It is 53 o'clock"
    assert len(store.versions(item.id)) == 50
    assert "runaway" in store.health(feed.id).outcome


async def test_a_removed_feed_is_left_alone(
    server: WireServer, puller: Puller, store: Store, add_feed: AddFeed, clock: FakeClock
) -> None:
    feed: Feed = add_feed(server.serve("/w", rss([_ONE])), removed=clock.now())
    report = await puller.pull(everything=True)

    assert (report.feeds, server.asked, store.feed(feed.id).url) == (0, [], feed.url)


async def test_guids_and_links_that_change_at_every_poll_bring_nothing_new(
    server: WireServer, puller: Puller, store: Store, add_feed: AddFeed
) -> None:
    add_feed(server.url("/w"))
    for poll in range(3):
        stories = [
            Story(
                guid=f"{poll}-{number}",
                link=f"https://wire.example/{poll}/{number}",
                headline=f"Story {number + poll}",
            )
            for number in range(8)
        ]
        server.serve("/w", rss(stories))
        await puller.pull(everything=True)

    assert sorted(item.headline for item in _items(store)) == sorted(
        f"Story {number}" for number in range(10)
    )


async def test_watching_polls_what_is_due_until_it_is_told_to_stop(
    server: WireServer, puller: Puller, store: Store, add_feed: AddFeed
) -> None:
    add_feed(server.serve("/w", rss([_ONE])))
    stop = threading.Event()
    reports: list[PullReport] = []

    def on_report(report: PullReport) -> None:
        reports.append(report)
        stop.set()

    await asyncio.to_thread(puller.watch, stop, on_report)

    assert [(report.feeds, report.new_items) for report in reports] == [(1, 1)]
    assert len(server.asked) == 1


async def test_due_times_survive_a_restart(
    server: WireServer, puller: Puller, store: Store, clock: FakeClock, add_feed: AddFeed
) -> None:
    add_feed(server.serve("/w", Reply(body=rss([_ONE]), headers={"Cache-Control": "max-age=1200"})))
    await puller.pull(everything=False)
    clock.tick(minutes=19)
    again = Puller(store, clock, CurlFetcher(), partial(ParserPool, 1))
    early = await again.pull(everything=False)
    clock.tick(minutes=4)
    due = await again.pull(everything=False)
    await again.close()

    assert (early.feeds, due.feeds) == (0, 1)


async def test_old_items_that_nobody_used_leave_and_kept_ones_stay(
    server: WireServer, store: Store, clock: FakeClock, add_feed: AddFeed
) -> None:
    stories = [Story(guid=str(number), headline=f"Item {number}", summary="Words.") for number in range(3)]
    add_feed(server.serve("/w", rss(stories)))
    keeping = Puller(
        store, clock, CurlFetcher(FetchLimits()), partial(ParserPool, 1), keep=timedelta(days=90)
    )
    try:
        await keeping.pull(everything=True)
        kept = _items(store)[0]
        with store.transaction() as tx:
            act = Act(at=clock.now(), who="aigerim", what="kept", from_status="new", to_status="kept")
            tx.record(act, replace(kept, stage=Stage.KEPT))
        clock.tick(days=89)
        assert keeping.retire() == 0
        clock.tick(days=2)
        assert keeping.retire() == 2
    finally:
        await keeping.close()

    assert [item.id for item in _items(store)] == [kept.id]


async def test_compressed_answers_and_named_feeds_only(
    server: WireServer, puller: Puller, store: Store, add_feed: AddFeed
) -> None:
    body = gzip.compress(rss([_ONE]))
    wanted = add_feed(server.serve("/w", Reply(body=body, headers={"Content-Encoding": "gzip"})))
    add_feed(server.serve("/other", rss([_ONE])))
    report = await puller.pull(everything=False, feeds=[wanted.id])

    assert (report.feeds, report.new_items) == (1, 1)
    assert {"gzip", "br"} <= {one.strip() for one in server.asked[0].headers["accept-encoding"].split(",")}


async def test_a_copy_of_an_agencys_text_counts_as_the_agencys(
    server: WireServer, puller: Puller, store: Store, add_feed: AddFeed
) -> None:
    words = "ALMATY, 5 January (Meridian Press) - The office of the mayor is on fire and crowds hold the square, a reporter on the scene said."
    for name in ("a", "b"):
        story = Story(guid=name, headline=f"Mayor's office burns, says {name}", summary=words)
        add_feed(server.serve(f"/{name}", rss([story])), title=f"Paper {name}", origin=f"House {name}")
    await puller.pull(everything=True)
    items = _items(store)

    assert {item.origin for item in items} == {"Meridian Press"}
    assert len({item.cluster for item in items}) == 1
    (size,) = store.cluster_sizes({item.cluster for item in items}).values()
    assert (size.items, size.origins) == (2, 1)
