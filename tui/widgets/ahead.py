"""Painting of what will be seen next, while nothing is waited for."""

from collections import deque
from collections.abc import Callable, Iterable
from time import monotonic

#: So long are rows painted ahead before the loop may do something else.
TURN_SECONDS = 0.003


class Ahead:
    """Paints rows in short turns: ``paint`` one, and ``later`` gives the next turn."""

    def __init__(self, paint: Callable[[int], object], later: Callable[[Callable[[], None]], object]) -> None:
        self._paint = paint
        self._later = later
        self._wanted: deque[int] = deque()

    def want(self, rows: Iterable[int]) -> None:
        """Paint these, and forget what was wanted before."""
        under_way, self._wanted = bool(self._wanted), deque(rows)
        if not under_way:
            self._go_on()

    def _go_on(self) -> None:
        end = monotonic() + TURN_SECONDS
        while self._wanted and monotonic() < end:
            self._paint(self._wanted.popleft())
        if self._wanted:
            self._later(self._go_on)
