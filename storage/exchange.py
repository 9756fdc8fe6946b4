"""A whole store as one file of plain TinyDB JSON, and back with the same ids, revisions and events.

Stock ``TinyDB(path)`` opens the file: its document ids are the places of the rows, and each document carries the
id and rev it has in the store as ``_id`` and ``_rev``. What feeds' servers ask for (passwords) stays behind, and so does what
is made of items and can be made again.
"""

import os
from collections.abc import Callable, Iterator
from operator import itemgetter
from pathlib import Path
from typing import IO, Any

import msgspec
from msgspec import Struct

from storage import codec, schema
from storage.engine import Engine, Row, TableShape
from wireroom.errors import StoreDamaged, StoreError, StoreTooNew

Progress = Callable[[str, int], None]

#: The table that says what the file is; the others are the store's own.
HEAD = "_wireroom"

_FORMAT = 1
_BATCH = 1_000
_STAYS_BEHIND = frozenset({schema.ACCESS.name, schema.TOLD.name})


class Exchanged(Struct, frozen=True):
    """What went out or came in: tables, rows, and the revision of the store."""

    tables: int
    rows: int
    revision: int


class _Mark(msgspec.Struct):
    id: str = msgspec.field(name="_id")
    rev: int = msgspec.field(name="_rev")


class _Head(msgspec.Struct):
    format: int
    layout: int
    revision: int


def _quiet(_table: str, _rows: int) -> None:
    return


def export_store(engine: Engine, target: Path, progress: Progress = _quiet) -> Exchanged:
    """Write everything, as it stands at one moment, to a file that is not there yet; desks go on writing.

    ``progress`` hears of each table and how many rows of it are written.
    """
    if target.exists():
        raise StoreError(f"{target} is already there.", next_step="Name a file that does not exist yet.")
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("wb") as file, engine.snapshot():
            done = _write_tables(engine, file, progress)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise StoreError(
            f"{target} could not be written: {error.strerror}.", next_step="Name another place."
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return done


def _write_tables(engine: Engine, file: IO[bytes], progress: Progress) -> Exchanged:
    names = [name for name in engine.table_names() if name not in _STAYS_BEHIND]
    revision = engine.revision()
    head = {"format": _FORMAT, "layout": schema.SCHEMA_VERSION, "revision": revision}
    file.write(b'{"%s":{"1":%s}' % (HEAD.encode(), codec.encode(head)))
    rows = 0
    for name in names:
        file.write(b",\n%s:{" % msgspec.json.encode(name))
        written = 0
        for row in _walk(engine, engine.shape(name)):
            file.write(b'%s\n"%d":%s' % (b"," if written else b"", row.place, _marked(row)))
            written += 1
            if written % _BATCH == 0:
                progress(name, written)
        file.write(b"}")
        progress(name, written)
        rows += written
    file.write(b"}\n")
    return Exchanged(len(names), rows, revision)


def _walk(engine: Engine, shape: TableShape) -> Iterator[Row]:
    after = 0
    while batch := engine.rows(shape, "WHERE place > ? ORDER BY place LIMIT ?", (after, _BATCH)):
        yield from batch
        after = batch[-1].place


def _mark_of(row_id: str, rev: int) -> bytes:
    return b'{"_id":%s,"_rev":%d' % (msgspec.json.encode(row_id), rev)


def _marked(row: Row) -> bytes:
    rest = row.body[1:]
    return _mark_of(row.id, row.rev) + (rest if rest == b"}" else b"," + rest)


def import_store(engine: Engine, source: Path, progress: Progress = _quiet) -> Exchanged:
    """Fill an empty store from an export: all of it or, when anything is wrong, nothing."""
    try:
        tables = msgspec.json.decode(source.read_bytes(), type=dict[str, dict[str, msgspec.Raw]])
        head = msgspec.json.decode(tables.pop(HEAD)["1"], type=_Head)
    except OSError as error:
        raise StoreError(
            f"{source} can't be read: {error.strerror}.", next_step="Name another file."
        ) from error
    except (msgspec.MsgspecError, KeyError) as error:
        raise _no_export(source) from error
    if head.format > _FORMAT or head.layout > schema.SCHEMA_VERSION:
        raise StoreTooNew(
            f"{source} was exported by a newer Wireroom.", next_step="Update Wireroom on this machine."
        )
    with engine.write():
        for name in engine.table_names():
            if engine.count(engine.shape(name)):
                raise StoreError(
                    f"The store already has {name}.", next_step="Import into a store that is empty."
                )
        rows = sum(_restore(engine, engine.shape(name), tables[name], source, progress) for name in tables)
        engine.set_revision(head.revision)
    return Exchanged(len(tables), rows, head.revision)


def _restore(
    engine: Engine, shape: TableShape, documents: dict[str, msgspec.Raw], source: Path, progress: Progress
) -> int:
    engine.ensure_table(shape)
    places = sorted(((int(place), raw) for place, raw in documents.items()), key=itemgetter(0))
    for start in range(0, len(places), _BATCH):
        batch = places[start : start + _BATCH]
        try:
            engine.restore(shape, [_row(place, bytes(raw)) for place, raw in batch])
        except msgspec.MsgspecError as error:
            raise _no_export(source) from error
        progress(shape.name, start + len(batch))
    return len(places)


def _row(place: int, marked: bytes) -> Row:
    mark = msgspec.json.decode(marked, type=_Mark)
    prefix = _mark_of(mark.id, mark.rev)
    if marked.startswith(prefix):  # as it was written: the row's own bytes follow
        return Row(place, mark.id, mark.rev, b"{" + marked[len(prefix) :].removeprefix(b","))
    content: dict[str, Any] = codec.decode(marked)
    body = codec.encode({name: value for name, value in content.items() if name not in ("_id", "_rev")})
    return Row(place, mark.id, mark.rev, body)


def _no_export(source: Path) -> StoreDamaged:
    return StoreDamaged(
        f"{source} is not an export of Wireroom.", next_step="Name a file that `wireroom export` wrote."
    )
