"""A day of many desks with everything being killed: ``python -m bench.desks [--desks 10] [--seconds 600] ...``."""

import argparse
import asyncio
import sys
import tempfile
from collections import Counter
from itertools import pairwise
from pathlib import Path

from tests.desks.day import Day, Plan
from tests.desks.puller import INTERVAL
from tests.support.postgres import Cluster


def main() -> None:
    """Live through the day and print what came of it; ends with 1 where anything was lost."""
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
            whole = _tell(day)
            day.store.close()
    finally:
        cluster.end()
    sys.exit(not whole)


def _tell(day: Day) -> bool:
    """Print it; whether nothing was lost, overwritten or missed, and no feed was asked twice."""
    seen = day.record
    acts = Counter(kind for kind, _, _ in seen.acknowledged)
    marked = acts["filed"] + acts["confirmed"]
    lost = day.lost()
    print(
        f"acknowledged: {dict(acts)}, that is {marked:,} updates marked; refused as conflicts: {seen.conflicts}"
    )
    print(f"lost or overwritten: {len(lost)}")
    print(f"kills of processes and connections: {seen.kills}; restarts of the server: 1")
    position, damages = day.store.position(), day.check().damages
    missed = position - len({event.sequence for event in seen.followed})
    print(f"events: {position:,}; missed by a follower: {missed}; damages found: {len(damages)}")
    lags = sorted(seen.lags)
    middle, late = lags[len(lags) // 2] * 1000, lags[len(lags) * 95 // 100] * 1000
    print(f"seen after {middle:.0f} ms, {late:.0f} ms at the 95th percentile")
    gaps = [later - earlier for times in seen.polls.values() for earlier, later in pairwise(times)]
    early = [gap for gap in gaps if gap < INTERVAL / 2]
    asked = sum(map(len, seen.polls.values()))
    print(f"feeds asked {asked:,} times, every {INTERVAL} s at most; too early: {len(early)}")
    return not (lost or missed or damages or early)


if __name__ == "__main__":
    main()
