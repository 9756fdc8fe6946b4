"""A whole newsroom moved from its file into PostgreSQL and back: ``python -m bench.moving [--items N]``.

Starts a server of its own on loopback, with its durability as it comes; fills the file with made-up items.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench.postgres import made_up_item, row_of_words
from storage import open_store
from storage.exchange import export_store, import_store
from storage.store import DocumentStore
from tests.support.postgres import Cluster
from wireroom.model import Act, Update

_NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
_BATCH = 2_000
_UPDATES = 1_000


def main() -> None:
    """Fill, move, move back, compare; print seconds."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--items", type=int, default=100_000)
    items: int = wanted.parse_args().items
    cluster = Cluster()
    try:
        with tempfile.TemporaryDirectory() as folder:
            _move(Path(folder), cluster, items)
    finally:
        cluster.end()


def _move(folder: Path, cluster: Cluster, items: int) -> None:
    here, back = (open_store(folder / f"{name}.wireroom", patience=60) for name in ("here", "back"))
    there = open_store(cluster.address(cluster.new_database()), patience=60)
    _fill(here, items)
    out = _timed("file -> JSON", lambda: export_store(here.engine, folder / "first.json"))
    into = _timed("JSON -> PostgreSQL", lambda: import_store(there.engine, folder / "first.json"))
    print(
        f"moved in: {out + into:.1f} s, {here.position():,} events; size of the JSON: {_size(folder / 'first.json')}"
    )
    out = _timed("PostgreSQL -> JSON", lambda: export_store(there.engine, folder / "second.json"))
    into = _timed("JSON -> file", lambda: import_store(back.engine, folder / "second.json"))
    print(f"moved back: {out + into:.1f} s")
    export_store(back.engine, folder / "third.json")
    same = len({(folder / f"{name}.json").read_bytes() for name in ("first", "second", "third")}) == 1
    print(
        f"ids, revisions, events and places after the way there and back: {'equal' if same else 'NOT EQUAL'}"
    )
    for store in (here, there, back):
        store.close()


def _fill(store: DocumentStore, items: int) -> None:
    chance = random.Random(7)
    words = row_of_words(chance)
    for begin in range(0, items, _BATCH):
        with store.transaction() as tx:
            tx.put_items(
                [made_up_item(number, words, chance) for number in range(begin, min(begin + _BATCH, items))]
            )
    for number in range(_UPDATES):
        update = Update(
            id=f"update-{number:04}", blog="b", headline=f"Update {number}", body="So far", filed=_NOON
        )
        with store.transaction() as tx:
            tx.record(Act(at=_NOON, who="dana", what="wrote", blog="b"), update)


def _timed(name: str, act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    seconds = time.perf_counter() - started
    print(f"{name}: {seconds:.1f} s")
    return seconds


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 2**20:.0f} MiB"


if __name__ == "__main__":
    main()
