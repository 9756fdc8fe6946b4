"""Times as readers are shown them: in the live blog's own zone, which is always named."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_RSS_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Zone:
    """A zone by its IANA name, with the words readers know it by."""

    name: str

    @cached_property
    def _info(self) -> ZoneInfo:
        return ZoneInfo(self.name)

    @cached_property
    def place(self) -> str:
        """The place that names the zone: "Almaty", "New York", "UTC"."""
        return self.name.rpartition("/")[2].replace("_", " ")

    @lru_cache(maxsize=2048)  # noqa: B019 - zones are few and live as long as the program
    def _local(self, time: datetime) -> datetime:
        return time.astimezone(self._info)

    @lru_cache(maxsize=2048)  # noqa: B019
    def clock(self, time: datetime) -> str:
        """Hours and minutes: "14:32"."""
        local = self._local(time)
        return f"{local.hour:02d}:{local.minute:02d}"

    @lru_cache(maxsize=2048)  # noqa: B019
    def day(self, time: datetime) -> str:
        """The date in words: "Wednesday 5 January 2022"."""
        local = self._local(time)
        return f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} {local.year}"

    def date(self, time: datetime) -> str:
        """The date as machines read it: "2022-01-05"."""
        return self._local(time).date().isoformat()

    def full(self, time: datetime) -> str:
        """Time and date with the zone: "14:32 Almaty, Wednesday 5 January 2022"."""
        return f"{self.clock(time)} {self.place}, {self.day(time)}"

    def offset(self, time: datetime) -> str:
        """How far the zone is from UTC at that time: "UTC+6", "UTC-3:30", "UTC"."""
        delta = time.astimezone(self._info).utcoffset()
        minutes = round(delta.total_seconds() / 60) if delta is not None else 0
        if not minutes:
            return "UTC"
        hours, rest = divmod(abs(minutes), 60)
        return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02d}" if rest else "")


@lru_cache(maxsize=4096)
def iso(time: datetime) -> str:
    """A time as RFC 3339 writes it, in UTC, with fractions only where there are some."""
    moment = time.astimezone(UTC).replace(tzinfo=None)
    text = moment.isoformat(timespec="microseconds" if moment.microsecond else "seconds")
    return f"{text}Z"


def distinct(time: datetime, sequence: int) -> str:
    """A time that no other change of the same second shares: the log position stands in for absent fractions."""
    if time.microsecond:
        return iso(time)
    return iso(time.replace(microsecond=sequence % 1000 * 1000))


def rfc822(time: datetime) -> str:
    """A time as RSS 2.0 writes it."""
    moment = time.astimezone(UTC)
    month = _MONTHS[moment.month - 1][:3]
    day = _RSS_DAYS[moment.weekday()]
    return f"{day}, {moment.day:02d} {month} {moment.year} {moment:%H:%M:%S} +0000"
