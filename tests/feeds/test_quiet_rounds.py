"""A round that brings nothing costs next to nothing: what it loads, what it asks the store, how often it writes."""

import asyncio
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from hashlib import sha1

import pytest

from storage.store import DocumentStore
from tests.feeds.conftest import AddFeed
from tests.feeds.documents import Story, rss
from tests.support.clock import FakeClock
from tests.support.servers import Reply, WireServer
from wireroom.feeds.ebb import Ebb, give_back
from wireroom.feeds.fetch import CurlFetcher, FetchLimits
from wireroom.feeds.ingest import Puller
from wireroom.feeds.polling import Poll
from wireroom.feeds.pool import ParserPool
from wireroom.feeds.rounds import Round
from wireroom.model import Feed, FeedAccess, FeedHealth
from wireroom.ports.clock import Clock
from wireroom.ports.store import Transaction

_ONE = Story(guid="1", link="https://wire.example/1", headline="Cabinet resigns", summary="All of it.")


class CountingStore(DocumentStore):
    """A store that counts how often it is asked about feeds, and written to."""

    asked = 0
    written = 0

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        self.written += 1
        with super().transaction() as tx:
            yield tx

    def feeds(self, *, removed: bool = False) -> list[Feed]:
        self.asked += 1
        return super().feeds(removed=removed)

    def healths(self) -> dict[str, FeedHealth]:
        self.asked += 1
        return super().healths()

    def accesses(self) -> dict[str, FeedAccess]:
        self.asked += 1
        return super().accesses()


async def test_a_round_without_news_asks_the_store_nothing_about_feeds_and_writes_once(
    server: WireServer, store: DocumentStore, clock: FakeClock, add_feed: AddFeed
) -> None:
    for number in range(20):
        add_feed(server.serve(f"/{number}", rss([_ONE])))
    counting = CountingStore(store.engine)
    puller = Puller(counting, clock, CurlFetcher(FetchLimits(total_timeout=10)), partial(ParserPool, 1))
    try:
        await puller.pull(everything=True)
        await puller.pull(everything=True)
        counting.asked = counting.written = 0
        report = await puller.pull(everything=True)
        assert (report.not_modified, counting.asked, counting.written) == (20, 0, 1)
        assert {health.outcome for health in store.healths().values()} == {"304"}
    finally:
        await puller.close()


class _Hours:
    """A clock that counts how often it is looked at."""

    looks = 0

    def now(self) -> datetime:
        self.looks += 1
        return datetime(2026, 1, 5, 12, tzinfo=UTC)


def _bodies(round_: Round, clock: Clock) -> list[bytes]:
    """What is left to be read of a round, once all of it is here."""
    bodies = []
    while round_.goes_on:
        bodies += [body for polled, body in round_.here(clock) if polled.unread]
        if round_.answers.left:
            round_.answers.turn(1.0)
    return bodies


async def test_each_answer_is_concluded_once_and_so_its_body_hashed_once(
    server: WireServer, store: DocumentStore, add_feed: AddFeed
) -> None:
    feeds = [add_feed(server.serve(f"/{number}", rss([_ONE]))) for number in range(3)]
    polls = {feed.id: Poll.of(feed, None, None) for feed in feeds}
    fetcher, clock = CurlFetcher(), _Hours()
    answers = fetcher.fetch(poll.request() for poll in polls.values())
    with Round(polls.get, answers, lambda: None, feeds=3) as round_:
        assert await asyncio.to_thread(round_.listen, clock, lambda _: None)
        bodies = await asyncio.to_thread(_bodies, round_, clock)
    fetcher.close()

    assert bodies == [rss([_ONE])] * 3
    assert clock.looks == 3


async def test_what_another_desk_changed_is_seen_by_the_next_round(
    server: WireServer, store: DocumentStore, clock: FakeClock, puller: Puller, add_feed: AddFeed
) -> None:
    add_feed(server.serve("/first", rss([_ONE])))
    await puller.pull(everything=True)
    add_feed(server.serve("/second", rss([_ONE])))
    server.serve("/first", Reply(status=304))

    report = await puller.pull(everything=True)

    assert (report.feeds, report.not_modified, report.fetched) == (2, 1, 1)


@pytest.mark.parametrize(
    "words", [("pull",), ("pull", "--all", "--json"), ("--store", "x", "pull"), ("pull", "--store=x")]
)
def test_a_plain_pull_goes_past_the_machinery_of_the_command_line(words: Iterable[str]) -> None:
    from tui.orders import order_of

    assert order_of(list(words)) is not None


@pytest.mark.parametrize(
    "words", [("pull", "bbc"), ("pull", "--help"), ("wire", "pull"), ("pull", "--watch", "--all"), ()]
)
def test_everything_else_is_left_to_it(words: Iterable[str]) -> None:
    from tui.orders import order_of

    assert order_of(list(words)) is None


