"""What of a feed's health is looked at where the next poll is planned, whatever kind of value holds it."""

from datetime import datetime
from typing import Protocol


class Rhythmic(Protocol):
    """What says when a feed is asked next; see :class:`wireroom.model.FeedHealth`."""

    @property
    def failures(self) -> int:
        """Answers in a row that could not be used."""
        ...

    @property
    def declared_interval(self) -> int | None:
        """Seconds that the publisher asks for."""
        ...

    @property
    def learned_interval(self) -> int | None:
        """Seconds learnt from how often there is news."""
        ...

    @property
    def skip_hours(self) -> tuple[int, ...]:
        """Hours of UTC in which the feed rests."""
        ...

    @property
    def skip_days(self) -> tuple[int, ...]:
        """Days on which the feed rests, Monday is 0."""
        ...


class Standing(Rhythmic, Protocol):
    """What an answer without news looks at."""

    @property
    def succeeded(self) -> datetime | None:
        """When an answer could last be used."""
        ...

    @property
    def etag(self) -> str:
        """The last answer's, as it came."""
        ...

    @property
    def last_modified(self) -> str:
        """The last answer's, as it came."""
        ...

    @property
    def polls_since_full(self) -> int:
        """Polls since the whole document came."""
        ...

    @property
    def moved_since(self) -> datetime | None:
        """Since when a permanent redirect has been met."""
        ...

    @property
    def items_a_day(self) -> float:
        """A running mean."""
        ...
