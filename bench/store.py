"""What the store costs beside stock TinyDB and plain sqlite3: ``python -m bench.store [--full]``.

All sides run in one process, on one disk, taking turns; documents are about 1 KB. What counts is the ratios:
milliseconds belong to the machine. ``--full`` writes 50,000 marks instead of 3,000.
"""

import gc
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from msgspec.structs import replace
from tinydb import TinyDB
from tinydb.table import Document

from storage import open_store
from storage.store import DocumentStore
from storage.table import NewsroomDatabase
from wireroom.filters import And, Condition, FieldIs, Words
from wireroom.model import Act, Item, Stage, Status, Update

SMALL, LARGE = 1_000, 100_000
ROUNDS = 150
START = datetime(2026, 3, 1, tzinfo=UTC)
CHANCE = random.Random(1)
VOCABULARY = [
    "".join(CHANCE.choices("etaoinshrdlucmfwypvbgk", k=CHANCE.randint(2, 9))) for _ in range(30_000)
]
COMMON = [1 / (rank + 3) for rank in range(len(VOCABULARY))]
COPY = CHANCE.choices(VOCABULARY, COMMON, k=300_000)

INSERT = "INSERT INTO documents VALUES (?, ?)"
CHANGE = "UPDATE documents SET body = ? WHERE id = ?"

Write = Callable[[int], object]


def words(count: int) -> str:
    """So many words, common ones more often."""
    start = CHANCE.randrange(len(COPY) - count)
    return " ".join(COPY[start : start + count])


def document(number: int) -> dict[str, object]:
    """A document of about 1 KB."""
    return {"number": number, "stage": "new", "headline": words(9), "body": words(150)}


def item(number: int) -> Item:
    """An item of about 1 KB; fifty in a row are of one feed, as a puller writes them."""
    return Item(
        id=f"{CHANCE.getrandbits(128):032x}",
        feed=f"feed-{number // 50 % 200:03}",
        identity=f"guid-{number}",
        canonical_link=f"https://wires.example/{number}",
        headline=words(9),
        summary=words(30),
        body=words(110),
        first_seen=START + timedelta(seconds=number),
        stage=CHANCE.choices(list(Stage), [90, 5, 3, 2])[0],
        tags=("city",) if number % 7 == 0 else (),
        origin=CHANCE.choice(["Reuters", "AP", "TASS", ""]),
        cluster=f"story-{number // 3}",
    )


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        print(f"one fdatasync of 4 KB: {1e3 * fsync(place):.2f} ms (median)\n")
        single_writes(place)
        newsroom(place)


def fsync(place: Path) -> float:
    """Seconds that one fsync takes, median."""
    handle = os.open(place / "sync", os.O_CREAT | os.O_WRONLY)

    def once(number: int) -> None:
        os.pwrite(handle, b"x" * 4096, number * 4096)
        os.fdatasync(handle)

    taken = [spent(once, number) for number in range(ROUNDS)]
    os.close(handle)
    return median(taken)


def spent(work: Write, number: int) -> float:
    """Seconds that one call takes."""
    began = time.perf_counter()
    work(number)
    return time.perf_counter() - began


def taking_turns(sides: dict[str, Write], rounds: int = ROUNDS) -> dict[str, float]:
    """Seconds of each side, median of so many rounds in which each has its turn."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds):
        for name, work in sides.items():
            taken[name].append(spent(work, number))
    return {name: median(times) for name, times in taken.items()}


def single_writes(place: Path) -> None:
    """One durable insert, update and get of each side, at both sizes."""
    fresh = [document(n) for n in range(ROUNDS)]
    inserts: dict[str, Write] = {}
    updates: dict[str, Write] = {}
    gets: dict[str, Write] = {}
    for size in (SMALL, LARGE):
        plain = plain_table(place / f"plain-{size}.db", size)
        ours = NewsroomDatabase(place / f"ours-{size}.db")
        ours.insert_multiple(Document(document(n), f"{n:08}") for n in range(size))  # type: ignore[arg-type]
        inserts[f"sqlite3 {size}"] = lambda n, t=plain: t.execute(INSERT, (f"x{n}", json.dumps(fresh[n])))
        inserts[f"ours {size}"] = lambda n, t=ours: t.insert(fresh[n])
        updates[f"sqlite3 {size}"] = lambda n, t=plain: t.execute(CHANGE, (json.dumps(fresh[n]), f"{n:08}"))
        updates[f"ours {size}"] = lambda n, t=ours: t.update({"stage": f"used {n}"}, doc_ids=[f"{n:08}"])
        gets[f"ours {size}"] = lambda n, t=ours: t.get(doc_id=f"{n:08}")
    stock = stock_table(place / "stock.json", LARGE)
    for name, sides in (("insert", inserts), ("update", updates)):
        took = taking_turns(sides)
        slow = spent(
            (lambda n: stock.insert(document(n))) if name == "insert" else (lambda _: stock.update({"stage": "u"}, doc_ids=[7])),
            0,
        )  # fmt: skip
        ours_large, ours_small = took[f"ours {LARGE}"], took[f"ours {SMALL}"]
        print(f"one durable {name}: ours at {LARGE:,}: {1e3 * ours_large:.2f} ms")
        print(
            f"  over plain sqlite3, same mode: {ours_large / took[f'sqlite3 {LARGE}']:.2f} times (bound 1.5)"
        )
        print(f"  over its own cost at {SMALL:,}: {ours_large / ours_small:.2f} times (bound 1.3)")
        print(
            f"  stock TinyDB at {LARGE:,}: {1e3 * slow:,.0f} ms, {slow / ours_large:,.0f} times as long (bound 2,000)"
        )
    got = taking_turns(gets, 2_000)
    print(f"get by id at {LARGE:,}: {1e6 * got[f'ours {LARGE}']:.0f} us (bound 50); {1e3 * spent(lambda n: stock.get(doc_id=n), 7):,.0f} ms stock\n")  # fmt: skip


def plain_table(path: Path, size: int) -> sqlite3.Connection:
    """The same documents by hand: WAL, synchronous FULL, autocommit."""
    plain = sqlite3.connect(path, isolation_level=None)
    plain.execute("PRAGMA journal_mode = WAL")
    plain.execute("PRAGMA synchronous = FULL")
    plain.execute("CREATE TABLE documents(id TEXT PRIMARY KEY, body TEXT NOT NULL)")
    plain.execute("BEGIN")
    rows = ((f"{n:08}", json.dumps(document(n))) for n in range(size))
    plain.executemany("INSERT INTO documents VALUES (?, ?)", rows)
    plain.execute("COMMIT")
    return plain


def stock_table(path: Path, size: int) -> TinyDB:
    """The same documents in TinyDB's own file."""
    with path.open("w") as file:
        json.dump({"_default": {str(n): document(n) for n in range(1, size + 1)}}, file)
    return TinyDB(path)


