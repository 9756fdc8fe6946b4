"""The clock of a compressed night, one for all its processes."""

from datetime import UTC, datetime, timedelta

from tui.demo.clock import RunningClock

BEGINS = datetime(2022, 1, 5, 3, 0, tzinfo=UTC)
#: Seconds of the night for each real one: half an hour on the desk takes five minutes.
SPEED = 6.0


def night_clock(started: float) -> RunningClock:
    """The clock of a night that started at a real time, in seconds since 1970."""
    return RunningClock(begins=BEGINS, ends=BEGINS + timedelta(days=1), speed=SPEED, started=started)
