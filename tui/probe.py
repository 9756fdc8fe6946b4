"""A probe of the event loop, for benchmarks: how long anything kept it from its next turn, and what that was.

``WIREROOM_PROBE`` names the file to which the desk writes, on closing, what was found.
"""

import asyncio
import gc
import json
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

TICK_SECONDS = 0.004
LONG_SECONDS = 0.016
#: Work that comes near to that is noted, too.
NEAR_SECONDS = 0.012
#: A turn that lasts longer than this is looked at from the side, this often, until it ends.
LOOK_SECONDS = 0.004


class LoopProbe:
    """Asks for a turn every few milliseconds and notes how late it comes, and how long the loop worked until then.

    Late is what an editor feels: long tasks, a thread that keeps the interpreter, or a machine that is busy with
    others. The processor time of the loop's own thread between two turns tells the first from the rest; several tasks
    may share it, and each is timed by itself, too. Where it worked long, a thread that looks at it from the side says
    in which functions, and how much of it was the collector of garbage.
    """

    def __init__(self) -> None:
        self.turns = 0
        self.late: list[dict[str, float]] = []
        self.worked: list[float] = []
        self.named: list[dict[str, Any]] = []
        self._latest = self._hardest = 0.0
        self._due = self._spent = 0.0
        self._next: asyncio.TimerHandle | None = None
        self._onlooker = Onlooker()
        self._collector = Collector()
        self._tasks = Tasks()

    def begin(self) -> None:
        """Ask for turns until :meth:`end`. Call it on the loop."""
        loop = asyncio.get_running_loop()
        self._collector.begin()
        self._onlooker.begin()
        self._tasks.begin()
        self._due, self._spent = loop.time() + TICK_SECONDS, time.thread_time()
        self._next = loop.call_at(self._due, self._turn, loop)

    def end(self, report: Path) -> None:
        """Stop, and write turns, the longest wait and work and all long ones (milliseconds) as JSON."""
        if self._next is not None:
            self._next.cancel()
        self._onlooker.end()
        self._collector.end()
        self._tasks.end()
        found = {
            "tasks": self._tasks.number,
            "long_tasks": self._tasks.long,
            "turns": self.turns,
            "latest": _milliseconds(self._latest),
            "late": self.late,
            "hardest": _milliseconds(self._hardest),
            "worked": [_milliseconds(seconds) for seconds in self.worked],
            "named": sorted(self.named, key=lambda turn: -turn["worked"]),
        }
        report.write_text(json.dumps(found), encoding="utf-8")

    def _turn(self, loop: asyncio.AbstractEventLoop) -> None:
        now, spent = loop.time(), time.thread_time()
        late, worked = now - self._due, spent - self._spent
        seen, collecting = self._onlooker.take(), self._collector.take()
        self.turns += 1
        self._latest, self._hardest = max(self._latest, late), max(self._hardest, worked)
        if late > LONG_SECONDS:
            self.late.append({"late": _milliseconds(late), "worked": _milliseconds(worked)})
        if worked > NEAR_SECONDS:
            self.worked.append(worked)
            self.named.append(
                {"worked": _milliseconds(worked), "collecting": _milliseconds(collecting), "in": seen}
            )
        self._due, self._spent = now + TICK_SECONDS, spent
        self._next = loop.call_at(self._due, self._turn, loop)


class Tasks:
    """Times everything that the loop calls: the steps of tasks, timers, answers of threads."""

    def __init__(self) -> None:
        self.number = 0
        self.long: list[float] = []
        """Milliseconds of processor of those that came near to what is too long."""
        self._usual = asyncio.Handle._run  # noqa: SLF001 - asyncio has no other place to stand in

    def begin(self) -> None:
        """Begin to measure."""
        usual, spent = self._usual, time.thread_time

        def timed(handle: asyncio.Handle) -> None:
            begun = spent()
            usual(handle)
            worked = spent() - begun
            self.number += 1
            if worked > NEAR_SECONDS:
                self.long.append(_milliseconds(worked))

        setattr(asyncio.Handle, "_run", timed)  # noqa: B010 - a method of another's class, as above

    def end(self) -> None:
        """Measure no more."""
        setattr(asyncio.Handle, "_run", self._usual)  # noqa: B010 - as above


class Onlooker:
    """A thread that notes what the loop's thread is in for as long as a turn lasts."""

    def __init__(self) -> None:
        self._whom = threading.get_ident()
        self._seen: Counter[str] = Counter()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="desk-onlooker", daemon=True)

    def begin(self) -> None:
        """Begin to look."""
        self._thread.start()

    def end(self) -> None:
        """Look no more."""
        self._over.set()
        self._thread.join()

    def take(self) -> list[str]:
        """What was seen since this was asked last, the most frequent first."""
        seen, self._seen = self._seen, Counter()
        return [f"{times} x {way}" for way, times in seen.most_common(4)]

    def _look(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            frame = sys._current_frames().get(self._whom)  # noqa: SLF001 - the documented way to another thread
            self._seen[_way_of(frame)] += 1


class Collector:
    """How long garbage was looked for."""

    def __init__(self) -> None:
        self._spent = self._begun = 0.0

    def begin(self) -> None:
        """Begin to measure."""
        gc.callbacks.append(self._heed)

    def end(self) -> None:
        """Measure no more."""
        gc.callbacks.remove(self._heed)

    def take(self) -> float:
        """Seconds since this was asked last."""
        spent, self._spent = self._spent, 0.0
        return spent

    def _heed(self, phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            self._begun = time.perf_counter()
        else:
            self._spent += time.perf_counter() - self._begun


def _way_of(frame: FrameType | None) -> str:
    """Where a thread is, outermost first: the functions between the loop and the innermost one."""
    way: list[str] = []
    while frame is not None and not (
        frame.f_code.co_name == "_run" and frame.f_code.co_filename.endswith("events.py")
    ):
        code = frame.f_code
        way.append(f"{Path(code.co_filename).stem}.{code.co_qualname}")
        frame = frame.f_back
    return " < ".join(way[:14])


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 2)
