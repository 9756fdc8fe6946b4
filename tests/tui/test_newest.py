"""The newest items in mind: whatever they answer is what the store would have answered, and they are read once."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from storage.engine import Row, TableShape
from storage.schema import NEWSROOM
from storage.sqlite import SQLiteEngine
from storage.store import DocumentStore
from tests.storage.test_wire_search import conditions, items
from tests.storage.values import NOON, act, item
from tests.support.clock import FakeClock
from tests.tui.conftest import Wires
from tests.tui.driving import Desk
from tui.newest import KEPT, Loaded, Newest, News, Seen, read_newest, read_news
from tui.panes.stretch import TYPED_ROWS
from tui.panes.wire_rows import BEFORE_ALL, WireRow, order, place_of
from tui.views import wire_rows
from wireroom.config import Config
from wireroom.desk.newsroom import Newsroom
from wireroom.desk.pages import WirePage
from wireroom.desk.wire import WireDesk
from wireroom.filters import (
    And,
    Condition,
    Everything,
    FieldIs,
    HeadlineMatches,
    Not,
    Or,
    SeenSince,
    Words,
    is_narrower,
    is_plain,
    matches,
)
from wireroom.model import Feed, Item, Stage
from wireroom.ports.store import ClusterSize, Cursor, Store

OpenDesk = Callable[..., Desk]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wire=items(), condition=conditions, limit=st.integers(1, 6), known=st.integers(0, 12))
def test_a_page_from_mind_is_the_page_of_the_store(
    newsroom: Newsroom, store: Store, wire: list[Item], condition: Condition, limit: int, known: int
) -> None:
    with store.transaction() as tx:
        tx.drop_items([one.id for one in store.wire(Everything(), limit=99)])
        tx.put_items(wire)
    everything = read_newest(newsroom)
    assert everything.whole
    assert [row.item for row in everything.rows] == store.wire(Everything(), limit=99)
    rows = everything.rows
    floor = rows[known].place if known < len(rows) else BEFORE_ALL
    top = Newest(rows[:known], floor, everything.revision, 0, everything.words[:known])
    expected = store.wire(condition, limit=limit)
    whole = everything.page(condition, limit=limit)
    assert whole is not None
    assert [row.item for row in whole.rows] == expected
    assert whole.ended is (len(expected) < limit)
    if (page := top.page(condition, limit=limit)) is not None:
        assert [row.item for row in page.rows] == expected
    if expected:
        after = place_of(expected[-1])
        more = everything.page(condition, limit=limit, after=after)
        assert more is not None
        assert [row.item for row in more.rows] == store.wire(condition, limit=limit, after=after)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wire=items(), wider=conditions, more=st.data(), limit=st.integers(1, 6), known=st.integers(0, 12))
def test_what_is_loaded_of_a_wider_filter_answers_a_narrower_one_as_the_store_does(
    newsroom: Newsroom,
    store: Store,
    wire: list[Item],
    wider: Condition,
    more: st.DataObject,
    limit: int,
    known: int,
) -> None:
    condition = more.draw(narrowed(wider))
    with store.transaction() as tx:
        tx.drop_items([one.id for one in store.wire(Everything(), limit=99)])
        tx.put_items(wire)
    everything = read_newest(newsroom)
    floor = everything.rows[known].place if known < len(everything.rows) else BEFORE_ALL
    top = Newest(everything.rows[:known], floor, everything.revision, 0, everything.words[:known])
    found = store.wire(wider, limit=more.draw(st.integers(1, 12)))
    loaded = Loaded(
        condition=wider,
        rows=wire_rows(newsroom, found),
        words={row.key: words for row, words in zip(everything.rows, everything.words, strict=True)},
        up_to=max((row.place for row in everything.rows), key=order, default=BEFORE_ALL),
        ended=len(store.wire(wider, limit=99)) == len(found),
        revision=1,
    )
    expected = store.wire(condition, limit=99)
    page = top.page(condition, limit=limit, loaded=loaded)
    if page is not None:
        assert page.sure or is_narrower(condition, wider)
        assert [row.item for row in page.rows][:limit] == expected[:limit]
        assert [row.item for row in page.rows] == expected[: len(page.rows)]
        assert not page.ended or len(page.rows) == len(expected)
    elif loaded.ended and is_narrower(condition, wider):
        assert order(loaded.up_to) < order(top.floor)


def narrowed(wider: Condition) -> st.SearchStrategy[Condition]:
    """Conditions that let less through, mostly: a letter or a condition more."""
    ways: list[st.SearchStrategy[Condition]] = [
        conditions,
        st.just(wider),
        conditions.map(lambda more: And((more, wider))),
    ]
    if isinstance(wider, Words):
        ways.append(st.sampled_from("aeioут1 ").map(lambda letter: Words(wider.text + letter)))
    return st.one_of(ways)


@settings(max_examples=500)
@given(wire=items(), wider=conditions, more=st.data())
def test_a_narrower_filter_lets_nothing_through_that_the_wider_one_does_not(
    wire: list[Item], wider: Condition, more: st.DataObject
) -> None:
    condition = more.draw(narrowed(wider))
    if is_narrower(condition, wider):
        assert all(matches(wider, one) for one in wire if matches(condition, one))


def test_a_letter_more_a_condition_more_and_a_later_time_are_narrower() -> None:
    ferry, bus = Words("ferry"), FieldIs("tag", "bus")
    assert is_narrower(Words("ferry run"), Words("fer"))
    assert is_narrower(And((Words("ferry"), bus)), And((bus, Words("f"))))
    assert is_narrower(SeenSince(NOON), SeenSince(NOON - timedelta(seconds=1)))
    assert is_narrower(ferry, Everything())
    assert not is_narrower(Words("fer"), ferry)
    assert not is_narrower(Words("ferry", phrase=True), Words("ferry"))
    assert not is_narrower(Not(ferry), Not(Words("fer")))


def test_a_regular_expression_is_not_tried_on_the_screen_s_time(newsroom: Newsroom, wires: Wires) -> None:
    wires.bring("Netwatch", "a" * 40)
    known = read_newest(newsroom)
    endless = HeadlineMatches("(a+)+b")
    for condition in (endless, Not(endless), Or((Words("a"), Not(endless)))):
        assert not is_plain(condition)
        assert known.page(condition, limit=1) is None


def seen(rows: tuple[WireRow, ...] = (), query: str = "", **fields: object) -> Seen:
    """What a list has that shows these rows."""
    newest = rows[0].place if rows else BEFORE_ALL
    return Seen(**{"query": query, "newest": newest, "rows": rows, "revision": -1, **fields})  # type: ignore[arg-type]


def news(newsroom: Newsroom, known: Newest, shown: Seen) -> News:
    """What a look finds; what it then knows is what stands in the store."""
    found = read_news(newsroom, known, shown)
    fresh = read_newest(newsroom)
    assert (found.newest.rows, found.newest.unread) == (fresh.rows, fresh.unread)
    assert found.newest.words == fresh.words
    return found


def test_what_came_late_was_changed_or_left_is_followed(newsroom: Newsroom, store: Store) -> None:
    with store.transaction() as tx:
        tx.put_items([item(number) for number in range(9)])
    known = read_newest(newsroom)
    shown = seen(known.rows[:3])
    assert not news(newsroom, known, shown).present
    with store.transaction() as tx:
        tx.record(act("kept"), replace(tx.item("item-0007"), stage=Stage.KEPT))
        tx.put_items([item(5, id="late", identity="late"), item(20), item(21, headline="Ferry runs")])
    found = news(newsroom, known, shown)
    assert [row.key for row in found.arrived] == ["item-0021", "item-0020"]
    assert {row.key for row in found.present} == {"item-0007", "late", "item-0020", "item-0021"}
    assert [row.key for row in news(newsroom, known, seen(known.rows[:3], "bridge")).arrived] == ["item-0020"]
    with store.transaction() as tx:
        tx.drop_items(["item-0003"])
    again = news(newsroom, found.newest, shown)
    assert "item-0003" not in {row.key for row in again.newest.rows}


def test_more_than_one_answer_holds_are_all_counted(newsroom: Newsroom, store: Store) -> None:
    with store.transaction() as tx:
        tx.put_items([item(number) for number in range(9)])
    known = read_newest(newsroom)
    with store.transaction() as tx:
        tx.put_items([item(number) for number in range(9, 1_200)])
    for before in (known, None):
        found = read_news(newsroom, before, seen(known.rows))
        assert len(found.arrived) == 1_191
        assert len(found.newest.rows) == KEPT
        assert found.newest.floor == place_of(item(1_199 - KEPT))
        assert not found.newest.whole


def test_names_and_sizes_of_stories_are_those_of_now(newsroom: Newsroom, store: Store) -> None:
    feed = newsroom.wire.add_feed("https://a.example.org/feed", title="A")
    with store.transaction() as tx:
        tx.put_items([item(number, feed=feed.id, cluster="story") for number in range(2)])
    known = read_newest(newsroom)
    assert [(row.source, row.size) for row in known.rows] == [("A", ClusterSize(items=2, origins=1))] * 2
    newsroom.wire.describe_feed(feed.id, title="B")
    with store.transaction() as tx:
        tx.put_items([item(7, feed=feed.id, cluster="story", origin="Reuters")])
    found = news(newsroom, known, seen(known.rows))
    assert [(row.source, row.size) for row in found.newest.rows] == [
        ("B", ClusterSize(items=3, origins=2))
    ] * 3
    assert {row.key for row in found.present} == {"item-0000", "item-0001", "item-0007"}


def test_what_one_reads_further_down_is_followed_too(newsroom: Newsroom, store: Store) -> None:
    with store.transaction() as tx:
        tx.put_items([item(number) for number in range(KEPT + 50)])
    known = read_newest(newsroom)
    deep = wire_rows(newsroom, store.items(["item-0003", "item-0002", "item-0001"]))
    newsroom.wire.keep(["item-0002", "item-0040"])
    shown = seen(deep, newest=known.rows[0].place, revision=known.revision)
    found = read_news(newsroom, known, shown)
    assert [(row.key, row.item.stage) for row in found.present] == [("item-0002", Stage.KEPT)]
    doubting = read_news(newsroom, found.newest, replace(shown, rows=(), doubted=frozenset({"item-0003"})))
    assert [row.key for row in doubting.present] == ["item-0003"]


class CountingEngine(SQLiteEngine):
    """An engine that counts the rows it gave."""

    given = 0

    def rows(self, shape: TableShape, clause: str = "", parameters: object = ()) -> list[Row]:
        found = super().rows(shape, clause, parameters)  # type: ignore[arg-type]
        self.given += len(found)
        return found


def test_a_look_reads_what_was_written_and_nothing_that_stands(tmp_path: Path, clock: FakeClock) -> None:
    engine = CountingEngine(tmp_path / "counted.wireroom", layout=NEWSROOM)
    store = DocumentStore(engine)
    newsroom = Newsroom(store=store, clock=clock, editor="ana", config=Config())
    with store.transaction() as tx:
        tx.record(act("added feed"), Feed(id="feed-a", url="https://a.example.org/", added=NOON))
        tx.put_items([item(number) for number in range(2_000)])
    known = read_newest(newsroom)
    with store.transaction() as tx:
        tx.put_items([item(2_001), item(2_002)])
        tx.record(act("kept"), replace(tx.item("item-1990"), stage=Stage.KEPT))
    engine.given = 0
    found = read_news(newsroom, known, seen(known.rows[:50]))
    assert engine.given == 3 + 1  # the items, and the feed they came from
    engine.given = 0
    assert not read_news(newsroom, found.newest, seen(found.newest.rows[:50])).present
    assert engine.given == 0
    store.close()


# -- in the desk


@pytest.fixture
def night(wires: Wires) -> list[Item]:
    """Fifty items more than are kept in mind, newest last, one in three about a ferry and the oldest about a tram."""
    made = [
        item(
            number,
            feed="feed-a",
            first_seen=wires.clock.now() + timedelta(seconds=number),
            headline=f"Line {number}: the {'bus' if number % 3 else 'ferry' if number else 'tram'} stands",
        )
        for number in range(KEPT + 50)
    ]
    with wires.store.transaction() as tx:
        tx.put_items(made)
    wires.clock.tick(minutes=60)
    return made


async def test_common_words_are_filtered_for_in_the_turn_of_their_key(
    open_desk: OpenDesk, night: list[Item]
) -> None:
    async with open_desk() as desk:
        await desk.rest()
        wire = desk.screen.wire
        wire.open("ferry")
        assert [row.item.headline for row in wire.lines.rows()][:2] == [
            f"Line {KEPT + 48}: the ferry stands",
            f"Line {KEPT + 45}: the ferry stands",
        ]
        wire.open("tram")  # too rare: the store knows
        assert "ferry" in next(iter(wire.lines.rows())).item.headline
        await desk.settle()
        assert [row.item.headline for row in wire.lines.rows()] == ["Line 0: the tram stands"]
        wire.open("stage:")
        assert "Something is missing" in desk.screen.wire.head.words


async def test_a_letter_more_is_answered_out_of_what_is_loaded_and_made_sure_of(
    open_desk: OpenDesk, night: list[Item], wires: Wires
) -> None:
    async with open_desk() as desk:
        await desk.rest()
        wire = desk.screen.wire

        def headlines() -> list[str]:
            return [row.item.headline for row in wire.lines.rows()]

        wire.open("tra")
        await desk.settle()
        assert headlines() == ["Line 0: the tram stands"]
        wires.bring("Netwatch", "One tram more")
        await desk.rest()
        assert wire.waiting == 1
        with wires.store.transaction() as tx:
            tx.put_items([replace(night[0], headline="No more"), replace(night[1], headline="A tram, too")])
        wire.open("tram")
        assert headlines() == ["One tram more", "Line 0: the tram stands"]
        assert "1 of 2 · tram" in wire.head.words
        wires.bring("Netwatch", "Another tram")
        await desk.settle()
        assert headlines() == ["One tram more", "A tram, too"]
        await desk.rest()
        assert wire.waiting == 1
        wire.open("tramp")
        assert headlines() == []
        with wires.store.transaction() as tx:
            tx.put_items([replace(night[2], headline="A tramp")])
        await desk.settle()
        assert headlines() == ["A tramp"]


async def test_while_nobody_writes_nothing_that_is_shown_is_read_again(
    open_desk: OpenDesk, night: list[Item], wires: Wires, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    page = WireDesk.page

    def counted(self: WireDesk, query_text: str, *, limit: int, after: Cursor | None = None) -> WirePage:
        found = page(self, query_text, limit=limit, after=after)
        asked.append(len(found.items))
        return found

    monkeypatch.setattr(WireDesk, "page", counted)
    async with open_desk() as desk:
        await desk.rest()
        wire = desk.screen.wire
        wire.open("line")
        await desk.settle()
        assert len(wire.lines) >= TYPED_ROWS
        asked.clear()
        for letters in ("tra", "tram", "tramp"):
            wire.open(letters)
            await desk.settle()
        assert asked == [1]
        wires.bring("Netwatch", "A tramp")
        wire.open("tramps")
        await desk.settle()
        assert asked == [1, 0]


async def test_what_fell_out_of_mind_since_is_asked_of_the_store(
    open_desk: OpenDesk, night: list[Item], wires: Wires
) -> None:
    async with open_desk() as desk:
        await desk.rest()
        wire = desk.screen.wire
        wire.open("tra")
        await desk.settle()
        now = wires.clock.now()
        with wires.store.transaction() as tx:
            tx.put_items(
                [
                    item(
                        10_000 + number,
                        feed="feed-a",
                        first_seen=now + timedelta(seconds=number),
                        headline=f"{'Bus' if number else 'Tram'} {number}",
                    )
                    for number in range(KEPT + 1)
                ]
            )
        await desk.rest()
        wire.open("tram")
        assert [row.item.headline for row in wire.lines.rows()] == ["Line 0: the tram stands"], "of tra"
        assert wire.query_text == "tram"
        await desk.settle()
        assert [row.item.headline for row in wire.lines.rows()] == ["Tram 0", "Line 0: the tram stands"]


async def test_a_filter_knows_what_others_did_and_what_came(
    open_desk: OpenDesk, night: list[Item], newsroom: Newsroom, wires: Wires
) -> None:
    async with open_desk() as desk:
        await desk.rest()
        newsroom.wire.spike([night[KEPT + 48].id])
        wires.bring("Netwatch", "One ferry more")
        await desk.rest()
        desk.screen.wire.open("ferry -stage:spiked")
        assert [row.item.headline for row in desk.screen.wire.lines.rows()][:2] == [
            "One ferry more",
            f"Line {KEPT + 45}: the ferry stands",
        ]
        await desk.settle()
        wires.bring("Netwatch", "Two ferries more")
        wires.bring("Netwatch", "A second ferry more")
        await desk.rest()
        assert desk.screen.wire.waiting == 1


async def test_what_waits_is_let_in_as_it_stands_by_then(
    open_desk: OpenDesk, night: list[Item], newsroom: Newsroom, wires: Wires
) -> None:
    async with open_desk() as desk:
        await desk.rest()
        came = wires.bring("Netwatch", "One ferry more")
        await desk.rest()
        newsroom.wire.keep([came.id])
        await desk.rest()
        await desk.press("i")
        row = desk.screen.wire.lines.row(came.id)
        assert row is not None
        assert row.item.stage is Stage.KEPT


async def test_an_act_that_was_refused_is_shown_as_the_store_has_it(
    open_desk: OpenDesk, night: list[Item]
) -> None:
    async with open_desk() as desk:
        await desk.rest()
        wire = desk.screen.wire
        wire.show_stage([night[-1].id], Stage.KEPT)
        await desk.rest()
        assert wire.chosen()[0].stage is Stage.KEPT
        wire.forget_acts()
        await desk.settle()
        assert wire.chosen()[0].stage is Stage.NEW
