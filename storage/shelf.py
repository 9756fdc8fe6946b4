"""Values of one kind on one TinyDB table."""

from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

from msgspec import Struct

from storage import codec
from storage.engine import Engine, Row, TableShape
from wireroom.errors import StoreDamaged

T = TypeVar("T")


def readable(engine: Engine, shape: TableShape, ids: list[str]) -> list[Row]:
    """Those of the rows that are there and sound, in order of insertion."""
    try:
        return engine.rows_of(shape, ids)
    except StoreDamaged:
        if len(ids) == 1:
            return []
        half = len(ids) // 2
        return readable(engine, shape, ids[:half]) + readable(engine, shape, ids[half:])


def sound_rows(
    engine: Engine, shape: TableShape, clause: str = "", parameters: Sequence[Any] = ()
) -> tuple[list[Row], int]:
    """Rows by a clause of SQL without those that are damaged, and how many these are."""
    try:
        return engine.rows(shape, clause, parameters), 0
    except StoreDamaged:
        found = engine.select(f"SELECT id FROM {shape.sql_name} {clause}", parameters)
        order = {row[0]: number for number, row in enumerate(found)}
        rows = readable(engine, shape, list(order))
        rows.sort(key=lambda row: order[row.id])
        return rows, len(order) - len(rows)


class Shelf(Struct, Generic[T], frozen=True):
    """Values of ``kind`` kept as documents of a table, decoded straight from the row's bytes."""

    engine: Engine
    shape: TableShape
    kind: type[T]

    def get(self, value_id: str) -> T | None:
        """The value with this id, if it is there."""
        found = self.engine.rows_of(self.shape, (value_id,))
        return codec.decode_as(self.kind, found[0].body) if found else None

    def find(self, clause: str = "", parameters: Sequence[Any] = ()) -> list[T]:
        """Values by a clause of SQL, from WHERE on."""
        rows = self.engine.rows(self.shape, clause, parameters)
        return [codec.decode_as(self.kind, row.body) for row in rows]

    def find_sound(self, clause: str = "", parameters: Sequence[Any] = ()) -> tuple[list[T], int]:
        """As :meth:`find`, but one damaged row does not hide the others: it is left out, and a check names it.

        Returns the values and how many were left out. For lists that are looked through, never for what is
        published.
        """
        rows, left_out = sound_rows(self.engine, self.shape, clause, parameters)
        return [codec.decode_as(self.kind, row.body) for row in rows], left_out

    def of(self, ids: Sequence[str], *, written_after: int = -1) -> dict[str, T]:
        """Those of the values that are there, and were written after a transaction, by id."""
        rows = self.engine.rows_of(self.shape, ids)
        return {row.id: codec.decode_as(self.kind, row.body) for row in rows if row.rev > written_after}

    def put(self, values: Iterable[tuple[str, T]], standing: Sequence[Row] | None = None) -> None:
        """Write values whole, by id. Inside a write; see :meth:`Engine.put`."""
        documents = [(value_id, codec.encode_value(value)) for value_id, value in values]
        self.engine.put(self.shape, documents, standing)

    def remove(self, ids: Iterable[str]) -> int:
        """Remove values; returns how many were there. Inside a write."""
        return self.engine.delete(self.shape, ids)
