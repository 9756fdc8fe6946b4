"""The wire's plans: they never change an answer, and they touch rows in proportion to what is shown."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from storage import open_store
from storage.check import check
from storage.codec import encode_value
from storage.engine import Row
from storage.fulltext import WAITING
from storage.schema import ITEMS, NEWSROOM
from storage.sqlite import SQLiteEngine
from storage.store import DocumentStore
from tests.storage.values import NOON, item
from wireroom.filters import (
    And,
    Changed,
    Condition,
    Everything,
    FeedLike,
    FieldIs,
    Not,
    Or,
    SeenBefore,
    SeenSince,
    Words,
    asked_words,
    matches,
    sieve,
    spaced,
)
from wireroom.model import Cue, CueKind, Item, Priority, Stage
from wireroom.ports.store import Cursor, Names
from wireroom.unspaced import is_unspaced

BEGINNING = Cursor(first_seen=NOON - timedelta(days=1), id="")

#: Scripts, cases and signs at which tokenizers part ways.
WORDS = [
    "Bridge",
    "straße",
    "STRASSE",
    "Алматы",
    "АЛМАТЫ",
    "сел",
    "Әйел",
    "өзен",
    "ҚАЗАҚ",
    "نهر",
    "النهر",
    "naïve",
]
WORDS += [
    "I",
    "İstanbul",
    "ﬁre",
    "fire",
    "北京市",
    "x_1",
    "o'clock",
    "e\u0301",
    "\u2019s",
    "१२३",
    "Ⅷ",
    "a\u200db",
    "№5",
    "东京都北京市停电",
    "停电",
    "支持5G网络",
    "น้ำท่วม",
    "เกิดน้ำท่วมnews",
    "ทาวเวอร์・ス",
]

texts = (
    st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=6).map(" ".join).filter(str.isprintable)
)
anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
copy = texts | anything


@st.composite
def items(draw: st.DrawFn) -> list[Item]:
    return [draw_item(draw, number) for number in range(draw(st.integers(0, 12)))]


def draw_item(draw: st.DrawFn, number: int) -> Item:
    return item(
        number,
        feed=draw(st.sampled_from(["feed-a", "feed-b"])),
        first_seen=NOON + timedelta(seconds=draw(st.integers(0, 4))),
        headline=draw(copy),
        summary=draw(copy),
        body=draw(copy),
        stage=draw(st.sampled_from(Stage)),
        priority=draw(st.sampled_from(Priority)),
        tags=tuple(draw(st.sets(st.sampled_from(["city", "City", "суд"])))),
        origin=draw(st.sampled_from(["", "Reuters", "REUTERS", "ТАСС"])),
        version=draw(st.integers(1, 2)),
        cues=(Cue(kind=CueKind.HEDGE, text=draw(copy), start=0, end=1),) * draw(st.integers(0, 1)),
    )


leaves = st.one_of(
    st.builds(Words, copy, st.booleans()),
    st.builds(FieldIs, st.just("tag"), st.sampled_from(["city", "City", "суд", "none"])),
    st.builds(FieldIs, st.just("stage"), st.sampled_from(["new", "used"])),
    st.builds(FieldIs, st.just("origin"), st.sampled_from(["reuters", "тасс", ""])),
    st.builds(FieldIs, st.just("cue"), copy.map(str.casefold) | st.just("hedge")),
    st.builds(FieldIs, st.just("priority"), st.sampled_from(["flash", "update"])),
    st.builds(FieldIs, st.just("feed"), st.sampled_from(["feed-a", "feed-c"])),
    st.builds(FeedLike, st.just("a"), st.frozensets(st.sampled_from(["feed-a", "feed-b"]))),
    st.builds(SeenSince, st.integers(0, 4).map(lambda second: NOON + timedelta(seconds=second))),
    st.builds(SeenBefore, st.integers(0, 4).map(lambda second: NOON + timedelta(seconds=second))),
    st.builds(Changed, st.booleans()),
    st.just(Everything()),
)
conditions = st.recursive(
    leaves,
    lambda part: st.one_of(
        st.builds(Not, part),
        st.builds(And, st.lists(part, max_size=3).map(tuple)),
        st.builds(Or, st.lists(part, max_size=3).map(tuple)),
    ),
    max_leaves=5,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wire=items(), condition=conditions, limit=st.integers(1, 5))
def test_the_answer_is_what_the_filter_says(
    store: DocumentStore, wire: list[Item], condition: Condition, limit: int
) -> None:
    with store.transaction() as tx:
        tx.drop_items([one.id for one in store.wire(Everything(), limit=99)])
        tx.put_items(wire)
    expected = sorted(
        (one for one in wire if matches(condition, one)),
        key=lambda one: (one.first_seen, one.id),
        reverse=True,
    )
    assert expected == [one for one in expected if sieve(condition)(one, spaced(one))]
    assert sum(sieve(condition)(one, spaced(one)) for one in wire) == len(expected)
    assert store.count_wire(condition) == len(expected)
    assert store.count_at_once(condition) in (None, len(expected))
    shown: list[Item] = []
    after = None
    while page := store.wire(condition, limit=limit, after=after):
        shown += page
        after = Cursor(first_seen=page[-1].first_seen, id=page[-1].id)
    assert shown == expected
    if expected:
        since = Cursor(first_seen=expected[-1].first_seen, id=expected[-1].id)
        assert store.wire_since(condition, since=since, limit=99) == expected[-2::-1]


def index_at_once(store: DocumentStore) -> None:
    """Have the first item so far back that its words are in the index and do not wait beside it."""
    if store.engine.count(ITEMS) == 0:
        with store.engine.write() as number:
            store.engine.restore(ITEMS, [Row(5_000, "item-0001", number, encode_value(item(1)))])


def begins(words: Words, text: str) -> bool:
    """What is asked for, said plainly: every word begins one of the text's; a phrase stands there word by word.

    A word of a script without blanks stands in one, ends one where a phrase begins with it, and begins one where it ends.
    """
    wanted, there = asked_words(words.text), asked_words(text)
    if words.phrase:
        size = len(wanted)
        return any(stands(wanted, there[at : at + size]) for at in range(len(there) - size + 1))
    return all(
        any(word in have if is_unspaced(word) else have.startswith(word) for have in there) for word in wanted
    )


def stands(wanted: list[str], there: list[str]) -> bool:
    """Whether words of a text, as many as those of a phrase, are that phrase."""
    if not wanted:
        return True
    (first, last), (begin, end) = (wanted[0], wanted[-1]), (there[0], there[-1])
    if len(wanted) == 1:
        return first in begin if is_unspaced(first) else first == begin
    return (
        wanted[1:-1] == there[1:-1]
        and (begin.endswith(first) if is_unspaced(first) else begin == first)
        and (end.startswith(last) if is_unspaced(last) else end == last)
    )


def test_a_mark_of_a_script_without_blanks_parts_words_of_others_once() -> None:
    one = replace(item(1), headline="1\u0e481 2", summary="", body="")
    for words in ("1 1", "1 2", "1 1 2"):
        assert matches(Words(words, phrase=True), one)
        assert sieve(Words(words, phrase=True))(one, spaced(one))


@settings(max_examples=500)
@given(text=anything, asked=st.data())
def test_words_are_found_where_words_begin(text: str, asked: st.DataObject) -> None:
    start = asked.draw(st.integers(0, len(text)))
    words = Words(text[start : start + asked.draw(st.integers(0, 9))], phrase=asked.draw(st.booleans()))
    one = replace(item(1), headline=text, summary="", body="")
    assert matches(words, one) == begins(words, text)
    assert sieve(words)(one, spaced(one)) == begins(words, text)


@pytest.mark.parametrize("indexed", [False, True])
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=anything, asked=st.data())
def test_full_text_finds_every_word_by_any_beginning_of_it(
    store: DocumentStore, indexed: bool, text: str, asked: st.DataObject
) -> None:
    if indexed:
        index_at_once(store)
    with store.transaction() as tx:
        tx.put_items([item(1, headline=text)])
    start = asked.draw(st.integers(0, len(text)))
    words = Words(text[start : start + asked.draw(st.integers(0, 6))], phrase=asked.draw(st.booleans()))
    assert store.count_wire(words) == matches(words, item(1, headline=text))
    assert store.count_at_once(words) in (None, store.count_wire(words))


def test_what_is_indexed_and_what_waits_are_found_alike(store: DocumentStore) -> None:
    with store.transaction() as tx:
        tx.put_items([item(number) for number in range(WAITING + 100)])
    with store.transaction() as tx:
        tx.put_items([item(number) for number in range(WAITING + 100, WAITING + 200)])
    ends = (7, WAITING + 107)
    assert [store.count_wire(Words(f"bridge {number} closed", phrase=True)) for number in ends] == [1, 1]
    with store.transaction() as tx:
        tx.put_items([item(number, headline="Ferry runs", version=2) for number in ends])
    assert [one.id for one in store.wire(Words("ferr"), limit=9)] == [f"item-{WAITING + 107}", "item-0007"]
    assert store.count_wire(Words("bridge")) == WAITING + 198
    assert store.count_at_once(Words("bridge")) in (None, WAITING + 198)
    with store.transaction() as tx:
        tx.drop_items(["item-0007", "item-0008", f"item-{WAITING + 107}", f"item-{WAITING + 199}"])
        tx.put_items([item(9_000, headline="Ferry rests")])
    assert [one.id for one in store.wire(Words("ferry"), limit=9)] == ["item-9000"]
    assert store.count_wire(Words("bridge")) == WAITING + 196
    assert store.count_at_once(Words("bridge")) in (None, WAITING + 196)
    assert check(store.engine).sound


def test_only_words_are_counted_at_once(tmp_path: Path) -> None:
    engine, store = wired(tmp_path / "counted.wireroom", 200)
    count = store.count_at_once
    assert count(Words("bri")) == 200
    assert count(And((Words("bri"), Words("com"), Words("11")))) == 1
    assert count(Words("bridge 10", phrase=True)) == 1
    assert not any("ORDER BY first_seen" in sql for sql, _ in engine.heard)
    assert count(Words("b")) is None
    assert count(And((Words("bri"), FieldIs("stage", "new")))) is None
    store.close()


@pytest.mark.parametrize(("kinds", "by_name"), [(1, True), (4, True), (5, False)])
def test_words_that_begin_alike_are_counted_by_their_names_where_they_are_few(
    tmp_path: Path, kinds: int, by_name: bool
) -> None:
    engine = ListeningEngine(tmp_path / "named.wireroom")
    store = DocumentStore(engine)
    with store.transaction() as tx:
        tx.put_items([item(n, headline=f"Ferr{n % kinds} runs") for n in range(WAITING + 1)])
    assert store.count_at_once(Words("ferr")) == WAITING + 1
    assert store.count_at_once(And((Words("ferr"), Words("run")))) == WAITING + 1
    assert store.count_at_once(Words("ferry")) == 0
    for kind in range(kinds):
        assert store.count_at_once(Words(f"ferr{kind}")) == len(range(kind, WAITING + 1, kinds))
    asked = next(parameters[0] for sql, parameters in engine.heard if "MATCH" in sql)
    assert ('"ferr0"' in asked) == by_name
    store.close()


class ListeningEngine(SQLiteEngine):
    """An engine that remembers what it was asked."""

    def __init__(self, path: Path) -> None:
        self.heard: list[tuple[str, Sequence[Any]]] = []
        super().__init__(path, layout=NEWSROOM)

    def select(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        self.heard.append((sql, parameters))
        return super().select(sql, parameters)


def wired(path: Path, count: int) -> tuple[ListeningEngine, DocumentStore]:
    """A wire of so many items: every seventh tagged, one in a hundred kept, a common and a rare word."""
    engine = ListeningEngine(path)
    store = DocumentStore(engine)
    wire = [
        replace(
            item(number),
            id=f"{number * 7919 % count:08x}",
            feed=f"feed-{number % 40}",
            cluster=f"story-{number // 3}",
            stage=Stage.KEPT if number % 100 == 0 else Stage.NEW,
            priority=Priority.FLASH if number % 200 == 0 else Priority.UPDATE,
            tags=("city",) * (number % 7 == 0) + ("rare",) * (number in (3, 7)),
            version=2 if number in (5, 9) else 1,
            origin="Reuters" if number % 3 else "AP",
            headline=f"Bridge {number} "
            + ("flood" if number % 5 == 0 else "closed")
            + " comet" * (number == 11),
        )
        for number in range(count)
    ]
    with store.transaction() as tx:
        tx.put_items(wire)
    engine.heard.clear()
    return engine, store


@pytest.fixture(scope="module")
def wires(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[ListeningEngine, DocumentStore]]]:
    folder = tmp_path_factory.mktemp("wires")
    made = [wired(folder / f"{count}.wireroom", count) for count in (3_000, 24_000)]
    yield made
    for _, store in made:
        store.close()


@pytest.mark.parametrize("newest_came_first", [True, False])
def test_the_newest_of_a_few_are_found_whenever_they_came_in(tmp_path: Path, newest_came_first: bool) -> None:
    store = open_store(str(tmp_path / "few.wireroom"))
    numbers = list(range(1_500))
    with store.transaction() as tx:
        tx.put_items([item(n) for n in sorted(numbers, reverse=newest_came_first)])
        tx.put_items([item(2_000), item(700, id="late", identity="late")])
    newest = [item(2_000), *(item(n) for n in reversed(numbers))]
    assert store.wire(Words("bridge closed"), limit=20) == newest[:20]
    assert store.wire(And((Words("closed"), Not(Words("2000")))), limit=20) == newest[1:21]
    after = Cursor(first_seen=item(701).first_seen, id="item-0701")
    assert [one.id for one in store.wire(Words("bri"), limit=3, after=after)] == [
        "late",
        "item-0700",
        "item-0699",
    ]
    store.close()


def test_a_page_of_a_few_looks_at_those_that_came_in_last(tmp_path: Path) -> None:
    engine = ListeningEngine(tmp_path / "few.wireroom")
    store = DocumentStore(engine)
    with store.transaction() as tx:
        tx.put_items([item(n, headline=f"Bridge {n}" if n % 20 else f"Comet {n}") for n in range(24_000)])
    few = effort(engine, lambda: store.wire(Words("comet"), limit=20))
    all_of_them = effort(engine, lambda: store.wire_since(Words("comet"), since=BEGINNING, limit=20))
    assert len(store.wire(Words("comet"), limit=2_000)) == 1_200
    assert few < all_of_them * 3 / 4
    store.close()


@pytest.mark.parametrize("every", [60, 240])
def test_rare_words_cost_no_walk_along_the_wire(tmp_path: Path, every: int) -> None:
    engine = ListeningEngine(tmp_path / "rare.wireroom")
    store = DocumentStore(engine)
    with store.transaction() as tx:
        tx.put_items([item(n, headline=f"{'Bridge' if n % every else 'Comet'} {n}") for n in range(24_000)])
    engine.heard.clear()
    steps = effort(engine, lambda: store.wire(Words("comet"), limit=40))
    assert not any("+place <" in sql for sql, _ in engine.heard)
    assert steps < 24_000 / every * 40 / 100
    store.close()


def rows_read(engine: ListeningEngine) -> int:
    """How many rows of items were looked up by their places since this was asked last."""
    met = [re.search(r"place IN \(([0-9, ]+)\)", sql) for sql, _ in engine.heard]
    engine.heard.clear()
    return sum(found[1].count(",") + 1 for found in met if found is not None)


def test_a_page_of_rare_words_reads_hardly_more_than_it_shows(tmp_path: Path) -> None:
    engine = ListeningEngine(tmp_path / "rare.wireroom")
    store = DocumentStore(engine)
    with store.transaction() as tx:
        tx.put_items([item(n, headline=f"{'Bridge' if n % 60 else 'Comet'} {n}") for n in range(24_000)])
    engine.heard.clear()
    unprepared = store.wire(Words("comet"), limit=40)
    assert rows_read(engine) > 100
    store.get_ready_for_words()
    engine.heard.clear()
    assert (
        store.wire(Words("comet"), limit=40)
        == unprepared
        == [item(60 * n, headline=f"Comet {60 * n}") for n in range(399, 359, -1)]
    )
    assert rows_read(engine) <= 52
    store.close()


@pytest.mark.parametrize("late", [0, 23_000])
def test_words_of_what_came_in_out_of_turn_are_found_at_their_place(tmp_path: Path, late: int) -> None:
    """Items first seen later than all others stand on top, however early they came in."""
    store = open_store(str(tmp_path / "late.wireroom"))
    wire = [item(n, headline=f"{'Bridge' if n % 60 else 'Comet'} {n}") for n in range(24_000)]
    wire[late : late + 600] = [
        replace(one, first_seen=one.first_seen + timedelta(days=300)) for one in wire[late : late + 600]
    ]
    with store.transaction() as tx:
        tx.put_items(wire)
    comets = sorted(
        (one for one in wire if one.headline.startswith("Comet")),
        key=lambda one: (one.first_seen, one.id),
        reverse=True,
    )
    store.get_ready_for_words()
    assert store.wire(Words("comet"), limit=40) == comets[:40]
    with store.transaction() as tx:
        tx.put_items(
            [
                item(n, id=f"more-{n}", identity=f"more-{n}", headline=f"Comet {n}")
                for n in range(100, 24_100, 60)
            ]
        )
    assert [one.id for one in store.wire(Words("comet"), limit=40)][:5] == [one.id for one in comets[:5]]
    store.get_ready_for_words()
    found = store.wire(Words("comet"), limit=40)
    assert found == sorted(found, key=lambda one: (one.first_seen, one.id), reverse=True)
    assert set(comets[:10]) <= set(found)
    store.close()


def test_a_wire_that_was_removed_and_filled_again_is_not_taken_for_what_it_was(tmp_path: Path) -> None:
    engine = ListeningEngine(tmp_path / "again.wireroom")
    store = DocumentStore(engine)
    with store.transaction() as tx:
        tx.put_items([item(n, headline=f"{'Bridge' if n % 60 else 'Comet'} {n}") for n in range(6_000)])
    store.get_ready_for_words()
    with engine.write():
        engine.empty(ITEMS)
    other = [
        item(n, id=f"other-{n}", headline=f"{'Bridge' if n % 60 else 'Comet'} {n}")
        for n in range(12_000, 6_000, -1)
    ]
    with store.transaction() as tx:
        tx.put_items(other)
    assert (
        store.wire(Words("comet"), limit=40)
        == [one for one in other if one.headline.startswith("Comet")][:40]
    )
    store.close()


def bodies_read(engine: ListeningEngine) -> int:
    """How many rows that wait for the index were read for their words since this was asked last."""
    met = [
        json.loads(parameters[0])
        for sql, parameters in engine.heard
        if "CAST(body" in sql and "json_each" in sql
    ]
    engine.heard.clear()
    return sum(map(len, met))


@pytest.mark.parametrize("word", ["bridge", "comet", "nothing"])
def test_what_came_since_a_moment_ago_is_looked_at_without_the_index(tmp_path: Path, word: str) -> None:
    engine, store = wired(tmp_path / "since.wireroom", 300)
    tenth = store.wire(Everything(), limit=10)[-1]
    engine.heard.clear()
    since = Cursor(first_seen=tenth.first_seen, id=tenth.id)
    assert len(store.wire_since(Words(word), since=since, limit=500)) == (9 if word == "bridge" else 0)
    assert not any("MATCH" in sql for sql, _ in engine.heard)
    store.close()


def test_rows_that_wait_for_the_index_are_folded_once(tmp_path: Path) -> None:
    engine, store = wired(tmp_path / "waiting.wireroom", 300)
    assert store.count_at_once(Words("bridge")) == 300
    assert bodies_read(engine) == 300
    assert store.count_at_once(Words("flood")) == 60
    assert bodies_read(engine) == 0
    with store.transaction() as tx:
        tx.put_items([replace(tx.item("00000000"), headline="Ferry runs")])
    assert (store.count_at_once(Words("bridge")), store.count_at_once(Words("ferry"))) == (299, 1)
    assert bodies_read(engine) == 1
    with store.transaction() as tx:
        tx.drop_items(["00000000"])
    assert store.count_at_once(Words("ferry")) == 0
    store.close()


def test_words_of_a_write_that_was_taken_back_are_not_found(tmp_path: Path) -> None:
    engine, store = wired(tmp_path / "back.wireroom", 10)
    there = store.item("00000000")
    with suppress(LookupError), store.transaction() as tx:
        tx.put_items([replace(there, headline="Ferry runs")])
        assert tx.count_at_once(Words("ferry")) == 1
        raise LookupError
    with store.transaction() as tx:
        tx.put_items([replace(there, headline="Tram runs")])
    assert (store.count_at_once(Words("ferry")), store.count_at_once(Words("tram"))) == (0, 1)
    assert engine.revision() == 2
    store.close()


def counts(engine: ListeningEngine) -> int:
    """How often the index was counted in since this was asked last."""
    met = sum("count(*)" in sql and "MATCH" in sql for sql, _ in engine.heard)
    engine.heard.clear()
    return met


def test_an_index_is_counted_in_once_for_each_of_its_states(tmp_path: Path) -> None:
    engine, store = wired(tmp_path / "state.wireroom", 2 * WAITING)
    counted = [store.count_at_once(Words(text)) for text in ("brid", "bridg", "bridge")]
    assert counted == [2 * WAITING] * 3
    assert sum("SELECT term" in sql for sql, _ in engine.heard) == 2  # one that begins so, and no other
    assert counts(engine) == 1
    with store.transaction() as tx:
        tx.put_items([item(9_000, headline="Bridge again"), replace(tx.item("00000000"), stage=Stage.KEPT)])
    assert store.count_at_once(Words("bridge")) == 2 * WAITING + 1
    assert counts(engine) == 0
    there = store.item("00000000")
    with suppress(LookupError), store.transaction() as tx:
        tx.put_items([replace(there, headline="Ferry runs")])
        assert tx.count_at_once(Words("bridge")) == 2 * WAITING
        raise LookupError
    with store.transaction() as tx:
        tx.put_items([replace(there, headline="Bridge runs", version=2)])
    assert store.count_at_once(Words("bridge")) == 2 * WAITING + 1
    with store.transaction() as tx:
        tx.drop_items(["00000000"])
    assert store.count_at_once(Words("bridge")) == 2 * WAITING
    with store.transaction() as tx:
        tx.put_items([item(10_000 + number, headline="Bridge more") for number in range(WAITING)])
    assert store.count_at_once(Words("bridge")) == 3 * WAITING
    with store.transaction() as tx:
        engine.purge(NEWSROOM.shapes["items"])
    engine.heard.clear()
    assert store.count_at_once(Words("bridge")) == 3 * WAITING
    assert counts(engine) == 1
    store.close()


def effort(engine: ListeningEngine, ask: Any) -> int:
    """Steps of SQLite's machine, in hundreds, that a question costs."""
    steps = [0]

    def count() -> int:
        steps[0] += 1
        return 0

    with engine.snapshot(), engine._reading() as connection:
        connection.set_progress_handler(count, 100)
        ask()
        connection.set_progress_handler(None, 0)
    return steps[0]


