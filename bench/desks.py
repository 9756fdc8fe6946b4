"""A day of many desks with everything being killed: ``python -m bench.desks [--desks 10] [--seconds 600] ...``."""

import argparse
import asyncio
import tempfile
from collections import Counter
from itertools import pairwise
from pathlib import Path

from tests.desks.day import Day, Plan
from tests.desks.puller import INTERVAL
from tests.support.postgres import Cluster


def main() -> None:
    """Live through the day and print what came of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--desks", type=int, default=10)
    asked.add_argument("--pullers", type=int, default=4)
    asked.add_argument("--feeds", type=int, default=200)
    asked.add_argument("--seconds", type=float, default=600)
    asked.add_argument("--unrest", type=float, default=3)
    asked.add_argument("--pause", type=float, default=0.3)
    plan = Plan(**vars(asked.parse_args()))
    cluster = Cluster()
    try:
        with tempfile.TemporaryDirectory() as folder:
            day = Day(cluster, Path(folder), plan)
            asyncio.run(day.run())
            _tell(day)
            day.store.close()
    finally:
        cluster.end()


def _tell(day: Day) -> None:
    seen = day.record
    acts = Counter(kind for kind, _, _ in seen.acknowledged)
    print(
        f"acknowledged: {dict(acts)}, that is {acts['filed'] + acts['confirmed']:,} updates marked; lost or overwritten: {len(day.lost())}; refused as conflicts: {seen.conflicts}"
    )
    print(f"kills of processes and connections: {seen.kills}; restarts of the server: 1")
    sequences = [event.sequence for event in seen.followed]
    missed = day.store.position() - len(set(sequences))
    print(
        f"events: {day.store.position():,}; missed by a follower: {missed}; damages found: {len(day.check().damages)}"
    )
    lags = sorted(seen.lags)
    print(
        f"seen after {lags[len(lags) // 2] * 1000:.0f} ms, {lags[len(lags) * 95 // 100] * 1000:.0f} ms at the 95th percentile"
    )
    gaps = [later - earlier for times in seen.polls.values() for earlier, later in pairwise(times)]
    early = [gap for gap in gaps if gap < INTERVAL / 2]
    print(
        f"feeds asked {sum(map(len, seen.polls.values())):,} times, every {INTERVAL} s at most; too early: {len(early)}"
    )


if __name__ == "__main__":
    main()
