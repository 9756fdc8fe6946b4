"""When garbage is looked for: among old objects only while nobody types.

A full search stops the screen for several frames. So what was loaded is left out of all searches, those that begin by
themselves touch young objects only, and the rest waits for the keyboard to rest. What is made later is never left out:
a form that was open during a rest is garbage like any other once it is closed.
"""

import asyncio
import gc
from collections.abc import Callable
from time import monotonic

#: So many young objects begin a search, and every so many searches one takes along what the others left.
YOUNG, OFTEN = 1_000, 10
#: A search of the old ones never begins by itself.
NEVER = 1_000_000
#: With the keyboard at rest for so long, all that was made since the desk was opened is searched.
REST_SECONDS = 2.0
#: After so many searches that passed something on to the old, they are searched even if the keyboard never rests.
MOST = 100


#: So long after a key nothing is searched at all: its frame is being painted, and what follows it is read.
FRAME_SECONDS = 0.06
#: Memory that was cleared goes back to the system no oftener than this.
EBB_SECONDS = 60.0

Later = Callable[[float, Callable[[], None]], object]


def _later(seconds: float, call: Callable[[], None]) -> object:
    return asyncio.get_running_loop().call_later(seconds, call)


class Caretaker:
    """Clears garbage away between keys. ``ebb`` gives back to the system what has become free by it."""

    def __init__(
        self,
        ebb: Callable[[], None] = lambda: None,
        *,
        clock: Callable[[], float] = monotonic,
        later: Later = _later,
    ) -> None:
        self._ebb = ebb
        self._clock = clock
        self._later = later
        self._typed_at = self._ebbed_at = clock()
        self._usual = gc.get_threshold()
        self._holds = False

    def begin(self) -> None:
        """Leave out what there is, and search among what comes."""
        self.leave_out()
        gc.set_threshold(YOUNG, OFTEN, NEVER)
        gc.enable()

    def leave_out(self) -> None:
        """Leave what there is out of further searches: it stays as long as the desk."""
        gc.freeze()

    def end(self) -> None:
        """Leave the searching to the interpreter again."""
        gc.unfreeze()
        gc.set_threshold(*self._usual)
        gc.enable()

    def typed(self) -> None:
        """A key came: hold until its frame is out."""
        self._typed_at = self._clock()
        if not self._holds:
            self._holds = True
            gc.disable()
            self._later(FRAME_SECONDS, self._go_on)

    def _go_on(self) -> None:
        self._holds = False
        gc.enable()

    def look(self) -> None:
        """Clear away what has grown old, if the keyboard rests or there is much of it. Call it now and then."""
        passed_on, now = gc.get_count()[2], self._clock()
        rests = now - self._typed_at >= REST_SECONDS
        if passed_on >= MOST or (rests and passed_on):
            gc.collect()
            if now - self._ebbed_at >= EBB_SECONDS:
                self._ebbed_at = now
                self._ebb()
