"""Times as readers are shown them: in the live blog's own zone, which is always named."""

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec import Struct

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_RSS_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class TimeView(Struct, frozen=True):
    """A time: for machines, as hours and minutes, in full, and its day."""

    iso: str
    clock: str
    full: str
    day: str
    date: str
    place: str


class Zone:
    """A zone by its IANA name, with the words readers know it by: "Almaty", "New York", "UTC"."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.place = name.rpartition("/")[2].replace("_", " ")
        self._info = ZoneInfo(name)

    def clock(self, time: datetime) -> str:
        """Hours and minutes: "14:32"."""
        return self.view(time).clock

    def full(self, time: datetime) -> str:
        """Time and date with the zone: "14:32 Almaty, Wednesday 5 January 2022"."""
        return self.view(time).full

    @lru_cache(maxsize=4096)  # noqa: B019 - zones are few and live as long as the program
    def view(self, time: datetime) -> TimeView:
        """All that readers are told of a time."""
        local = time.astimezone(self._info)
        on, _, clock = local.isoformat(timespec="minutes")[:16].partition("T")
        day = _day(local.date())
        return TimeView(
            iso=iso(time),
            clock=clock,
            full=f"{clock} {self.place}, {day}",
            day=day,
            date=on,
            place=self.place,
        )

    def offset(self, time: datetime) -> str:
        """How far the zone is from UTC at that time: "UTC+6", "UTC-3:30", "UTC"."""
        delta = time.astimezone(self._info).utcoffset()
        minutes = round(delta.total_seconds() / 60) if delta is not None else 0
        if not minutes:
            return "UTC"
        hours, rest = divmod(abs(minutes), 60)
        return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02d}" if rest else "")


@lru_cache(maxsize=64)
def zone_named(name: str) -> Zone:
    """The zone of that name; always the same one, so that what it worked out is kept."""
    return Zone(name)


@lru_cache(maxsize=64)
def _day(day: date) -> str:
    """A day in words: "Wednesday 5 January 2022"."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


@lru_cache(maxsize=4096)
def iso(time: datetime) -> str:
    """A time as RFC 3339 writes it, in UTC, with fractions only where there are some."""
    moment = time if time.tzinfo is UTC else time.astimezone(UTC)
    text = moment.isoformat(timespec="microseconds" if moment.microsecond else "seconds")
    return f"{text[:-6]}Z"


def distinct(time: datetime, sequence: int) -> str:
    """A time that no other change of the same second shares: the log position stands in for absent fractions."""
    written, thousandths = iso(time), sequence % 1000
    return written if time.microsecond or not thousandths else f"{written[:-1]}.{thousandths:03d}000Z"


def rfc822(time: datetime) -> str:
    """A time as RSS 2.0 writes it."""
    moment = time if time.tzinfo is UTC else time.astimezone(UTC)
    month = _MONTHS[moment.month - 1][:3]
    clock = f"{moment.hour:02d}:{moment.minute:02d}:{moment.second:02d}"
    return f"{_RSS_DAYS[moment.weekday()]}, {moment.day:02d} {month} {moment.year} {clock} +0000"
