"""The whole way from a loopback server to the store, on feeds that nobody on this project wrote."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from tests.feeds.conftest import AddFeed
from tests.support.clock import FakeClock
from tests.support.servers import Reply, WireServer
from wireroom.feeds.ingest import Puller
from wireroom.filters import Everything
from wireroom.ports.store import Store


async def test_a_hundred_real_documents_in_one_pull(
    corpora: Path, server: WireServer, puller: Puller, store: Store, add_feed: AddFeed
) -> None:
    documents = sorted(path for path in (corpora / "real").iterdir() if path.suffix != ".tsv")
    feeds = {add_feed(server.serve(f"/{path.name}", path.read_bytes())).id: path.name for path in documents}

    report = await puller.pull(everything=True)
    again = await puller.pull(everything=True)

    assert len(documents) == 100
    assert (report.feeds, report.fetched, report.failures) == (100, 100, {})
    items = Counter(item.feed for item in store.wire(Everything(), limit=100_000))
    assert [name for feed, name in feeds.items() if not items[feed]] == []
    assert report.new_items == items.total()
    assert (again.not_modified, again.new_items, again.changed_items) == (100, 0, 0)


async def test_a_second_pull_without_validators_adds_nothing(
    corpora: Path, puller: Puller, store: Store, add_feed: AddFeed
) -> None:
    async with WireServer(validators=False) as server:
        for path in sorted((corpora / "real").glob("*.xml")):
            body = path.read_bytes()
            add_feed(server.serve(f"/{path.name}", body))
        report = await puller.pull(everything=True)
        stored = store.count_wire(Everything())
        same = await puller.pull(everything=True)
        for place, reply in list(server.replies.items()):
            assert isinstance(reply, Reply)
            server.serve(place, reply.body + b"\n")
        padded = await puller.pull(everything=True)

    assert report.new_items == stored
    assert (same.unchanged, same.new_items, same.changed_items) == (report.feeds, 0, 0)
    assert (padded.new_items, padded.changed_items) == (0, 0)
    assert store.count_wire(Everything()) == stored


@pytest.mark.parametrize("publisher", ["bbc", "nytimes", "nzherald"])
async def test_consecutive_polls_give_exactly_the_items_and_edits(
    publisher: str,
    corpora: Path,
    server: WireServer,
    puller: Puller,
    store: Store,
    clock: FakeClock,
    add_feed: AddFeed,
) -> None:
    polls = [path.read_bytes() for path in sorted((corpora / "polls" / publisher).iterdir())]
    expected = json.loads((corpora / "polls" / "expected.json").read_text())[publisher]
    add_feed(server.url("/wire.xml"))

    async def replay() -> tuple[int, int, int]:
        failed = 0
        for poll in polls:
            server.serve("/wire.xml", poll)
            clock.tick(minutes=30)
            failed += (await puller.pull(everything=True)).failed
        items = store.wire(Everything(), limit=100_000)
        edits = 0
        for item in items:
            headlines = [" ".join(version.headline.split()) for version in store.versions(item.id)]
            edits += sum(before != after for before, after in pairwise(headlines))
        return len(items), edits, failed

    first = await replay()
    assert first == (expected["unique_items"], expected["headline_edits"], expected["malformed_polls"])
    assert await replay() == first
