"""Who may write next inside one process, and whose writes reach the disk together.

Writers run one after the other on one connection. A writer that finds others waiting leaves the commit to the
next and waits for it: many queued writes cost one fsync. None of them returns before its own work
is durable; so inside a write nobody may wait for another thread to finish a write.
"""

import threading
import time
from collections import deque
from collections.abc import Callable

from msgspec import Struct, field

#: A group is committed when it has so many writes, or has been open for so many seconds, whoever waits.
_LARGEST_GROUP = 64
_LONGEST_GROUP = 0.05


class Group(Struct, eq=False):
    """Writes that are committed together; ``error`` is why the commit failed, the same for all of them."""

    opened: float = field(default_factory=time.monotonic)
    writes: int = 0
    done: threading.Event | None = None
    error: BaseException | None = None


class _Ticket(Struct, eq=False):
    granted: threading.Event = field(default_factory=threading.Event)


class Turns:
    """A queue of threads for the writing connection, first come, first served."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queue: deque[_Ticket] = deque()
        self._taken = False
        self._group: Group | None = None

    def take(self, patience: float) -> bool:
        """Wait for the turn for so many seconds; says whether it was given."""
        with self._lock:
            if not self._taken:
                self._taken = True
                return True
            ticket = _Ticket()
            self._queue.append(ticket)
        if ticket.granted.wait(patience):
            return True
        with self._lock:
            if ticket.granted.is_set():
                return True
            self._queue.remove(ticket)
        return False

    @property
    def queued(self) -> int:
        """How many threads wait."""
        return len(self._queue)

    @property
    def group(self) -> Group | None:
        """The group whose transaction is open, for the thread whose turn it is."""
        return self._group

    def open_group(self) -> None:
        """Say that a transaction was begun."""
        self._group = Group()

    def drop_group(self, error: BaseException) -> None:
        """Say that the whole transaction was rolled back, and why."""
        group, self._group = self._group, None
        if group is not None:
            group.error = error
            _wake(group)

    def end(self, commit: Callable[[], None], *, wrote: bool) -> None:
        """End a turn: leave the commit to the next in the queue, or make it.

        Returns when what this turn wrote is durable; raises what the commit of its group raised. A turn that
        wrote nothing neither waits nor raises.
        """
        group = self._group
        if group is None:
            self.pass_on()
            return
        group.writes += wrote
        if self._hand_over(group):
            if wrote and group.done is not None:
                group.done.wait()
        else:
            try:
                self.settle(commit)
            finally:
                self.pass_on()
        if wrote and group.error is not None:
            raise group.error

    def settle(self, commit: Callable[[], None]) -> None:
        """Commit the open group, if any, without ending the turn; its members learn how that went."""
        group, self._group = self._group, None
        if group is None:
            return
        try:
            commit()
        except BaseException as error:  # every thread of the group raises it
            group.error = error
            if not isinstance(error, Exception):
                raise
        finally:
            _wake(group)

    def _hand_over(self, group: Group) -> bool:
        full = group.writes >= _LARGEST_GROUP or time.monotonic() - group.opened > _LONGEST_GROUP
        with self._lock:
            if full or not self._queue:
                return False
            group.done = group.done or threading.Event()  # before anybody else can end the group
            self._queue.popleft().granted.set()
            return True

    def pass_on(self) -> None:
        """Give the turn to the next in the queue, if any."""
        with self._lock:
            if self._queue:
                self._queue.popleft().granted.set()
            else:
                self._taken = False


def _wake(group: Group) -> None:
    if group.done is not None:
        group.done.set()
