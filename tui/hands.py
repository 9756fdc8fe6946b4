"""When the editor's hands are on the keys: what nobody asked for is done behind a key, and not in the way of the next.

A look for news costs a few milliseconds of a thread and of the loop. Begun at any time it meets one key in twenty and
makes that one late; begun when the frame of a key is out, it is over before the next one comes.
"""

import asyncio
from collections.abc import Callable

#: Whoever typed so recently may type again at any moment.
TYPING_SECONDS = 1.0
#: So long after a key its frame is out.
FRAME_SECONDS = 0.02
#: What waits for a key waits no longer than this.
LONGEST_WAIT_SECONDS = 0.3


class Hands:
    """Keys as they come, and the work that waits for one of them to be answered."""

    def __init__(self, loop: Callable[[], asyncio.AbstractEventLoop] = asyncio.get_running_loop) -> None:
        self._loop = loop
        self._typed_at = float("-inf")
        self._waiting: dict[Callable[[], None], asyncio.TimerHandle] = {}
        self._resting: dict[Callable[[], None], asyncio.TimerHandle] = {}

    def typed(self) -> None:
        """A key came."""
        loop = self._loop()
        self._typed_at = loop.time()
        for work, latest in self._waiting.items():
            latest.cancel()
            due = min(loop.time() + FRAME_SECONDS, latest.when())
            self._waiting[work] = loop.call_at(due, self._do, work)

    def behind(self, work: Callable[[], None]) -> None:
        """Do something when no key is in sight, or behind the next one; asked for twice, it is done once."""
        loop = self._loop()
        if work in self._waiting:
            return
        if loop.time() - self._typed_at > TYPING_SECONDS:
            work()
        else:
            self._waiting[work] = loop.call_at(loop.time() + LONGEST_WAIT_SECONDS, self._do, work)

    def at_rest(self, work: Callable[[], None]) -> None:
        """Do something when nobody types, however long that takes: it is more than what fits between two keys."""
        loop, rested = self._loop(), self._typed_at + TYPING_SECONDS
        self._resting.pop(work, None)
        if loop.time() >= rested:
            work()
        else:
            self._resting[work] = loop.call_at(rested, self.at_rest, work)

    def rest(self) -> None:
        """Do nothing of what waits any more."""
        for waiting in (self._waiting, self._resting):
            for timer in waiting.values():
                timer.cancel()
            waiting.clear()

    def _do(self, work: Callable[[], None]) -> None:
        del self._waiting[work]
        work()
