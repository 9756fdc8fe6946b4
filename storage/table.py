"""TinyDB's table, database and storage over an engine that keeps one row a document.

``TinyDB`` code works unchanged; what it does costs what it touches, not what the table holds. Each writing call
is one transaction, and calls inside ``with database.storage.engine.write():`` make one together.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from storage.codec import decode, encode
from storage.engine import Engine, Row, TableShape
from storage.planning import plan
from wireroom.errors import Conflict

Fields = Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None]


class TableRows(Mapping[str, Mapping[str, Any]]):
    """The documents of a table by id, read when they are asked for."""

    def __init__(self, engine: Engine, shape: TableShape) -> None:
        self._engine = engine
        self._shape = shape

    def __getitem__(self, doc_id: str) -> Mapping[str, Any]:
        found = self._engine.rows_of(self._shape, (str(doc_id),))
        if not found:
            raise KeyError(doc_id)
        return decode(found[0].body)

    def __iter__(self) -> Iterator[str]:
        return (row.id for row in self._engine.rows(self._shape))

    def __len__(self) -> int:
        return self._engine.count(self._shape)

    def items(self) -> Any:
        """Pairs of id and document, decoded as they are walked over."""
        return ((row.id, decode(row.body)) for row in self._engine.rows(self._shape))


class TableChanges(MutableMapping[Any, Any]):
    """A table as an updater sees it; remembers what was handed out, written and removed."""

    def __init__(self, engine: Engine, shape: TableShape, id_class: Callable[[str], Any]) -> None:
        self._engine = engine
        self._shape = shape
        self._id_class = id_class
        self._read: dict[str, Row | None] = {}
        self._before: dict[str, bytes] = {}
        self._now: dict[str, Any] = {}
        self._gone: set[str] = set()
        self._emptied = False

    def _stored(self, doc_id: str) -> Row | None:
        if self._emptied or doc_id in self._gone:
            return None
        if doc_id not in self._read:
            found = self._engine.rows_of(self._shape, (doc_id,))
            self._read[doc_id] = found[0] if found else None
        return self._read[doc_id]

    def __getitem__(self, doc_id: Any) -> Any:
        key = str(doc_id)
        if key not in self._now:
            row = self._stored(key)
            if row is None:
                raise KeyError(doc_id)
            self._before[key] = row.body
            self._now[key] = decode(row.body)
        return self._now[key]

    def __setitem__(self, doc_id: Any, document: Any) -> None:
        self._now[str(doc_id)] = document

    def __delitem__(self, doc_id: Any) -> None:
        key = str(doc_id)
        if key not in self:
            raise KeyError(doc_id)
        self._now.pop(key, None)
        self._gone.add(key)

    def __contains__(self, doc_id: object) -> bool:
        key = str(doc_id)
        return key in self._now or self._stored(key) is not None

    def __iter__(self) -> Iterator[Any]:
        stored = [] if self._emptied else [row.id for row in self._engine.rows(self._shape)]
        known = set(stored)
        ids = [doc_id for doc_id in stored if doc_id not in self._gone or doc_id in self._now]
        return iter(
            [self._id_class(doc_id) for doc_id in (*ids, *(key for key in self._now if key not in known))]
        )

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Empty the table."""
        self._emptied = True
        self._now.clear()

    def write(self) -> None:
        """Hand what changed to the engine."""
        if not any(self._read.values()):  # what a row was read from is there
            self._engine.ensure_table(self._shape)
        if self._emptied:
            self._engine.empty(self._shape)
        elif self._gone:
            self._engine.delete(self._shape, self._gone)
        changed = []
        for doc_id, document in self._now.items():
            body = encode(document)
            if doc_id in self._gone or self._before.get(doc_id) != body:
                changed.append((doc_id, body))
        self._engine.put(self._shape, changed)


