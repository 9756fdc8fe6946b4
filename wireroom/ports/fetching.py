"""What wires are fetched with."""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import Protocol

from msgspec import Struct

from wireroom.model import FeedAccess


class FetchRequest(Struct, frozen=True, kw_only=True):
    """One feed to be fetched politely: its address and the validators of the last answer."""

    feed: str
    url: str
    etag: str = ""
    last_modified: str = ""
    private: bool = False
    access: FeedAccess | None = None


class FetchResult(Struct, frozen=True, kw_only=True):
    """What came of a request: an answer, or in ``reason`` why there is none.

    ``status`` is 0 without an answer. ``url`` is where the answer came from; ``permanent_url`` where all
    redirects on the way there were permanent, else empty. ``headers`` have lower-case names; ``body`` is decoded
    from its transfer coding, not from its character set. ``seconds`` is the time it took.
    """

    feed: str
    status: int = 0
    url: str = ""
    permanent_url: str = ""
    headers: Mapping[str, str]
    body: bytes = b""
    reason: str = ""
    seconds: float = 0.0


class Answers(Protocol):
    """Results on their way, in the order they arrive, one for each request.

    Waited for with ``for``, which blocks, or with ``async for``; what began one way may go on the other.
    """

    def __iter__(self) -> Iterator[FetchResult]:
        """The results that are left, waiting for each."""
        ...

    def __aiter__(self) -> AsyncIterator[FetchResult]:
        """The results that are left, on an event loop."""
        ...

    def close(self) -> None:
        """Give up what has not arrived."""
        ...


class Fetcher(Protocol):
    """Fetches many feeds at once within the bounds of politeness; never raises for one feed's trouble.

    Used by one thread at a time.
    """

    def fetch(self, requests: Iterable[FetchRequest]) -> Answers:
        """Ask; nothing moves but while somebody waits for the results."""
        ...

    def ease(self) -> None:
        """Give back memory that is kept for the next burst of requests; connections stay."""
        ...

    def close(self) -> None:
        """Close every connection."""
        ...
