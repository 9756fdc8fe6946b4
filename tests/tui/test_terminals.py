"""Any terminal: every size, the terminal's own colours, no colours, no animations, and no mouse needed."""

from collections.abc import Callable

import pytest
from rich.cells import cell_len
from textual import events
from textual.app import App

from tests.tui.conftest import Wires
from tests.tui.driving import Desk
from tests.tui.test_contrast import painted
from tests.tui.test_hostile_text import SCREENS
from tui.screens.help import HelpScreen
from tui.widgets.hints import Hints, key_of
from wireroom.config import DeskConfig
from wireroom.model import Item, Stage, Status, Update
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


async def test_a_click_on_a_key_in_the_foot_does_it(
    open_desk: OpenDesk, developing: Update, store: Store
) -> None:
    async with open_desk(size=(120, 36)) as desk:
        items = [row.key for row in desk.screen.wire.lines.rows()]
        foot = desk.screen.foot
        for word, stage in (("keep", Stage.KEPT), ("spike", Stage.SPIKED)):
            await desk.press("g")
            await desk.pilot.click(foot, offset=(foot.words.index(word), 0))
            await desk.until(lambda stage=stage: store.item(items[0]).stage is stage)  # type: ignore[misc]
        await desk.pilot.click(foot, offset=(foot.words.index("?"), 0))
        await desk.settle()
        assert isinstance(desk.app.screen, HelpScreen)


async def test_a_click_on_what_is_new_shows_it(open_desk: OpenDesk, story: list[Item], wires: Wires) -> None:
    async with open_desk() as desk:
        await desk.press("j", "j")
        wires.bring("Netwatch", "Back online")
        await desk.rest()
        head = desk.screen.wire.head
        await desk.pilot.click(head, offset=(head.words.index("1 new"), 0))
        await desk.settle()
        assert desk.screen.wire.waiting == 0
        assert "Back online" in desk.seen()
        assert desk.screen.wire.lines.position == 1
        await desk.pilot.click(head, offset=(1, 0))
        assert desk.screen.wire.waiting == 0


@pytest.mark.parametrize(("size", "other"), [((120, 36), True), ((200, 50), False), ((80, 24), True)])
async def test_an_edge_between_panes_is_dragged(
    open_desk: OpenDesk, developing: Update, size: tuple[int, int], other: bool
) -> None:
    async with open_desk(size=size) as desk:
        floor = desk.screen.floor
        if size[0] > 80:
            edge = floor.lanes.region.x
            await desk.pilot.mouse_down(offset=(edge, 5))
            await drag(desk, (edge - 12, 5))
            assert floor.lanes.region.x == edge - 12
        if size[0] >= 150:
            edge = floor.detail.region.x
            for to in (edge - 9, edge + 4, edge + 5):
                await desk.pilot.mouse_down(offset=(floor.detail.region.x, 5))
                await drag(desk, (to, 5))
                assert (floor.detail.region.x, floor.lanes.region.right) == (to, to)
        if other:
            lower = floor.lanes if size[0] <= 80 else floor.detail
            top = lower.region.y
            await desk.pilot.mouse_down(offset=(3, top))
            await drag(desk, (3, top + 3))
            assert lower.region.y == top + 3
        before = floor.lanes.region
        await desk.pilot.hover(offset=(20, 9))
        assert floor.lanes.region == before


async def drag(desk: Desk, to: tuple[int, int]) -> None:
    """Move the mouse with the button held, then let it go."""
    x, y = to
    held = events.MouseMove(None, x, y, 1, 1, 1, False, False, False, screen_x=x, screen_y=y)
    desk.app.screen._forward_event(held)
    await desk.settle()
    await desk.pilot.mouse_up(offset=to)
    await desk.settle()


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


async def test_the_keys_that_give_the_detail_room_do_so_beside_the_lanes_too(
    open_desk: OpenDesk, developing: Update
) -> None:
    async with open_desk(size=(200, 50)) as desk:
        floor = desk.screen.floor
        wire, detail = floor.wire.region, floor.detail.region
        await desk.press("equals_sign")
        assert floor.detail.region.width > detail.width
        await desk.press("2", "minus")
        assert floor.detail.region.width < detail.width
        assert floor.wire.region == wire


async def test_a_click_on_a_hint_of_a_sheet_is_its_key(
    open_desk: OpenDesk, developing: Update, store: Store
) -> None:
    async with open_desk(size=(120, 36)) as desk:
        await desk.press("f2", "c")
        hints = desk.app.screen.query_one(Hints)
        drawn = hints.render().plain
        await desk.pilot.click(hints, offset=(drawn.index("^S"), 0))
        await desk.settle()
        assert "Refused" in desk.seen()
        await desk.pilot.click(hints, offset=(drawn.index("Tab") - 2, 0))
        await desk.settle()
        assert desk.app.screen.query_one(Hints) is hints
        await desk.pilot.click(hints, offset=(drawn.index("keep for later"), 0))
        await desk.settle()
        assert not desk.app.screen.query(Hints)
        assert store.update(developing.id).status is Status.DEVELOPING


@pytest.mark.parametrize(
    ("hint", "key"),
    [
        ("^S file", "ctrl+s"),
        ("Esc keep for later", "escape"),
        ("F8 throw away", "f8"),
        ("j k next", "j"),
        ("T M throughout", "T"),
        ("q, y or Enter leave", "q"),
        ("↑ ↓ move", "up"),
        ("+ add", "plus"),
        ("! publish against lint, with a reason", "exclamation_mark"),
        ("just words", ""),
    ],
)
def test_the_key_of_a_hint_is_the_first_one_it_names(hint: str, key: str) -> None:
    assert key_of(hint) == key