def test_a_pull_that_finds_nothing_due_loads_nothing_for_news(tmp_path: object) -> None:
    program = (
        "import sys, tui.__main__ as command\n"
        "def leave(code): print(*sys.modules); sys.exit(code)\n"
        "command._leave = leave\n"
        f"sys.argv[1:] = ['--store', {str(tmp_path)!r} + '/n.wireroom', 'pull']\n"
        "command.main()"
    )
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    heavy = {"asyncio", "ssl", "click", "feedparser", "tinydb", "selectolax", "wireroom.feeds.writing"}
    of_others = {
        "dataclasses",
        "inspect",
        "typing_extensions",
        "platformdirs",
        "tempfile",
        "random",
        "json",
        "http",
        "email",
        "platform",
        "textwrap",
        "msgspec.inspect",
    }
    loaded = set(run.stdout.split())
    assert "wireroom.feeds.fetch" in loaded
    assert not (heavy | of_others) & loaded


@pytest.mark.parametrize(
    ("name", "use"),
    [
        ("typing_extensions", "typing_extensions.TypedDict.__name__"),
        ("platform", "platform.node()"),
        ("uuid", "uuid.uuid4()"),
        ("decimal", "decimal.Decimal(1)"),
        ("msgspec.inspect", "msgspec.inspect.type_info(int)"),
        ("msgspec._json_schema", "msgspec._json_schema.schema(int)"),
    ],
)
def test_what_msgspec_is_loaded_without_is_still_there_for_others(name: str, use: str) -> None:
    program = (
        "import sys; from wireroom.lean import load_msgspec; load_msgspec(); "
        f"print({name!r} in sys.modules); import msgspec, {name}; print(len(str({use})) > 0)"
    )
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert run.stdout.split() == ["False", "True"]


@pytest.mark.parametrize("own", [True, False])
def test_hashes_are_openssls_only_where_python_has_none_of_its_own(own: bool) -> None:
    program = (
        f"import sys; sys.modules.update({{}} if {own} else {{'_sha1': None}}); "
        "from wireroom.lean import forgo_openssl; forgo_openssl(); "
        "from hashlib import sha1; print(sha1(b'wire').hexdigest()[:8], bool(sys.modules['_hashlib']))"
    )
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert run.stdout.split() == [sha1(b"wire").hexdigest()[:8], str(not own)]


def test_libcurls_binding_is_one_however_it_is_loaded() -> None:
    program = (
        "from wireroom.feeds.libcurl import pycurl as bare; import pycurl; print(bare.Curl is pycurl.Curl)"
    )
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert run.stdout.split() == ["True"]


def test_the_judge_is_loaded_without_what_it_fetches_with_which_stays_there_for_others() -> None:
    program = (
        "import sys; from wireroom.feeds.judge import judge; judge(); "
        "print(*sorted({'http.client', 'urllib.request', 'feedparser.http'} & set(sys.modules)), 'none'); "
        "import urllib.request, feedparser.http; print(urllib.request.urlopen.__name__, feedparser.http.get.__name__)"
    )
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert run.stdout.split() == ["none", "urlopen", "get"]


def test_memory_is_given_back_after_a_hundred_documents_or_a_thousand_polls_at_once() -> None:
    given_back: list[str] = []
    ebb = Ebb(lambda: given_back.append("store"), lambda: given_back.append("system"))
    for documents in (99, 0, 1, 99):
        ebb.after(500, documents)
    assert given_back == ["store", "system"]
    ebb.after(1000, 0)
    assert given_back == ["store", "system"] * 2
    give_back()  # of this system: whatever it has, it comes back


async def test_a_puller_that_goes_on_says_how_much_it_read(
    server: WireServer, store: DocumentStore, clock: FakeClock, add_feed: AddFeed
) -> None:
    read: list[tuple[int, int]] = []

    class Listening(Ebb):
        def after(self, polls: int, documents: int) -> None:
            read.append((polls, documents))

    add_feed(server.serve("/w", rss([_ONE])))
    puller = Puller(store, clock, CurlFetcher(), partial(ParserPool, 1), ebb=Listening())
    await puller.pull(everything=True)
    await puller.pull(everything=True)
    await puller.close()
    assert read == [(1, 1), (1, 0)]


async def test_a_puller_that_was_eased_goes_on(
    server: WireServer, store: DocumentStore, clock: FakeClock, puller: Puller, add_feed: AddFeed
) -> None:
    """A hundred documents: handles, pages and free memory go back, and the next round makes do."""
    for number in range(100):
        add_feed(server.serve(f"/{number}", rss([_ONE])))
    await puller.pull(everything=True)
    report = await puller.pull(everything=True)

    assert report.not_modified == 100
