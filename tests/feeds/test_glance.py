"""A glance at the wires: what it writes is what the puller would write, and all that is not plain it leaves to the puller."""

import asyncio
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from storage import open_store
from storage.checksums import row_checksum
from storage.pollbook import PollBook
from storage.spelling import spelled
from tests.feeds.documents import Story, rss
from tests.support.clock import FakeClock
from tests.support.servers import Reply, WireServer
from tui.bootstrap import Settings, open_puller_alone
from tui.glancing import KEEP_DAYS, pull_at_a_glance
from tui.orders import Order
from wireroom.config import FeedsConfig, StoreConfig
from wireroom.feeds.fetch import CurlFetcher, FetchLimits
from wireroom.feeds.glance import Glance, Unusual
from wireroom.feeds.ingest import Puller
from wireroom.feeds.pool import ParserPool
from wireroom.feeds.quiet import Rhythm
from wireroom.feeds.reached import FULL_EVERY
from wireroom.feeds.roster import Roster
from wireroom.feeds.rounds import PullReport
from wireroom.feeds.schedule import Schedule
from wireroom.feeds.sharing import Sharing
from wireroom.filters import Everything
from wireroom.model import Act, Feed, FeedAccess, FeedHealth, LiveBlog, Stage

_STORY = Story(guid="1", link="https://wire.example/1", headline="Cabinet resigns", summary="All of it.")
_AGES = timedelta(days=36_500)


class Room:
    """A newsroom in a file whose feeds have been read once."""

    def __init__(self, file: Path, server: WireServer) -> None:
        self.file = file
        self.server = server
        self.store = open_store(file)

    def add(self, path: str) -> Feed:
        url = self.server.serve(path, rss([_STORY]))
        feed = Feed(id=path.strip("/"), url=url, added=datetime(2026, 1, 5, tzinfo=UTC), private=True)
        with self.store.transaction() as tx:
            tx.record(Act(at=feed.added, who="aigerim", what="added feed"), feed)
        return feed

    def write_health(self, feed: str, **fields: object) -> None:
        before = self.store.health(feed)
        with self.store.transaction() as tx:
            tx.put_health(
                FeedHealth(**{name: getattr(before, name) for name in before.__struct_fields__} | fields)
            )

    def pull(self, *, everything: bool = True, begun: Glance | None = None) -> PullReport:
        with open_puller_alone(Settings(store=str(self.file)), begun) as puller:
            report = puller.pull_now(everything=everything, begun=begun)
        if begun is not None:
            begun.book.close()
        return report

    def order(self, *, everything: bool = True) -> Order:
        return Order(values={"--store": str(self.file)}, everything=everything)

    def outcomes(self) -> set[str]:
        return {health.outcome for health in self.store.healths().values()}


@pytest_asyncio.fixture
async def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Room]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    async with WireServer() as server:
        made = Room(tmp_path / "newsroom.wireroom", server)
        for number in range(3):
            made.add(f"/{number}")
        await asyncio.to_thread(made.pull)
        server.asked.clear()
        yield made
        made.store.close()


async def test_what_is_written_is_what_the_puller_writes(room: Room, tmp_path: Path) -> None:
    clock, schedule = FakeClock(datetime(2026, 3, 5, 7, 30, 1, 250, tzinfo=UTC)), Schedule(jitter=lambda: 0.5)
    quoted = {"ETag": 'W/"a\\"b"', "Last-Modified": "Thu, 05 Mar 2026 07:29:50 GMT"}
    told = {"Date": "Thu, 05 Mar 2026 07:31:00 GMT", "Cache-Control": "max-age=900", "Retry-After": "4000"}
    room.server.serve("/0", Reply(status=304, headers=quoted))
    room.server.serve("/1", Reply(status=304, headers=told))
    room.write_health("0", items_a_day=12.25, failures=3, edits=4, backlog=True, clock_skew=7.5)
    room.write_health(
        "1", skip_hours=(7, 8), skip_days=(5,), polls_since_full=FULL_EVERY, declared_interval=1800
    )
    room.write_health("2", moved_to="https://elsewhere.example/", moved_since=clock.now())
    room.store.close()
    twin = tmp_path / "twin.wireroom"
    shutil.copy(room.file, twin)

    def by_the_puller() -> None:
        store = open_store(twin)
        puller = Puller(store, clock, CurlFetcher(), lambda: ParserPool(1), schedule=schedule)
        puller.pull_now(everything=True)
        store.close()

    def at_a_glance() -> None:
        book = PollBook(str(room.file))
        wires = book.all_feeds(keep_from=clock.now() - _AGES)
        begun = Glance(book, wires, CurlFetcher(), clock.now, "me", Sharing(book.shares("me")))
        assert begun.is_quiet()
        assert begun.write_down(schedule, book.read_at) == 3
        book.close()

    await asyncio.to_thread(by_the_puller)
    expected = room.server.asked.copy()
    room.server.asked.clear()
    await asyncio.to_thread(at_a_glance)

    left, right = open_store(room.file), open_store(twin)
    assert left.healths() == right.healths()
    assert left.healths()["0"].etag == 'W/"a\\"b"'
    assert left.revision() == right.revision()
    assert _by_path(room.server.asked) == _by_path(expected)
    assert not left.broken_links()
    left.close()
    right.close()


