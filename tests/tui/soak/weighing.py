"""What the desk's process holds in memory, told apart: Python's objects by kind, rows of the night, what allocators keep."""

import ctypes
import gc
import os
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tui.app import DeskApp
from tui.panes.floor import LISTS

MB = 1e6
#: So many kinds of objects are named.
NAMED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """A look at the memory of this process, after garbage was cleared away. Sizes are in MB."""

    keys: int
    resident: float
    blocks: int
    """Pieces of memory that Python has handed out."""
    kept_free: float
    """What the allocator of C keeps for later."""
    rows: int
    """Items and updates that the lists of the desk hold: the night's own data."""
    objects: Counter[str]
    """Objects that can hold others, by kind."""

    def told(self) -> str:
        """A line about it."""
        return (
            f"{self.keys:>6} keys: {self.resident:6.1f} MB resident, of it {self.kept_free:4.1f} kept free by the "
            f"allocator; {self.blocks:>7,} pieces of Python's, {self.objects.total():>7,} objects, {self.rows:>5} rows"
        )

    def grown_since(self, before: "Weight") -> str:
        """The kinds of objects of which there are most more than before."""
        more = Counter(self.objects)
        more.subtract(before.objects)
        return ", ".join(f"{kind} {number:+,}" for kind, number in more.most_common(NAMED))


class _Mallinfo(ctypes.Structure):
    """``struct mallinfo2`` of glibc."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost",
        )
    ]  # fmt: skip


def weigh(app: DeskApp, keys: int) -> Weight:
    """Clear garbage away and look."""
    gc.collect()
    floor = app.desk.floor
    return Weight(
        keys=keys,
        resident=_resident(),
        blocks=sys.getallocatedblocks(),
        kept_free=_kept_free(),
        rows=sum(len(floor.lines(pane)) for pane in LISTS) + floor.wire.waiting,
        objects=Counter(type(one).__qualname__ for one in gc.get_objects()),
    )


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MB


def _kept_free() -> float:
    """0 where the allocator is not glibc's."""
    look = getattr(ctypes.CDLL(None), "mallinfo2", None)
    if look is None:
        return 0.0
    look.restype = _Mallinfo
    return int(look().fordblks) / MB
