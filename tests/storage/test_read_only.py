"""A store where nothing may be written: what it holds is read, and whoever writes is told why not."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage import open_store
from storage.check import check
from storage.exchange import export_store
from storage.migrations import Layout
from storage.schema import SHAPES
from storage.sqlite import SQLiteEngine
from storage.store import DocumentStore
from tests.storage.values import fill, item
from tests.support.disks import seen_read_only
from wireroom.errors import StoreReadOnly, StoreTooNew
from wireroom.filters import Everything, Words

NAME = "room.wireroom"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a filled store lies; nobody has it open."""
    folder = tmp_path / "folder"
    folder.mkdir()
    store = open_store(folder / NAME)
    fill(store)
    store.close()
    return folder


@pytest.fixture
def archive(folder: Path, tmp_path: Path) -> Iterator[Path]:
    """The same folder, where nothing can be written."""
    with seen_read_only(folder, tmp_path / "archive") as archive:
        yield archive


def items(store: DocumentStore) -> int:
    return len(store.wire(Everything(), limit=50))


def test_it_is_read_searched_checked_and_copied_and_nothing_is_left_beside_it(
    archive: Path, tmp_path: Path
) -> None:
    before = {path.name: path.read_bytes() for path in archive.iterdir()}
    store = open_store(archive / NAME)
    assert (items(store), store.count_wire(Words("bridge"))) == (20, 20)
    assert check(store.engine).sound
    export_store(store.engine, tmp_path / "export.json")
    store.engine.backup(tmp_path / "copy.wireroom")
    assert not store.desks().writing()
    store.close()
    assert {path.name: path.read_bytes() for path in archive.iterdir()} == before
    copy = open_store(tmp_path / "copy.wireroom")
    assert (items(copy), copy.barred()) == (20, "")
    copy.close()


def test_whoever_writes_is_told_why_not(archive: Path) -> None:
    store = open_store(archive / NAME)
    assert "does not allow writing" in store.barred()
    with pytest.raises(StoreReadOnly, match="does not allow writing"), store.transaction() as tx:
        tx.put_items([item(99)])
    store.close()


def test_damage_is_found_there_too(folder: Path, archive: Path) -> None:
    with closing(sqlite3.connect(folder / NAME, isolation_level=None)) as connection:
        connection.execute("UPDATE d_items SET body = replace(body, 'Bridge 7 ', 'Bridge 8 ')")
        connection.execute("UPDATE wireroom SET value = 7 WHERE name = 'indexed_items'")
    store = open_store(archive / NAME)
    found = [str(damage) for damage in check(store.engine).damages]
    assert any("item-0007: the text does not match" in words for words in found)
    assert any("The full-text index of items is not sound" in words for words in found)
    store.close()


def test_what_others_write_meanwhile_is_seen(folder: Path, archive: Path) -> None:
    reader = open_store(archive / NAME)
    assert items(reader) == 20
    for number in (21, 22):  # a desk that opens the store, and one that does so after it was closed
        desk = open_store(folder / NAME)
        with desk.transaction() as tx:
            tx.put_items([item(number)])
        assert items(reader) == number
        desk.close()
        assert items(reader) == number
    reader.close()


def test_a_copy_of_an_open_store_without_its_index_says_what_to_copy(folder: Path, archive: Path) -> None:
    desk = open_store(folder / NAME)
    with desk.transaction() as tx:
        tx.put_items([item(21)])
    log = (folder / f"{NAME}-wal").read_bytes()
    desk.close()
    (folder / f"{NAME}-wal").write_bytes(log)
    with pytest.raises(StoreReadOnly, match=r"room\.wireroom-wal can only be read in where"):
        open_store(archive / NAME)


def test_one_of_an_earlier_layout_has_to_be_copied_first(folder: Path, archive: Path) -> None:
    with closing(sqlite3.connect(folder / NAME)) as connection:
        connection.execute("PRAGMA user_version = 2")
    with pytest.raises(StoreReadOnly, match="has layout 2") as refused:
        open_store(archive / NAME)
    assert "Copy it" in refused.value.next_step


def test_one_of_a_newer_layout_is_not_read(folder: Path, archive: Path) -> None:
    SQLiteEngine(folder / NAME, layout=Layout(99, SHAPES)).close()
    with pytest.raises(StoreTooNew, match="has layout 99"):
        open_store(archive / NAME)
