"""The filter language: what it means, what it refuses and where, and that it survives being written down."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.desk.query import FIELDS, QueryError, parse, to_text
from wireroom.errors import EXIT_USAGE
from wireroom.filters import (
    And,
    Changed,
    Condition,
    Everything,
    FeedLike,
    FieldIs,
    HeadlineMatches,
    Not,
    Or,
    SeenBefore,
    SeenSince,
    Words,
    folded_words,
    matches,
)
from wireroom.model import CueKind, Feed, Item, Priority, Stage

NOW = datetime(2026, 1, 5, 14, 30, tzinfo=UTC)
FEEDS = (
    Feed(id="f1", url="https://one.example/rss", title="BBC News", added=NOW),
    Feed(id="f2", url="https://bbc.example/world", title="World", added=NOW),
    Feed(
        id="f3", url="https://three.example/", title="Third", origin="Reuters", tags=("agencies",), added=NOW
    ),
)


def read(text: str) -> Condition:
    return parse(text, now=NOW, feeds=FEEDS)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("", Everything()),
        ("   ", Everything()),
        ("fire", Words("fire")),
        ("fire mill", And((Words("fire"), Words("mill")))),
        ("fire and mill", And((Words("fire"), Words("mill")))),
        ('"fire at"', Words("fire at", phrase=True)),
        (r'"a \"b\" c"', Words('a "b" c', phrase=True)),
        ("a or b c", Or((Words("a"), And((Words("b"), Words("c")))))),
        ("(a OR b) c", And((Or((Words("a"), Words("b"))), Words("c")))),
        ("a (b c)", And((Words("a"), Words("b"), Words("c")))),
        ("-a", Not(Words("a"))),
        ("not a b", And((Not(Words("a")), Words("b")))),
        ("not (a b)", Not(And((Words("a"), Words("b"))))),
        ("- - a", Not(Not(Words("a")))),
        ('-"a b"', Not(Words("a b", phrase=True))),
        ("-#x", Not(FieldIs("tag", "x"))),
        ("feed:bbc", FeedLike("bbc", frozenset({"f1", "f2"}))),
        ('feed:"bbc news"', FeedLike("bbc news", frozenset({"f1"}))),
        ("feed:reuters", FeedLike("reuters", frozenset({"f3"}))),
        ("feed:f3", FeedLike("f3", frozenset({"f3"}))),
        ("feed:agencies", FeedLike("agencies", frozenset({"f3"}))),
        ("feed:nobody", FeedLike("nobody", frozenset())),
        ("#Almaty", FieldIs("tag", "almaty")),
        ("tag:#almaty", FieldIs("tag", "almaty")),
        ("Stage:NEW", FieldIs("stage", "new")),
        ("priority:urgent", FieldIs("priority", "urgent")),
        ("cue:Unconfirmed", FieldIs("cue", "unconfirmed")),
        ('cue:"appears to"', FieldIs("cue", "appears to")),
        ("origin:Reuters", FieldIs("origin", "reuters")),
        ("since:2h", SeenSince(NOW - timedelta(hours=2))),
        ("since:30min", SeenSince(NOW - timedelta(minutes=30))),
        ("before:3d", SeenBefore(NOW - timedelta(days=3))),
        ("since:today", SeenSince(NOW.replace(hour=0, minute=0))),
        ("since:yesterday", SeenSince(datetime(2026, 1, 4, tzinfo=UTC))),
        ("before:2026-01-05", SeenBefore(datetime(2026, 1, 5, tzinfo=UTC))),
        ("before:2026-01-05T10:00+02:00", SeenBefore(datetime(2026, 1, 5, 8, tzinfo=UTC))),
        ("changed:yes", Changed(yes=True)),
        ("changed:no", Changed(yes=False)),
        (r"title:/a (b|c)\/d\d/", HeadlineMatches(r"a (b|c)/d\d")),
        ("title:a.b", HeadlineMatches(r"a\.b")),
        ("10:30", Words("10:30")),
        ("it's", Words("it's")),
        ('"and"', Words("and", phrase=True)),
        ("стрельба #алматы", And((Words("стрельба"), FieldIs("tag", "алматы")))),
    ],
)
def test_meaning(text: str, condition: Condition) -> None:
    assert read(text) == condition


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("stge:new", 1, "stage"),
        ("fire zzz:new", 6, "one of feed, tag"),
        ("stage:nw", 7, "one of new, kept, used, spiked"),
        ("priority:high", 10, "flash"),
        ("changed:maybe", 9, "one of yes, no"),
        ("since:soon", 7, "2h"),
        ("before:2026-02-30", 8, "2026-01-05"),
        ("since:999999w", 7, "a span"),
        ("stage:", 7, "one of new"),
        ("stage: new", 7, "one of new"),
        ("(a b", 1, '")" after it'),
        ("a b)", 4, "the end"),
        ("()", 2, "a word"),
        ("a or", 5, "a word"),
        ("or a", 1, "a word"),
        ("a and and b", 7, "a word"),
        ("not", 4, "a word"),
        ('say "hello', 5, "closing"),
        ('""', 1, "letters"),
        ("a !!", 3, "letters"),
        ("#", 2, "#almaty"),
        ("title:/a(b/", 9, "Python"),
        ("title:/ab", 7, "stroke"),
        ("((" * 50, 61, "at most"),
        ('tag:""', 7, "a tag"),
    ],
)
def test_a_mistake_is_shown_where_it_is(text: str, column: int, expected: str) -> None:
    with pytest.raises(QueryError) as caught:
        read(text)

    assert caught.value.column == column
    assert expected in caught.value.expected
    assert caught.value.exit_code == EXIT_USAGE
    assert str(caught.value).splitlines()[-2:] == [text, " " * (column - 1) + "^"]


def test_the_caret_stands_under_wide_characters_and_no_control_reaches_the_terminal() -> None:
    with pytest.raises(QueryError) as caught:
        read("火事\x1b stage:x")

    assert caught.value.caret == "火事  stage:x\n" + " " * 12 + "^"


WORDS = st.text(min_size=1).filter(folded_words)
BARE_WORDS = st.from_regex(r"\w[\w'.-]*", fullmatch=True).filter(
    lambda text: folded_words(text) and text.casefold() not in ("and", "or", "not")
)
VALUES = st.text(min_size=1).map(str.casefold).filter(lambda text: text.strip() and text == text.casefold())
TAGS = VALUES.filter(lambda text: not text.startswith("#"))
TIMES = st.datetimes(timezones=st.just(UTC))
PATTERNS = st.text(min_size=1).map(re.escape).filter(lambda pattern: r"\/" not in pattern)
PARTS = st.one_of(
    st.builds(Words, WORDS, phrase=st.just(True)),
    st.builds(Words, BARE_WORDS),
    st.builds(FieldIs, st.just("tag"), TAGS),
    st.builds(FieldIs, st.sampled_from(["cue", "origin"]), VALUES),
    st.builds(FieldIs, st.just("stage"), st.sampled_from(list(Stage))),
    st.builds(FieldIs, st.just("priority"), st.sampled_from(list(Priority))),
    st.just(FeedLike("bbc", frozenset({"f1", "f2"}))),
    st.builds(SeenSince, TIMES),
    st.builds(SeenBefore, TIMES),
    st.builds(Changed, st.booleans()),
    st.builds(HeadlineMatches, PATTERNS),
)


def joined(kind: type[And] | type[Or], parts: list[Condition]) -> Condition:
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))]
    return kind(tuple(flat))


CONDITIONS = st.recursive(
    PARTS,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: joined(And, parts)),
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: joined(Or, parts)),
    ),
    max_leaves=12,
)


@given(CONDITIONS)
def test_what_is_written_down_is_read_back(condition: Condition) -> None:
    assert read(to_text(condition)) == condition


@given(st.text(st.one_of(st.characters(), st.sampled_from('()"-#:/ anortfedsg'))))
def test_any_text_is_a_condition_or_a_mistake_with_a_place(text: str) -> None:
    try:
        condition = read(text)
    except QueryError as mistake:
        column, expected = mistake.column, mistake.expected
    else:
        column, expected = 1, "nothing"
        assert read(to_text(condition)) == condition
    assert 1 <= column <= len(text) + 1
    assert expected


@given(CONDITIONS)
def test_conditions_decide_about_items(condition: Condition) -> None:
    item = Item(id="i", feed="f1", identity="x", headline="Fire at the mill", first_seen=NOW)

    assert matches(Not(condition), item) is not matches(condition, item)


def test_every_field_of_the_language_is_read() -> None:
    values = {
        "feed": "x", "tag": "x", "stage": "new", "priority": "flash", "cue": CueKind.HEDGE, "origin": "x",
        "since": "1h", "before": "1h", "changed": "no", "title": "/x/",
    }  # fmt: skip

    for field in FIELDS:
        assert read(f"{field}:{values[field]}") is not None
