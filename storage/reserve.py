"""A little room kept beside a store, so that it opens for reading when its disk is full.

SQLite's shared index of the write-ahead log, without which no desk can read, is made when the first desk opens a store:
32 KB for every 16 MB of that log.
"""

import os
from contextlib import suppress
from pathlib import Path

#: Bytes that are kept.
_SIZE = 2**18


def _beside(store: Path) -> Path:
    return store.with_name(f"{store.name}-reserve")


def keep(store: Path) -> None:
    """Take the room if it is not taken; where there is none, or none can be had, the store does without."""
    place = _beside(store)
    if place.exists():
        return
    try:
        with place.open("xb") as file:
            os.posix_fallocate(file.fileno(), 0, _SIZE)
    except FileExistsError:
        return  # another desk was quicker
    except OSError:
        with suppress(OSError):
            place.unlink(missing_ok=True)


def give_up(store: Path) -> bool:
    """Give the room back to the disk; says whether there was any."""
    try:
        _beside(store).unlink()
    except OSError:
        return False
    return True
