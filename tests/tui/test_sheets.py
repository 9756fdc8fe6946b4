"""What opening and showing a sheet costs, counted: paintings of what lies under it, layouts."""

import gc
from collections.abc import Callable, Iterator

import pytest
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import App, ComposeResult
from textual.color import Color
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from tests.tui.conftest import Wires
from tests.tui.driving import Desk, settle
from tui.presenter import ProblemScreen
from tui.screens.backdrop import Backdrop
from tui.screens.palette import found, options
from tui.screens.sheet import Sheet
from tui.widgets.fields import Fields
from tui.widgets.line_input import LineInput
from tui.widgets.room import Room
from wireroom.model import Item, LiveBlog, Update

SIZE = Size(10, 3)
NIGHT, DAY = Color(0, 0, 0, 0.6), Color(255, 255, 255, 0.6)


class Below:
    """A screen that knows how often it was painted."""

    painted = 0

    def seen(self) -> list[Strip]:
        self.painted += 1
        return [Strip([Segment("white on b", Style(color="#ffffff", bgcolor="#0000ff"))], 10)] * SIZE.height


def colours(strip: Strip) -> set[object]:
    return {(segment.style.color, segment.style.bgcolor) for segment in strip if segment.style is not None}


def test_what_lies_under_a_sheet_is_painted_once_until_it_changes() -> None:
    below, backdrop = Below(), Backdrop()
    lines = [backdrop.lines(below, SIZE, NIGHT) for _ in range(5)]
    assert all(one is lines[0] for one in lines)
    assert below.painted == 1
    backdrop.forget()
    backdrop.lines(below, SIZE, NIGHT)
    assert below.painted == 2


def test_it_is_painted_anew_for_another_size_and_another_colour() -> None:
    below, backdrop = Below(), Backdrop()
    dark = backdrop.lines(below, SIZE, NIGHT)
    light = backdrop.lines(below, SIZE, DAY)
    assert colours(light[0]) != colours(dark[0])
    assert [line.cell_length for line in backdrop.lines(below, Size(12, 4), DAY)] == [12] * 4
    assert below.painted == 3


@pytest.mark.parametrize("size", [SIZE, Size(10, 5), Size(10, 2)])
def test_it_is_painted_ahead_as_far_as_there_is_time(size: Size, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(100))
    monkeypatch.setattr("tui.screens.backdrop.monotonic", lambda: next(clock))
    below, backdrop = Below(), Backdrop()
    assert not backdrop.paint(below, size, NIGHT, until=0)
    assert not backdrop.paint(below, size, NIGHT, until=2)
    assert backdrop.paint(below, size, NIGHT, until=99)
    assert backdrop.paint(below, size, NIGHT, until=0)
    assert below.painted == 1
    at_once = Backdrop().lines(below, size, NIGHT)
    assert backdrop.lines(below, size, NIGHT) == at_once
    assert len(at_once) == size.height


def test_what_changes_below_while_it_is_painted_ahead_is_seen() -> None:
    below, backdrop = Below(), Backdrop()
    assert not backdrop.paint(below, SIZE, NIGHT, until=0)
    backdrop.forget()
    assert len(backdrop.lines(below, SIZE, NIGHT)) == SIZE.height
    assert below.painted == 2


def test_only_a_line_that_changed_is_mixed_anew() -> None:
    class Ticking(Below):
        def seen(self) -> list[Strip]:
            _, *others = super().seen()
            return [Strip([Segment(f"12:00:0{self.painted}", Style(color="#ffffff"))]), *others]

    below, backdrop = Ticking(), Backdrop()
    before = backdrop.lines(below, SIZE, NIGHT)
    backdrop.forget()
    after = backdrop.lines(below, SIZE, NIGHT)
    assert [one is other for one, other in zip(before, after, strict=True)] == [False, True, True]
    assert after[0].text.startswith("12:00:02")
    again = backdrop.lines(below, SIZE, DAY)
    assert not any(one is other for one, other in zip(after, again, strict=True))


def test_the_tint_keeps_words_and_darkens_colours() -> None:
    (line, *_) = Backdrop().lines(Below(), SIZE, NIGHT)
    assert line.text == "white on b"
    ((text, ground),) = {
        (segment.style.color.triplet, segment.style.bgcolor.triplet)  # type: ignore[union-attr]
        for segment in line
    }
    assert text.red < 0xC0  # type: ignore[union-attr]
    assert 0 < ground.blue < 0x80  # type: ignore[union-attr]


