"""A night compressed: random keys, while items arrive and a second process works on the same updates.

``python -m bench.soak`` is the whole night: ten thousand keys, and memory looked at.
"""

from pathlib import Path

import pytest

from tests.tui.soak.night import night


@pytest.mark.parametrize(("seed", "size"), [(1, (100, 30)), (2, (60, 20))], ids=["100x30", "60x20"])
async def test_random_keys_raise_nothing_and_lose_no_act(
    seed: int, size: tuple[int, int], tmp_path: Path
) -> None:
    morning = await night(tmp_path, seed=seed, keys=200, size=size)
    assert not morning.faults
    assert not morning.lost
    assert morning.acts > 0
    assert morning.acts_of_the_colleague > 0
    assert len(morning.screens) > 3
