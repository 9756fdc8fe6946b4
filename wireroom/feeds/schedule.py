"""When a feed is asked next.

A feed is asked as often as it brings news, within what its publisher allows: the interval shrinks by half with
news and grows by a quarter without, from one minute to six hours. Failing feeds are asked ever less often, but
always again.
"""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from wireroom.feeds.numbers import whole_number

TYPE_CHECKING = False  # as in typing, which a round without news does without
if TYPE_CHECKING:
    from wireroom.config import FeedsConfig
    from wireroom.feeds.stands import Rhythmic

#: A poll that was made so far ahead was made while a clock was wrong, and so was the next one planned: it is due.
ASTRAY = timedelta(days=1)

_FIRST_INTERVAL = 300
_DAY = 86400
#: The golden ratio in 64 bits (Fibonacci hashing): neighbours in time land far apart.
_STIR, _LOW = 0x9E3779B97F4A7C15, (1 << 64) - 1
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _chance() -> float:
    """A number from 0 to 1: the last digits of the clock, stirred. The standard library's generator is long in loading."""
    return (time.perf_counter_ns() * _STIR & _LOW) * 2.0**-64


class Schedule:
    """Bounds in seconds.

    ``declared_cap`` bounds how long a publisher's wish (ttl, max-age, syndication module) keeps a feed from being
    asked, ``covered_cap`` the same while an item of the feed stands in a live blog; ``retry_cap`` bounds
    ``Retry-After``, which is an order and not a wish. ``jitter`` gives numbers from 0 to 1.
    """

    def __init__(
        self,
        *,
        shortest: int = 60,
        longest: int = 6 * 3600,
        declared_cap: int = 3600,
        covered_cap: int = 300,
        retry_cap: int = _DAY,
        jitter: Callable[[], float] = _chance,
    ) -> None:
        self.shortest = shortest
        self.longest = longest
        self.declared_cap = declared_cap
        self.covered_cap = covered_cap
        self.retry_cap = retry_cap
        self.jitter = jitter

    @classmethod
    def of(cls, config: "FeedsConfig") -> "Schedule":
        """The bounds that an editor set."""
        return cls(shortest=config.shortest_minutes * 60, longest=config.longest_minutes * 60)

    def learn(self, health: "Rhythmic", *, news: bool) -> int:
        """The interval after a poll that did or did not bring news."""
        interval = health.learned_interval or _FIRST_INTERVAL
        return self._bounded(interval / 2 if news else interval * 1.25)

    def next_due(
        self,
        health: "Rhythmic",
        now: datetime,
        *,
        covered: bool = False,
        retry_after: int = 0,
    ) -> datetime:
        """When to ask next, given how the feed stands after a poll at ``now``.

        ``covered``: a live blog leans on one of its items.
        """
        return self.due(
            now,
            learned=health.learned_interval,
            declared=health.declared_interval,
            failures=health.failures,
            skip_hours=health.skip_hours,
            skip_days=health.skip_days,
            covered=covered,
            retry_after=retry_after,
        )

    def due(
        self,
        now: datetime,
        *,
        learned: int | None,
        declared: int | None,
        skip_hours: tuple[int, ...],
        skip_days: tuple[int, ...],
        failures: int = 0,
        covered: bool = False,
        retry_after: int = 0,
    ) -> datetime:
        """As :meth:`next_due`, of what it looks at."""
        interval = self.shortest if covered else learned or _FIRST_INTERVAL
        if declared:
            cap = self.covered_cap if covered else self.declared_cap
            interval = max(interval, min(declared, cap))
        interval = self._bounded(interval)
        if failures:
            interval = self._bounded(interval * 2 ** min(failures, 10))
        if retry_after:
            interval = max(interval, min(retry_after, self.retry_cap))
        due = now + timedelta(seconds=interval * (1 + 0.1 * self.jitter()))
        return due if covered else _after_silence(due, skip_hours, skip_days)

    def _bounded(self, interval: float) -> int:
        if interval > self.longest:
            interval = self.longest
        return self.shortest if interval < self.shortest else int(interval)


def asked_silence(headers: Mapping[str, str], now: datetime) -> int:
    """Seconds for which the answer's headers call themselves fresh (RFC 9111), 0 if they do not say."""
    fresh = _freshness(headers["cache-control"]) if "cache-control" in headers else None
    if fresh is not None:
        return max(0, fresh - (whole_number(headers.get("age", "")) or 0))
    expires = _http_date(headers["expires"]) if "expires" in headers else None
    return max(0, int((expires - now).total_seconds())) if expires else 0


def retry_after(headers: Mapping[str, str], now: datetime) -> int:
    """Seconds that the server orders to wait (RFC 9110, 10.2.3), 0 if it does not."""
    if "retry-after" not in headers:
        return 0
    value = headers["retry-after"].strip()
    if (seconds := whole_number(value)) is not None:
        return seconds
    moment = _http_date(value)
    return max(0, int((moment - now).total_seconds())) if moment else 0


def clock_skew(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that the server's clock is ahead of ours."""
    moment = _http_date(headers["date"]) if "date" in headers else None
    if not moment:
        return None
    return round((moment - now).total_seconds(), 1) + 0.0  # of minus zero, zero


@lru_cache(64)
def _freshness(control: str) -> int | None:
    """The age up to which a ``Cache-Control`` calls an answer fresh; servers have few, and say them again and again."""
    control = control.lower()
    for directive in control.split(","):
        name, _, value = directive.strip().partition("=")
        if name == "max-age" and (fresh := whole_number(value.strip('"'))) is not None:
            return fresh
    return 0 if "no-cache" in control or "no-store" in control else None


@lru_cache(64)
def _http_date(value: str) -> datetime | None:
    """A date of HTTP; answers of one moment name few, again and again."""
    if not value:
        return None
    try:
        return _fixed_date(value)
    except ValueError:  # in another form
        from email.utils import parsedate_to_datetime
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _fixed_date(value: str) -> datetime:
    """A date in the one form that servers should send (RFC 9110, 5.6.7): ``Sun, 06 Nov 1994 08:49:37 GMT``.

    Raises ``ValueError`` for any other.
    """
    if len(value) != 29 or value[3:5] != ", " or value[25:] != " GMT" or not value[19] == value[22] == ":":
        raise ValueError(value)
    year, month, day = int(value[12:16]), _MONTHS.index(value[8:11]) + 1, int(value[5:7])
    return datetime(year, month, day, int(value[17:19]), int(value[20:22]), int(value[23:25]), tzinfo=UTC)


def _after_silence(due: datetime, hours: tuple[int, ...], days: tuple[int, ...]) -> datetime:
    """The first moment at or after ``due`` outside the hours and days (Monday is 0, UTC) that a feed rests."""
    if not (hours or days) or len(hours) >= 24 or len(days) >= 7:
        return due
    for _ in range(24 * 7):
        if due.hour not in hours and due.weekday() not in days:
            return due
        due = due.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return due
