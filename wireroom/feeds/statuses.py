"""The statuses of HTTP that polling asks about, as plain numbers: the standard library's table is loaded to tell of others."""

from typing import Final

OK: Final = 200
MULTIPLE_CHOICES: Final = 300
NOT_MODIFIED: Final = 304
NOT_FOUND: Final = 404
GONE: Final = 410


def status_words(status: int) -> str:
    """An HTTP status in words."""
    from http import HTTPStatus

    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status}"
