"""A probe of the event loop, for benchmarks: how long anything kept it from its next turn.

``WIREROOM_PROBE`` names the file to which the desk writes, on closing, what was found.
"""

import asyncio
import json
from pathlib import Path

TICK_SECONDS = 0.004
LONG_SECONDS = 0.016


class LoopProbe:
    """Asks for a turn every few milliseconds and notes how late it comes: so long did one task hold the loop."""

    def __init__(self) -> None:
        self.turns = 0
        self.longest = 0.0
        self.long: list[float] = []
        self._due = 0.0
        self._next: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """Ask for turns until :meth:`end`. Call it on the loop."""
        loop = asyncio.get_running_loop()
        self._due = loop.time() + TICK_SECONDS
        self._next = loop.call_at(self._due, self._turn, loop)

    def end(self, report: Path) -> None:
        """Stop, and write turns, the longest wait and every long one (milliseconds) as JSON."""
        if self._next is not None:
            self._next.cancel()
        found = {
            "turns": self.turns,
            "longest": round(self.longest * 1000, 2),
            "long": [round(late * 1000, 2) for late in self.long],
        }
        report.write_text(json.dumps(found), encoding="utf-8")

    def _turn(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        late = now - self._due
        self.turns += 1
        self.longest = max(self.longest, late)
        if late > LONG_SECONDS:
            self.long.append(late)
        self._due = now + TICK_SECONDS
        self._next = loop.call_at(self._due, self._turn, loop)
