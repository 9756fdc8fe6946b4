"""A night on the desk, compressed: ``python -m bench.soak [--keys 10000] [--seed 1]``.

A seeded monkey presses keys on a desk, while another process lets twenty items a second come in and writes, marks,
corrects and retracts updates of the same live blog. Prints what broke, what was acknowledged and is not in the log,
and how the memory of the desk's process stood through the night: resident, objects by kind, rows of the night.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import traceback
from itertools import pairwise
from pathlib import Path

from tests.tui.soak.night import Morning, night

#: How much more memory the last quarter of a night may take than the one after half-time.
FLAT = 0.05


def main() -> None:
    """Go through a night and say what it came to; ends with 1 where something broke, was lost or grew."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--keys", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        morning = asyncio.run(night(Path(folder), seed=asked.seed, keys=asked.keys, tell=_tell))
    _report(morning)
    sys.exit(bool(morning.faults or morning.lost or morning.growth > FLAT))


def _report(morning: Morning) -> None:
    weights = morning.weights
    quarters = [weights[len(weights) * number // 4] for number in range(4)] + [weights[-1]]
    print(f"{morning.keys} keys in {morning.seconds:.0f} s, load {os.getloadavg()[0]:.1f}")
    print(f"{len(morning.screens)} kinds of screens: {', '.join(morning.screens)}")
    print(f"{morning.acts} acts of the desk, {morning.acts_of_the_colleague} of the other process")
    print(f"{morning.transactions} transactions")
    print(f"{len(morning.faults)} exceptions, {len(morning.lost)} acts lost")
    print("memory of the desk at 0, 1/4, 1/2, 3/4 and 1 of the night:")
    for weight in quarters:
        print(f"  {weight.told()}")
    for before, after in pairwise(quarters):
        print(f"  from {before.keys} to {after.keys} keys: {after.grown_since(before)}")
    print(f"last quarter over the one before it: {morning.growth:+.1%} resident (at most {FLAT:+.0%})")
    for fault in morning.faults[:5]:
        traceback.print_exception(fault)
    for line in morning.lost[:10]:
        print(f"lost: {line}")


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
