"""Whether an SQLite file is what its layout says: pages, schema, derived columns and search aids."""

import sqlite3
from collections.abc import Iterable, Iterator

import msgspec

from storage.aids import AIDS
from storage.ends import Ends
from storage.engine import TableShape
from storage.fulltext import FullText
from storage.layout import column_value, statements, store_sql, table_sql


def faults_of(connection: sqlite3.Connection, shapes: Iterable[TableShape]) -> Iterator[str]:
    """What is wrong with the file apart from the rows' own text, one sentence each."""
    known = list(shapes)
    for (said,) in connection.execute("PRAGMA integrity_check"):
        if said != "ok":
            yield f"SQLite's integrity check: {said}"
    yield from _schema_faults(connection, known)
    for shape in known:
        yield from _column_faults(connection, shape)
        if shape.searched:
            yield from _aid_faults(connection, shape)


def _schema_faults(connection: sqlite3.Connection, shapes: list[TableShape]) -> Iterator[str]:
    """Statements of the schema that read otherwise than in a fresh store: a lost trigger lets the log be changed."""
    fresh = sqlite3.connect(":memory:")
    for statement in statements(store_sql() + "".join(map(table_sql, shapes))):
        fresh.execute(statement)
    asked = "SELECT name, sql FROM sqlite_master"
    there = dict(connection.execute(asked).fetchall())
    for name, sql in fresh.execute(asked):
        if there.get(name, "") != sql:
            yield f"The layout of {name} is not as this version of Wireroom makes it."
    fresh.close()


def _column_faults(connection: sqlite3.Connection, shape: TableShape) -> Iterator[str]:
    table = shape.sql_name
    for column in shape.columns:
        wrong = f'SELECT id FROM {table} WHERE json_valid(body) AND "{column}" IS NOT {_typed(shape, column)}'
        for (row_id,) in connection.execute(wrong):
            yield f"{shape.name} {row_id}: the column {column} does not say what the document says."


def _typed(shape: TableShape, column: str) -> str:
    return f"CAST({column_value(column)} AS {shape.columns[column]})"


def _aid_faults(connection: sqlite3.Connection, shape: TableShape) -> Iterator[str]:
    aid = AIDS[shape.name]
    words = f"words_{shape.name}"
    connection.execute("BEGIN IMMEDIATE")
    try:
        FullText(shape.name).catch_up(connection)
        connection.execute(f"INSERT INTO {words}({words}, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        yield f"The full-text index of {shape.name} is not sound: {error}."
    else:
        if wrong := Ends(shape.name).faults(connection):
            yield f"The ends of ids of {shape.name} do not say what the rows say: {wrong} are wrong or missing."
    finally:
        connection.execute("ROLLBACK")
    listed = dict(connection.execute(f"SELECT place, words FROM copy_{shape.name}").fetchall())
    beside = {tuple(row) for row in connection.execute(f"SELECT * FROM {aid.beside}")}
    for place, row_id, body in connection.execute(
        f"SELECT place, id, CAST(body AS BLOB) FROM {shape.sql_name} WHERE json_valid(body)"
    ):
        try:
            entries = aid.entries(row_id, body)
        except msgspec.ValidationError as error:
            listed.pop(place, None)
            yield f"{shape.name} {row_id} can't be read as one: {error}."
            continue
        if listed.pop(place, None) != entries.words:
            yield f"{shape.name} {row_id} is not found by its words."
        if not entries.beside <= beside:
            yield f"{shape.name} {row_id} is missing in {aid.beside}."
        beside -= entries.beside
    for place in listed:
        yield f"The full-text index of {shape.name} lists a row {place} that is not there."
    for entry in beside:
        yield f"{aid.beside} lists {', '.join(map(str, entry))}, which no row of {shape.name} says."
