"""What was closed is let go of: a desk that is open all night must not keep every form of the night."""

import gc
from collections import Counter
from collections.abc import Callable

from textual.widget import Widget

from tests.tui.conftest import Wires
from tests.tui.driving import Desk
from tests.tui.test_hostile_text import SCREENS, fill
from wireroom.desk.newsroom import Newsroom
from wireroom.ports.store import Store


async def test_no_widget_outlives_its_screen(
    open_desk: Callable[..., Desk], newsroom: Newsroom, store: Store, wires: Wires
) -> None:
    fill("Plain words of copy, City police say", newsroom, store, wires)
    async with open_desk() as desk:
        for _ in range(2):
            for keys in SCREENS.values():
                await desk.press(*keys)
                while desk.app.screen is not desk.screen:
                    await desk.press("escape")
                await desk.press("f1")
        for _ in range(3):
            await desk.press("j")
            gc.collect()
        alive = [one for one in gc.get_objects() if isinstance(one, Widget) and not one.is_attached]
        left = Counter(type(one).__name__ for one in alive)
        del alive
        assert left.total() < len(SCREENS), left.most_common(10)
