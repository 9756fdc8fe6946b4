"""What a table asks of the engine below it: rows, a write that is whole or nothing, and where it stands."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from msgspec import Struct, field

from storage.dialect import Dialect
from storage.leases import LeaseDatabase


class Row(NamedTuple):
    """One document as it rests in the engine; its checksum has been verified.

    ``place`` is its position in the order of insertion, ``rev`` the number of the transaction that wrote it.
    """

    place: int
    id: str
    rev: int
    body: bytes


class RawRow(NamedTuple):
    """A row as it lies in the engine, sound or not; ``id`` may hold replacement characters."""

    place: int
    id: str
    rev: int
    body: bytes
    checksum: int


class TableShape(Struct, frozen=True):
    """A table as the engine lays it out.

    ``columns`` are the document's fields kept beside it for search, as name -> type (TEXT or INTEGER); the engine
    derives them from the body. ``indexes`` name such columns, and so do ``partial`` ones, for the rows of a
    condition. ``append_only`` rows are never changed or removed, ``numbered`` ones have whole numbers as ids, those
    ``found_by_end`` are asked for by the end of their id, and ``searched`` ones by their words. ``scattered`` rows come
    many at a time under ids in no order (and are searched): an index of whole ids would cost a page for each.
    """

    name: str
    columns: dict[str, str] = field(default_factory=dict)
    indexes: tuple[tuple[str, ...], ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    partial: tuple[tuple[str, tuple[str, ...]], ...] = ()
    append_only: bool = False
    numbered: bool = False
    found_by_end: bool = False
    searched: bool = False
    scattered: bool = False

    @property
    def sql_name(self) -> str:
        """The quoted name of the table in SQL; SQL folds case in names and TinyDB does not."""
        return _sql_name(self.name)


@cache
def _sql_name(name: str) -> str:
    if name.isascii() and name.replace("_", "a").isalnum() and name == name.lower():
        return f'"d_{name}"'
    return f'"x_{name.encode("utf-8", "surrogatepass").hex()}"'


def table_name(sql_name: str) -> str | None:
    """The name of the table that has this bare name in SQL; None for what is not a table of documents."""
    if sql_name.startswith("d_"):
        return sql_name[2:]
    if sql_name.startswith("x_"):
        return bytes.fromhex(sql_name[2:]).decode("utf-8", "surrogatepass")
    return None


class Member(Struct, frozen=True, kw_only=True):
    """Somebody who may come in: the login they come with, how their acts are signed, and their role."""

    login: str
    signs_as: str
    role: str


class Roles(Protocol):
    """Who may do what, where the store itself keeps that rule."""

    def set_up(self) -> None:
        """Make the roles and their rules, or bring them up to date."""
        ...

    def give(self, login: str, role: str, *, signs_as: str = "") -> None:
        """Give a login a role in place of the one it had; its acts are signed with its own name unless another is named.

        Raises ``UsageError`` for a login or a role that is not there.
        """
        ...

    def take(self, login: str) -> None:
        """Take a login's role: it comes in no more."""
        ...

    def members(self) -> list[Member]:
        """Who has a role, by login."""
        ...


class Engine(Protocol):
    """An engine that keeps rows. Reads see what is committed, and inside a write also what it wrote so far."""

    @property
    def dialect(self) -> Dialect:
        """How questions are put to it."""
        ...

    def shape(self, name: str) -> TableShape:
        """How the table of this name is laid out; a plain shape for a name the newsroom does not know."""
        ...

    def table_names(self) -> list[str]:
        """The tables that are there."""
        ...

    def select(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a question."""
        ...

    def rows(self, shape: TableShape, clause: str = "", parameters: Sequence[Any] = ()) -> list[Row]:
        """Verified rows of a table; ``clause`` is SQL from WHERE on. No table, no rows."""
        ...

    def rows_of(self, shape: TableShape, ids: Sequence[str]) -> list[Row]:
        """Those of the rows that are there, in order of insertion."""
        ...

    def count(self, shape: TableShape) -> int:
        """How many rows a table has."""
        ...

    def highest_number(self, shape: TableShape) -> int:
        """The highest id read as a number; 0 in an empty table."""
        ...

    def write(self) -> AbstractContextManager[int]:
        """A write, whole or nothing, durable when the block ends; gives the number of its transaction.

        A write inside a write of the same thread joins it.
        """
        ...

    def ensure_table(self, shape: TableShape) -> None:
        """Make the table if it is not there. Inside a write."""
        ...

    def drop_table(self, shape: TableShape) -> None:
        """Remove the table if it is there. Inside a write."""
        ...

    def empty(self, shape: TableShape) -> None:
        """Remove all rows. Inside a write."""
        ...

    def add(self, shape: TableShape, row_id: str, body: bytes) -> bool:
        """Write a new row, unless there is one with this id; says whether it did. Inside a write."""
        ...

    def put(
        self,
        shape: TableShape,
        documents: Iterable[tuple[str, bytes]],
        standing: Sequence[Row] | None = None,
    ) -> None:
        """Write rows, new or in place of those with the same id. Inside a write.

        ``standing`` are the rows under these ids where the same write has just asked for them.
        """
        ...

    def delete(self, shape: TableShape, ids: Iterable[str]) -> int:
        """Remove rows; returns how many were there. Inside a write."""
        ...

    def purge(self, shape: TableShape) -> None:
        """Let nothing of rows that were changed or removed outlive this write. Inside a write."""
        ...

    def restore(self, shape: TableShape, rows: Iterable[Row]) -> None:
        """Write rows just as they are, place and rev included, into an empty table. Inside a write."""
        ...

    def set_revision(self, revision: int) -> None:
        """Go on counting transactions from here, whatever this write's own number is. Inside a write."""
        ...

    def unverified(self, shape: TableShape, after: int, limit: int) -> list[RawRow]:
        """Rows from beyond a place on, as they lie: for a check. Raises where the engine can't read on."""
        ...

    def faults(self) -> Iterator[str]:
        """What the engine itself finds wrong with the store, apart from the rows' text, one sentence each."""
        ...

    def snapshot(self) -> AbstractContextManager[None]:
        """Questions inside the block all see one moment of the store."""
        ...

    def revision(self) -> int:
        """The number of the last committed transaction."""
        ...

    def stamp(self) -> object | None:
        """What is another as soon as anybody may have written, told at a glance; nothing where only a question can tell."""
        ...

    def wait(self, since: int, seconds: float) -> int:
        """The revision as soon as it is not ``since``, or after so many seconds as it is."""
        ...

    def barred(self) -> str:
        """Why this store may only be read from here, in words; empty where it may be written."""
        ...

    def signature(self) -> str:
        """How this login's acts are signed, where the store says so; empty elsewhere."""
        ...

    def logins(self, shape: TableShape, places: Sequence[int]) -> dict[int, str]:
        """The login that wrote each row of an append-only table, by place, where the engine knows it."""
        ...

    def roles(self) -> Roles:
        """Who may do what. Raises ``StoreError`` where the store keeps no such rule."""
        ...

    def leases(self) -> LeaseDatabase:
        """Where short-lived claims are kept, apart from the documents."""
        ...

    def return_space(self) -> int:
        """Give a batch of what holds nothing any more back to the file system; returns what is left to give."""
        ...

    def backup(self, target: Path) -> None:
        """Copy the store as it stands at one moment to a new file, while desks go on writing."""
        ...

    def ease(self) -> None:
        """Give back memory that is kept for the next questions."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