PAGES: dict[str, Condition] = {
    "everything": Everything(),
    "stage": FieldIs("stage", "kept"),
    "feed": FieldIs("feed", "feed-7"),
    "feed and stage": And((FieldIs("feed", "feed-7"), FieldIs("stage", "new"))),
    "priority": FieldIs("priority", "flash"),
    "tag": FieldIs("tag", "city"),
    "rare tag": FieldIs("tag", "rare"),
    "tag and stage": And((FieldIs("tag", "city"), FieldIs("stage", "new"))),
    "origin": FieldIs("origin", "reuters"),
    "changed": Changed(yes=True),
    "not tag": Not(FieldIs("tag", "city")),
    "common word": Words("flo"),
    "rare word": Words("comet"),
    "word and stage": And((Words("flood"), FieldIs("stage", "new"))),
    "since": SeenSince(NOON + timedelta(seconds=2_900)),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_what_it_shows_not_what_the_wire_holds(
    wires: list[tuple[ListeningEngine, DocumentStore]], name: str
) -> None:
    small, large = (effort(engine, lambda s=store: s.wire(PAGES[name], limit=20)) for engine, store in wires)
    assert large <= max(2 * small, 250), (
        small,
        large,
    )  # of eight times the items; 250 are what counting up to "few" costs


SINGLE = {
    "item": lambda store: store.item("00000007"),
    "known items": lambda store: store.known_items({"feed-7": Names(["guid-7"], ["https://example.org/8"])}),
    "cluster": lambda store: store.cluster("story-9"),
    "sizes": lambda store: store.cluster_sizes(["story-9", "story-10"]),
    "end of an id": lambda store: store.resolve("item", "00000007"),
    "citing": lambda store: store.citing(["00000007"]),
    "updates": lambda store: store.updates("blog-1"),
    "log of a blog": lambda store: store.events(blog="blog-1", newest_first=True, limit=5),
    "log of an update": lambda store: store.events(subject="update-0001"),
    "versions": lambda store: store.versions("00000007"),
    "alerts": lambda store: store.alerts(),
    "drafts": lambda store: store.drafts("ana"),
}


@pytest.mark.parametrize("name", [*PAGES, *SINGLE])
def test_no_question_of_the_desk_reads_a_whole_table(
    wires: list[tuple[ListeningEngine, DocumentStore]], name: str
) -> None:
    engine, store = wires[0]
    engine.heard.clear()
    if name in PAGES:
        store.wire(PAGES[name], limit=20)
    else:
        SINGLE[name](store)
    for sql, parameters in engine.heard.copy():
        for *_, step in engine.select(f"EXPLAIN QUERY PLAN {sql}", parameters):
            whole = step.startswith("SCAN d_") and "INDEX" not in step
            assert not whole, (sql, step)