OPEN = """
import sys, time
from pathlib import Path
from storage import open_store
import storage.sqlite, storage.schema
began = time.perf_counter()
store = open_store(sys.argv[1])
store.revision()
took = time.perf_counter() - began
resident = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(1e3 * took, int(resident.split()[1]) / 1024)
"""

PAGES: dict[str, Condition] = {
    "feed and stage": And((FieldIs("feed", "feed-007"), FieldIs("stage", "new"))),
    "tag": FieldIs("tag", "city"),
    "tag and stage": And((FieldIs("tag", "city"), FieldIs("stage", "used"))),
    "origin": FieldIs("origin", "reuters"),
}


def newsroom(place: Path) -> None:
    """Ingest in batches, marks, single acts, opening and questions, on the newsroom's own tables."""
    path = place / "room.wireroom"
    store = open_store(path)
    batches = [[item(n) for n in range(start, start + 50)] for start in range(0, LARGE, 50)]
    gc.collect()
    gc.freeze()  # a puller never holds 100,000 items: walking over those made here is no part of taking them in
    began = time.perf_counter()
    for batch in batches:
        with store.transaction() as tx:
            tx.put_items(batch)
    rate = LARGE / (time.perf_counter() - began)
    gc.unfreeze()
    print(f"{LARGE:,} items in batches of 50, with full text: {rate:,.0f} a second (bound 5,000)")
    single = taking_turns({"item": lambda n: put(store, item(LARGE + n)), "mark": lambda n: mark(store, n)})
    print(
        f"one item, with full text and its indexes: {1e3 * single['item']:.2f} ms; one mark: {1e3 * single['mark']:.2f} ms"
    )
    marks = 50_000 if "--full" in sys.argv else 3_000
    began = time.perf_counter()
    for number in range(marks):
        mark(store, number)
    print(
        f"{marks:,} marks, state and event: {marks / (time.perf_counter() - began):,.0f} a second (bound 500)"
    )
    for name, condition in PAGES.items():
        page = taking_turns({"page": lambda _, c=condition: store.wire(c, limit=50)}, 40)["page"]
        print(f"first page, {name}: {1e3 * page:.2f} ms (bound 5)")
    for rank in (0, 20, 200, 2_000, 20_000):
        text = VOCABULARY[rank]
        found = taking_turns({"page": lambda _, t=text: store.wire(Words(t), limit=50)}, 20)["page"]
        print(
            f"full text, a word in {store.count_wire(Words(text)):,} items: {1e3 * found:.2f} ms (bound 20)"
        )
    store.close()
    opened = [
        [float(said) for said in subprocess.check_output([sys.executable, "-c", OPEN, str(path)]).split()]
        for _ in range(5)
    ]
    print(f"open at {LARGE:,}: {median(one[0] for one in opened):.1f} ms (bound 20), {median(one[1] for one in opened):.0f} MB resident (bound 40)")  # fmt: skip
    print(f"this benchmark itself: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def put(store: DocumentStore, one: Item) -> None:
    """One item in a transaction of its own."""
    with store.transaction() as tx:
        tx.put_items([one])


def mark(store: DocumentStore, number: int) -> None:
    """One update marked: state and event in a transaction of their own."""
    moment = START + timedelta(seconds=number)
    standing = Update(
        id=f"update-{number % 500}", blog="blog", headline="What is known", body="Words " * 60, filed=START
    )
    with store.transaction() as tx:
        act = Act(at=moment, who="ana", what="marked", blog="blog", to_status="confirmed")
        tx.record(act, replace(standing, status=Status.CONFIRMED, revision=number + 2, changed=moment))


if __name__ == "__main__":
    main()