async def test_what_changes_on_the_desk_is_seen_under_a_form(
    open_desk: Callable[..., Desk], story: list[Item], wires: Wires
) -> None:
    async with open_desk() as desk:
        await desk.press("t")
        assert "1 new" not in desk.seen()
        wires.bring("Netwatch", "Power is back in the west")
        await desk.rest()
        await desk.until(lambda: "1 new" in desk.seen())


async def test_and_also_if_an_error_lay_over_the_form_meanwhile(
    open_desk: Callable[..., Desk], story: list[Item], wires: Wires
) -> None:
    async with open_desk() as desk:
        await desk.press("t")
        desk.app.push_screen(ProblemScreen("Refused", "Something is missing.", (), ""))
        await desk.settle()
        wires.bring("Netwatch", "Power is back in the west")
        await desk.rest()
        await desk.until(lambda: "1 new" in desk.seen())
        await desk.press("escape")
        await desk.until(lambda: "Something is missing" not in desk.seen())
        assert "1 new" in desk.seen()


async def test_under_a_sheet_that_takes_the_whole_screen_nothing_is_painted(
    open_desk: Callable[..., Desk], story: list[Item], blog: LiveBlog
) -> None:
    async with open_desk() as desk:
        for key in ("w", "L", "F", "comma", "question_mark"):
            await desk.press(key)
            screen = desk.app.screen
            assert isinstance(screen, Sheet)
            assert screen.FULL
            assert not "".join(line.text for line in screen.render_lines(screen.size.region)).strip()
            await desk.press("escape")


class Counted(Static):
    """Words that know how often they were painted."""

    painted = 0

    def render_line(self, y: int) -> Strip:
        self.painted += 1
        return super().render_line(y)


class CountingSheet(Sheet[None]):
    """A sheet that knows how often it was laid out."""

    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-high")]  # noqa: RUF012 - Textual's own declaration
    layouts = 0

    def compose(self) -> ComposeResult:
        self.screen_layout_refresh_signal.subscribe(self, self._count)
        with Room(classes="sheet"):
            yield Counted("words")

    def _count(self, _: object) -> None:
        self.layouts += 1
        assert self.has_class("-high")


async def test_an_opening_takes_two_layouts_and_paints_each_widget_once(
    open_desk: Callable[..., Desk], story: list[Item]
) -> None:
    async with open_desk() as desk:
        sheet = CountingSheet()
        desk.app.push_screen(sheet)
        assert not desk.app.stands(sheet)  # no line of it may be painted before its first frame
        await desk.until(lambda: "words" in desk.seen())
        await desk.settle()
        assert (sheet.layouts, sheet.query_one(Counted).painted) == (2, 1)
        await desk.until(lambda: desk.app.stands(sheet))


async def test_a_frame_in_the_moment_in_which_a_line_was_taken_off_waits_for_the_layout(
    open_desk: Callable[..., Desk], story: list[Item]
) -> None:
    async with open_desk() as desk:
        await desk.press("t")
        form = desk.app.screen
        entry = form.query_one(LineInput)
        assert "Tags, apart by blanks" in desk.seen()
        await entry.remove()
        assert not entry.is_attached
        frames: list[bool] = []
        desk.app.post_display_hook = lambda: frames.append(True)  # type: ignore[method-assign]
        form._compositor.update_widgets({form})
        form._compositor_refresh()
        assert isinstance(form, Sheet)
        assert (frames, form.seen()) == ([], [])
        await desk.until(lambda: "Tags, apart by blanks" in desk.seen())


async def test_a_form_can_be_closed_in_the_same_burst_as_it_is_typed_into(
    open_desk: Callable[..., Desk], story: list[Item]
) -> None:
    async with open_desk() as desk:
        for number in range(6):
            for key in ("t", *"ab"[:number], "escape", "j"):
                desk.app.post_message(events.Key(key, key if len(key) == 1 else None))
            desk.app.screen.refresh()
            await desk.until(lambda: desk.app.screen is desk.screen)
            await desk.settle()
        assert desk.app.return_code in (0, None)


class Form(App[None]):
    """An app of one form, whose fields note how many of them stood already when they were made."""

    def __init__(self) -> None:
        super().__init__()
        self.stood: list[int] = []

    def compose(self) -> ComposeResult:
        yield Fields(self._fields())

    def _fields(self) -> Iterator[Widget]:
        for number in range(10):
            self.stood.append(len(self.query(Static)))
            yield Static(str(number))


async def test_fields_are_made_a_few_at_a_time_and_stand_in_their_order() -> None:
    app = Form()
    async with app.run_test() as pilot:
        await settle(pilot)
        assert app.stood == [at - at % Fields.AT_ONCE for at in range(10)]
        assert [str(one.content) for one in app.query(Static)] == [str(number) for number in range(10)]


