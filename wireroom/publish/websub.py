"""Telling WebSub hubs which feeds have news (W3C Recommendation, section 7)."""

from collections.abc import Iterable
from http.client import HTTPException
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

_SECONDS = 5.0


def feeds_among(paths: Iterable[str]) -> list[str]:
    """Those of the files that name hubs: readers may have subscribed to any of them. Archives don't change."""
    return sorted(
        path
        for path in paths
        if path in ("feed.atom", "feed.rss", "feed.json", "corrections.atom") or path.startswith("feeds/")
    )


def ping(hub: str, topics: Iterable[str]) -> list[str]:
    """Tell one hub of the feeds at these addresses; the problems it had, in sentences. Whatever it is, it raises nothing."""
    told = [(name, topic) for topic in topics for name in ("hub.topic", "hub.url")]
    body = urlencode([("hub.mode", "publish"), *told]).encode()
    try:
        if urlsplit(hub).scheme not in ("http", "https"):
            return [f"{hub} is no hub: only http and https are spoken."]
        request = Request(hub, data=body, method="POST")  # noqa: S310 - the scheme was looked at
        with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            answer.read(1)
    except (OSError, HTTPException, ValueError) as trouble:  # ValueError: what can't be an address
        return [f"{hub} was not told: {trouble}."]
    return []
