"""When a feed is asked next."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis.strategies import datetimes

from wireroom.feeds.schedule import Schedule, asked_silence, clock_skew, retry_after
from wireroom.model import FeedHealth

_NOW = datetime(2022, 1, 5, 12, 0, tzinfo=UTC)
_CALM = Schedule(jitter=lambda: 0.0)


def _wait(
    schedule: Schedule = _CALM, *, covered: bool = False, retry: int = 0, **health: object
) -> timedelta:
    stands = FeedHealth(**{"feed": "f", "learned_interval": 600} | health)  # type: ignore[arg-type]
    return schedule.next_due(stands, _NOW, covered=covered, retry_after=retry) - _NOW


def test_the_interval_is_learnt_from_news_within_bounds() -> None:
    busy = quiet = FeedHealth(feed="f")
    for _ in range(30):
        busy = FeedHealth(feed="f", learned_interval=_CALM.learn(busy, news=True))
        quiet = FeedHealth(feed="f", learned_interval=_CALM.learn(quiet, news=False))

    assert (busy.learned_interval, quiet.learned_interval) == (60, 6 * 3600)


def test_the_publishers_wish_counts_up_to_a_cap() -> None:
    assert _wait(declared_interval=1800) == timedelta(minutes=30)
    assert _wait(declared_interval=86400) == timedelta(hours=1)
    assert _wait(declared_interval=60) == timedelta(minutes=10)


def test_a_feed_under_a_live_blog_is_asked_faster() -> None:
    assert _wait(covered=True) == timedelta(minutes=1)
    assert _wait(covered=True, declared_interval=86400) == timedelta(minutes=5)


def test_an_order_to_wait_outranks_everything() -> None:
    assert _wait(covered=True, retry=7200) == timedelta(hours=2)
    assert _wait(retry=10**8) == timedelta(days=1)


def test_failing_feeds_are_asked_ever_less_often_but_always_again() -> None:
    waits = [_wait(failures=count, learned_interval=60) for count in (0, 1, 2, 3, 50)]

    assert waits[:4] == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert waits[4] == timedelta(hours=6)


def test_jitter_spreads_by_a_tenth_and_only_later() -> None:
    assert _wait(Schedule(jitter=lambda: 1.0)) == timedelta(minutes=11)


def test_hours_and_days_of_rest_are_skipped() -> None:
    assert _wait(skip_hours=(12, 13)) == timedelta(hours=2)
    assert _wait(skip_days=(2,)) == timedelta(hours=12)
    assert _wait(skip_hours=tuple(range(23))) == timedelta(hours=11)
    assert _wait(skip_hours=tuple(range(24))) == timedelta(minutes=10)
    assert _wait(skip_days=tuple(range(6))) == timedelta(days=3, hours=12)
    assert _wait(skip_days=tuple(range(7))) == timedelta(minutes=10)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache-control": "public, max-age=300"}, 300),
        ({"cache-control": "max-age=300", "age": "100"}, 200),
        ({"expires": "Wed, 05 Jan 2022 12:10:00 GMT"}, 600),
        ({"cache-control": "no-cache", "expires": "Wed, 05 Jan 2022 12:10:00 GMT"}, 0),
        ({"expires": "-1"}, 0),
        ({"cache-control": "max-age=²"}, 0),
        ({"cache-control": "max-age=00300", "age": "²"}, 300),
        ({"cache-control": f"max-age={'9' * 5000}"}, 2**31 - 1),
        ({"expires": "Wed, 05 Jan 2022 11:00:00 GMT"}, 0),
        ({}, 0),
    ],
)
def test_how_long_an_answer_calls_itself_fresh(headers: dict[str, str], seconds: int) -> None:
    assert asked_silence(headers, _NOW) == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("Wed, 05 Jan 2022 12:05:00 GMT", 300),
        ("Wednesday, 05-Jan-22 12:05:00 GMT", 300),
        ("soon", 0),
        ("²", 0),
        ("9" * 5000, 2**31 - 1),
        ("-5", 0),
    ],
)
def test_retry_after_as_seconds_or_as_a_date(value: str, seconds: int) -> None:
    assert retry_after({"retry-after": value}, _NOW) == seconds


@given(datetimes())
def test_a_date_as_servers_should_send_it_is_read_by_its_places(moment: datetime) -> None:
    sent = moment.replace(microsecond=0, tzinfo=UTC)
    assert clock_skew({"date": format_datetime(sent, usegmt=True)}, sent) == 0.0


def test_clock_skew() -> None:
    assert clock_skew({"date": "Wed, 05 Jan 2022 12:00:30 GMT"}, _NOW) == 30.0
    assert clock_skew({}, _NOW) is None


def test_a_clock_that_is_a_moment_behind_is_not_minus_zero() -> None:
    now = datetime(2022, 1, 5, 12, 0, 30, 20_000, tzinfo=UTC)
    assert str(clock_skew({"date": "Wed, 05 Jan 2022 12:00:30 GMT"}, now)) == "0.0"
