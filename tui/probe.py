"""A probe of the event loop, for benchmarks: how long anything kept it from its next turn.

``WIREROOM_PROBE`` names the file to which the desk writes, on closing, what was found.
"""

import asyncio
import json
import time
from pathlib import Path

TICK_SECONDS = 0.004
LONG_SECONDS = 0.016


class LoopProbe:
    """Asks for a turn every few milliseconds and notes how late it comes, and how long the loop worked until then.

    Late is what an editor feels: a long task, a thread that keeps the interpreter, or a machine that is busy with
    others. The processor time of the loop's own thread between two turns tells the first from the rest: no task
    in between took longer.
    """

    def __init__(self) -> None:
        self.turns = 0
        self.late: list[float] = []
        self.worked: list[float] = []
        self._latest = self._hardest = 0.0
        self._due = self._spent = 0.0
        self._next: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """Ask for turns until :meth:`end`. Call it on the loop."""
        loop = asyncio.get_running_loop()
        self._due, self._spent = loop.time() + TICK_SECONDS, time.thread_time()
        self._next = loop.call_at(self._due, self._turn, loop)

    def end(self, report: Path) -> None:
        """Stop, and write turns, the longest wait and work and every long one (milliseconds) as JSON."""
        if self._next is not None:
            self._next.cancel()
        found = {
            "turns": self.turns,
            "latest": _milliseconds(self._latest),
            "late": [_milliseconds(seconds) for seconds in self.late],
            "hardest": _milliseconds(self._hardest),
            "worked": [_milliseconds(seconds) for seconds in self.worked],
        }
        report.write_text(json.dumps(found), encoding="utf-8")

    def _turn(self, loop: asyncio.AbstractEventLoop) -> None:
        now, spent = loop.time(), time.thread_time()
        late, worked = now - self._due, spent - self._spent
        self.turns += 1
        self._latest, self._hardest = max(self._latest, late), max(self._hardest, worked)
        if late > LONG_SECONDS:
            self.late.append(late)
        if worked > LONG_SECONDS:
            self.worked.append(worked)
        self._due, self._spent = now + TICK_SECONDS, spent
        self._next = loop.call_at(self._due, self._turn, loop)


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 2)
