"""Rows by coordinates that never change, so that what arrives on top renumbers nothing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar


class Row(Protocol):
    """Something a list can hold: two rows with one key are one thing at two times."""

    @property
    def key(self) -> str:
        """What tells this row from every other in the list."""
        ...


RowType = TypeVar("RowType", bound=Row)


class Rows(Generic[RowType]):
    """Coordinate 0 is the first row there was; older ones count up from it, newer ones down from -1."""

    def __init__(self, rows: Sequence[RowType] = ()) -> None:
        self._older = list(rows)
        self._newer: list[RowType] = []
        self._where = {row.key: at for at, row in enumerate(self._older)}

    def __len__(self) -> int:
        return len(self._older) + len(self._newer)

    def __iter__(self) -> Iterator[RowType]:
        yield from reversed(self._newer)
        yield from self._older

    def __contains__(self, key: object) -> bool:
        return key in self._where

    def __getitem__(self, coordinate: int) -> RowType:
        return self._older[coordinate] if coordinate >= 0 else self._newer[-coordinate - 1]

    @property
    def first(self) -> int:
        """The coordinate of the first row."""
        return -len(self._newer)

    @property
    def last(self) -> int:
        """The coordinate of the last row; less than ``first`` when there is none."""
        return len(self._older) - 1

    def where(self, key: str) -> int | None:
        """The coordinate of the row with a key."""
        return self._where.get(key)

    def append(self, rows: Iterable[RowType]) -> None:
        """Add older rows at the end; rows that are there already are left out."""
        for row in rows:
            if row.key not in self._where:
                self._where[row.key] = len(self._older)
                self._older.append(row)

    def prepend(self, rows: Sequence[RowType]) -> None:
        """Add newer rows, newest first, on top; rows that are there already are left out."""
        for row in reversed(rows):
            if row.key not in self._where:
                self._newer.append(row)
                self._where[row.key] = -len(self._newer)

    def replace(self, row: RowType) -> int | None:
        """Put a newer state of a row in its place; gives the coordinate if it differs from what was there."""
        at = self._where.get(row.key)
        if at is None or self[at] == row:
            return None
        if at >= 0:
            self._older[at] = row
        else:
            self._newer[-at - 1] = row
        return at

    def find(self, wanted: Callable[[RowType], bool], start: int, *, forward: bool) -> int | None:
        """The coordinate of the next row after ``start``, or the one before it, that is wanted."""
        steps = range(start + 1, self.last + 1) if forward else range(start - 1, self.first - 1, -1)
        return next((at for at in steps if wanted(self[at])), None)
