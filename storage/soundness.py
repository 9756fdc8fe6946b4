"""Whether an SQLite file is what its layout says: pages, schema, derived columns and search aids."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing

import msgspec

from storage.aids import AIDS, Kept
from storage.ends import Ends
from storage.engine import TableShape
from storage.fulltext import FullText
from storage.layout import column_value, statements, store_sql, table_sql


def faults_of(connection: sqlite3.Connection, shapes: Iterable[TableShape]) -> Iterator[str]:
    """What is wrong with the file apart from the rows' own text, one sentence each."""
    known = list(shapes)
    for (said,) in connection.execute("PRAGMA integrity_check"):
        # One row of the answer can tell a hundred faults, a line each, under the name of the database.
        for told in said.splitlines():
            if told != "ok" and not told.startswith("***"):
                yield f"SQLite's integrity check: {told}"
    yield from _schema_faults(connection, known)
    for shape in known:
        yield from _column_faults(connection, shape)
        if shape.searched:
            yield from _aid_faults(connection, shape)


def _schema_faults(connection: sqlite3.Connection, shapes: list[TableShape]) -> Iterator[str]:
    """Statements of the schema that read otherwise than in a fresh store: a lost trigger lets the log be changed."""
    asked = "SELECT name, sql FROM sqlite_master"
    with closing(sqlite3.connect(":memory:")) as fresh:
        for statement in statements(store_sql() + "".join(map(table_sql, shapes))):
            fresh.execute(statement)
        wanted = fresh.execute(asked).fetchall()
    there = dict(connection.execute(asked).fetchall())
    for name, sql in wanted:
        if there.get(name, "") != sql:
            yield f"The layout of {name} is not as this version of Wireroom makes it."


def _column_faults(connection: sqlite3.Connection, shape: TableShape) -> Iterator[str]:
    table = shape.sql_name
    for column in shape.columns:
        wrong = f'SELECT id FROM {table} WHERE json_valid(body) AND "{column}" IS NOT {_typed(shape, column)}'
        for (row_id,) in connection.execute(wrong):
            yield f"{shape.name} {row_id}: the column {column} does not say what the document says."


def _typed(shape: TableShape, column: str) -> str:
    return f"CAST({column_value(column)} AS {shape.columns[column]})"


def _aid_faults(connection: sqlite3.Connection, shape: TableShape) -> Iterator[str]:
    yield from _index_faults(connection, shape.name)
    if shape.scattered:
        for row_id, count in connection.execute(
            f"SELECT id, count(*) FROM {shape.sql_name} GROUP BY id HAVING count(*) > 1"
        ):
            yield f"{shape.name} {row_id} stands there {count} times."
    aid = AIDS[shape.name]
    beside = {tuple(row) for row in connection.execute(f"SELECT * FROM {aid.beside}")}
    for row in connection.execute(
        f"SELECT place, id, CAST(body AS BLOB) FROM {shape.sql_name} WHERE json_valid(body)"
    ):
        kept = Kept(*row)
        try:
            aid.words(kept.body)
            entries = aid.entries(kept)
        except msgspec.ValidationError as error:
            yield f"{shape.name} {kept.id} can't be read as one: {error}."
            continue
        if not entries <= beside:
            yield f"{shape.name} {kept.id} is missing in {aid.beside}."
        beside -= entries
    for entry in beside:
        yield f"{aid.beside} lists {', '.join(map(str, entry))}, which no row of {shape.name} says."


def _index_faults(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    """What is wrong with the indexes of words and of ends, once all rows are in them."""
    words = f"words_{table}"
    connection.execute("BEGIN IMMEDIATE")
    try:
        FullText(table).catch_up(connection)
        connection.execute(f"INSERT INTO {words}({words}, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        yield f"The full-text index of {table} is not sound: {error}."
    finally:
        connection.execute("ROLLBACK")
    if wrong := Ends(table).faults(connection):
        yield f"The ends of ids of {table} do not say what the rows say: {wrong} are wrong or missing."
