"""What items told is kept beside them, for as long as they are: it is made of them and never outlives their words."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from storage import open_store
from storage.exchange import export_store
from storage.store import DocumentStore
from tests.storage.test_sealing import found
from tests.storage.values import NOON, act, item, update
from wireroom.ports.store import Told

RULES = 7


def told(number: int, head: str = "mayor offic fire") -> Told:
    name = f"item-{number:04}"
    return Told(name, "feed-1", NOON + timedelta(seconds=number), head, "the fire is out", name, "Agency")


def put(store: DocumentStore, *what: Told) -> None:
    with store.transaction() as tx:
        tx.put_told(what, RULES)


def test_it_comes_back_in_the_order_it_was_told(store: DocumentStore) -> None:
    assert store.told(RULES, after=-1) is None
    for number in range(0, 90, 3):
        put(store, *map(told, range(number, number + 3)))

    assert store.told(RULES, after=-1) == [told(number) for number in range(90)]
    assert store.told(RULES, after=store.revision()) == []
    assert told(89) in (store.told(RULES, after=store.revision() - 1) or ())


@pytest.mark.parametrize(("at_once", "times"), [(1, 200), (50, 20), (3_000, 3)])
def test_only_the_last_are_kept(store: DocumentStore, at_once: int, times: int) -> None:
    put(store, *map(told, range(1_020)))
    end = 1_020 + times * at_once
    for number in range(1_020, end, at_once):
        put(store, *map(told, range(number, number + at_once)))

    kept = store.told(RULES, after=-1) or []
    assert 1_000 <= len(kept) < 1_100
    assert kept[-1_000:] == [told(end - back) for back in range(1_000, 0, -1)]


def test_words_of_other_rules_are_none_and_neither_is_what_is_damaged(tmp_path: Path) -> None:
    store = open_store(tmp_path / "room.wireroom")
    put(store, told(1))
    assert store.told(RULES + 1, after=-1) is None
    with closing(sqlite3.connect(tmp_path / "room.wireroom")) as connection, connection:
        connection.execute("UPDATE d_told SET body = replace(body, 'fire', 'ices')")
    assert store.told(RULES, after=-1) is None
    put(store, told(2))
    assert store.told(RULES, after=-1) == [told(2)]
    store.close()


def test_a_kill_leaves_none_of_its_words(tmp_path: Path) -> None:
    store = open_store(tmp_path / "room.wireroom")
    with store.transaction() as tx:
        tx.record(act("wrote", blog="blog-1"), update(7))
        tx.put_told([told(1, "zanzi quixotically vexed")], RULES)
    assert sum(found(tmp_path).values())
    with store.transaction() as tx:
        tx.seal(update(7).id, {"notice": "Removed"})

    assert store.told(RULES, after=-1) is None
    assert not sum(found(tmp_path).values())
    store.close()
    assert not sum(found(tmp_path).values())


def test_it_leaves_with_an_item_that_leaves(store: DocumentStore) -> None:
    with store.transaction() as tx:
        tx.put_items([item(number) for number in range(3)])
        tx.put_told([told(1)], RULES)
    with store.transaction() as tx:
        tx.drop_items([item(2).id])
    assert store.told(RULES, after=-1) == [told(1)]

    with store.transaction() as tx:
        tx.drop_items([item(1).id])
    assert store.told(RULES, after=-1) is None


def test_an_export_leaves_it_out(store: DocumentStore, tmp_path: Path) -> None:
    put(store, told(1, "quixotically vexed"))
    export_store(store.engine, tmp_path / "out.json")
    assert b"quixotically" not in (tmp_path / "out.json").read_bytes()