class DocumentTable(Table):
    """A TinyDB table with one row a document."""

    _next_id: int | None  # type: ignore[assignment]  # TinyDB sets it to None first and to a number later

    def __init__(
        self, storage: "EngineStorage", name: str, cache_size: int = 0, persist_empty: bool = False
    ) -> None:
        self._engine = storage.engine
        self._shape = replace(storage.engine.shape(name), numbered=self.document_id_class is int)
        super().__init__(storage, name, cache_size=min(cache_size, 0), persist_empty=persist_empty)

    @property
    def shape(self) -> TableShape:
        """How the engine lays this table out."""
        return self._shape

    # TinyDB's own hooks

    def _read_table(self) -> Any:
        return TableRows(self._engine, self._shape)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._engine.write():
            changes = TableChanges(self._engine, self._shape, self.document_id_class)
            updater(changes)
            changes.write()

    def _get_next_id(self) -> Any:
        highest = self._engine.highest_number(self._shape)
        next_id = max(self._next_id or 1, highest + 1)
        self._next_id = next_id + 1
        return next_id

    # what narrows by an index before it looks

    def _candidates(self, query: QueryLike) -> list[Row]:
        narrowed = plan(self._shape, query)
        if narrowed is None:
            return self._engine.rows(self._shape)
        return self._engine.rows(self._shape, f"WHERE {narrowed.where} ORDER BY place", narrowed.parameters)

    def _matching(self, query: QueryLike) -> Iterator[tuple[Any, dict[str, Any]]]:
        for row in self._candidates(query):
            content = decode(row.body)
            if query(content):
                yield self.document_id_class(row.id), content

    def search(self, cond: QueryLike) -> list[Document]:
        """All documents the query lets through, in order of insertion."""
        return [self.document_class(content, doc_id) for doc_id, content in self._matching(cond)]

    def get(
        self, cond: QueryLike | None = None, doc_id: Any = None, doc_ids: Iterable[Any] | None = None
    ) -> Any:
        """One document by id or query, None if there is none; with ``doc_ids``, a list of those there are."""
        if doc_id is not None:
            found = self._engine.rows_of(self._shape, (str(doc_id),))
            return self.document_class(decode(found[0].body), doc_id) if found else None
        if doc_ids is not None:
            return [
                self.document_class(decode(row.body), self.document_id_class(row.id))
                for row in self._engine.rows_of(self._shape, [str(wanted) for wanted in doc_ids])
            ]
        if cond is not None:
            found_pair = next(self._matching(cond), None)
            return None if found_pair is None else self.document_class(found_pair[1], found_pair[0])
        raise RuntimeError("You have to pass either cond or doc_id or doc_ids")

    # each of these is one transaction

    def insert(self, document: Mapping[str, Any]) -> Any:
        """Insert one document; returns its id. Raises ``ValueError`` as TinyDB does for an id that is taken."""
        if not isinstance(document, Mapping):
            return super().insert(document)  # TinyDB's own refusal
        with self._engine.write():  # the next number has to be taken inside the transaction that uses it
            if isinstance(document, self.document_class):
                doc_id: Any = document.doc_id
                self._next_id = None
            else:
                doc_id = self._get_next_id()
            self._engine.ensure_table(self._shape)
            if not self._engine.add(self._shape, str(doc_id), encode(dict(document))):
                raise ValueError(f"Document with ID {doc_id} already exists")
        return doc_id

    def update(
        self, fields: Fields, cond: QueryLike | None = None, doc_ids: Iterable[Any] | None = None
    ) -> list[Any]:
        """Change the documents of these ids, as far as they are there, or that a query lets through, or all.

        Returns their ids.
        """
        if doc_ids is None and cond is None:
            return super().update(fields)
        with self._engine.write():
            if doc_ids is None and cond is not None:
                doc_ids = [doc_id for doc_id, _ in self._matching(cond)]
            return self._change(fields, list(doc_ids or ()))

    def _change(self, fields: Fields, asked: list[Any]) -> list[Any]:
        found = self._engine.rows_of(self._shape, [str(doc_id) for doc_id in asked])
        contents = {row.id: decode(row.body) for row in found}
        changed = [doc_id for doc_id in asked if str(doc_id) in contents]
        for doc_id in changed:
            _apply(fields, contents[str(doc_id)])
        bodies = ((row.id, encode(contents[row.id]), row.body) for row in found)
        self._engine.put(self._shape, [(row_id, now) for row_id, now, was in bodies if now != was], found)
        return changed

    def update_multiple(self, updates: Iterable[tuple[Fields, QueryLike]]) -> list[Any]:
        """Apply several changes, each to what its query lets through, in one transaction.

        As in TinyDB a later change sees what an earlier one made of the same document.
        """
        asked = list(updates)
        changed: list[Any] = []
        with self._engine.write():
            rows = {row.id: row for _, query in asked for row in self._candidates(query)}
            contents = {row.id: decode(row.body) for row in sorted(rows.values())}
            touched = set()
            for doc_id, content in contents.items():
                for fields, query in asked:
                    if not query(content):
                        continue
                    _apply(fields, content)
                    changed.append(self.document_id_class(doc_id))
                    touched.add(doc_id)
            self._engine.put(
                self._shape, [(doc_id, encode(contents[doc_id])) for doc_id in contents if doc_id in touched]
            )
        return changed

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[Any]:
        """Change what matches, or insert, in one transaction."""
        with self._engine.write():
            return super().upsert(document, cond)

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[Any] | None = None) -> list[Any]:
        """Remove the documents of these ids, or that a query lets through; returns their ids."""
        with self._engine.write():
            if doc_ids is None and cond is not None:
                doc_ids = [doc_id for doc_id, _ in self._matching(cond)]
            return super().remove(doc_ids=doc_ids)

    # beyond TinyDB

    def put(self, doc_id: str, document: Mapping[str, Any], *, rev: int | None = None) -> None:
        """Write a document whole. With ``rev``, only over the row that transaction wrote (0: only a new one).

        Raises :class:`Conflict` with both texts if another one stands there.
        """
        with self._engine.write():
            self._engine.ensure_table(self._shape)
            if rev is not None:
                self._compare(doc_id, document, rev)
            self._engine.put(self._shape, [(doc_id, encode(document))])

    def _compare(self, doc_id: str, document: Mapping[str, Any], rev: int) -> None:
        found = self._engine.rows_of(self._shape, (doc_id,))
        stands = found[0].rev if found else 0
        if stands != rev:
            raise Conflict(
                f"{self.name} {doc_id} was changed since it was read.",
                theirs=found[0].body.decode() if found else "",
                yours=encode(document).decode(),
                revision=stands,
                next_step="Look at both texts and write again.",
            )

    def rev(self, doc_id: str) -> int:
        """The number of the transaction that last wrote a document; 0 if there is none."""
        found = self._engine.rows_of(self._shape, (str(doc_id),))
        return found[0].rev if found else 0


