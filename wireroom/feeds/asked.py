"""What is asked of feeds that are due, whatever kind of value stands for a feed."""

from datetime import datetime
from typing import Protocol, TypeVar


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
