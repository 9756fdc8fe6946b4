"""Times as they are stored: at one width, ``2026-01-05T14:31:07.000000Z``, so that sorted as text they are sorted in time."""

from datetime import UTC, datetime

#: Numbers below sixty in two digits: the standard library's own spelling of a time takes more than twice as long.
_TWO_DIGITS = tuple([f"{number:02}" for number in range(60)])


def time_text(time: datetime) -> str:
    """A time as it is stored: UTC, microseconds, ``Z``."""
    at = time if time.tzinfo is UTC else time.astimezone(UTC)
    two = _TWO_DIGITS
    return (
        f"{str(at.year).zfill(4)}-{two[at.month]}-{two[at.day]}"
        f"T{two[at.hour]}:{two[at.minute]}:{two[at.second]}.{str(at.microsecond).zfill(6)}Z"
    )
