"""Going with the terminal: a desk whose terminal is closed is gone for the others at once, and not a minute later."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

#: So long may the store take to be told; then the process ends all the same.
PATIENCE_SECONDS = 2


@contextmanager
def gone_with_the_terminal(part: Callable[[], None]) -> Iterator[None]:
    """As long as this lasts, ``part`` when the terminal hangs up, and end as a process does that it ends."""

    def hung_up(number: int, _: FrameType | None) -> None:
        signal.alarm(PATIENCE_SECONDS)
        try:
            part()
        finally:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)

    before = signal.signal(signal.SIGHUP, hung_up)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)
