"""What SQLite keeps beside items and updates so that they are found without being read.

``copy_*`` and ``words_*`` are words and their full-text index (:mod:`storage.fulltext`), ``ends_*`` the ends of ids
(:mod:`storage.ends`), ``item_terms`` holds
tags, cues and folded origins of items in the order of the wire, and ``citations`` says which update rests on which
item. All of it is made of the documents' bodies and can be made again; it is written in the same transaction.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from storage.ends import Ends
from storage.entries import item_entries, update_entries
from storage.fulltext import FullText


class Kept(NamedTuple):
    """A row as the aids see it."""

    place: int
    id: str
    body: bytes


class Entries(NamedTuple):
    """What one row is found by: its words, and rows of the table beside it."""

    words: str
    beside: frozenset[tuple[str, ...]]


class Aid(NamedTuple):
    """The aids of one table: how entries are made, and the table beside it with its columns."""

    entries: Callable[[str, bytes], Entries]
    beside: str
    columns: tuple[str, ...]


def _item_entries(item_id: str, body: bytes) -> Entries:
    words, first_seen, terms = item_entries(body)
    return Entries(words, frozenset((term, first_seen, item_id) for term in terms))


def _update_entries(update_id: str, body: bytes) -> Entries:
    words, cited = update_entries(body)
    return Entries(words, frozenset((item, update_id) for item in cited))


AIDS: Mapping[str, Aid] = {
    "items": Aid(_item_entries, "item_terms", ("term", "first_seen", "id")),
    "updates": Aid(_update_entries, "citations", ("item", "update_id")),
}


def aids_sql(table: str) -> str:
    """The statements that make the aids of a table."""
    aid = AIDS[table]
    columns = ", ".join(f"{column} TEXT NOT NULL" for column in aid.columns)
    return (
        FullText(table).sql
        + f"CREATE TABLE {aid.beside}({columns}, PRIMARY KEY ({', '.join(aid.columns)})) WITHOUT ROWID;\n"
    )


def write_aids(
    connection: sqlite3.Connection, table: str, before: Mapping[str, Kept], after: Sequence[Kept]
) -> None:
    """Bring the aids of a table in line with rows just written; ``before`` are those they took the place of."""
    aid = AIDS[table]
    new_words: list[tuple[int, str]] = []
    other_words: list[tuple[int, str]] = []
    added: list[tuple[str, ...]] = []
    dropped: list[tuple[str, ...]] = []
    for row in after:
        entries = aid.entries(row.id, row.body)
        old = before.get(row.id)
        if old is None:
            new_words.append((row.place, entries.words))
            added.extend(entries.beside)
            continue
        earlier = aid.entries(old.id, old.body)
        if earlier.words != entries.words:
            other_words.append((row.place, entries.words))
        added.extend(entries.beside - earlier.beside)
        dropped.extend(earlier.beside - entries.beside)
    full_text = FullText(table)
    indexed = full_text.indexed(connection)
    late = [(row.id, row.place) for row in after if row.place <= indexed and row.id not in before]
    Ends(table).add(connection, late)
    if new_words or other_words:
        full_text.write(connection, new_words, other_words)
    _drop_beside(connection, aid, dropped)
    if added:
        connection.executemany(
            f"INSERT INTO {aid.beside} VALUES ({', '.join('?' * len(aid.columns))})", sorted(added)
        )


def drop_aids(connection: sqlite3.Connection, table: str, gone: Iterable[Kept]) -> None:
    """Forget what rows just removed were found by."""
    aid = AIDS[table]
    rows = list(gone)
    FullText(table).drop(connection, [row.place for row in rows])
    Ends(table).drop(connection, [(row.id, row.place) for row in rows])
    _drop_beside(connection, aid, [entry for row in rows for entry in aid.entries(row.id, row.body).beside])


def _drop_beside(connection: sqlite3.Connection, aid: Aid, entries: Iterable[tuple[str, ...]]) -> None:
    where = " AND ".join(f"{column} = ?" for column in aid.columns)
    connection.executemany(f"DELETE FROM {aid.beside} WHERE {where}", entries)


def empty_aids(connection: sqlite3.Connection, table: str) -> None:
    """Forget all that rows of a table are found by."""
    FullText(table).empty(connection)
    connection.execute(f"DELETE FROM {AIDS[table].beside}")
