"""Values as documents: one spelling of a time, however quickly it is written."""

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import codec
from storage.times import time_text
from wireroom.model import Cue, CueKind, FeedHealth, Item

_SECOND = datetime(2026, 1, 5, 14, 31, 7, tzinfo=UTC)
_TIMES = st.sampled_from(
    [_SECOND, _SECOND.replace(microsecond=1), _SECOND.astimezone(timezone(timedelta(hours=2)))]
)
#: Copy that spells a document's own times: quotes in it are escaped, so it is never taken for one.
_COPY = st.lists(
    st.sampled_from(['"', "\\", ",", '"published":"2026-01-05T14:31:07Z"', "published", ":", "é"]), max_size=4
).map("".join)


@given(_TIMES, st.none() | _TIMES, _COPY, _COPY)
def test_a_value_is_the_bytes_of_its_document(
    seen: datetime, published: datetime | None, headline: str, identity: str
) -> None:
    cues = (Cue(kind=CueKind.HEDGE, text=headline, start=0, end=1),)
    item = Item(
        id="a",
        feed="f",
        identity=identity,
        headline=headline,
        first_seen=seen,
        published=published,
        cues=cues,
    )
    body = codec.encode_value(item)
    assert body == msgspec.json.encode(codec.document(item))
    assert codec.decode_as(Item, body) == item


@given(st.none() | _TIMES, st.none() | _TIMES, st.integers(0, 2))
def test_how_a_feed_stands_is_written_without_what_is_as_usual(
    fetched: datetime | None, next_due: datetime | None, failures: int
) -> None:
    health = FeedHealth(feed="f", fetched=fetched, next_due=next_due, failures=failures)
    body = codec.encode_value(health)
    said = {"feed": "f", "fetched": fetched, "next_due": next_due, "failures": failures}
    assert set(codec.decode(body)) == {name for name, value in said.items() if value}
    assert codec.decode_as(FeedHealth, body) == health


@pytest.mark.parametrize("time", [_SECOND, _SECOND.replace(microsecond=50)])
def test_times_are_sorted_as_text(time: datetime) -> None:
    later = time + timedelta(microseconds=1)
    assert len(time_text(time)) == len(time_text(later))
    assert time_text(time) < time_text(later)


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))])))
def test_a_time_is_spelled_as_the_standard_library_does(time: datetime) -> None:
    try:
        at = time.astimezone(UTC)
    except OverflowError:  # before the first year there is none
        return
    assert time_text(time) == f"{at.isoformat(timespec='microseconds').removesuffix('+00:00')}Z"
