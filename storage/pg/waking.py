"""Learning of other desks' acts: PostgreSQL's NOTIFY wakes, and the revision in the store tells."""

import threading
import time
from collections.abc import Callable

import psycopg

from storage.pg.connections import Connections, Link
from storage.pg.layout import CHANNEL

#: Seconds between two looks where no call comes through: a pooler in between may swallow it.
_LOOK_EVERY = 0.5


class Waking:
    """Waits for a revision on a connection of its own.

    The call is only a reason to look: it may come late, twice or never, and the revision stays the truth.
    """

    def __init__(self, connections: Connections, revision: Callable[[], int]) -> None:
        self._connections = connections
        self._revision = revision
        self._turn = threading.Lock()
        self._listening: Link | None = None

    def wait(self, since: int, seconds: float) -> int:
        """The revision as soon as it is not ``since``, or after so many seconds as it is."""
        until = time.monotonic() + seconds
        with self._turn:
            while True:
                listening = self._listen()
                revision = self._revision()
                left = until - time.monotonic()
                if revision != since or left <= 0:
                    return revision
                self._sleep(listening, min(left, _LOOK_EVERY))

    def close(self) -> None:
        """Hang up."""
        listening, self._listening = self._listening, None
        if listening is not None:
            listening.close()

    def _listen(self) -> Link | None:
        if self._listening is None or self._listening.closed:
            try:
                self._listening = self._connections.apart()
                self._listening.execute(f"LISTEN {CHANNEL}")
            except psycopg.OperationalError:
                self.close()  # the question for the revision says what is wrong, or there is nothing wrong
        return self._listening

    def _sleep(self, listening: Link | None, seconds: float) -> None:
        if listening is None:
            time.sleep(seconds)
            return
        try:
            for _ in listening.notifies(timeout=seconds, stop_after=1):
                return
        except psycopg.OperationalError:
            self.close()
