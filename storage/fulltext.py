"""Full text in SQLite: an index of the words of every row, at most a thousand rows behind.

``words_<table>`` is an FTS5 index that keeps no text of its own: ``copy_<table>``, a view, folds the words of each row
from its body with a function that every connection brings along. An index that is fed by every small batch spends
most of its time on joining what it wrote; so rows wait until there are many and are then indexed together, in the
transaction of the write that is one too many. ``wireroom`` says up to which place rows are indexed; those beyond are
searched as they are. The ends of their ids (:mod:`storage.ends`) are listed at the same time.
"""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from storage.ends import Ends
from storage.words import TOKENIZER

Select = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]

#: So many rows wait at most: they are searched in a few milliseconds, and indexed in a tenth of a second.
WAITING = 2_000

#: Segments of an index that are joined at once: a word is looked for in each of them, and each joining writes them anew.
_JOINED = 16

#: So many words that begin alike are asked for by their names at most.
_NAMED = 4

#: Bytes of words that are sorted in memory before they are written: rows that waited become one segment.
_SORTED = 2**24


class FullText(Struct, frozen=True):
    """The full text of one table."""

    table: str

    @property
    def sql(self) -> str:
        """The statements that make it."""
        copy, words = f"copy_{self.table}", f"words_{self.table}"
        return (
            f"CREATE VIEW {copy}(place, words) AS SELECT place, {self.function}(CAST(body AS BLOB)) FROM d_{self.table};\n"
            f"CREATE VIRTUAL TABLE {words} USING fts5(words, content={copy}, content_rowid=place, columnsize=0, "
            f'tokenize="{TOKENIZER}");\n'
            f"INSERT INTO {words}({words}, rank) VALUES ('automerge', {_JOINED});\n"
            f"INSERT INTO {words}({words}, rank) VALUES ('crisismerge', {4 * _JOINED});\n"
            f"INSERT INTO {words}({words}, rank) VALUES ('hashsize', {_SORTED});\n"
            f"INSERT INTO wireroom(name, value) VALUES ('{self._mark}', 0);\n" + Ends(self.table).sql
        )

    @property
    def function(self) -> str:
        """The SQL function that gives the folded words of a body."""
        return f"words_of_{self.table}"

    @property
    def _mark(self) -> str:
        return f"indexed_{self.table}"

    @property
    def _state(self) -> str:
        return f"state_{self.table}"

    def _now_another(self, connection: sqlite3.Connection) -> None:
        """Let nobody take the index for what it was: its state is a number that it never had, also where a write fails."""
        connection.execute(
            "INSERT INTO wireroom(name, value) VALUES (?, random()) "
            "ON CONFLICT(name) DO UPDATE SET value = excluded.value",
            (self._state,),
        )

    def indexed(self, connection: sqlite3.Connection) -> int:
        """The place up to which rows are indexed."""
        found = connection.execute("SELECT value FROM wireroom WHERE name = ?", (self._mark,)).fetchone()
        if found is None or not isinstance(found[0], int):
            raise sqlite3.DatabaseError(f"the full-text index of {self.table} has lost how far it goes")
        return found[0]

    def write(
        self, connection: sqlite3.Connection, gone: Sequence[tuple[int, str]], come: Sequence[tuple[int, str]]
    ) -> None:
        """Take words of rows out of the index and put others in, each with its place, as far as the index goes.

        The index has to be told the very words it was given. Inside a write.
        """
        words, indexed = f"words_{self.table}", self.indexed(connection)
        leaving, coming = ([row for row in rows if row[0] <= indexed] for rows in (gone, come))
        if not leaving and not coming:
            return
        connection.executemany(f"INSERT INTO {words}({words}, rowid, words) VALUES ('delete', ?, ?)", leaving)
        connection.executemany(f"INSERT INTO {words}(rowid, words) VALUES (?, ?)", coming)
        self._now_another(connection)

    def catch_up(self, connection: sqlite3.Connection) -> None:
        """Index the rows that wait. Inside a write."""
        connection.execute(
            f"INSERT INTO words_{self.table}(rowid, words) "
            f"SELECT place, words FROM copy_{self.table} WHERE place > ? ORDER BY place",
            (self.indexed(connection),),
        )
        self._mark_all(connection)

    def rebuild(self, connection: sqlite3.Connection) -> None:
        """Make the index anew of the rows as they stand: of words that left it, none stays in it. Inside a write."""
        connection.execute(f"INSERT INTO words_{self.table}(words_{self.table}) VALUES ('rebuild')")
        self._mark_all(connection)

    def _mark_all(self, connection: sqlite3.Connection) -> None:
        self._now_another(connection)
        Ends(self.table).catch_up(connection)
        connection.execute(
            f"UPDATE wireroom SET value = (SELECT coalesce(max(place), 0) FROM d_{self.table}) WHERE name = ?",
            (self._mark,),
        )

    def empty(self, connection: sqlite3.Connection) -> None:
        """Forget all words. Inside a write."""
        words = f"words_{self.table}"
        connection.execute(f"INSERT INTO {words}({words}) VALUES ('delete-all')")
        self._now_another(connection)
        connection.execute("UPDATE wireroom SET value = 0 WHERE name = ?", (self._mark,))
        Ends(self.table).empty(connection)

    # searching

    @property
    def vocabulary(self) -> str:
        """The statement that lets a connection read which words the index knows."""
        return f"CREATE VIRTUAL TABLE temp.{self._known} USING fts5vocab(main, words_{self.table}, instance)"

    @property
    def _known(self) -> str:
        return f"known_{self.table}"

    @property
    def found(self) -> str:
        """The question for the places of indexed rows; its parameter is what :meth:`asked` gives."""
        return f"SELECT rowid FROM words_{self.table} WHERE words_{self.table} MATCH ?"

    @property
    def state(self) -> str:
        """The question for the state of the index: as long as it is the same, so is every answer of the index."""
        return f"SELECT value FROM wireroom WHERE name = '{self._state}'"

    @staticmethod
    def asked(words: Sequence[str], *, phrase: bool) -> str:
        """What the index is asked for folded words, each as a prefix; as a phrase whole and next to each other."""
        return f'"{" ".join(words)}"' if phrase else " AND ".join(f'"{word}"*' for word in words)

    def names(self, select: Select, beginning: str) -> tuple[str, ...] | None:
        """The words in the index that begin so; ``None`` if they are many."""
        found: list[str] = []
        beyond = beginning
        while met := select(f"SELECT term FROM {self._known} WHERE term >= ? LIMIT 1", (beyond,)):
            ((name,),) = met
            if not name.startswith(beginning):
                break
            if len(found) == _NAMED:
                return None
            found.append(name)
            beyond = f"{name} "  # sorts behind it, and in front of all that is longer
        return tuple(found)

    @property
    def indexed_place(self) -> str:
        """The question for the place up to which rows are indexed, and so do not wait."""
        return f"SELECT value FROM wireroom WHERE name = '{self._mark}'"

    @property
    def waiting(self) -> str:
        """The question for rows beyond a place: their places and checksums."""
        return f"SELECT place, checksum FROM d_{self.table} WHERE place > ? ORDER BY place"

    @property
    def waiting_sum(self) -> str:
        """The question for how many rows there are between two places, and the sum of their checksums."""
        return f"SELECT count(*), total(checksum) FROM d_{self.table} WHERE place > ? AND place <= ?"

    @property
    def waiting_bodies(self) -> str:
        """The question for rows at places that are listed: places, checksums and bodies."""
        return (
            f"SELECT place, checksum, CAST(body AS BLOB) FROM d_{self.table} "
            "WHERE place IN (SELECT value FROM json_each(?))"
        )
