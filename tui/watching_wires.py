"""``wireroom pull --watch``: keeps pulling until it is told to stop."""

import os
import select
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wireroom.feeds.ingest import Puller
    from wireroom.feeds.rounds import PullReport

_READ_AT_ONCE = 4096


class Leash:
    """What a watch is ended by: a signal, or the end of the stream that it is ``tied_to``."""

    def __init__(self, tied_to: int | None) -> None:
        self._tied_to = tied_to
        self._hears, self._says = os.pipe()
        self._pulled = False

    def pull(self, *_signal: object) -> None:
        """End it. A signal may come at any moment, so this waits for no lock, as an event of ``threading`` would."""
        self._pulled = True
        os.write(self._says, b"\0")

    def is_set(self) -> bool:
        """Whether it was ended."""
        return self._pulled

    def wait(self, timeout: float) -> None:
        """Wait until it is ended, no longer than so many seconds."""
        tied_to = () if self._tied_to is None else (self._tied_to,)
        ready, _, _ = select.select([self._hears, *tied_to], [], [], timeout)
        for stream in tied_to:
            if stream in ready and not os.read(stream, _READ_AT_ONCE):
                self._pulled = True


def watch(puller: "Puller", on_report: "Callable[[PullReport], None]", *, tied: bool) -> None:
    """Pull until told to stop, by Ctrl+C or SIGTERM, or when ``tied`` by the end of standard input."""
    leash = Leash(sys.stdin.fileno() if tied else None)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, leash.pull)
    try:
        puller.watch(leash, on_report)
    finally:
        puller.close_now()
