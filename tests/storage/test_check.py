"""What a check finds: damage done to the file behind the store's back."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from storage import open_store
from storage.check import CheckReport, check
from storage.store import DocumentStore
from tests.storage.values import fill
from wireroom.errors import StoreDamaged, StoreError
from wireroom.filters import Everything

Harm = Callable[[sqlite3.Connection], object]


def harmed(path: Path, *statements: str) -> CheckReport:
    """A filled store after statements that no desk would run, and what the check says of it."""
    store = open_store(path)
    fill(store)
    store.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
    store = open_store(path)
    report = check(store.engine)
    store.close()
    return report


def test_a_whole_store_is_sound(store: DocumentStore) -> None:
    fill(store)
    seen: dict[str, int] = {}
    report = check(store.engine, seen.__setitem__)
    assert report.sound
    assert (report.events, report.chains) == (9, 2)
    assert seen["items"] == 20
    assert report.rows == sum(seen.values())
    assert store.revision() == 3


def test_checking_writes_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path / "room.wireroom")
    fill(store)
    before = store.revision()
    check(store.engine)
    assert store.revision() == before
    store.close()


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (
            "UPDATE d_items SET body = replace(body, 'Bridge 7 ', 'Bridge 8 ') WHERE id = 'item-0007'",
            "items item-0007: the text does not match its checksum",
        ),
        ("DELETE FROM d_updates WHERE id = 'update-0001'", "updates update-0001: is missing or damaged, the log knows it"),
        ("DELETE FROM d_testimony", "events 1: its words are neither kept nor sealed"),
        ("DELETE FROM item_terms WHERE term = 'tag=city'", "file: items item-0000 is missing in item_terms."),
        ("INSERT INTO item_terms VALUES ('tag=x', 99)", "file: item_terms lists tag=x, 99, which no row of items says."),
        ("INSERT INTO d_items(id, rev, checksum, body) SELECT id, rev, checksum, body FROM d_items WHERE place = 3", "file: items item-0002 stands there 2 times."),
        ("INSERT INTO words_items(rowid, words) VALUES (3, 'no such word')", "file: The full-text index of items is not sound: database disk image is malformed."),
        ("UPDATE wireroom SET value = 7 WHERE name = 'indexed_items'", "file: The full-text index of items is not sound: database disk image is malformed."),
        ("DELETE FROM wireroom WHERE name = 'indexed_updates'", "file: The full-text index of updates is not sound: the full-text index of updates has lost how far it goes."),
        ("DROP TRIGGER events_never_update", "file: The layout of events_never_update is not as this version of Wireroom makes it."),
        ("DROP INDEX items_by_first_seen_id", "file: The layout of items_by_first_seen_id is not as this version of Wireroom makes it."),
        ("UPDATE wireroom SET value = 1", "file: the revision 1 is behind transaction 3 of a row"),
    ],
)  # fmt: skip
def test_each_damage_is_named(tmp_path: Path, statement: str, named: str) -> None:
    assert named in map(str, harmed(tmp_path / "room.wireroom", statement).damages)


def forged(path: Path, table: str, row_id: str, change: Callable[[str], str]) -> CheckReport:
    """A store whose row was rewritten by somebody who knows how checksums are made."""
    from storage.checksums import row_checksum

    store = open_store(path)
    fill(store)
    store.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        rev, body = connection.execute(f"SELECT rev, body FROM d_{table} WHERE id = ?", (row_id,)).fetchone()
        other = change(body)
        assert other != body
        for act in ("update", "delete", "insert"):
            connection.execute(f"DROP TRIGGER events_never_{act}")
        connection.execute(
            f"UPDATE d_{table} SET body = ?, checksum = ? WHERE id = ?",
            (other, row_checksum(row_id, rev, other.encode()), row_id),
        )
    store = open_store(path)
    report = check(store.engine)
    store.close()
    return report


@pytest.mark.parametrize(
    ("table", "row_id", "old", "new", "named"),
    [
        ("events", "4", '"who":"ana"', '"who":"bob"', "events 4: does not match its hash"),
        ("updates", "update-0001", "What is known", "What is unknown", "updates update-0001: is not what the log says"),
        ("items", "item-0002", '"stage":"kept"', '"stage":"new"', "items item-0002: is not what the log says"),
    ],
)  # fmt: skip
def test_forgery_is_found_by_the_chain_and_the_fold(
    tmp_path: Path, table: str, row_id: str, old: str, new: str, named: str
) -> None:
    report = forged(tmp_path / "room.wireroom", table, row_id, lambda body: body.replace(old, new))
    assert named in map(str, report.damages)


def test_a_chain_that_was_cut_is_named_where_it_breaks(tmp_path: Path) -> None:
    report = harmed(
        tmp_path / "room.wireroom", "DROP TRIGGER events_never_delete", "DELETE FROM d_events WHERE place = 5"
    )
    said = set(map(str, report.damages))
    assert {"events 5: is missing in the log", "events 6: breaks the chain of blog-1"} <= said


def test_a_damaged_row_is_never_handed_out_and_the_rest_stays_usable(tmp_path: Path) -> None:
    path = tmp_path / "room.wireroom"
    harmed(path, "UPDATE d_updates SET body = replace(body, 'Update 3', 'Update 4') WHERE id = 'update-0003'")
    store = open_store(path)
    with pytest.raises(StoreDamaged, match="update-0003"):
        store.update("update-0003")
    assert store.update("update-0002").headline == "Update 2"
    assert len(store.wire(Everything(), limit=50)) == 20
    assert len(store.events()) == 9
    store.close()


def test_one_damaged_item_does_not_hide_the_wire(tmp_path: Path) -> None:
    path = tmp_path / "room.wireroom"
    harmed(path, "UPDATE d_items SET body = replace(body, 'Bridge 7 ', 'Bridge 8 ') WHERE id = 'item-0007'")
    store = open_store(path)
    shown = [one.id for one in store.wire(Everything(), limit=50)]
    assert [one.id for one in store.wire(Everything(), limit=19)] == shown
    assert shown == [f"item-{number:04}" for number in range(19, -1, -1) if number != 7]
    with pytest.raises(StoreDamaged, match="item-0007"):
        store.item("item-0007")
    store.close()


@pytest.mark.parametrize("statement", ["UPDATE d_events SET rev = 9", "DELETE FROM d_events WHERE place = 1"])
def test_the_log_refuses_change_and_removal(tmp_path: Path, statement: str) -> None:
    store = open_store(tmp_path / "room.wireroom")
    fill(store)
    with closing(sqlite3.connect(tmp_path / "room.wireroom")) as foreign:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            foreign.execute(statement)
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            foreign.execute(
                "INSERT OR REPLACE INTO d_events(place, id, rev, checksum, body) VALUES (1, 'x', 1, 1, '{}')"
            )
    shape = store.engine.shape("events")
    for act in (
        lambda: store.engine.put(shape, [("1", b"{}")]),
        lambda: store.engine.delete(shape, ["1"]),
        lambda: store.engine.empty(shape),
    ):
        with pytest.raises(StoreError, match="append-only"), store.engine.write():
            act()
    assert len(store.events()) == 9
    store.close()
