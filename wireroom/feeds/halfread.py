"""Documents of which the newest items were read, kept until the rest is asked for.

Cutting a document up and having its head judged once is enough for both.
"""

from collections.abc import Hashable, Mapping

from msgspec import Struct

from wireroom.feeds.delta import Cut
from wireroom.feeds.documents import ParsedFeed

_BYTES_KEPT = 48 * 1024 * 1024


class HalfReadDocument(Struct, frozen=True):
    """A document that was cut, and what is known of its feed."""

    pieces: Cut
    feed: ParsedFeed


class HalfRead:
    """The latest of such documents, up to a bound on their bytes; one that is no longer here is read once more."""

    def __init__(self, bytes_kept: int = _BYTES_KEPT) -> None:
        self._room = bytes_kept
        self._documents: dict[Hashable, HalfReadDocument] = {}

    def keep(self, body: bytes, url: str, headers: Mapping[str, str], pieces: Cut, feed: ParsedFeed) -> None:
        """Keep a document; the oldest make room for it."""
        self.take(body, url, headers)
        self._documents[_key(body, url, headers)] = HalfReadDocument(pieces, feed)
        self._room -= len(pieces.document)
        while self._room < 0 and len(self._documents) > 1:
            self._forget(next(iter(self._documents)))

    def take(self, body: bytes, url: str, headers: Mapping[str, str]) -> HalfReadDocument | None:
        """The document that was made of this body, if it is still here; it leaves."""
        if not self._documents:
            return None
        key = _key(body, url, headers)
        return self._forget(key) if key in self._documents else None

    def _forget(self, key: Hashable) -> HalfReadDocument:
        document = self._documents.pop(key)
        self._room += len(document.pieces.document)
        return document


def _key(body: bytes, url: str, headers: Mapping[str, str]) -> Hashable:
    return url, len(body), hash(body), *headers.items()
