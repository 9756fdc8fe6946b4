"""A clock that tests turn by hand."""

from datetime import UTC, datetime, timedelta


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self, start: datetime = datetime(2022, 1, 5, 3, 0, tzinfo=UTC)) -> None:
        self.time = start

    def now(self) -> datetime:
        return self.time

    def tick(self, **step: float) -> datetime:
        """Move on by a ``timedelta``'s keywords; one second without any."""
        self.time += timedelta(**(step or {"seconds": 1}))
        return self.time
