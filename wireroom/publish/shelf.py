"""What a publisher remembers of a target, so that the next publication costs what changed.

Kept beside the target, never in it: the state at the position shown, the pieces each update was rendered to, and
the hash of every file. All of it can be made again from the log; what can't be read is simply made again. Updates
and sealed pages have a file each, loaded when asked for, so that opening costs the same whatever the blog's length.
"""

import os
from collections.abc import Iterable, Iterator, MutableMapping
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from wireroom.publish.pieces import Pieces
from wireroom.publish.showing import Showing
from wireroom.publish.snapshot import BlogState
from wireroom.publish.story import Entry, Head, page_name

_HEAD = "head"

#: The head begins with one of these: whether files agree with it, or may have been changed since.
_SAVED, _BEGUN = b"saved", b"begun"

#: Then come so many bytes of chance, others with every publication: who kept the last ones knows that nobody saved since.
_STAMP = 8

_PAGE_ROW = "page/"

_ENCODER = msgspec.msgpack.Encoder()

#: Records kept in memory at once.
_HELD = 4096


class ShelfDamagedError(Exception):
    """Something on the shelf can't be read; the publisher starts afresh from the log."""


class HeadRecord(Struct):
    """The head and the rows that change often; what they were rendered with, and the hashes of their files.

    ``total`` counts the files of the snapshot, ``card`` is a hash of what its card says.
    """

    key: str
    head: Head
    rows: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    total: int = 0
    card: str = ""


class EntryRecord(Struct):
    """An entry, its pieces and the hashes of its files."""

    entry: Entry
    pieces: Pieces = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


class PageRecord(Struct):
    """The ids on a sealed page and the hashes of its files."""

    ids: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)


R = TypeVar("R", EntryRecord, PageRecord)


class _Drawer(Generic[R]):
    """Records of one kind, loaded one by one; the changed ones wait until they are saved."""

    def __init__(self, folder: Path, kind: type[R]) -> None:
        self._folder = folder
        self._root = str(folder)
        self._decoder: msgspec.msgpack.Decoder[R] = msgspec.msgpack.Decoder(kind)
        self._held: dict[str, R] = {}
        self.dirty: dict[str, R] = {}
        self.fresh = not folder.is_dir()

    def find(self, name: str) -> R | None:
        record = self._held.get(name)
        if record is not None or self.fresh:
            return record
        try:
            with open(f"{self._root}/{name}", "rb", buffering=0) as kept:  # noqa: PTH123 - asked for often
                body = kept.read()
        except FileNotFoundError:
            return None
        try:
            record = self._decoder.decode(body)
        except msgspec.MsgspecError as trouble:
            raise ShelfDamagedError(name) from trouble
        self._hold(name, record)
        return record

    def put(self, name: str, record: R) -> None:
        self._hold(name, record)
        self.dirty[name] = record

    def save(self) -> None:
        """Write what changed; where a file is cut off, the head says that nothing here can be trusted."""
        if self.fresh:
            self._folder.mkdir(parents=True, exist_ok=True)
        for name, record in self.dirty.items():
            _write(f"{self._root}/{name}", _ENCODER.encode(record))
        self.dirty.clear()
        self.fresh = False

    def leave(self, names: Iterable[str]) -> None:
        """Keep nothing of records that another process writes."""
        for name in names:
            self._held.pop(name, None)
            self.dirty.pop(name, None)

    def names(self) -> Iterator[str]:
        return iter(list(self._held))

    def _hold(self, name: str, record: R) -> None:
        if len(self._held) >= _HELD and not self.fresh:
            for old in [held for held in self._held if held not in self.dirty][: _HELD // 2]:
                del self._held[old]
        self._held[name] = record


class _Entries(MutableMapping[str, Entry]):
    """The entries of a shelf; iterating gives those in memory."""

    def __init__(self, drawer: _Drawer[EntryRecord], showing: Showing) -> None:
        self._drawer = drawer
        self._showing = showing

    def __getitem__(self, entry_id: str) -> Entry:
        record = self._drawer.find(entry_id)
        if record is None:
            raise KeyError(entry_id)
        return record.entry

    def __setitem__(self, entry_id: str, entry: Entry) -> None:
        self._showing.forget(entry_id)
        before = self._drawer.find(entry_id)
        self._drawer.put(entry_id, EntryRecord(entry, files=before.files if before else {}))

    def __delitem__(self, entry_id: str) -> None:
        raise TypeError("what was published is never deleted")

    def __iter__(self) -> Iterator[str]:
        return self._drawer.names()

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Rows(MutableMapping[str, list[str]]):
    """The rows of a shelf: those of sealed pages in files of their own."""

    def __init__(self, record: HeadRecord, pages: _Drawer[PageRecord]) -> None:
        self._hot = record.rows
        self._pages = pages

    def __getitem__(self, name: str) -> list[str]:
        if name in self._hot:
            return self._hot[name]
        page = self._pages.find(name.removeprefix(_PAGE_ROW)) if name.startswith(_PAGE_ROW) else None
        if page is None:
            raise KeyError(name)
        return page.ids

    def __setitem__(self, name: str, ids: list[str]) -> None:
        self._hot[name] = ids

    def __delitem__(self, name: str) -> None:
        raise TypeError("a row can be empty, not gone")

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._hot))

    def __len__(self) -> int:
        return len(self._hot)


