"""The wires of the desk benchmark: many items in a store, and more that arrive while keys are pressed.

``python -m bench.desk_store STORE --rate 50 --seconds 60`` lets items arrive from a process of its own.
"""

import argparse
import itertools
import random
import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from storage import open_store
from wireroom.model import Evidence, EvidenceKind, Feed, Item, LiveBlog, Priority, Status, Update
from wireroom.ports.store import Store

WORDS = [
    "cabinet", "protest", "fuel", "price", "almaty", "airport", "curfew", "blackout", "minister", "police", "agency", "crowd", "mayor", "office", "fire", "troops", "border", "market", "president", "decree", "network", "outage", "witness", "statement", "hospital", "strike", "union", "parliament",
]  # fmt: skip
#: Names, each in about fifty items of a hundred thousand.
NAMES = [
    "".join(parts)
    for parts in itertools.product(
        ("kar", "tem", "bal", "sho", "ura", "jan", "mur", "oly", "erk", "das", "nuz", "gul"),
        ("a", "i", "o", "u", "be", "sa"),
        ("t", "l", "k", "r"),
        ("ov", "eva", "bay", "khan", "in", "ko", "lar"),
    )
]
FEEDS = 40
BATCH = 2_000


def headline(source: random.Random) -> str:
    """Eight to twelve words."""
    return " ".join(source.choice(WORDS) for _ in range(source.randint(8, 12))).capitalize()


def item(number: int, at: datetime, source: random.Random) -> Item:
    """One item with a summary of sixty words and a name."""
    return Item(
        id=str(uuid4()),
        feed=f"feed-{number % FEEDS}",
        identity=f"n{number}",
        link=f"https://wire{number % FEEDS}.example.org/{number}",
        headline=headline(source),
        summary=" ".join([*(source.choice(WORDS) for _ in range(60)), source.choice(NAMES)]),
        first_seen=at,
        origin=f"Wire {number % FEEDS}",
        priority=source.choice(list(Priority)),
    )


def fill(store: Store, items: int, *, updates: int = 60) -> None:
    """Fill a store: feeds, items a second apart up to now, and a live blog with updates in each lane."""
    from wireroom.model import Act

    source = random.Random(7)
    now = datetime.now(UTC)
    with store.transaction() as tx:
        for number in range(FEEDS):
            feed = Feed(
                id=f"feed-{number}",
                url=f"https://wire{number}.example.org/feed",
                title=f"Wire {number}",
                added=now,
            )
            tx.record(Act(at=now, who="bench", what="added feed"), feed)
        blog = LiveBlog(
            id=str(uuid4()),
            slug="bench",
            headline="A long night",
            zone="Asia/Almaty",
            created=now,
            coverage_start=now,
        )
        tx.record(Act(at=now, who="bench", what="opened", blog=blog.id), blog)
        for number in range(updates):
            status = (Status.DEVELOPING, Status.CONFIRMED, Status.RETRACTED)[number % 3]
            piece = Evidence(
                kind=EvidenceKind.AGENCY, who=f"Wire {number % FEEDS}", origin=f"Wire {number % FEEDS}"
            )
            update = Update(
                id=str(uuid4()), blog=blog.id, status=status, headline=headline(source), body="As agencies say.",
                filed=now - timedelta(minutes=number), evidence=(piece,),
            )  # fmt: skip
            tx.record(Act(at=now, who="bench", what="wrote", blog=blog.id), update)
    for start in range(0, items, BATCH):
        with store.transaction() as tx:
            tx.put_items(
                [
                    item(number, now - timedelta(seconds=items - number), source)
                    for number in range(start, min(start + BATCH, items))
                ]
            )


def arrive(store: Store, *, rate: int, seconds: float) -> int:
    """Let items arrive, ten batches a second; gives how many did."""
    source = random.Random(11)
    begun, came = time.monotonic(), 0
    while (gone := time.monotonic() - begun) < seconds:
        due = int(gone * rate) - came
        if due > 0:
            with store.transaction() as tx:
                tx.put_items(
                    [item(10_000_000 + came + number, datetime.now(UTC), source) for number in range(due)]
                )
            came += due
        time.sleep(0.1)
    return came


def main() -> None:
    """Let items arrive in a store."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("store")
    options.add_argument("--rate", type=int, default=50)
    options.add_argument("--seconds", type=float, default=60)
    chosen = options.parse_args()
    store = open_store(chosen.store)
    try:
        arrive(store, rate=chosen.rate, seconds=chosen.seconds)
    finally:
        store.close()


if __name__ == "__main__":
    main()
