"""Writing rows into PostgreSQL, with what they are found by."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from storage.checksums import row_checksum
from storage.engine import Row, TableShape
from storage.pg.connections import Link
from storage.pg.dialect import search_columns
from storage.pg.layout import SEARCHED, index_sql

PutRow = tuple[Any, ...]


def rows_to_put(shape: TableShape, number: int, documents: Iterable[tuple[str, bytes]]) -> list[PutRow]:
    """What :func:`put_sql` takes for documents that are written as of a transaction's number."""
    return [
        (
            row_id,
            number,
            row_checksum(row_id, number, body),
            body.decode(),
            *search_columns(shape.name, body),
        )
        for row_id, body in documents
    ]


def put_sql(shape: TableShape) -> str:
    """The statement that writes one row, new or in place of the one with the same id."""
    return _put_sql(shape.sql_name, shape.name, append_only=shape.append_only)


def take_indexes_off(link: Link, shape: TableShape) -> None:
    """Take the indexes off a table that many rows will be copied into; only its owner may."""
    names = ", ".join(f'"{name}"' for name in index_sql(shape))
    if names:
        link.execute(f"DROP INDEX IF EXISTS {names}")


def put_indexes_on(link: Link, shape: TableShape) -> None:
    """Make what :func:`take_indexes_off` took off, and count what came in before the first question over it."""
    link.execute("SET LOCAL statement_timeout = 0")
    link.execute("SET LOCAL maintenance_work_mem = '256MB'")
    for name, statement in index_sql(shape).items():
        there = link.execute("SELECT to_regclass(%s)", (f'"{name}"',)).fetchone()
        if there and there[0] is None:
            link.execute(statement)
    link.execute(f"ANALYZE {shape.sql_name}")


def restore_rows(link: Link, shape: TableShape, rows: Iterable[Row]) -> None:
    """Copy rows in just as they are; far quicker than writing each."""
    searched = SEARCHED.get(shape.name, ())
    names = ", ".join(("place", "id", "rev", "checksum", "body", *(name for name, _, _ in searched)))
    kinds = [
        "int8",
        "text",
        "int8",
        "int8",
        "text",
        *("text" if kind == "tsvector" else "text[]" for _, kind, _ in searched),
    ]
    with link.cursor() as cursor, cursor.copy(f"COPY {shape.sql_name}({names}) FROM STDIN") as copy:
        copy.set_types(kinds)
        for row in rows:
            found_by = search_columns(shape.name, row.body)
            copy.write_row(
                (
                    row.place,
                    row.id,
                    row.rev,
                    row_checksum(row.id, row.rev, row.body),
                    row.body.decode(),
                    *(
                        _vector(words) if kind == "tsvector" else words
                        for words, (_, kind, _) in zip(found_by, searched, strict=True)
                    ),
                )
            )


@lru_cache(maxsize=1024)
def _put_sql(table: str, name: str, *, append_only: bool) -> str:
    searched = SEARCHED.get(name, ())
    names = ", ".join(("place", "id", "rev", "checksum", "body", *(name for name, _, _ in searched)))
    given = "".join(
        ", array_to_tsvector(%s::text[])" if kind == "tsvector" else ", %s::text[]" for _, kind, _ in searched
    )
    changed = ", ".join(
        f"{name} = excluded.{name}"
        for name in ("rev", "checksum", "body", *(name for name, _, _ in searched))
    )
    return (
        f"INSERT INTO {table}({names}) VALUES ((SELECT coalesce(max(place), 0) + 1 FROM {table}), "
        f"%s, %s, %s, %s::json{given})"
        + ("" if append_only else f" ON CONFLICT (id) DO UPDATE SET {changed}")
    )


def _vector(words: list[str]) -> str:
    """A text search vector as PostgreSQL reads it; words have no quotes in them."""
    return "'" + "' '".join(words) + "'" if words else ""
