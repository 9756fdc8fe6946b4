"""When garbage is looked for: among old objects only while nobody types.

A full search stops the screen for several frames. So what was loaded is left out of all searches, those that begin by
themselves touch young objects only, and the rest waits for the keyboard to rest. What is made later is never left out:
a form that was open during a rest is garbage like any other once it is closed.
"""

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


class Caretaker:
    """Clears garbage away between keys."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._typed_at = clock()
        self._usual = gc.get_threshold()

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

    def typed(self) -> None:
        """A key came."""
        self._typed_at = self._clock()

    def look(self) -> None:
        """Clear away what has grown old, if the keyboard rests or there is much of it. Call it now and then."""
        passed_on = gc.get_count()[2]
        rests = self._clock() - self._typed_at >= REST_SECONDS
        if passed_on >= MOST or (rests and passed_on):
            gc.collect()
