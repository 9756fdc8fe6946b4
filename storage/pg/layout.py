"""The SQL that lays a table of documents out in PostgreSQL.

A row keeps its document as ``json``: checked to be JSON and open to ``->>`` in psql, yet kept letter by letter,
which the row's checksum and the log's hashes need; ``jsonb`` would sort its keys and spell its numbers anew. Fields
that are asked for are stored columns that PostgreSQL derives from the document, in the order of their bytes
(``COLLATE "C"``), so that both engines sort alike. Words, terms and citations come with the row from
:mod:`storage.entries`, so that index and filter agree on what a word is.
"""

from storage.claims import TABLES
from storage.engine import TableShape

#: Everything of a newsroom lies in this schema of its database.
SCHEMA = "wireroom"

#: What publishers write as long as they like: too long for a tree, whose keys end at 2.7 kB.
_UNBOUNDED = frozenset({"identity", "link", "canonical_link"})

#: Rows written again and again: room beside them keeps what is not changed about them out of the indexes' way.
_REWRITTEN = frozenset({"updates", "health", "parts", "drafts", "told"})

#: An id read as a number, as far as it is one.
NUMBER = "coalesce(substring(id from '^[0-9]{1,18}')::bigint, 0)"

_KINDS = {"TEXT": 'text COLLATE "C"', "INTEGER": "bigint"}

#: What waits to be sorted in is read by every question: a little saves writes, much would cost reads.
_GIN = "USING gin({}) WITH (gin_pending_list_limit = 256)"

#: Search columns that the engine fills in, by table: name, type, and how it is indexed.
SEARCHED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "items": (
        ("words", "tsvector", _GIN.format("words")),
        ("terms", 'text[] COLLATE "C"', _GIN.format("terms")),
    ),
    "updates": (
        ("words", "tsvector", _GIN.format("words")),
        ("cites", 'text[] COLLATE "C"', _GIN.format("cites")),
    ),
}

#: Tags by themselves, for the few items that have some.
_TAGGED = "CREATE INDEX items_tagged ON d_items(id) WHERE json_array_length(body -> 'tags') > 0"


#: Two numbers of PostgreSQL's advisory lock: "Wire" and "room" in ASCII. Held by whoever writes.
LOCK = (0x57697265, 0x726F6F6D)
LOCK_SQL = f"SELECT pg_advisory_xact_lock({LOCK[0]}, {LOCK[1]})"

#: What a commit notifies of.
CHANNEL = "wireroom"

#: One exchange in place of three; each statement inside sees what was committed before it, so also while waiting.
#: ``xid`` is read by desks of layout 3, which learn here that they may not write.
TAKE_TURN = f"""
CREATE OR REPLACE FUNCTION take_turn(OUT version bigint, OUT revision bigint, OUT xid text)
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock({LOCK[0]}, {LOCK[1]});
    SELECT now.value, laid_out.value INTO revision, version FROM wireroom AS now, wireroom AS laid_out
    WHERE now.name = 'revision' AND laid_out.name = 'version';
    xid := pg_current_xact_id()::text;
END $$
"""

#: So many of the last turns are remembered by what their writers signed them with.
TURNS_KEPT = 4096
#: Only a commit puts a number there, so whose signature stands beside it is whose write that was.
TURNS = (
    """CREATE TABLE IF NOT EXISTS turns(slot integer PRIMARY KEY, number bigint NOT NULL, signature bigint NOT NULL)
        WITH (fillfactor = 50)""",
    "GRANT SELECT ON turns TO PUBLIC",
    "DROP FUNCTION IF EXISTS end_turn(bigint)",
    f"""
CREATE OR REPLACE FUNCTION end_turn(number bigint, signature bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = wireroom, pg_temp AS $$
BEGIN
    IF NOT is_at_least('editor') THEN
        RAISE EXCEPTION 'permission denied: only who writes ends a turn' USING ERRCODE = '42501';
    END IF;
    UPDATE wireroom SET value = number WHERE name = 'revision';
    INSERT INTO turns VALUES (number % {TURNS_KEPT}, number, signature) ON CONFLICT (slot)
        DO UPDATE SET number = excluded.number, signature = excluded.signature;
    PERFORM pg_notify('{CHANNEL}', number::text);
END $$
""",
)


