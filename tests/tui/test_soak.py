"""A night compressed: seeded random keys, while items arrive and a second desk keeps and spikes."""

import os
import random
from collections.abc import Callable

import pytest

from tests.tui.conftest import Wires
from tests.tui.driving import Desk
from wireroom.desk.newsroom import Newsroom
from wireroom.model import Item, Update
from wireroom.ports.store import Store

#: Every key of the desk but those that leave it, and what one types into forms.
KEYS = (
    *"jkgGnNiastSwWdcrCeXpKHVPbBDOFmvLzT.ulh", "space", "tab", "shift+tab", "enter", "escape", "escape", "escape",
    "slash", "question_mark", "comma", "asterisk", "ctrl+d", "ctrl+u", "pagedown", "pageup", "ctrl+s", "f2", "f3",
    "f4", "f5", "f1", "5", "x", "up", "down", "left", "right", "backspace",
)  # fmt: skip


#: Presses a seed; a night on the desk is ten thousand.
PRESSES = int(os.environ.get("WIREROOM_SOAK", "120"))


@pytest.mark.parametrize("seed", [1, 2])
async def test_random_keys_raise_nothing_and_lose_nothing(
    seed: int,
    open_desk: Callable[..., Desk],
    story: list[Item],
    developing: Update,
    newsroom: Newsroom,
    store: Store,
    wires: Wires,
) -> None:
    source = random.Random(seed)
    kept: list[str] = []
    async with open_desk(size=(100, 30)) as desk:
        for number in range(PRESSES):
            if number % 10 == 0:
                kept.append(wires.bring("Netwatch", f"Line {number}").id)
            if number % 25 == 0:
                newsroom.wire.keep([kept[-1]])
            await desk.pilot.press(source.choice(KEYS))
        await desk.settle()
        assert desk.app.is_running
    stages = {item.id: item.stage for item in store.items(kept)}
    events = {event.subject: event.to_status for event in store.events()}
    acted = {subject: stage for subject, stage in events.items() if subject in stages}
    assert acted
    assert {subject: stages[subject] for subject in acted} == acted
    assert store.position() == len(store.events())
