"""From an empty database, or one laid out by an older Wireroom, to the present layout.

Every step runs in the one transaction that also moves the version on, under the lock that all writers take: no
desk writes halfway, and a desk of the older version that is still open reads on and refuses to write.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from storage.engine import TableShape
from storage.pg.connections import Link
from storage.pg.layout import LOCK_SQL, SCHEMA, TAKE_TURN, TURNS, base_sql, table_sql
from storage.pg.roles import AS_WITH_ITEMS, roles_sql
from storage.schema import SHAPES, TOLD
from wireroom.errors import StoreError, StoreTooNew


class Layout(Struct, frozen=True):
    """The tables a store is laid out with; ``steps`` are the statements that lead on from each earlier version.

    A step may only add what older desks can read past.
    """

    version: int = 1
    shapes: Mapping[str, TableShape] = field(default_factory=dict)
    steps: Mapping[int, Sequence[str]] = field(default_factory=dict)


#: What leads on from each earlier version of a newsroom's database.
_STEPS = {
    1: (
        """ALTER TABLE d_updates ADD COLUMN IF NOT EXISTS review_due text COLLATE "C"
            GENERATED ALWAYS AS (body ->> 'review_due') STORED""",
        "CREATE INDEX IF NOT EXISTS updates_by_blog_review_due_id ON d_updates (blog, review_due, id)",
        TAKE_TURN,
    ),
    2: ("ALTER TABLE leases ADD COLUMN IF NOT EXISTS doing text NOT NULL DEFAULT 'writing'",),
    3: TURNS,
    4: (*table_sql(TOLD), AS_WITH_ITEMS.format(TOLD.sql_name)),
}

#: The layout of a newsroom.
NEWSROOM = Layout(version=5, shapes=SHAPES, steps=_STEPS)


def bring_up(link: Link, layout: Layout, where: str) -> None:
    """Bring the database to the present layout, whole or not at all. Raises ``StoreTooNew`` for a later one."""
    if version_of(link) == layout.version and not _missing(link, layout):
        return
    _refuse_other_encodings(link, where)
    with link.transaction():
        link.execute(LOCK_SQL)
        found = version_of(link)
        if found is not None and found > layout.version:
            raise too_new(where)
        statements = (
            base_sql()
            if found is None
            else [statement for step in range(found, layout.version) for statement in layout.steps[step]]
        )
        for statement in statements:
            link.execute(statement)
        for shape in _missing(link, layout):
            for statement in table_sql(shape):
                link.execute(statement)
        for statement in roles_sql():
            link.execute(statement)
        link.execute(
            "INSERT INTO wireroom(name, value) VALUES ('version', %s) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (layout.version,),
        )


def _missing(link: Link, layout: Layout) -> list[TableShape]:
    found = link.execute("SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(%s)", (SCHEMA,))
    there = {str(row[0]) for row in found}
    return [shape for shape in layout.shapes.values() if shape.sql_name.strip('"') not in there]


def version_of(link: Link) -> int | None:
    """The version of the layout there; None in a database without one."""
    there = link.execute("SELECT to_regclass(%s)", (f"{SCHEMA}.wireroom",)).fetchone()
    if there is None or there[0] is None:
        return None
    found = link.execute("SELECT value FROM wireroom WHERE name = 'version'").fetchone()
    return int(found[0]) if found else None


def too_new(where: str) -> StoreTooNew:
    """The error for a layout that this version does not know."""
    return StoreTooNew(
        f"{where} was moved on by a newer Wireroom; this one can't write to it, and reads only what it has open.",
        next_step="Update Wireroom on this machine and open the desk again.",
    )


def _refuse_other_encodings(link: Link, where: str) -> None:
    found = link.execute("SELECT current_setting('server_encoding')").fetchone()
    if found is not None and found[0] != "UTF8":
        raise StoreError(
            f"{where} is encoded in {found[0]}; copy from everywhere needs UTF8.",
            next_step="Make a database with ENCODING 'UTF8' and name that one.",
        )
