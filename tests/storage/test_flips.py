"""Every byte of a small store flipped in turn: found by a check or an error, or harmless; never a wrong text."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage import open_store
from storage.check import check
from storage.engine import TableShape
from storage.migrations import Layout
from storage.sqlite import SQLiteEngine
from tests.storage.values import fill
from wireroom.errors import StoreError

WIRE = TableShape("wire", {"stage": "TEXT"}, indexes=(("stage",),))
LAYOUT = Layout(1, {"wire": WIRE})
ROWS = {
    f"{number:02}": b'{"headline":"Bridge %d closed","stage":"%s"}'
    % (number, b"kept" if number % 4 else b"new")
    for number in range(32)
}


def small_store(path: Path) -> bytes:
    """A store of 32 rows in small pages, so that there are few bytes that mean nothing."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA page_size = 512")
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("VACUUM")
    engine = SQLiteEngine(path, layout=LAYOUT)
    with engine.write():
        engine.put(WIRE, ROWS.items())
    engine.close()
    return path.read_bytes()


def handed_out(engine: SQLiteEngine) -> dict[str, bytes]:
    """What a reader of the whole table, and one by the index, are given; each has to be as it was written."""
    rows = engine.rows(WIRE)
    for row in (*rows, *engine.rows(WIRE, "WHERE stage = 'new'"), *engine.rows_of(WIRE, ["07", "31"])):
        assert ROWS[row.id] == row.body, "a wrong text was handed out"
    by_index = {row.id for row in engine.rows(WIRE, "WHERE stage = 'new'")}
    whole = by_index == {row_id for row_id, body in ROWS.items() if b'"new"' in body}
    return {row.id: row.body for row in rows} if whole else {}


def outcome(path: Path) -> str:
    """What became of a store: found by an error, found by the check, or harmless."""
    try:
        engine = SQLiteEngine(path, layout=LAYOUT)
    except StoreError:
        return "error"
    try:
        sound = check(engine).sound
        try:
            same = handed_out(engine) == ROWS
        except StoreError:
            same = False
        assert same or not sound, "lost without a word"
    except StoreError:
        return "error"
    else:
        return "harmless" if sound else "check"
    finally:
        engine.close()


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("quarter", range(4))
def test_every_byte_of_a_store_flipped_in_turn(tmp_path: Path, quarter: int) -> None:
    path = tmp_path / "small.wireroom"
    content = small_store(path)
    seen = {"error": 0, "check": 0, "harmless": 0}
    places = range(quarter, len(content), 4)
    for place in places:
        for beside in ("-wal", "-shm"):
            Path(f"{path}{beside}").unlink(missing_ok=True)
        flipped = bytearray(content)
        flipped[place] ^= 1 << (place % 8)
        path.write_bytes(flipped)
        seen[outcome(path)] += 1
    assert sum(seen.values()) == len(places)
    assert seen["check"] > sum(map(len, ROWS.values())) // 4


@pytest.mark.slow
def test_bytes_of_a_newsroom_flipped_here_and_there(tmp_path: Path) -> None:
    path = tmp_path / "room.wireroom"
    store = open_store(path)
    fill(store, items=64)
    truth = {name: store.engine.rows(store.engine.shape(name)) for name in store.engine.table_names()}
    store.close()
    content = path.read_bytes()
    for place in range(11, len(content), max(1, len(content) // 150)):
        flipped = bytearray(content)
        flipped[place] ^= 1 << (place % 8)
        path.write_bytes(flipped)
        try:
            store = open_store(path)
        except StoreError:
            continue
        try:
            sound = check(store.engine).sound
            for name, rows in truth.items():
                try:
                    found = store.engine.rows(store.engine.shape(name))
                except StoreError:
                    assert not sound
                    continue
                assert set(found) <= set(rows)
                assert found == rows or not sound
        finally:
            store.close()
        for beside in ("-wal", "-shm"):
            Path(f"{path}{beside}").unlink(missing_ok=True)
