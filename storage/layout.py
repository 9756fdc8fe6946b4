"""The SQL that lays a table of documents out in SQLite."""

import sqlite3
from collections.abc import Iterator

from storage.aids import aids_sql
from storage.engine import TableShape

#: Characters of an id's end that are indexed where editors ask for few rows by it.
INDEXED_END = 4

_META = """
CREATE TABLE wireroom(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO wireroom(name, value) VALUES ('revision', 0);
"""


def _append_only(table: str, name: str) -> str:
    return "".join(
        f"CREATE TRIGGER {name}_never_{act.lower()} BEFORE {act} ON {table} {when} BEGIN "
        f"SELECT RAISE(ABORT, 'the log is append-only'); END;\n"
        for act, when in (
            ("UPDATE", ""),
            ("DELETE", ""),
            ("INSERT", f"WHEN EXISTS (SELECT 1 FROM {table} WHERE place = new.place OR id = new.id)"),
        )
    )


def column_value(column: str) -> str:
    """The SQL that derives a column from the body beside it."""
    return f"json_extract(body, '$.\"{column}\"')"


def table_sql(shape: TableShape) -> str:
    """The statements that make one table with its indexes and search aids."""
    table = shape.sql_name
    columns = "".join(
        f'"{name}" {kind} GENERATED ALWAYS AS ({column_value(name)}) STORED, '
        for name, kind in shape.columns.items()
    )
    unique = "" if shape.scattered else " UNIQUE"
    own = f"place INTEGER PRIMARY KEY, id TEXT NOT NULL{unique}, rev INTEGER NOT NULL, checksum INTEGER NOT NULL"
    statements = [f"CREATE TABLE {table}({own}, {columns}body TEXT NOT NULL);\n"]
    for unique, groups in (("UNIQUE ", shape.unique), ("", shape.indexes)):
        for group in groups:
            name = f"{shape.name}_by_{'_'.join(group)}"
            names = ", ".join(f'"{column}"' for column in group)
            statements.append(f"CREATE {unique}INDEX {name} ON {table}({names});\n")
    for number, (condition, group) in enumerate(shape.partial):
        names = ", ".join(f'"{column}"' for column in group)
        statements.append(
            f"CREATE INDEX {shape.name}_partly_{number} ON {table}({names}) WHERE {condition};\n"
        )
    if shape.found_by_end and not shape.searched:
        statements.append(f"CREATE INDEX {shape.name}_by_end ON {table}(substr(id, -{INDEXED_END}));\n")
    if shape.numbered:
        bare = table.strip('"')
        statements.append(f'CREATE INDEX "{bare}_number" ON {table}(CAST(id AS INTEGER));\n')
    if shape.append_only:
        statements.append(_append_only(table, shape.name))
    return "".join(statements) + (aids_sql(shape.name) if shape.searched else "")


def store_sql() -> str:
    """The statements that make an empty store, apart from its tables."""
    return _META


def statements(script: str) -> Iterator[str]:
    """The single statements of a script; ``executescript`` would commit the transaction it runs in."""
    statement = ""
    for piece in script.split(";"):
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
