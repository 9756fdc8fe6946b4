"""Dates as publishers write them."""

from datetime import UTC, datetime
from time import struct_time

import pytest

from wireroom.feeds.dates import read_date
from wireroom.model import DateQuality

_NOW = datetime(2022, 1, 5, 12, 0, tzinfo=UTC)
_STATED, _ASSUMED = DateQuality.STATED, DateQuality.ASSUMED_ZONE


@pytest.mark.parametrize(
    ("raw", "hour", "quality"),
    [
        ("Wed, 05 Jan 2022 03:00:00 GMT", 3, _STATED),
        ("Wed, 05 Jan 2022 05:00:00 +0200", 3, _STATED),
        ("5 Jan 22 03:00 UT", 3, _STATED),
        ("Wed, 05 Jan 2022 13:00:00 AEST", 3, _ASSUMED),
        ("Wed, 05 Jan 2022 05:00:00 CEST", 3, _ASSUMED),
        ("mer, 05 gen 2022 04:00:00 +0100", 3, _STATED),
        ("Qua, 05 Jan 2022 00:00:00 -0300", 3, _STATED),
        ("2022-01-05T03:00:00Z", 3, _STATED),
        ("2022-01-05T08:30:00+05:30", 3, _STATED),
        ("2022-01-05 03:00:00", 3, _ASSUMED),
        ("Tue, 04 Jan 2022 22:00:00 EST", 3, _STATED),
        ("Tue, 04 Jan 2022 24:00:00 GMT", 0, _STATED),
    ],
)
def test_a_date_is_read_in_utc(raw: str, hour: int, quality: DateQuality) -> None:
    assert read_date(raw, None, _NOW) == (datetime(2022, 1, 5, hour, tzinfo=UTC), quality)


@pytest.mark.parametrize("raw", ["30 Feb 2022 03:00:00 GMT", "2022-02-30T03:00:00Z", "yesterday", "0"])
def test_what_is_no_date_is_said_to_be_none(raw: str) -> None:
    fallback = struct_time((2022, 3, 2, 3, 0, 0, 2, 61, 0)) if "Feb" in raw or "-02-" in raw else None

    assert read_date(raw, fallback, _NOW) == (None, DateQuality.UNREADABLE)


def test_no_date_and_a_date_ahead() -> None:
    assert read_date("", None, _NOW) == (None, DateQuality.MISSING)
    assert read_date("Thu, 06 Jan 2022 03:00:00 GMT", None, _NOW)[1] is DateQuality.FUTURE
    assert read_date("Wed, 05 Jan 2022 12:10:00 GMT", None, _NOW)[1] is _STATED


def test_other_forms_are_left_to_feedparser() -> None:
    parsed = struct_time((2022, 1, 5, 3, 0, 0, 2, 5, 0))

    assert read_date("Jan 5th, 2022 at 3", parsed, _NOW) == (datetime(2022, 1, 5, 3, tzinfo=UTC), _ASSUMED)
