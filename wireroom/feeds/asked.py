"""What is asked of feeds that are due, whatever kind of value stands for a feed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol, TypeVar

from wireroom.feeds.polling import Poll


class _Asked(Protocol):
    @property
    def url(self) -> str:
        """Where it is asked."""
        ...

    @property
    def private(self) -> bool:
        """Whether it is the newsroom's own."""
        ...


#: A feed as one of those knows it who ask: :class:`wireroom.model.Feed` or :class:`wireroom.feeds.glance.Wire`.
Asked = TypeVar("Asked", bound=_Asked)
_Found = TypeVar("_Found")


class Due(Protocol[_Found]):
    """Who knows which feeds are due."""

    def revision(self) -> int:
        """The store's."""
        ...

    def due_feeds(self, at: datetime) -> "list[_Found]":
        """Feeds that are due, longest overdue first."""
        ...


class Book(Protocol):
    """How polling the feeds of a store stands, as it was read at one revision."""

    @property
    def read_at(self) -> int:
        """The revision."""
        ...

    def poll(self, feed_id: str) -> Poll:
        """A feed that was read, and how it stood, as the model has them."""
        ...

    def write(self, changes: Iterable[tuple[str, dict[str, Any]]], revision: int) -> None:
        """Write what changed in how feeds stand, by feed, if that is the store's revision."""
        ...

    def close(self) -> None:
        """Let go of the store."""
        ...
