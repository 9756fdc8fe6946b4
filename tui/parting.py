"""Going with the terminal: a desk whose terminal is closed is gone for the others at once, and not a minute later."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wireroom.desk.newsroom import Newsroom

#: So long may the store take to be told; then the process ends all the same.
PATIENCE_SECONDS = 2


@contextmanager
def gone_with_the_terminal(newsroom: "Newsroom") -> Iterator[None]:
    """Tell the others as long as this lasts, when the terminal hangs up, and end as a process does that it ends."""

    def hung_up(number: int, _: FrameType | None) -> None:
        signal.alarm(PATIENCE_SECONDS)
        try:
            newsroom.presence.leave()
        finally:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)

    before = signal.signal(signal.SIGHUP, hung_up)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)
