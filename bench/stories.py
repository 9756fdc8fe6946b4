"""What joining stories costs as the wire grows, and how well it joins: ``python -m bench.stories``.

Made-up items of many feeds, two in three telling again what another told. Beside it, in the same run, each item is
compared with every one of the last thousand by rapidfuzz, as a plain reading of "find the near-identical" would.
With the corpora at hand the labelled pairs are counted too.
"""

import os
import random
import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rapidfuzz import fuzz, process

from tests.text import told
from tests.text.pairs import Score, score, tellings
from wireroom.text.clusters import Stories, Telling

ITEMS = 12_000
STEP = 4_000
COMPARED = 1_000
PLAIN = 60
BEGAN = datetime(2026, 1, 5, tzinfo=UTC)


def main() -> None:
    """Measure and print."""
    wire = made_up(ITEMS)
    plain = compared_with_all(wire)
    stories = Stories(capacity=ITEMS)
    print(f"CPU microseconds an item; one by one against the last {COMPARED}: {plain:.0f}")
    for first in range(0, ITEMS, STEP):
        before = time.process_time()
        for telling in wire[first : first + STEP]:
            stories.place(telling)
        each = (time.process_time() - before) / STEP * 1e6
        print(f"  with {first:6} to {first + STEP:6} in mind: {each:.0f} ({plain / each:.0f} times less)")
    print(f"memory of {STEP} items in mind: {memory(wire[:STEP]) / 2**20:.1f} MiB")
    in_own_words = told.placed()
    for half in ("build", "measure"):
        show(f"in our own words, {half}", told.score(in_own_words, half))
    corpora = Path(os.environ.get("WIREROOM_CORPORA", "../shared/corpora"))
    if corpora.is_dir():
        quality(corpora)


def quality(corpora: Path) -> None:
    """Precision and recall on the pairs labelled by hand."""
    stories = Stories()
    placed = {telling.id: stories.place(telling).cluster for telling in tellings(corpora)}
    for half in ("build", "measure", "fresh", ""):
        show(f"real items, {half or 'all'}", score(placed, half))


def show(name: str, found: Score) -> None:
    """Print what was counted on one set of pairs."""
    counts = f"{found.joined_same} right, {found.joined_other} wrong, {found.missed} missed"
    print(f"pairs {name:26} precision {found.precision:.3f} recall {found.recall:.3f} ({counts})")


def memory(wire: list[Telling]) -> int:
    """The bytes that stories of these items take."""
    tracemalloc.start()
    stories = Stories(capacity=len(wire))
    for telling in wire:
        stories.place(telling)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size


def compared_with_all(wire: list[Telling]) -> float:
    """CPU microseconds an item when each is compared with the last thousand headlines and beginnings."""
    known = [f"{telling.headline} {telling.text[:300]}" for telling in wire[: COMPARED + PLAIN]]
    before = time.process_time()
    for at in range(COMPARED, COMPARED + PLAIN):
        process.extractOne(known[at], known[at - COMPARED : at], scorer=fuzz.token_set_ratio)
    return (time.process_time() - before) / PLAIN * 1e6


def made_up(count: int) -> list[Telling]:
    """Items in the order of a wire: new stories, copies under another headline, and like headlines with other text."""
    rng = random.Random(1)
    words = ["".join(rng.choices("abcdefghijklmnoprstuvz", k=rng.randint(4, 9))) for _ in range(12_000)]
    weights = [1 / (rank + 8) for rank in range(len(words))]
    wire: list[Telling] = []
    for number in range(count):
        headline = rng.choices(words, weights, k=9)
        text = rng.choices(words, weights, k=60)
        if wire and rng.random() < 2 / 3:
            told = rng.choice(wire[-400:])
            if rng.random() < 0.5:
                text = told.text.split()[: rng.randint(30, 60)]
            else:
                headline = told.headline.split()[:-1] + headline[:1]
        wire.append(
            Telling(
                id=str(number),
                feed=str(rng.randrange(500)),
                headline=" ".join(headline).capitalize(),
                text=" ".join(text),
                at=BEGAN + timedelta(seconds=number),
            )
        )
    return wire


if __name__ == "__main__":
    main()