def _by_path(asked: list[object]) -> list[object]:
    return sorted(asked, key=lambda one: one.path)  # type: ignore[attr-defined]


@pytest.mark.parametrize("everything", [True, False])
async def test_a_quiet_round_is_written_and_told_without_the_puller(
    room: Room, capfd: pytest.CaptureFixture[str], *, everything: bool
) -> None:
    for feed in ("0", "1", "2"):
        room.write_health(feed, next_due=datetime(2026, 1, 1, tzinfo=UTC), backlog=False)
    done, _ = await asyncio.to_thread(pull_at_a_glance, room.order(everything=everything))
    assert done
    assert room.outcomes() == {"304"}
    assert all(
        health.next_due > datetime.now(UTC) for health in room.store.healths().values() if health.next_due
    )
    assert (
        "3 feeds: 0 fetched, 3 not modified, 0 unchanged, 0 failed; 0 new items, 0 changed"
        in capfd.readouterr().err
    )
    host = f"127.0.0.1:{room.server.port}"
    assert room.store.shares("another").claim({host}) == {host}


async def test_feeds_that_are_not_due_are_not_asked_and_hosts_are_free_again(room: Room) -> None:
    room.write_health("1", next_due=datetime(2026, 1, 1, tzinfo=UTC))
    done, _ = await asyncio.to_thread(pull_at_a_glance, room.order(everything=False))
    assert done
    assert [asked.path for asked in room.server.asked] == ["/1"]
    host = f"127.0.0.1:{room.server.port}"
    assert room.store.shares("another").claim({host}) == {host}


async def test_what_a_clock_far_ahead_has_planned_is_asked(room: Room) -> None:
    """Both by a glance and by a puller that keeps in mind how its feeds stand."""
    ahead = datetime(2101, 1, 1, tzinfo=UTC)
    for feed in ("0", "1", "2"):
        room.write_health(feed, next_due=ahead, fetched=datetime.now(UTC) if feed == "1" else ahead)
    roster = Roster(room.store, Rhythm(Schedule()))
    assert len(roster.everyone()) == 3
    assert {feed.id for feed in roster.due_feeds(datetime.now(UTC))} == {"0", "2"}
    done, _ = await asyncio.to_thread(pull_at_a_glance, room.order(everything=False))
    assert done
    assert {asked.path for asked in room.server.asked} == {"/0", "/2"}


async def test_only_feeds_of_the_newsroom_itself_are_asked_as_private(room: Room) -> None:
    with room.store.transaction() as tx:
        for feed, changes in (
            ("0", {"private": False}),
            ("1", {"private": False, "title": '"private":true'}),
        ):
            act = Act(at=datetime.now(UTC), who="aigerim", what="changed feed")
            tx.record(act, replace(room.store.feed(feed), **changes))
    book = PollBook(str(room.file))
    wires = book.all_feeds(keep_from=datetime.now(UTC) - _AGES)
    book.close()
    assert [wire.feed for wire in wires if wire.private] == ["2"]


async def test_hosts_of_another_puller_are_not_asked(room: Room) -> None:
    room.write_health("1", next_due=datetime(2026, 1, 1, tzinfo=UTC))
    room.store.shares("another").claim({f"127.0.0.1:{room.server.port}"})
    done, _ = await asyncio.to_thread(pull_at_a_glance, room.order(everything=False))
    assert done
    assert not room.server.asked


@pytest.mark.parametrize("everything", [True, False])
async def test_with_news_the_puller_goes_on_and_asks_nobody_again(room: Room, *, everything: bool) -> None:
    for feed in ("0", "1", "2"):
        room.write_health(feed, next_due=datetime(2026, 1, 1, tzinfo=UTC))
    room.server.serve("/1", rss([_STORY, Story(guid="2", link="https://wire.example/2", headline="New")]))
    before = room.store.count_wire(Everything())
    done, begun = await asyncio.to_thread(pull_at_a_glance, room.order(everything=everything))
    assert not done
    assert begun is not None
    await asyncio.to_thread(room.pull, everything=everything, begun=begun)
    assert sorted(asked.path for asked in room.server.asked) == ["/0", "/1", "/2"]
    assert room.store.count_wire(Everything()) == before + 1
    assert room.outcomes() == {"304", "1 new"}
    host = f"127.0.0.1:{room.server.port}"
    assert room.store.shares("another").claim({host}) == {host}


