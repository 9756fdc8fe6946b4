"""The SQL that lays a table of documents out in SQLite.

Beside the tables stand three kinds of search aid, all kept by triggers, so that no way of writing can forget them:
``words_items`` and ``words_updates`` (full text), ``item_terms`` (tags, cues and folded origins of an item) and
``citations`` (which update rests on which item).

The full-text index is fed with words already split and folded by :func:`wireroom.filters.folded_words`, and its
tokenizer splits at ASCII punctuation only: index and filter agree on what a word is by construction.
"""

from storage.engine import TableShape
from wireroom.filters import folded_words

#: Stands between headline, summary and body so that no phrase runs across; no word holds it.
FIELD_BREAK = "\ue000"

_META = """
CREATE TABLE wireroom(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO wireroom(name, value) VALUES ('revision', 0);
"""

_CHANGED_WORDS = " OR ".join(
    f"json_extract(old.body, '$.{name}') IS NOT json_extract(new.body, '$.{name}')"
    for name in ("headline", "summary", "body")
)

_ITEM_TERMS = """
    INSERT OR IGNORE INTO item_terms(term, first_seen, id, place)
    SELECT term, new.first_seen, new.id, new.place FROM (
        SELECT 'tag=' || value AS term FROM json_each(new.body, '$.tags')
        UNION SELECT 'cue=' || json_extract(value, '$.kind') FROM json_each(new.body, '$.cues')
        UNION SELECT 'cue=' || casefold(json_extract(value, '$.text')) FROM json_each(new.body, '$.cues')
        UNION SELECT 'origin=' || casefold(new.origin));"""

_CHANGED_TERMS = " OR ".join(
    f"json_extract(old.body, '$.{name}') IS NOT json_extract(new.body, '$.{name}')"
    for name in ("tags", "cues", "origin", "first_seen")
)

_CITATIONS = """
    INSERT OR IGNORE INTO citations(item, update_id)
    SELECT json_extract(value, '$.item'), new.id FROM json_each(new.body, '$.evidence')
    WHERE json_extract(value, '$.item') <> '';"""


def _copy_words(row: str) -> str:
    fields = ", ".join(f"json_extract({row}.body, '$.{name}')" for name in ("headline", "summary", "body"))
    return f"copy_words({fields})"


def _full_text(table: str) -> str:
    return f"""
CREATE VIRTUAL TABLE words_{table} USING fts5(words, tokenize="ascii tokenchars '_'");
CREATE TRIGGER {table}_words_new AFTER INSERT ON d_{table} BEGIN
    INSERT INTO words_{table}(rowid, words) VALUES (new.place, {_copy_words("new")});
END;
CREATE TRIGGER {table}_words_changed AFTER UPDATE OF body ON d_{table} WHEN {_CHANGED_WORDS} BEGIN
    UPDATE words_{table} SET words = {_copy_words("new")} WHERE rowid = new.place;
END;
CREATE TRIGGER {table}_words_gone AFTER DELETE ON d_{table} BEGIN
    DELETE FROM words_{table} WHERE rowid = old.place;
END;
"""


_ITEM_AIDS = f"""
CREATE TABLE item_terms(term TEXT NOT NULL, first_seen TEXT NOT NULL, id TEXT NOT NULL, place INTEGER NOT NULL,
    PRIMARY KEY (term, first_seen, id)) WITHOUT ROWID;
CREATE INDEX item_terms_of ON item_terms(place);
CREATE TRIGGER items_terms_new AFTER INSERT ON d_items BEGIN {_ITEM_TERMS} END;
CREATE TRIGGER items_terms_changed AFTER UPDATE OF body ON d_items WHEN {_CHANGED_TERMS} BEGIN
    DELETE FROM item_terms WHERE place = old.place; {_ITEM_TERMS}
END;
CREATE TRIGGER items_terms_gone AFTER DELETE ON d_items BEGIN DELETE FROM item_terms WHERE place = old.place; END;
"""

_UPDATE_AIDS = f"""
CREATE TABLE citations(item TEXT NOT NULL, update_id TEXT NOT NULL, PRIMARY KEY (item, update_id)) WITHOUT ROWID;
CREATE INDEX citations_of ON citations(update_id);
CREATE TRIGGER updates_cite_new AFTER INSERT ON d_updates BEGIN {_CITATIONS} END;
CREATE TRIGGER updates_cite_changed AFTER UPDATE OF body ON d_updates
WHEN json_extract(old.body, '$.evidence') IS NOT json_extract(new.body, '$.evidence') BEGIN
    DELETE FROM citations WHERE update_id = old.id; {_CITATIONS}
END;
CREATE TRIGGER updates_cite_gone AFTER DELETE ON d_updates BEGIN
    DELETE FROM citations WHERE update_id = old.id;
END;
"""

#: Search aids of the newsroom's own tables, by table.
AIDS = {"items": _full_text("items") + _ITEM_AIDS, "updates": _full_text("updates") + _UPDATE_AIDS}


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


def table_sql(shape: TableShape) -> str:
    """The statements that make one table with its indexes and search aids."""
    table = shape.sql_name
    columns = "".join(
        f'"{name}" {kind} GENERATED ALWAYS AS (json_extract(body, \'$."{name}"\')) STORED, '
        for name, kind in shape.columns.items()
    )
    own = (
        "place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL, checksum INTEGER NOT NULL"
    )
    statements = [f"CREATE TABLE {table}({own}, {columns}body TEXT NOT NULL);\n"]
    for unique, groups in (("UNIQUE ", shape.unique), ("", shape.indexes)):
        for group in groups:
            name = f"{shape.name}_by_{'_'.join(group)}"
            names = ", ".join(f'"{column}"' for column in group)
            statements.append(f"CREATE {unique}INDEX {name} ON {table}({names});\n")
    if shape.numbered:
        bare = table.strip('"')
        statements.append(f'CREATE INDEX "{bare}_number" ON {table}(CAST(id AS INTEGER));\n')
    if shape.append_only:
        statements.append(_append_only(table, shape.name))
    return "".join(statements) + AIDS.get(shape.name, "")


def store_sql() -> str:
    """The statements that make an empty store, apart from its tables."""
    return _META


def copy_words(*texts: str | None) -> str:
    """SQL function: the folded words of some texts, as the full-text index takes them."""
    return f" {FIELD_BREAK} ".join(" ".join(folded_words(text or "")) for text in texts)


def casefold(text: str | None) -> str | None:
    """SQL function: a text folded for case as Python does it."""
    return None if text is None else text.casefold()
