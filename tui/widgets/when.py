"""Times in the words of a desk."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def age(then: datetime, now: datetime) -> str:
    """How long ago, in at most four characters: ``now``, ``5m``, ``3h``, ``2d``, ``9w``, ``4y``."""
    seconds = (now - then).total_seconds()
    for limit, unit, sign in (
        (60, 1, ""), (3600, 60, "m"), (86400, 3600, "h"), (604800, 86400, "d"), (31536000, 604800, "w"),
    ):  # fmt: skip
        if seconds < limit:
            return f"{int(seconds // unit)}{sign}" if sign else "now"
    return f"{int(seconds // 31536000)}y"


def ago(then: datetime, now: datetime) -> str:
    """How long ago, as words in a sentence: ``just now``, ``5m ago``."""
    words = age(then, now)
    return "just now" if words == "now" else f"{words} ago"


def counted(number: int, noun: str) -> str:
    """A number of things: ``1 item``, ``2 items``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def span(length: timedelta) -> str:
    """A length of time in words, in its two largest units: ``12 min``, ``3 h 5 min``, ``2 d 4 h``, ``4 y 321 d``."""
    minutes = max(int(length.total_seconds() // 60), 0)
    units = (("y", 525_600), ("d", 1_440), ("h", 60), ("min", 1))
    parts: list[str] = []
    for unit, size in units:
        number, minutes = divmod(minutes, size)
        if number or parts:
            parts.append(f"{number} {unit}" if number else "")
        if len(parts) == 2:
            break
    return " ".join(filter(None, parts)) or "0 min"


def zone(name: str) -> ZoneInfo:
    """The zone of a live blog; UTC where the machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def clock(at: datetime, zone_name: str) -> str:
    """Hours and minutes in a zone."""
    return at.astimezone(zone(zone_name)).strftime("%H:%M")


def date_and_clock(at: datetime, zone_name: str, now: datetime) -> str:
    """Day, month, hours and minutes in a zone, with the zone's sign; with the year, where it is not this one."""
    here = zone(zone_name)
    local = at.astimezone(here)
    this_year = local.year == now.astimezone(here).year
    return local.strftime("%d %b %H:%M %Z" if this_year else "%d %b %Y %H:%M %Z")


def day(at: datetime, zone_name: str) -> str:
    """Day, month and year in a zone."""
    return at.astimezone(zone(zone_name)).strftime("%d %b %Y")