@pytest.mark.parametrize("size", [(80, 20), (120, 36)], ids=["80x20", "120x36"])
async def test_names_stand_beside_their_fields_wherever_one_has_scrolled_to(
    open_desk: Callable[..., Desk], story: list[Item], blog: LiveBlog, size: tuple[int, int]
) -> None:
    async with open_desk(size=size) as desk:
        await desk.press("w")
        desk.app.screen.query_one("#field-override").focus()
        await desk.until(lambda: "Override     reason to go against a house rule" in desk.seen())
        desk.app.screen.query_one("#field-headline").focus()
        await desk.until(lambda: "Headline     停" in desk.seen())


async def test_a_room_shows_what_a_container_of_textual_would(
    open_desk: Callable[..., Desk], story: list[Item], blog: LiveBlog
) -> None:
    async with open_desk(size=(160, 48)) as desk:
        for keys in ((), ("w",), ("escape", "b")):
            await desk.press(*keys)
            for room in desk.app.screen.query(Room):
                whole = Region(0, 0, *room.outer_size)
                theirs = Widget.render_lines(room, whole)
                assert [line.text for line in room.render_lines(whole)] == [line.text for line in theirs]


async def test_a_room_that_was_not_told_its_size_yet_can_be_painted() -> None:
    class Rooms(App[None]):
        def compose(self) -> ComposeResult:
            yield Room()

    room = Room()
    async with Rooms().run_test() as pilot:
        pilot.app.screen.mount(room)
        assert room.outer_size.height == 0
        assert len(room.render_lines(Region(0, 0, 20, 4))) == 4


async def test_the_palette_finds_commands_by_name_first_and_then_by_what_they_do(
    open_desk: Callable[..., Desk], story: list[Item]
) -> None:
    async with open_desk() as desk:
        listed = options(desk.screen)
        assert found(listed, " ") == listed
        assert found(listed, "spik")[0].key == "spike"
        told = found(listed, "audit log")
        assert told[0].key == "log"
        assert not found(listed, "no such thing at all")
        assert "retract" not in {option.key for option in listed}  # there is no update to retract


async def test_the_palette_shows_the_key_of_each_command_and_begins_to_say_what_it_does(
    open_desk: Callable[..., Desk], story: list[Item]
) -> None:
    async with open_desk() as desk:
        await desk.press("ctrl+p")
        await desk.until(lambda: "Filter the wire" in desk.seen())
        rows = desk.seen().splitlines()
        spike, longer = (next(row for row in rows if name in row) for name in (" Spike ", " Filter "))
        assert spike.index(" s ") == longer.index(" / ")
        assert spike.index("Spike the item") == longer.index("Filter the wire")


async def test_in_a_wide_terminal_the_palette_says_the_whole_of_what_a_command_does(
    open_desk: Callable[..., Desk], story: list[Item], blog: LiveBlog
) -> None:
    async with open_desk(size=(200, 50)) as desk:
        await desk.press("ctrl+p")
        await desk.until(lambda: "Write up" in desk.seen())
        assert "Undo your last act that can be undone; a bulk act as one." in desk.seen()
        assert "the page follows the desk, nothing is published." in desk.seen()


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 30), (120, 36), (120, 44), (200, 50)])
async def test_a_form_shows_its_keys_however_many_fields_it_has(
    open_desk: Callable[..., Desk], developing: Update, size: tuple[int, int]
) -> None:
    async with open_desk(size=size) as desk:
        for key in "dcCrX":
            await desk.press("f2", key)
            assert "Esc keep for later" in desk.seen(), key
            assert "─╯" in desk.seen(), key
            await desk.press("f8")


@pytest.mark.parametrize("key", ["W", "t", "P", "L", "question_mark", "ctrl+p", "colon", "F"])
async def test_nothing_holds_a_sheet_that_was_closed(
    key: str, open_desk: Callable[..., Desk], story: list[Item], blog: LiveBlog
) -> None:
    gc.collect()
    async with open_desk() as desk:
        assert desk.app.stands_alone()
        await desk.press(key)
        assert len(desk.app.screen_stack) == 2
        assert not desk.app.stands_alone()
        assert not desk.app.has_closed()
        await desk.press("escape")
        assert len(desk.app.screen_stack) == 1

        def cleared() -> bool:
            gc.collect()
            return not desk.app.has_closed()

        await desk.until(cleared)
        assert desk.app.stands_alone()
