"""Rows found by the end of their id: those that are listed, those that wait, and those that came to a freed place."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage import open_store
from storage.check import check
from storage.fulltext import WAITING
from storage.store import DocumentStore
from tests.storage.values import item
from wireroom.errors import NotFoundError, UsageError

TWICE = WAITING + 50


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DocumentStore]:
    """A store in which more items came than wait, fifty at a time."""
    opened = open_store(tmp_path / "room.wireroom")
    for start in range(0, TWICE, 50):
        with opened.transaction() as tx:
            tx.put_items([item(number, id=f"item-{number:05}") for number in range(start, start + 50)])
    yield opened
    opened.close()


def listed(store: DocumentStore) -> int:
    return int(store.engine.select("SELECT count(*) FROM ends_items")[0][0])


def test_listed_and_waiting_items_are_found_by_their_ends(store: DocumentStore) -> None:
    assert 0 < listed(store) < TWICE
    assert store.resolve("item", "m-00003") == "item-00003"
    assert store.resolve("item", f"{TWICE - 1:05}") == f"item-{TWICE - 1:05}"
    with store.transaction() as tx:
        tx.put_items([item(1, id="elsewhere-00003")])
    with pytest.raises(UsageError, match="More than one"):
        store.resolve("item", "0003")
    assert check(store.engine).damages == ()


def test_what_left_is_found_no_more_and_its_place_can_be_taken(store: DocumentStore) -> None:
    with store.transaction() as tx:
        tx.drop_items([f"item-{number:05}" for number in range(3, TWICE)])
    assert listed(store) == 3
    with pytest.raises(NotFoundError):
        store.resolve("item", "00003")
    with store.transaction() as tx:
        tx.put_items([item(number, id=f"later-{number:05}") for number in range(5)])
    assert store.resolve("item", "r-00003") == "later-00003"
    assert check(store.engine).damages == ()


def test_an_end_is_looked_up_not_looked_for(store: DocumentStore) -> None:
    ending = store.engine.dialect.ends_with("items", "00003", shortest=4)
    plan = store.engine.select(
        f"EXPLAIN QUERY PLAN SELECT id FROM d_items WHERE {ending.where} ORDER BY id LIMIT 6",
        ending.parameters,
    )
    steps = [str(step[3]) for step in plan]
    assert "SEARCH d_items USING INTEGER PRIMARY KEY (rowid=?)" in steps
    for listed in ("ends_items", "new_ends_items"):
        assert f"SEARCH {listed} USING PRIMARY KEY (ending>? AND ending<?)" in steps
    assert not [step for step in steps if step.startswith("SCAN")]


def test_a_check_names_a_lost_and_a_false_end(store: DocumentStore) -> None:
    path = store.engine.select("SELECT file FROM pragma_database_list")[0][0]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE ends_items SET ending = 'zzzz' WHERE place = 4")
    (damage,) = check(store.engine).damages
    assert "The ends of ids of items do not say what the rows say: 2 are wrong" in str(damage)
