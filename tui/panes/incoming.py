"""What has come in on the wire and waits to be let in."""

from collections.abc import Iterable, Sequence

from tui.panes.wire_rows import WireRow

#: So many rows wait as they are. Of more only the number is kept: they are read when they are let in.
HELD_ROWS = 600


class Incoming:
    """Items that wait, newest first; a night that nobody looks at costs no more memory than its first minutes."""

    def __init__(self) -> None:
        self._rows: list[WireRow] = []
        self._count = 0

    def __len__(self) -> int:
        """How many wait."""
        return self._count

    @property
    def held(self) -> bool:
        """Whether those that wait are here, and can be let in without being read."""
        return len(self._rows) == self._count

    def add(self, rows: Sequence[WireRow]) -> None:
        """Let more wait, newest first, all newer than what waits."""
        fits = self.held and self._count + len(rows) <= HELD_ROWS
        self._rows = [*rows, *self._rows] if fits else []
        self._count += len(rows)

    def replace(self, rows: Iterable[WireRow]) -> None:
        """Put newer states of rows that wait in their places."""
        if self._rows:
            now = {row.key: row for row in rows}
            self._rows = [now.get(row.key, row) for row in self._rows]

    def forget(self, count: int) -> None:
        """So many of them, the oldest, were let in by another way."""
        self._count = max(self._count - count, 0)
        self._rows = self._rows[: self._count]

    def take(self) -> list[WireRow]:
        """Give up what waits: the rows, as far as they are held."""
        rows = self._rows
        self._rows, self._count = [], 0
        return rows