async def test_beside_news_too_what_brought_nothing_is_kept_and_written_after_the_items(room: Room) -> None:
    room.server.serve("/1", rss([_STORY, Story(guid="2", link="https://wire.example/2", headline="New")]))
    before = room.store.revision()
    _, begun = await asyncio.to_thread(pull_at_a_glance, room.order())
    report = await asyncio.to_thread(room.pull, begun=begun)
    assert (report.feeds, report.fetched, report.not_modified) == (3, 1, 2)
    connection = sqlite3.connect(room.file)
    written = dict(connection.execute("SELECT id, rev FROM d_health"))
    items = connection.execute("SELECT max(rev) FROM d_items").fetchone()
    connection.close()
    assert items == (before + 1,)
    assert written == {"0": before + 2, "1": before + 1, "2": before + 2}


async def test_what_somebody_else_writes_beside_news_stays(room: Room) -> None:
    """Then how its feeds stand is read anew before what brought nothing is written."""

    async def answer_late(asked: object, reader: object, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.5)
        room.write_health("0", items=76)
        room.write_health("2", items=77)
        writer.write(b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n")

    room.server.serve("/1", rss([_STORY, Story(guid="2", link="https://wire.example/2", headline="New")]))
    room.server.serve("/2", answer_late)  # type: ignore[arg-type]
    _, begun = await asyncio.to_thread(pull_at_a_glance, room.order())
    report = await asyncio.to_thread(room.pull, begun=begun)
    assert (report.feeds, report.fetched, report.not_modified) == (3, 1, 2)
    assert room.outcomes() == {"304", "1 new"}
    assert room.store.health("0").items == 76
    assert (room.store.health("2").items, room.store.health("2").etag) == (77, "x")


async def test_what_a_glance_heard_is_not_lost_where_somebody_else_wrote_meanwhile(room: Room) -> None:
    async def answer_late(asked: object, reader: object, writer: asyncio.StreamWriter) -> None:
        room.write_health("1", items=77)
        writer.write(b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n")

    room.server.serve("/0", answer_late)  # type: ignore[arg-type]
    done, begun = await asyncio.to_thread(pull_at_a_glance, room.order())
    assert not done
    assert room.outcomes() == {"1 new"}
    await asyncio.to_thread(room.pull, begun=begun)
    assert room.outcomes() == {"304"}
    assert room.store.health("1").items == 77
    assert len(room.server.asked) == 3


def _live_blog(room: Room) -> None:
    now = datetime(2026, 1, 5, tzinfo=UTC)
    blog = LiveBlog(id="b", slug="b", headline="B", created=now)
    with room.store.transaction() as tx:
        tx.record(Act(at=now, who="aigerim", what="opened"), blog)


def _kept_item(room: Room) -> None:
    item = room.store.wire(Everything(), limit=1)[0]
    with room.store.transaction() as tx:
        tx.record(Act(at=item.first_seen, who="aigerim", what="kept"), replace(item, stage=Stage.KEPT))


def _old_item(room: Room) -> None:
    item = room.store.wire(Everything(), limit=1)[0]
    with room.store.transaction() as tx:
        tx.put_items([replace(item, first_seen=item.first_seen - timedelta(days=KEEP_DAYS + 1))])


def _secrets(room: Room) -> None:
    with room.store.transaction() as tx:
        tx.put_access(FeedAccess(feed="1", user="u", password="p"))


def _new_feed(room: Room) -> None:
    room.add("/new")


def _damage(table: str) -> Callable[[Room], None]:
    def damage(room: Room) -> None:
        connection = sqlite3.connect(room.file, isolation_level=None)
        connection.execute(f"UPDATE {table} SET checksum = checksum + 1 WHERE id = '1'")
        connection.close()

    return damage


def _newer_layout(room: Room) -> None:
    connection = sqlite3.connect(room.file, isolation_level=None)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def _no_room_kept(room: Room) -> None:
    room.file.with_name(f"{room.file.name}-gate").write_bytes(b"")


def _configured(room: Room) -> None:
    folder = room.file.with_name("config") / "wireroom"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text("[feeds]\ntotal_seconds = 3\n")


@pytest.mark.parametrize(
    "happen",
    [
        _live_blog,
        _kept_item,
        _old_item,
        _secrets,
        _new_feed,
        _damage("d_feeds"),
        _damage("d_health"),
        _newer_layout,
        _no_room_kept,
        _configured,
    ],
)
async def test_what_is_not_plain_is_left_to_the_puller_before_anybody_is_asked(
    room: Room, happen: Callable[[Room], None]
) -> None:
    happen(room)
    before = room.store.revision()
    assert await asyncio.to_thread(pull_at_a_glance, room.order()) == (False, None)
    assert not room.server.asked
    assert room.store.revision() == before


def test_a_store_that_is_not_there_is_left_to_who_makes_one(tmp_path: Path) -> None:
    file = tmp_path / "newsroom.wireroom"
    assert pull_at_a_glance(Order(values={"--store": str(file)}, everything=True)) == (False, None)
    assert not file.exists()


async def test_a_backlog_is_left_to_the_puller_where_nothing_is_due(room: Room) -> None:
    room.write_health("1", backlog=True)
    assert await asyncio.to_thread(pull_at_a_glance, room.order(everything=False)) == (False, None)
    room.write_health("1", backlog=False)
    assert await asyncio.to_thread(pull_at_a_glance, room.order(everything=False)) == (True, None)


@pytest.mark.parametrize(
    "words",
    [
        Order(values={}, watch=True),
        Order(values={"--config": "x"}),
        Order(values={"--store": "postgres://x"}),
    ],
)
def test_more_than_a_glance_is_left_to_the_puller(words: Order) -> None:
    assert pull_at_a_glance(words) == (False, None)


async def test_a_lock_that_somebody_holds_keeps_nothing_half_written(room: Room) -> None:
    book = PollBook(str(room.file))
    feed = book.all_feeds(keep_from=datetime.now(UTC) - _AGES)[0].feed
    with room.store.transaction() as tx:
        tx.put_health(FeedHealth(feed="2", items=5))
        with pytest.raises(Unusual):
            await asyncio.to_thread(_write_soon, room.file, feed)
    with pytest.raises(Unusual):
        book.write([(feed, {"outcome": "304", "fetched": datetime.now(UTC)})], book.read_at)
    book.close()
    assert room.store.health(feed).outcome == "1 new"


def _write_soon(file: Path, feed: str) -> None:
    book = PollBook(str(file), patience=0.05)
    try:
        book.all_feeds(keep_from=datetime.now(UTC) - _AGES)
        book.write([(feed, {"outcome": "304", "fetched": datetime.now(UTC)})], book.read_at)
    finally:
        book.close()


async def test_rows_are_written_as_the_engine_checks_them(room: Room) -> None:
    await asyncio.to_thread(pull_at_a_glance, room.order())
    connection = sqlite3.connect(room.file)
    rows = connection.execute(
        "SELECT id, rev, CAST(body AS BLOB), checksum, next_due FROM d_health"
    ).fetchall()
    connection.close()
    for row_id, rev, body, checksum, next_due in rows:
        assert row_checksum(row_id, rev, body) == checksum
        assert rev == room.store.revision()
        assert json.loads(body)["next_due"] == next_due


async def test_a_quiet_pull_loads_next_to_nothing(room: Room) -> None:
    program = (
        "import sys, tui.__main__ as command\n"
        "def leave(code): print(*sys.modules); sys.exit(code)\n"
        "command._leave = leave\n"
        f"sys.argv[1:] = ['--store', {str(room.file)!r}, 'pull', '--all']\n"
        "command.main()"
    )
    run = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    loaded = set(run.stdout.split())
    assert room.outcomes() == {"304"}
    assert "wireroom.feeds.glance" in loaded
    assert not loaded & {
        "typing",
        "msgspec",
        "re",
        "pathlib",
        "enum",
        "threading",
        "contextlib",
        "urllib",
        "ipaddress",
    }
    assert not loaded & {"wireroom.model", "wireroom.errors", "storage.store", "wireroom.feeds.ingest"}


def test_what_is_in_force_without_a_configuration_is_in_force_here() -> None:
    assert StoreConfig().keep_days == KEEP_DAYS
    usual, configured = FetchLimits(), FetchLimits.of(FeedsConfig())
    assert all(getattr(usual, name) == getattr(configured, name) for name in FetchLimits.__annotations__)
    assert vars(Schedule()) == vars(Schedule.of(FeedsConfig()))


@given(st.one_of(st.text(), st.integers(), st.floats(allow_nan=False, allow_infinity=False)))
def test_values_are_spelled_in_json(value: str | float) -> None:
    assert json.loads(spelled(value)) == value
