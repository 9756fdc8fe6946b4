"""The full text of an item's article, fetched and read when an editor asks for it.

Needs the ``article`` extra (trafilatura).
"""

from msgspec import Struct

from wireroom.errors import ConfigError, FetchError, ParseError
from wireroom.feeds.addresses import access_at
from wireroom.feeds.polling import sentence
from wireroom.feeds.statuses import status_words
from wireroom.model import Feed, FeedAccess, Item
from wireroom.ports.fetching import Fetcher, FetchRequest
from wireroom.text.hygiene import clean_line, clean_text

_PAGE_LIMIT = 4 * 1024 * 1024


class Article(Struct, frozen=True, kw_only=True):
    """An article in plain text, from the page at ``url``."""

    url: str
    headline: str
    text: str


def fetch_article(item: Item, feed: Feed, fetcher: Fetcher, access: FeedAccess | None = None) -> Article:
    """Fetch an item's page and take the article out of it; ``access`` is what the server of its feed asks for.

    Raises ``FetchError`` where there is no page, ``ParseError`` where it holds no article, and ``ConfigError``
    without trafilatura.
    """
    if not item.link:
        raise FetchError("This item has no link.", next_step="Its feed gives only what is shown.")
    given = access and access_at(item.link, access, given_for=feed.url)
    request = FetchRequest(feed=item.id, url=item.link, private=feed.private, access=given)
    (answer,) = fetcher.fetch([request])
    if answer.reason or answer.status != 200:
        words = sentence(answer.reason) or status_words(answer.status)
        raise FetchError(f"{item.link}: {words}.", next_step="Open it in a browser.")
    return read_article(answer.body[:_PAGE_LIMIT], answer.url)


def read_article(page: bytes, url: str) -> Article:
    """Take the article out of a page. Raises ``ParseError`` where there is none."""
    try:
        import trafilatura
    except ImportError as missing:
        raise ConfigError(
            "Reading articles needs the package trafilatura.", next_step="Install wireroom[article]."
        ) from missing
    found = trafilatura.bare_extraction(page, url=url, include_comments=False, with_metadata=True)
    said = found if found is None or isinstance(found, dict) else found.as_dict()
    text = clean_text(said.get("text") or "") if said else ""
    if not said or not text:
        raise ParseError(f"{url} holds no article that can be read.", next_step="Open it in a browser.")
    return Article(url=url, headline=clean_line(said.get("title") or ""), text=text)
