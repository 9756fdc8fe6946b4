"""What wires are fetched with."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from wireroom.ports.exchange import FetchRequest, FetchResult

__all__ = ["Answers", "FetchRequest", "FetchResult", "Fetcher"]


class Answers(Protocol):
    """Results on their way, in the order they arrive, one for each request; ``left`` of them are not taken yet.

    ``for`` waits for each. Who waits for something else as well takes what is :meth:`here`, and makes a
    :meth:`turn` when the descriptor ``fileno`` is readable, at the latest after ``due_in`` seconds.
    """

    left: int

    def __iter__(self) -> Iterator[FetchResult]:
        """The results that are left, waiting for each."""
        ...

    def here(self) -> Iterator[FetchResult]:
        """The results that have arrived; nobody waits."""
        ...

    def turn(self, seconds: float) -> None:
        """Let things take their course until something happens, no longer than so many seconds."""
        ...

    def fileno(self) -> int:
        """The descriptor that is readable when a turn has something to do."""
        ...

    def due_in(self) -> float:
        """Seconds until a turn is due anyway."""
        ...

    def ask(self, request: FetchRequest) -> None:
        """Ask one thing more."""
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
