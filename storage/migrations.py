"""From an older layout of the store to the present one, step by step and with a backup before the first."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from storage.engine import TableShape
from storage.fulltext import FullText
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


def to_layout_2(connection: sqlite3.Connection, shapes: Iterable[TableShape]) -> None:
    """What is searched by words gets its present columns, an index of words over a table of them, and ends of ids."""
    for shape in shapes:
        if not shape.searched:
            continue
        words = f"words_{shape.name}"
        connection.execute(f"CREATE TABLE words_before AS SELECT rowid AS place, words FROM {words}")
        connection.execute(f"DROP TABLE {words}")
        _lay_out_anew(connection, shape)
        full_text = FullText(shape.name)
        for statement in statements(full_text.sql):
            connection.execute(statement)
        connection.execute(f"INSERT INTO copy_{shape.name} SELECT place, words FROM words_before")
        connection.execute("DROP TABLE words_before")
        full_text.catch_up(connection)


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
