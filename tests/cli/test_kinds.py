"""Times as people type them."""

from datetime import UTC, datetime

import pytest

from tui.cli.kinds import read_time
from wireroom.errors import UsageError

MIDNIGHT = datetime(2022, 1, 5, 18, 30, tzinfo=UTC)
"""Half past midnight on 6 January in Almaty."""


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("00:10", "2022-01-05T18:10"),
        ("23:50", "2022-01-05T17:50"),
        ("14:30", "2022-01-05T08:30"),
        ("12:30", "2022-01-06T06:30"),
        ("2h", "2022-01-05T16:30"),
        ("2022-01-04 14:30", "2022-01-04T08:30"),
        ("2022-01-04T14:30Z", "2022-01-04T14:30"),
    ],
)
def test_a_time_of_what_happened_is_the_one_that_is_meant(typed: str, read: str) -> None:
    at = read_time(typed, now=MIDNIGHT, zone="Asia/Almaty")
    assert at == datetime.fromisoformat(read).replace(tzinfo=at.tzinfo)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("06:00", "2022-01-06T00:00"), ("00:10", "2022-01-05T18:10"), ("23:50", "2022-01-06T17:50")],
)
def test_what_lies_ahead_is_read_forwards(typed: str, read: str) -> None:
    at = read_time(typed, now=MIDNIGHT, zone="Asia/Almaty", ahead=True)
    assert at == datetime.fromisoformat(read).replace(tzinfo=at.tzinfo)
    before = datetime(2022, 1, 5, 17, 0, tzinfo=UTC)
    assert read_time("01:00", now=before, zone="Asia/Almaty", ahead=True) == datetime(
        2022, 1, 5, 19, 0, tzinfo=UTC
    )


def test_what_is_no_time_says_how_to_write_one() -> None:
    for typed in ("soon", "25:00", "08:30Z"):
        with pytest.raises(UsageError, match="not a time") as told:
            read_time(typed, now=MIDNIGHT)
        assert "14:30" in told.value.next_step
