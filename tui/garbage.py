"""When garbage is looked for: in turns of the loop that are kept for it, behind the frames of keys.

A search that the interpreter begins by itself meets whatever is under way, a frame as likely as anything, and goes
through all that has gathered since the last one. Here little is left to gather. All that was made since is searched
as soon as it is worth it or a sheet has been closed, and what stands after that while nothing is open over the desk
is left out of further searches: they cost what is new, and not what there is. A form that is open is never left out, it is
garbage like any other once it is closed. What was left out and has become garbage since is found when nobody has been at
the keyboard for a while.
"""

import asyncio
import gc
from collections.abc import Callable
from time import monotonic
from typing import Protocol

#: So many new objects are worth a search.
NEW = 1_000
#: Only so many at once are searched by the interpreter itself, wherever that is; older ones never are.
BURST, NEVER = 20_000, 1_000_000
#: So long after a key nothing is searched: its frame is being painted, and what follows it is read.
FRAME_SECONDS = 0.06
#: A key that came meanwhile has its frame after so long.
NEXT_FRAME_SECONDS = 0.02
#: What a closed sheet leaves is searched no oftener than this: taking it down takes a moment.
CLOSING_SECONDS = 0.25
#: After so long nobody is there; what was left out is searched too, but no oftener than this.
AWAY_SECONDS, SWEEP_SECONDS = 60.0, 1_800.0
#: Memory that was cleared goes back to the system no oftener than this.
EBB_SECONDS = 60.0

Later = Callable[[float, Callable[[], None]], object]


def _later(seconds: float, call: Callable[[], None]) -> object:
    return asyncio.get_running_loop().call_later(seconds, call)


class Room(Protocol):
    """Where garbage is left."""

    def stands_alone(self) -> bool:
        """Whether nothing is over the desk, and nothing that was is left in memory."""
        ...

    def has_closed(self) -> bool:
        """Whether something that was over the desk is closed, and left in memory."""
        ...

    def ebb(self) -> None:
        """Give memory that has become free back to the system."""
        ...


class Caretaker:
    """Clears garbage away between keys."""

    def __init__(self, room: Room, *, clock: Callable[[], float] = monotonic, later: Later = _later) -> None:
        self._room = room
        self._clock = clock
        self._later = later
        self._typed_at = self._searched_at = self._swept_at = self._ebbed_at = clock()
        self._usual = gc.get_threshold()
        self._begun = self._waits = False

    def begin(self) -> None:
        """Leave out what there is, and search among what comes."""
        gc.freeze()
        gc.set_threshold(BURST, NEVER, NEVER)
        gc.enable()
        self._begun = True

    def end(self) -> None:
        """Leave the searching to the interpreter again."""
        self._begun = False
        gc.unfreeze()
        gc.set_threshold(*self._usual)
        gc.enable()

    def typed(self) -> None:
        """A key came: look when its frame is out."""
        self._typed_at = self._clock()
        if not self._waits:
            self._waits = True
            self._later(FRAME_SECONDS, self._frame_is_out)

    def _frame_is_out(self) -> None:
        left = self._typed_at + NEXT_FRAME_SECONDS - self._clock()
        if left > 0:
            self._later(left, self._frame_is_out)
        else:
            self._waits = False
            self.look()

    def look(self) -> None:
        """Search if it is worth it. Call it now and then, too: not all that is made is made by keys."""
        if not self._begun:
            return
        now = self._clock()
        new, *_ = gc.get_count()
        if now - self._typed_at >= AWAY_SECONDS and now - self._swept_at >= SWEEP_SECONDS:
            self._swept_at = now
            gc.unfreeze()
            self._search()
        elif new >= NEW or (self._room.has_closed() and now - self._searched_at >= CLOSING_SECONDS):
            self._search()

    def _search(self) -> None:
        gc.collect()
        self._searched_at = now = self._clock()
        if self._room.stands_alone():
            gc.freeze()
        if now - self._ebbed_at >= EBB_SECONDS:
            self._ebbed_at = now
            self._room.ebb()
