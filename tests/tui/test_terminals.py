"""Any terminal: every size, the terminal's own colours, no colours, no animations, and no mouse needed."""

from collections.abc import Callable

import pytest
from rich.cells import cell_len
from textual.app import App

from tests.tui.driving import Desk
from tests.tui.test_contrast import painted
from tests.tui.test_hostile_text import SCREENS
from wireroom.config import DeskConfig
from wireroom.model import Stage, Update
from wireroom.ports.store import Store

OpenDesk = Callable[..., Desk]


@pytest.mark.parametrize("size", [(60, 20), (89, 25), (90, 30), (109, 40), (110, 40), (149, 50), (240, 70)])
async def test_the_desk_fills_a_terminal_of_any_size(
    open_desk: OpenDesk, developing: Update, size: tuple[int, int]
) -> None:
    width, height = size
    async with open_desk(size=size) as desk:
        lines = desk.seen().split("\n")
        assert len(lines) == height
        assert {cell_len(line) for line in lines} == {width}
        floor = desk.screen.floor
        assert floor.lanes.tabs.display == (width < 110)
        assert bool(floor.detail.display and floor.detail.size.width) == (width >= 90)
        await desk.press("f2", "enter")
        assert "A crowd holds the airport" in desk.seen()
        await desk.pilot.resize_terminal(80, 24)
        await desk.settle()
        assert {cell_len(line) for line in desk.seen().split("\n")} == {80}


async def test_the_terminal_s_own_colours_are_the_only_ones(open_desk: OpenDesk, developing: Update) -> None:
    """What a text is written on is the terminal's own ground, so its owner's palette decides how it reads."""
    async with open_desk(desk=DeskConfig(theme="terminal", pull=False)) as desk:
        for name in ("desk", "reader", "lanes", "help", "health"):
            await desk.press(*SCREENS[name])
            for text, style in painted(desk):
                for colour in (style.color, style.bgcolor):
                    assert colour is None or colour.is_default or colour.number is not None, (name, text)
            while desk.app.screen is not desk.screen:
                await desk.press("escape")


async def test_without_colour_nothing_is_coloured_and_the_cursor_is_seen(
    open_desk: OpenDesk, developing: Update, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_desk() as desk:
        assert desk.app.no_color
        lists = desk.screen.wire.lines
        styles = [
            segment.style for strip in lists.render_lines(lists.region.reset_offset) for segment in strip
        ]
        assert all(style is not None and style.color is None and style.bgcolor is None for style in styles)
        assert any(style is not None and style.reverse for style in styles)
        for keys in ((), ("w",), ("escape", "f2", "C"), ("escape", "ctrl+p"), ("escape", "P")):
            await desk.press(*keys)
            for text, style in painted(desk):
                assert all(one is None or one.is_default for one in (style.color, style.bgcolor)), (
                    keys,
                    text,
                )
        await desk.press("escape", "T")
        assert desk.screen.foot.said == "theme: none as long as NO_COLOR is set"
        assert desk.app.layout.theme == ""


async def test_no_animation_is_begun_where_none_is_wanted(
    open_desk: OpenDesk, developing: Update, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")
    async with open_desk() as desk:
        app: App[str] = desk.app
        assert app.animation_level == "none"
        for keys in (("question_mark", "pagedown", "escape"), ("w", "tab", "escape"), ("F", "j", "escape")):
            await desk.press(*keys)
            assert not app.animator._animations


async def test_nothing_blinks(open_desk: OpenDesk, developing: Update) -> None:
    from textual.widgets import Input, TextArea

    async with open_desk() as desk:
        for keys in (("w",), ("f2", "C"), ("colon",), ("question_mark",), ("slash",)):
            await desk.press(*keys)
            for field in desk.app.screen.query("Input, TextArea"):
                assert isinstance(field, Input | TextArea)
                assert not field.cursor_blink, field
            await desk.press("escape", "escape")


async def test_the_mouse_moves_the_cursor_opens_and_scrolls(
    open_desk: OpenDesk, developing: Update, store: Store
) -> None:
    async with open_desk() as desk:
        await desk.pilot.click("#wire-lines", offset=(20, 3))
        await desk.settle()
        assert desk.screen.wire.lines.position == 4
        await desk.pilot.click("#developing-lines", offset=(5, 1))
        await desk.settle()
        assert desk.screen.floor.at == "developing"
        await desk.pilot.click("#wire-lines", offset=(20, 2), times=2)
        await desk.settle()
        assert desk.screen.floor.at == "detail"
        await desk.press("escape", "a")
        items = store.items(row.key for row in desk.screen.wire.lines.rows())
        assert [item.stage for item in items].index(Stage.KEPT) == 2
