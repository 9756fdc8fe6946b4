"""Times as they are stored: at one width, ``2026-01-05T14:31:07.000000Z``, so that sorted as text they are sorted in time."""

from datetime import UTC, datetime


def time_text(time: datetime) -> str:
    """A time as it is stored: UTC, microseconds, ``Z``."""
    at = time if time.tzinfo is UTC else time.astimezone(UTC)
    return at.isoformat(timespec="microseconds")[:26] + "Z"
