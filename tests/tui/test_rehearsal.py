"""What opens over the desk is got ready before it is asked for."""

import sys
from collections.abc import Callable
from importlib import import_module

from tests.tui.driving import Desk
from tui.rehearsal import MODULES, Props, Rehearsal


async def test_modules_and_styles_are_there_when_it_is_over_and_nothing_is_left_on_the_desk(
    open_desk: Callable[..., Desk],
) -> None:
    async with open_desk() as desk:
        sys.modules.pop("colorsys", None)
        Rehearsal(desk.screen, modules=["colorsys"]).begin()

        def styles_are_read() -> bool:
            read = {name for _, name in desk.app.stylesheet.source}
            return all(
                any(name.endswith(f"{kind}.DEFAULT_CSS") for name in read)
                for kind in ("Input", "TextArea", "Choice", "Hints", "Static")
            )

        await desk.until(lambda: "colorsys" in sys.modules and styles_are_read())
        await desk.until(lambda: not desk.app.desk.query(Props))


def test_every_module_that_is_got_ready_exists() -> None:
    assert all(import_module(name) for name in MODULES)
