"""What a burst of work took of the memory goes back to the system.

Everybody keeps what was used, against the next time: the store its pages, libcurl its handles, glibc what was freed. Two thousand
feeds asked at once would stay in the size of the process that runs beside the desk all day.
"""

from collections.abc import Callable

#: Giving back takes milliseconds: it is worth it after so many documents, and after so many feeds were asked at once.
_ENOUGH = 100
_BURST = 1_000


def give_back() -> None:
    """Give free memory back, where the system's C library is asked for that."""
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


class Ebb:
    """Has all who keep something give it back after enough work, in their order; the system comes last."""

    def __init__(self, *keepers: Callable[[], None]) -> None:
        self._keepers = keepers
        self._read = 0

    def after(self, polls: int, documents: int) -> None:
        """So many feeds were asked at once, and so many documents read."""
        self._read += documents
        if polls >= _BURST or self._read >= _ENOUGH:
            self._read = 0
            for give_back in self._keepers:
                give_back()
