"""What wires are fetched with."""

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Protocol

from wireroom.ports.exchange import FetchRequest, FetchResult

__all__ = ["Answers", "FetchRequest", "FetchResult", "Fetcher"]


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
