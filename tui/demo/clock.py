"""Clocks for a newsroom whose day is a story: one that is set by hand, one that runs."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import Struct, field


class SteppedClock:
    """A clock that stands until it is set; it never goes back."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """Tell the story's present, aware and in UTC."""
        return self._at

    def set(self, at: datetime) -> None:
        """Move to a later time; an earlier one is not gone back to."""
        self._at = max(self._at, at)


class RunningClock(Struct, frozen=True):
    """A clock that began at a story time and runs ``speed`` story seconds for each real one, until ``ends``.

    ``started`` is a reading of ``ticks`` (real seconds from any beginning); two processes that share it, and read
    the same ticks, tell the same story time.
    """

    begins: datetime
    ends: datetime
    speed: float
    started: float = field(default_factory=time.time)
    ticks: Callable[[], float] = time.time

    def now(self) -> datetime:
        """Tell the story's present, aware and in UTC."""
        gone = max(0.0, self.ticks() - self.started) * self.speed
        return min(self.begins + timedelta(seconds=gone), self.ends)


class ReadyClock:
    """A clock that is set by hand until the audience is in, and runs from then on."""

    def __init__(self, at: datetime) -> None:
        self._clock: SteppedClock | RunningClock = SteppedClock(at)

    def now(self) -> datetime:
        """Tell the story's present, aware and in UTC."""
        return self._clock.now()

    def set(self, at: datetime) -> None:
        """Move to a later time; without effect once it runs."""
        if isinstance(self._clock, SteppedClock):
            self._clock.set(at)

    def run(self, clock: RunningClock) -> None:
        """Run as that clock does."""
        self._clock = clock
