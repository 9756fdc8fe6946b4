"""The statuses of HTTP that polling asks about, as plain numbers: the standard library's table is loaded to tell of others."""

OK = 200
MULTIPLE_CHOICES = 300
NOT_MODIFIED = 304
NOT_FOUND = 404
GONE = 410


def status_words(status: int) -> str:
    """An HTTP status in words."""
    from http import HTTPStatus

    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status}"