def base_sql() -> list[str]:
    """The statements that make an empty store, apart from its tables."""
    return [
        f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}",
        "CREATE TABLE IF NOT EXISTS wireroom(name text PRIMARY KEY, value bigint NOT NULL)",
        "INSERT INTO wireroom(name, value) VALUES ('revision', 0) ON CONFLICT DO NOTHING",
        """
        CREATE OR REPLACE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'WR001';
        END $$
        """,
        TAKE_TURN,
        *TURNS,
        *TABLES,
    ]


def table_sql(shape: TableShape) -> list[str]:
    """The statements that make one table with its indexes."""
    table, bare = shape.sql_name, shape.sql_name.strip('"')
    columns = [
        "place bigint PRIMARY KEY",
        'id text COLLATE "C" NOT NULL UNIQUE',
        "rev bigint NOT NULL",
        "checksum bigint NOT NULL",
        "body json NOT NULL",
        *(f'"{name}" {_derived(name, kind)}' for name, kind in shape.columns.items()),
        *(f"{name} {kind} NOT NULL" for name, kind, _ in SEARCHED.get(shape.name, ())),
        *(["role text NOT NULL DEFAULT session_user"] if shape.append_only else []),
    ]
    room = " WITH (fillfactor = 70)" if shape.name in _REWRITTEN else ""
    statements = [f"CREATE TABLE IF NOT EXISTS {table}({', '.join(columns)}){room}"]
    statements += index_sql(shape).values()
    if shape.append_only:
        statements += _append_only(table, bare)
    return statements


def index_sql(shape: TableShape) -> dict[str, str]:
    """The statements that make the indexes of a table, apart from those of its keys, by the name of the index."""
    table, name = shape.sql_name, shape.name
    found: dict[str, str] = {}
    for unique, groups in (("UNIQUE ", shape.unique), ("", shape.indexes)):
        for group in groups:
            index = f"{name}_by_{'_'.join(group)}"
            found[index] = f"CREATE {unique}INDEX {index} ON {table} {_index_method(shape, group)}"
    for column, _, using in SEARCHED.get(name, ()):
        found[f"{name}_by_{column}"] = f"CREATE INDEX {name}_by_{column} ON {table} {using}"
    if name == "items":
        found["items_tagged"] = _TAGGED
    if shape.found_by_end:
        found[f"{name}_by_end"] = f'CREATE INDEX {name}_by_end ON {table}((right(id, 4)) COLLATE "C")'
    if shape.numbered:
        index = f"{table.strip(chr(34))}_number"
        found[index] = f'CREATE INDEX "{index}" ON {table}(({NUMBER}))'
    return found


def _index_method(shape: TableShape, group: tuple[str, ...]) -> str:
    long = [column for column in group if column in _UNBOUNDED]
    if long:
        return f'USING hash ("{long[0]}")'
    # a log is asked for its last, or read on: in the order of its places
    names = ", ".join(f'"{column}"' for column in (*group, "place")[: len(group) + shape.append_only])
    return f"({names})"


def _derived(name: str, kind: str) -> str:
    field = "'" + name.replace("'", "''") + "'"
    value = f"body ->> {field}"
    if kind == "INTEGER":
        value = f"CASE {value} WHEN 'true' THEN 1 WHEN 'false' THEN 0 ELSE (body ->> {field})::bigint END"
    return f"{_KINDS[kind]} GENERATED ALWAYS AS ({value}) STORED"


def _append_only(table: str, bare: str) -> list[str]:
    return [
        f"CREATE TRIGGER {bare}_{name} BEFORE {acts} ON {table} FOR EACH {each} EXECUTE FUNCTION never()"
        for name, acts, each in (
            ("never_changed", "UPDATE OR DELETE", "ROW"),
            ("never_emptied", "TRUNCATE", "STATEMENT"),
        )
    ]
