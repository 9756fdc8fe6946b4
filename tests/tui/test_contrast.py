"""What is painted, measured: every text on every screen reads on what it stands on."""

from collections.abc import Callable, Iterator

import pytest
from rich.style import Style

from tests.tui.conftest import Wires
from tests.tui.driving import Desk
from tests.tui.test_hostile_text import SCREENS, fill
from tests.tui.test_look import ENOUGH, contrast
from wireroom.config import DeskConfig
from wireroom.desk.newsroom import Newsroom
from wireroom.ports.store import Store

OpenDesk = Callable[..., Desk]

#: What is drawn and not read: borders, rules, bars.
DRAWN = set("│─╭╮╰╯▏▕▔▁▂▃▄▅▆▇▉▊▋▌▍▎╌━┃▐█ ")


def painted(desk: Desk) -> Iterator[tuple[str, Style]]:
    """Every stretch of text that is there to be read, with its style: a sheet veils what lies behind it."""
    screen = desk.app.screen
    for region in [sheet.region for sheet in screen.query(".sheet, #--container")] or [screen.region]:
        for strip in screen._compositor.render_strips()[region.y : region.bottom]:
            for segment in strip.crop(region.x, region.right):
                if segment.style is not None and set(segment.text) - DRAWN:
                    yield segment.text, segment.style


def colours(style: Style) -> tuple[str, str] | None:
    """What a text is written in and on, as they come out on the screen; nothing where either is the terminal's own."""
    if style.color is None or style.bgcolor is None or style.color.is_default or style.bgcolor.is_default:
        return None
    front, back = style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex
    return (back, front) if style.reverse else (front, back)


@pytest.mark.parametrize("theme", ["wireroom-dark", "wireroom-light"])
@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["120x36", "80x24"])
async def test_every_text_on_every_screen_reads(
    theme: str, size: tuple[int, int], open_desk: OpenDesk, newsroom: Newsroom, store: Store, wires: Wires
) -> None:
    fill("Plain words of copy, City police say", newsroom, store, wires)
    poor: dict[tuple[str, str, str], str] = {}
    measured = 0
    async with open_desk(size=size, desk=DeskConfig(theme=theme, pull=False)) as desk:
        for name, keys in SCREENS.items():
            await desk.press(*keys)
            for text, style in painted(desk):
                assert not style.dim, (name, text)
                assert not style.blink, (name, text)
                pair = colours(style)
                assert pair is not None, (name, text)
                measured += 1
                if contrast(*pair) < ENOUGH:
                    poor[(name, *pair)] = text
            while desk.app.screen is not desk.screen:
                await desk.press("escape")
            await desk.press("f1")
    assert measured > 500
    assert not poor, "\n".join(f"{where}: {text!r}" for where, text in poor.items())
