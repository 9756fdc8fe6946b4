"""Telling a WebSub hub that a feed has news (W3C Recommendation, section 7)."""

from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

_SECONDS = 5.0


def ping(hub: str, feed: str) -> list[str]:
    """Tell one hub; the problems it had, in sentences."""
    if urlsplit(hub).scheme not in ("http", "https"):
        return [f"{hub} is no hub: only http and https are spoken."]
    body = urlencode({"hub.mode": "publish", "hub.topic": feed, "hub.url": feed}).encode()
    request = Request(hub, data=body, method="POST")  # noqa: S310 - the scheme was looked at
    try:
        with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            answer.read(1)
    except (URLError, TimeoutError, ConnectionError) as trouble:
        return [f"{hub} was not told: {trouble}."]
    return []
