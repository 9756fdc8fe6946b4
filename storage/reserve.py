"""A little room kept beside a store, so that it opens for reading when its disk is full.

SQLite's shared index of the write-ahead log, without which no desk can read, is made when the first desk opens a store:
32 KB for every 16 MB of that log. The room is what the file of the :mod:`storage.gate` holds.
"""

import os
from contextlib import suppress
from pathlib import Path

from storage.gate import RESERVED, gate_of

#: Bytes that are kept.
SIZE = RESERVED


def keep(store: Path) -> None:
    """Take the room if it is not taken; where there is none, the store does without."""
    gate = Path(gate_of(store))
    if gate.exists() and gate.stat().st_size >= SIZE:
        return
    try:
        with gate.open("ab") as file:
            file.write(bytes(SIZE))
    except OSError:
        give_up(store)


def give_up(store: Path) -> bool:
    """Give the room back to the disk; says whether there was any."""
    gate, had = Path(gate_of(store)), False
    with suppress(OSError):
        had = gate.stat().st_size > 0
        os.truncate(gate, 0)
    return had
