"""From a TinyDB query to the rows worth looking at.

A plan may only leave out rows that the query can't match; the query itself is asked again of every candidate, so
an index speeds an answer up and never changes it.
"""

from typing import Any

from msgspec import Struct

from storage.engine import TableShape


class Plan(Struct, frozen=True):
    """A clause of SQL, from WHERE on, that all matching rows fulfil."""

    where: str
    parameters: tuple[Any, ...]


def plan(shape: TableShape, query: Any) -> Plan | None:
    """The narrowest plan for a query, or None when every row has to be looked at.

    TinyDB describes a query in the value it hashes: ``('==', path, value)``, ``('one_of', path, values)`` and
    ``('and', {parts})``. Whatever else it holds is not planned.
    """
    return _narrow(shape, getattr(query, "_hash", None))


def _narrow(shape: TableShape, said: Any) -> Plan | None:
    match said:
        case ("==", (str(field),), str(value)) if _plannable(shape, field, value):
            return Plan(f'"{field}" = ?', (value,))
        case ("one_of", (str(field),), tuple(values)) if all(
            _plannable(shape, field, value) for value in values
        ):
            return (
                Plan(f'"{field}" IN ({", ".join("?" * len(values))})', values) if len(values) < 500 else None
            )
        case ("and", frozenset() as parts):
            plans = [found for part in parts if (found := _narrow(shape, part)) is not None]
            if not plans:
                return None
            where = " AND ".join(part.where for part in plans)
            return Plan(where, tuple(value for part in plans for value in part.parameters))
        case _:
            return None


def _plannable(shape: TableShape, field: str, value: object) -> bool:
    """Text without NUL compares the same in SQL and in Python; nothing else is relied on."""
    return shape.columns.get(field) == "TEXT" and isinstance(value, str) and "\0" not in value
