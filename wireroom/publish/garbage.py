"""Searches for garbage while a snapshot is made anew.

A rebuild makes much that stays and next to nothing that goes in circles. Going through all of it again and again, as the
interpreter does by itself, takes a tenth of the time.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: So many new objects begin a search, which then takes some milliseconds: a screen in the same process can spare these.
_NEW, _OFTEN = 50_000, 10
#: What has grown old is left alone.
_NEVER = 1_000_000


@contextmanager
def seldom_searched() -> Iterator[None]:
    """Search seldom, and among new objects only; afterwards as before. Who searches more seldom anyway goes on so."""
    usual = gc.get_threshold()
    if 0 < usual[0] < _NEW:
        gc.set_threshold(_NEW, _OFTEN, _NEVER)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
