"""The shared engine against plain PostgreSQL, both sides in one run: ``python -m bench.postgres [--items N]``.

Starts a server of its own on loopback, with its durability as it comes, and fills it with made-up items.
"""

import argparse
import random
import statistics
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import accumulate

import psycopg

from storage import codec, open_store
from storage.engine import Row
from storage.schema import ITEMS
from storage.store import DocumentStore
from tests.support.postgres import Cluster
from wireroom.filters import And, Condition, Everything, FieldIs, Words
from wireroom.model import Act, Item, Stage, Update
from wireroom.ports.store import Cursor

_NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
_BATCH = 5_000
_WORDS = 500_000
_ROUNDS = 200


def main() -> None:
    """Fill, ask and mark; print milliseconds and ratios."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--items", type=int, default=100_000)
    items: int = wanted.parse_args().items
    cluster = Cluster(settings={"shared_buffers": "512MB", "max_wal_size": "4GB"})
    try:
        name = cluster.new_database()
        store = open_store(cluster.address(name), patience=60)
        _fill(store, items)
        cluster.tell("VACUUM ANALYZE wireroom.d_items", name)
        ((size,),) = cluster.tell("SELECT pg_total_relation_size('wireroom.d_items')", name)
        print(f"on the disk, indexes and all: {size / items / 1024:.1f} KiB an item")
        _pages(store)
        _marks(store, cluster.address(name))
        _news(store, cluster.address(name))
        store.close()
    finally:
        cluster.end()


def row_of_words(chance: random.Random) -> list[str]:
    """A long row of words, each as common or as rare as words are."""
    distinct = [f"{stem}{ending}" for ending in _ENDINGS for stem in _STEMS]
    return chance.choices(distinct, cum_weights=_WEIGHTS, k=_WORDS)


def made_up_item(number: int, words: list[str], chance: random.Random) -> Item:
    """A made-up item; its copy is a run out of a long row of words."""
    start = chance.randrange(len(words) - 100)
    return Item(
        id=f"{number:08x}-0000-5000-8000-{number:012x}",
        feed=f"feed-{number % 200}",
        identity=f"guid-{number}",
        link=f"https://wire.example/{number}",
        canonical_link=f"https://wire.example/{number}",
        headline=" ".join(words[start : start + 9]),
        body=" ".join(words[start + 9 : start + 99]),
        first_seen=_NOON + timedelta(seconds=number),
        stage=chance.choices([Stage.NEW, Stage.KEPT, Stage.SPIKED], [90, 4, 6])[0],
        origin=f"Agency {number % 40}",
        cluster=f"story-{number // 4}",
        wording=f"w{number}",
        tags=("flood",) if number % 50 == 0 else (),
    )


def _fill(store: DocumentStore, count: int) -> None:
    chance = random.Random(7)
    words = row_of_words(chance)
    started = time.perf_counter()
    with store.engine.write():
        for begin in range(0, count, _BATCH):
            copies = (
                made_up_item(number, words, chance) for number in range(begin, min(begin + _BATCH, count))
            )
            rows = (
                Row(begin + place, item.id, 1, codec.encode_value(item))
                for place, item in enumerate(copies, 1)
            )
            store.engine.restore(ITEMS, rows)
    seconds = time.perf_counter() - started
    print(f"filled with {count:,} items in {seconds:.1f} s: {count / seconds:,.0f} a second")


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _median(act: Callable[[], object], rounds: int) -> float:
    """Milliseconds that an act takes, by the median."""
    return statistics.median(_seconds(act) for _ in range(rounds)) * 1000


def _pages(store: DocumentStore) -> None:
    questions: dict[str, Condition] = {
        "everything": Everything(),
        "stage:kept": FieldIs("stage", "kept"),
        "feed": FieldIs("feed", "feed-7"),
        "tag:flood": FieldIs("tag", "flood"),
        "origin": FieldIs("origin", "Agency 7"),
        "a common word": Words("river"),
        "two words": Words("rivered minister"),
        "a rare phrase": Words("rivering councillor bridgely", phrase=True),
        "word and stage": And((Words("minister"), FieldIs("stage", "kept"))),
    }
    for name, condition in questions.items():
        page = store.wire(condition, limit=50)
        milliseconds = _median(lambda: store.wire(condition, limit=50), 20)  # noqa: B023 - called at once
        print(f"first page of {name} ({len(page)} items): {milliseconds:.1f} ms")
    last = store.wire(Everything(), limit=50)[-1]
    after = Cursor(first_seen=last.first_seen, id=last.id)
    print(f"the next page: {_median(lambda: store.wire(Everything(), limit=50, after=after), 20):.1f} ms")


def _marks(store: DocumentStore, address: str) -> None:
    def mark(number: int) -> None:
        update = Update(
            id=f"update-{number % 50}", blog="blog", headline="The river is over its banks", body="x" * 400,
            filed=_NOON, revision=number + 1,
        )  # fmt: skip
        with store.transaction() as tx:
            tx.record(Act(at=_NOON, who="dana", what="marked", blog="blog"), update)

    with psycopg.connect(address, autocommit=True, options="-c search_path=wireroom") as bare:
        bare.execute("CREATE TABLE plain(id text PRIMARY KEY, body json NOT NULL)")
        bare.execute("INSERT INTO plain SELECT 'update-' || n, '{}' FROM generate_series(0, 49) AS n")
        body = codec.encode({"body": "x" * 700}).decode()

        def update(number: int) -> None:
            bare.execute("UPDATE plain SET body = %s WHERE id = %s", (body, f"update-{number % 50}"))

        for number in range(50):
            mark(number)
        took: dict[str, list[float]] = {"update": [], "mark": []}
        for number in range(_ROUNDS):  # by turns, so that whatever else the machine does falls on both
            took["update"].append(_seconds(lambda: update(number)))  # noqa: B023 - called at once
            took["mark"].append(_seconds(lambda: mark(number)))  # noqa: B023 - called at once
    plain, marked = (statistics.median(times) * 1000 for times in took.values())
    print(
        f"a bare UPDATE: {plain:.2f} ms; a mark (state, event, words, revision): {marked:.2f} ms; ratio {marked / plain:.2f}"
    )


def _news(store: DocumentStore, address: str) -> None:
    """How long after a commit another desk that waits knows of it."""
    other = open_store(address)
    lags: list[float] = []
    for number in range(50):
        since = other.revision()
        woken: list[float] = []
        waiting = threading.Thread(
            target=lambda seen=since, at=woken: (other.wait(seen, 10), at.append(time.perf_counter()))
        )  # type: ignore[misc]
        waiting.start()
        time.sleep(0.02)
        with store.transaction() as tx:
            tx.record(
                Act(at=_NOON, who="dana", what="wrote", blog="b"),
                Update(id=f"n{number}", blog="b", headline="h", body="", filed=_NOON),
            )
        written = time.perf_counter()
        waiting.join()
        lags.append(max(0.0, woken[0] - written) * 1000)
    other.close()
    print(
        f"another desk knows after {statistics.median(lags):.1f} ms, {sorted(lags)[47]:.1f} ms at the 95th percentile"
    )


_STEMS = (
    "river",
    "bridge",
    "minister",
    "council",
    "market",
    "harbour",
    "school",
    "strike",
    "budget",
    "court",
    "storm",
    "valley",
    "station",
    "hospital",
    "election",
    "mayor",
    "police",
    "driver",
    "farmer",
    "treaty",
    "company",
    "worker",
    "engine",
    "tunnel",
    "library",
    "museum",
    "doctor",
    "senate",
    "protest",
    "flood",
    "quake",
    "border",
    "wheat",
    "copper",
    "signal",
    "ballot",
    "rescue",
    "convoy",
    "glacier",
    "orchard",
    "airport",
    "canal",
    "district",
)
_ENDINGS = ("", "s", "ed", "ing", "er", "ly", "ness", "ия", "лар")

#: A word is as rare as its rank is high (Zipf), added up.
_WEIGHTS = list(accumulate(1 / rank for rank in range(1, len(_STEMS) * len(_ENDINGS) + 1)))

if __name__ == "__main__":
    main()
