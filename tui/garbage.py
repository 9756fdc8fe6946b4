"""When garbage is looked for: among old objects only while nobody types.

A full search stops the screen for several frames. So what was loaded is left out of searches, those that begin by
themselves touch young objects only, and the rest waits for the keyboard to rest on the desk.
"""

import gc
from collections.abc import Callable
from time import monotonic

#: So many young objects begin a search, and every so many searches one takes along what the others left.
YOUNG, OFTEN = 1_000, 10
#: A search of the old ones never begins by itself.
NEVER = 1_000_000
#: With the keyboard at rest for so long, what grew old since the last time is searched: a few milliseconds.
REST_SECONDS = 1.0
#: With nobody there for so long, all is, what was left out too: most of a tenth of a second.
AWAY_SECONDS = 60.0
#: But not more often than this.
ALL_AGAIN_SECONDS = 600.0


class Caretaker:
    """Clears garbage away between keys."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._typed_at = self._cleared_all_at = clock()
        self._usual = gc.get_threshold()

    def begin(self) -> None:
        """Leave out what there is, and search among what comes."""
        gc.freeze()
        gc.set_threshold(YOUNG, OFTEN, NEVER)
        gc.enable()

    def end(self) -> None:
        """Leave the searching to the interpreter again."""
        gc.unfreeze()
        gc.set_threshold(*self._usual)

    def typed(self) -> None:
        """A key came."""
        self._typed_at = self._clock()

    def look(self) -> None:
        """Clear away what a rest of the keyboard leaves time for.

        Call it now and then, and only while the desk itself is in front: what lives then is left out from now on.
        """
        now = self._clock()
        rested = now - self._typed_at
        if rested >= AWAY_SECONDS and now - self._cleared_all_at >= ALL_AGAIN_SECONDS:
            self._cleared_all_at = now
            gc.unfreeze()
            self._clear()
        elif rested >= REST_SECONDS and gc.get_count()[2] > 0:
            self._clear()

    def _clear(self) -> None:
        gc.collect()
        gc.freeze()
