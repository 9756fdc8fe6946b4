"""What SQLite keeps beside items and updates so that they are found without being read.

``words_*`` is the full-text index (:mod:`storage.fulltext`), ``ends_*`` are the ends of ids (:mod:`storage.ends`),
``item_terms`` holds tags, cues and folded origins of items, and ``citations`` says which update rests on which item.
All of it is made of the documents' bodies and can be made again; it is written in the same transaction.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from storage.ends import FUNCTION, Ends, end_of
from storage.entries import item_terms, item_words, update_cites, update_words
from storage.fulltext import WAITING, FullText


class Kept(NamedTuple):
    """A row as the aids see it."""

    place: int
    id: str
    body: bytes


#: A row of the table beside: what a document is found by, and its place or id.
Entry = tuple[str, str | int]


class Aid(NamedTuple):
    """The aids of one table: the words of a body, and the table beside with the rows a document has in it."""

    words: Callable[[bytes], str]
    beside: str
    columns: tuple[str, str]
    entries: Callable[[Kept], frozenset[Entry]]


def _terms(row: Kept) -> frozenset[Entry]:
    return frozenset((term, row.place) for term in item_terms(row.body))


def _citations(row: Kept) -> frozenset[Entry]:
    return frozenset((item, row.id) for item in update_cites(row.body))


AIDS: Mapping[str, Aid] = {
    "items": Aid(item_words, "item_terms", ("term TEXT", "place INTEGER"), _terms),
    "updates": Aid(update_words, "citations", ("item TEXT", "update_id TEXT"), _citations),
}


def bring_functions(connection: sqlite3.Connection) -> None:
    """Give a connection the functions that the schema uses, and the words that the indexes know."""
    for table, aid in AIDS.items():
        full_text = FullText(table)
        connection.create_function(full_text.function, 1, _readable(aid.words), deterministic=True)
        connection.execute(full_text.vocabulary)
    connection.create_function(FUNCTION, 1, end_of, deterministic=True)


def _readable(words: Callable[[bytes], str]) -> Callable[[bytes], str]:
    """The words of a body; a damaged one, which its checksum names, has none and keeps no other from being found."""

    def of(body: bytes) -> str:
        try:
            return words(body)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return ""

    return of


def aids_sql(table: str) -> str:
    """The statements that make the aids of a table."""
    aid = AIDS[table]
    columns = ", ".join(f"{column} NOT NULL" for column in aid.columns)
    return (
        FullText(table).sql
        + f"CREATE TABLE {aid.beside}({columns}, PRIMARY KEY ({', '.join(_names(aid))})) WITHOUT ROWID;\n"
    )


def _names(aid: Aid) -> list[str]:
    return [column.split()[0] for column in aid.columns]


def write_aids(
    connection: sqlite3.Connection, table: str, before: Mapping[str, Kept], after: Sequence[Kept]
) -> None:
    """Bring the aids of a table in line with rows just written; ``before`` are those they took the place of."""
    aid, full_text = AIDS[table], FullText(table)
    new = [row for row in after if row.id not in before]
    changed = [(before[row.id], row) for row in after if row.id in before]
    added = {entry for row in new for entry in aid.entries(row)}
    dropped: set[Entry] = set()
    for old, row in changed:
        earlier, entries = aid.entries(old), aid.entries(row)
        added |= entries - earlier
        dropped |= earlier - entries
    _write_beside(connection, aid, dropped, added)
    indexed = full_text.indexed(connection)
    others = [(old, row) for old, row in changed if row.place <= indexed]
    worded = [(old.place, aid.words(old.body), aid.words(row.body)) for old, row in others]
    gone = [(place, words) for place, words, now in worded if words != now]
    come = [(place, now) for place, words, now in worded if words != now]
    come += [(row.place, aid.words(row.body)) for row in new if row.place <= indexed]
    if gone or come:
        full_text.write(connection, gone, come)
    Ends(table).add(connection, [(row.id, row.place) for row in new])
    if new and new[-1].place - indexed >= WAITING:
        full_text.catch_up(connection)


def drop_aids(connection: sqlite3.Connection, table: str, gone: Iterable[Kept]) -> None:
    """Forget what rows just removed were found by."""
    aid, rows = AIDS[table], list(gone)
    FullText(table).write(connection, [(row.place, aid.words(row.body)) for row in rows], [])
    Ends(table).drop(connection, [(row.id, row.place) for row in rows])
    _write_beside(connection, aid, {entry for row in rows for entry in aid.entries(row)}, set())


def _write_beside(
    connection: sqlite3.Connection, aid: Aid, dropped: Iterable[Entry], added: Iterable[Entry]
) -> None:
    first, second = _names(aid)
    connection.executemany(f"DELETE FROM {aid.beside} WHERE {first} = ? AND {second} = ?", dropped)
    connection.executemany(f"INSERT INTO {aid.beside} VALUES (?, ?)", sorted(added))


def empty_aids(connection: sqlite3.Connection, table: str) -> None:
    """Forget all that rows of a table are found by."""
    FullText(table).empty(connection)
    connection.execute(f"DELETE FROM {AIDS[table].beside}")