class Shelf:
    """The memory of one target; ``showing`` holds what lists and pages asked for, until it changes."""

    def __init__(self, folder: Path, record: HeadRecord) -> None:
        self._head = f"{folder}/{_HEAD}"
        self._record = record
        self._drawer = _Drawer(folder / "entries", EntryRecord)
        self._pages = _Drawer(folder / "pages", PageRecord)
        self.showing = Showing()
        entries = _Entries(self._drawer, self.showing)
        self.state = BlogState(record.head, entries, _Rows(record, self._pages))
        self._stamp = b""

    @classmethod
    def new(cls, folder: Path, key: str) -> "Shelf":
        """An empty shelf; ``folder`` must not be there yet."""
        return cls(folder, HeadRecord(key, Head()))

    @classmethod
    def open(cls, folder: Path, key: str) -> "Shelf | None":
        """The shelf in a folder; none if it is not there, rendered with other settings, unreadable or cut off."""
        try:
            kept = (folder / _HEAD).read_bytes()
            record = msgspec.msgpack.decode(kept[len(_SAVED) + _STAMP :], type=HeadRecord)
        except (FileNotFoundError, msgspec.MsgspecError):
            return None
        if record.key != key or not kept.startswith(_SAVED):
            return None
        shelf = cls(folder, record)
        shelf._stamp = kept[len(_SAVED) :][:_STAMP]
        return shelf

    def lies_in(self, folder: Path) -> bool:
        """Whether it is the shelf of that folder, and nobody else has saved to it since."""
        return self._head == f"{folder}/{_HEAD}" and _opening(self._head) == _SAVED + self._stamp

    @property
    def total(self) -> int:
        """How many files the snapshot has."""
        return self._record.total

    @total.setter
    def total(self, files: int) -> None:
        self._record.total = files

    @property
    def card(self) -> str:
        """A hash of what the card says."""
        return self._record.card

    @card.setter
    def card(self, said: str) -> None:
        self._record.card = said

    def shown(self, entry_id: str) -> tuple[Entry, Pieces]:
        """An entry, and what it was rendered to if it was since it last changed. Raises ``KeyError``."""
        record = self._drawer.find(entry_id)
        if record is None:
            raise KeyError(entry_id)
        return record.entry, record.pieces

    def keep_pieces(self, entry_id: str, pieces: Pieces) -> None:
        """Remember what an entry was rendered to."""
        record = self._drawer.find(entry_id)
        assert record is not None
        self._drawer.put(entry_id, replace(record, pieces=pieces))

    def hashes(self, owner: str) -> dict[str, str]:
        """Hashes of an owner's files: ``""`` for the head, ``entry/ID`` or ``page/NAME``."""
        kind, _, name = owner.partition("/")
        if kind == "entry":
            record = self._drawer.find(name)
            return record.files if record else {}
        if kind == "page":
            page = self._pages.find(name)
            return page.files if page else {}
        return self._record.files

    def keep_hashes(self, owner: str, files: dict[str, str]) -> None:
        """Remember the hashes of an owner's files."""
        kind, _, name = owner.partition("/")
        if kind == "entry":
            record = self._drawer.find(name)
            assert record is not None
            self._drawer.put(name, replace(record, files=files))
        elif kind == "page":
            page = self._pages.find(name) or PageRecord()
            self._pages.put(name, replace(page, files=files))
        else:
            self._record.files = files

    def begin(self) -> None:
        """Note that files are about to change: until it is saved, nobody can trust what the shelf says of them."""
        descriptor = os.open(self._head, os.O_WRONLY)
        try:
            os.pwrite(descriptor, _BEGUN, 0)
        finally:
            os.close(descriptor)

    def save(self) -> None:
        """Write what changed. That it can be trusted is written last: without it nothing of the rest counts."""
        self._seal_pages()
        self._drawer.save()
        self._pages.save()
        self._stamp = os.urandom(_STAMP)
        descriptor = os.open(self._head, os.O_WRONLY | os.O_CREAT, 0o666)
        try:
            _write_over(descriptor, _BEGUN + self._stamp + _ENCODER.encode(self._record))
            os.pwrite(descriptor, _SAVED, 0)
        finally:
            os.close(descriptor)

    def save_entries(self) -> None:
        """Write the entries only: the rest is another process's to save."""
        self._drawer.save()

    def leave_entries(self, entry_ids: Iterable[str]) -> None:
        """Leave entries to the process that saved them; they are read when they are asked for."""
        self._drawer.leave(entry_ids)

    def _seal_pages(self) -> None:
        """Move the rows of pages that were sealed out of the head."""
        for page in range(self._record.head.sealed, 0, -1):
            name = page_name(page)
            ids = self._record.rows.pop(_PAGE_ROW + name, None)
            if ids is None:
                return
            found = self._pages.find(name) or PageRecord()
            self._pages.put(name, replace(found, ids=ids))


def _write(path: str, body: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o666)
    try:
        _write_over(descriptor, body)
    finally:
        os.close(descriptor)


def _write_over(descriptor: int, body: bytes) -> None:
    """Write over what a file holds: one that replaces it, or an emptied one, some file systems push to disk at once."""
    written = os.write(descriptor, body)
    while written < len(body):
        written += os.write(descriptor, memoryview(body)[written:])
    if os.fstat(descriptor).st_size > len(body):
        os.ftruncate(descriptor, len(body))


def _opening(path: str) -> bytes:
    """How a head begins; nothing where there is none."""
    try:
        with open(path, "rb", buffering=0) as head:  # noqa: PTH123 - asked for with every publication
            return head.read(len(_SAVED) + _STAMP)
    except FileNotFoundError:
        return b""
