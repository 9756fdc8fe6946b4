"""From an older layout of the store to the present one, step by step and with a backup before the first."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from storage.aids import AIDS, Kept, aids_sql, write_aids
from storage.engine import TableShape
from storage.fulltext import WAITING
from storage.layout import statements, table_sql


class Migration(Struct, frozen=True):
    """One step; ``apply`` runs inside the transaction that also writes the new version."""

    to_version: int
    apply: Callable[[sqlite3.Connection], None]


class Layout(Struct, frozen=True):
    """The tables a store is laid out with, and how stores of earlier versions come to have them."""

    version: int = 1
    shapes: Mapping[str, TableShape] = field(default_factory=dict)
    migrations: Sequence[Migration] = ()

    def steps_from(self, version: int) -> list[Migration]:
        """What has to be applied to a store of that version, in order."""
        return sorted(
            (step for step in self.migrations if version < step.to_version <= self.version),
            key=lambda step: step.to_version,
        )


def to_layout_3(connection: sqlite3.Connection, shapes: Iterable[TableShape]) -> None:
    """What is searched by words gets its present columns, and all that it is found by is made anew."""
    for shape in shapes:
        if not shape.searched:
            continue
        words, beside = f"words_{shape.name}", AIDS[shape.name].beside
        for name in (words, f"copy_{shape.name}", f"ends_{shape.name}", beside):
            connection.execute(f"DROP TABLE IF EXISTS {name}")
        connection.execute("DELETE FROM wireroom WHERE name = ?", (f"indexed_{shape.name}",))
        _lay_out_anew(connection, shape)
        for statement in statements(aids_sql(shape.name)):
            connection.execute(statement)
        walk = connection.execute(
            f"SELECT place, id, CAST(body AS BLOB) FROM {shape.sql_name} ORDER BY place"
        )
        while rows := walk.fetchmany(WAITING):
            write_aids(connection, shape.name, {}, [Kept(*row) for row in rows])


def _lay_out_anew(connection: sqlite3.Connection, shape: TableShape) -> None:
    """Move the rows of a table, which stay as they are, into one of the present shape."""
    table, before = shape.sql_name, f'"before_{shape.name}"'
    indexes = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
        (table.strip('"'),),
    ).fetchall()
    for (name,) in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    connection.execute(f"ALTER TABLE {table} RENAME TO {before}")
    for statement in statements(table_sql(replace(shape, searched=False, found_by_end=False))):
        connection.execute(statement)
    own = "place, id, rev, checksum, body"
    connection.execute(f"INSERT INTO {table}({own}) SELECT {own} FROM {before}")
    connection.execute(f"DROP TABLE {before}")


def backup_name(store: Path, version: int) -> Path:
    """Where the backup of a store goes before it leaves that version."""
    return store.with_name(f"{store.name}.before-layout-{version + 1}")
