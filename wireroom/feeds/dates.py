"""When an item says it was published, and how far that can be believed.

Read here rather than taken from feedparser, which takes AEST and CEST for UTC, makes 1 March of 30 February and
gives up on day names that are not English.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from time import struct_time

from wireroom.model import DateQuality
from wireroom.patterns import Pattern

#: A date further ahead than this is in the future; nearer ones are clocks that differ.
_AHEAD = timedelta(minutes=15)

_RFC_822 = Pattern(
    r"^(?:[^\d,]+,?\s*)?(?P<day>\d{1,2})(?:\.|\s|-)+(?P<month>[^\W\d_]{3,10})\.?(?:\s|-)+(?P<year>\d{4}|\d{2}),?"
    r"(?:\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?\s*(?P<zone>.*)$"
)
_ISO_DAY = Pattern(r"^\d{4}-\d{2}-\d{2}")
_OFFSET = Pattern(r"^(?:GMT|UTC)?\s*([+-])(\d{1,2}):?(\d{2})?\b")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan gen ene january janv janvier januar jän gennaio enero janeiro",
            "feb fev fév february févr février februar febbraio febrero fevereiro",
            "mar mär mrz march mars märz marzo março maart mrt",
            "apr abr avr april avril aprile abril",
            "may mai mag mei maggio mayo maio",
            "jun giu juin june juni giugno junio junho",
            "jul lug juil july juillet juli luglio julio julho",
            "aug ago août aou august août agosto augustus",
            "sep set sept september septembre settembre septiembre setembro",
            "oct ott out okt october octobre ottobre octubre outubro oktober",
            "nov november novembre noviembre novembro",
            "dec dic dez déc december décembre dicembre diciembre dezembro dezember",
        ),
        start=1,
    )
    for name in names.split()
}

#: Hours from UTC of the zone names that wires use (RFC 822, and common local usage).
_ZONES = {
    **dict.fromkeys(("UT", "UTC", "GMT", "Z", "WET"), 0.0),
    **dict.fromkeys(("EST", "CDT"), -5.0),
    **dict.fromkeys(("CST", "MDT"), -6.0),
    **dict.fromkeys(("MST", "PDT"), -7.0),
    "EDT": -4.0,
    "PST": -8.0,
    "AKST": -9.0,
    "AKDT": -8.0,
    "HST": -10.0,
    "AST": -4.0,
    "ADT": -3.0,
    "NST": -3.5,
    "NDT": -2.5,
    "BRT": -3.0,
    "ART": -3.0,
    "WEST": 1.0,
    "IST": 5.5,
    "BST": 1.0,
    **dict.fromkeys(("CET", "MEZ", "WAT"), 1.0),
    **dict.fromkeys(("CEST", "MESZ", "EET", "SAST", "CAT"), 2.0),
    **dict.fromkeys(("EEST", "MSK", "EAT", "TRT"), 3.0),
    "GST": 4.0,
    "PKT": 5.0,
    "ALMT": 6.0,
    "ICT": 7.0,
    "WIB": 7.0,
    **dict.fromkeys(("HKT", "SGT", "PHT", "AWST", "MYT"), 8.0),
    **dict.fromkeys(("JST", "KST"), 9.0),
    "ACST": 9.5,
    "ACDT": 10.5,
    "AEST": 10.0,
    "AEDT": 11.0,
    "NZST": 12.0,
    "NZDT": 13.0,
}
#: Names that the standard defines, and so need no guess.
_CERTAIN = frozenset({"UT", "UTC", "GMT", "Z", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"})


def read_date(raw: str, fallback: struct_time | None, now: datetime) -> tuple[datetime | None, DateQuality]:
    """The time a raw date states, in UTC, and its quality; ``fallback`` is what feedparser made of it, in UTC."""
    raw = raw.strip()
    if not raw and fallback is None:
        return None, DateQuality.MISSING
    try:
        found = _rfc_822(raw) or _iso_8601(raw) or _from_struct(fallback)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        return None, DateQuality.UNREADABLE
    moment, sure = found
    if moment > now + _AHEAD:
        return moment, DateQuality.FUTURE
    return moment, DateQuality.STATED if sure else DateQuality.ASSUMED_ZONE


def _rfc_822(raw: str) -> tuple[datetime, bool] | None:
    match = _RFC_822.match(raw)
    if match is None:
        return None
    month = _MONTHS.get(match["month"].lower()) or _MONTHS.get(match["month"][:3].lower())
    if month is None:
        return None
    year = int(match["year"])
    if year < 100:
        year += 2000 if year < 70 else 1900
    parts = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    hour, minute, second = parts
    zone, sure = _zone(match["zone"].strip())
    leap = second == 60
    local = datetime(year, month, int(match["day"]), hour % 24, minute, 59 if leap else second, tzinfo=zone)
    return local.astimezone(UTC) + timedelta(seconds=leap, days=hour // 24), sure and bool(match["hour"])


def _zone(text: str) -> tuple[timezone, bool]:
    offset = _OFFSET.match(text)
    if offset is not None:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes)), True
    name = text.split()[0].strip("()").upper() if text else ""
    return timezone(timedelta(hours=_ZONES.get(name, 0.0))), name in _CERTAIN


def _iso_8601(raw: str) -> tuple[datetime, bool] | None:
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        if _ISO_DAY.match(raw):
            date.fromisoformat(raw[:10])
        return None
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC), False
    return moment.astimezone(UTC), True


def _from_struct(parsed: struct_time | None) -> tuple[datetime, bool] | None:
    if parsed is None:
        return None
    return datetime(*parsed[:5], min(parsed[5], 59), tzinfo=UTC), False
