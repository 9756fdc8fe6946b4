"""What reading took of the memory goes back to the system.

glibc keeps what was freed, against the next time: two thousand documents read once would stay in the size of the process
that runs beside the desk all day.
"""

from collections.abc import Callable

#: Giving back takes milliseconds: it is worth it after so many documents.
_ENOUGH = 100


def give_back() -> None:
    """Give free memory back, where the system's C library is asked for that."""
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


class Ebb:
    """Gives back after enough documents."""

    def __init__(self, give_back: Callable[[], None] = give_back) -> None:
        self._give_back = give_back
        self._read = 0

    def after(self, documents: int) -> None:
        """So many documents were read since."""
        self._read += documents
        if self._read >= _ENOUGH:
            self._read = 0
            self._give_back()
