"""Whether a PostgreSQL database is what its layout says: triggers, indexes, search columns, the server's checksums."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from storage.engine import TableShape
from storage.pg.dialect import search_columns
from storage.pg.layout import SCHEMA, SEARCHED

Select = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]

_BATCH = 1_000


def faults_of(select: Select, shapes: Iterable[TableShape]) -> Iterator[str]:
    """What is wrong with the database apart from the rows' own text, one sentence each."""
    for (failures,) in select(
        "SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()", ()
    ):
        if failures:
            yield f"PostgreSQL has found {failures} pages whose checksum is wrong."
    for (index,) in select(
        "SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid "
        "WHERE relnamespace = ?::regnamespace AND NOT (indisvalid AND indisready)",
        (SCHEMA,),
    ):
        yield f"The index {index} is not valid."
    for shape in shapes:
        if shape.append_only:
            yield from _guard_faults(select, shape)
        if shape.name in SEARCHED:
            yield from _search_faults(select, shape)


def _guard_faults(select: Select, shape: TableShape) -> Iterator[str]:
    bare = shape.sql_name.strip('"')
    found = select(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(?) AND tgenabled IN ('O', 'A')",
        (f"{SCHEMA}.{shape.sql_name}",),
    )
    there = {name for (name,) in found}
    for guard in (f"{bare}_never_changed", f"{bare}_never_emptied"):
        if guard not in there:
            yield f"The trigger {guard}, which keeps the log append-only, is missing or switched off."


def _search_faults(select: Select, shape: TableShape) -> Iterator[str]:
    columns = [name for name, _, _ in SEARCHED[shape.name]]
    asked = ", ".join(
        f"tsvector_to_array({name})" if kind == "tsvector" else name for name, kind, _ in SEARCHED[shape.name]
    )
    after = 0
    while batch := select(
        f"SELECT place, id, body, {asked} FROM {shape.sql_name} WHERE place > ? ORDER BY place LIMIT {_BATCH}",
        (after,),
    ):
        for _, row_id, body, *kept in batch:
            for column, there, right in zip(columns, kept, search_columns(shape.name, body), strict=True):
                if sorted(there) != right:
                    yield f"{shape.name} {row_id}: the column {column} does not say what the document says."
        after = batch[-1][0]