def _apply(fields: Fields, content: dict[str, Any]) -> None:
    if callable(fields):
        fields(content)
    else:
        content.update(fields)


class TextIdTable(DocumentTable):
    """A table whose ids are text: given by the caller, or made in order of time."""

    document_id_class = str  # type: ignore[assignment]  # TinyDB's documented hook; its annotation says int

    def _get_next_id(self) -> str:
        return str(_new_uuid()())


@cache
def _new_uuid() -> Callable[[], object]:
    """What makes ids in order of time; who only reads never loads it."""
    from uuid_utils import uuid7

    return uuid7


class StoredTables(dict[str, Any]):
    """All tables by name, as TinyDB's ``Storage.read`` gives them; a table is read when it is looked at."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine
        for name in engine.table_names():
            self[name] = TableRows(engine, engine.shape(name))


class EngineStorage(Storage):
    """TinyDB's storage interface over an engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def read(self) -> StoredTables:
        """All tables by name."""
        return StoredTables(self.engine)

    def write(self, data: Mapping[str, Mapping[Any, Any]]) -> None:
        """Make the store hold exactly these tables; those just read and untouched stay as they are."""
        with self.engine.write():
            for name in self.engine.table_names():
                if name not in data:
                    self.engine.drop_table(self.engine.shape(name))
            for name, documents in data.items():
                if isinstance(documents, TableRows):
                    continue
                shape = self.engine.shape(name)
                self.engine.ensure_table(shape)
                self.engine.empty(shape)
                self.engine.put(
                    shape, [(str(doc_id), encode(content)) for doc_id, content in documents.items()]
                )

    def close(self) -> None:
        """Close the engine."""
        self.engine.close()


class SQLiteStorage(EngineStorage):
    """TinyDB's storage in one SQLite file: ``TinyDB(path, storage=SQLiteStorage)`` after ``table_class`` is set."""

    def __init__(self, path: str | Path, **options: Any) -> None:
        from storage.sqlite import SQLiteEngine

        super().__init__(SQLiteEngine(Path(path), **options))


class Database(TinyDB):
    """``TinyDB`` whose default is the durable engine: ``Database(path)`` in place of ``TinyDB(path)``."""

    table_class = DocumentTable  # type: ignore[assignment]  # TinyDB's documented hook
    default_storage_class = SQLiteStorage  # type: ignore[assignment]  # TinyDB's documented hook


class NewsroomDatabase(Database):
    """The database of a newsroom: ids are text."""

    table_class = TextIdTable
