"""The parts the screen is built of: wrapping by cells, the line widget's coordinates, differences, ages."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widgets import Static

from tests.tui.driving import settle
from tests.tui.paper import Paper
from tui.panes.bands import tabs_line
from tui.panes.difference import difference
from tui.panes.markdown_copy import markdown_blocks
from tui.screens.picking import Option, OptionPainter
from tui.styles.palette import DARK
from tui.widgets.blocks import Block, printed, wrap_block, wrapped
from tui.widgets.brush import Brush
from tui.widgets.copy import cut, fit, wrap
from tui.widgets.lines import LineList
from tui.widgets.look import Look
from tui.widgets.painted_rows import FORGOTTEN_ROWS, KEPT_ROWS, Frame, PaintedRows
from tui.widgets.reader import ReaderView
from tui.widgets.spans import Span
from tui.widgets.tag_suggester import TagSuggester
from tui.widgets.when import age, date_and_clock, span, zone

COPY = ("plain words of copy", "停電と通信障害、アルマトイ", "é t̷̢e̶x̸t", "x" * 50, "", "انقطاع الإنترنت")


@pytest.mark.parametrize("text", COPY)
@pytest.mark.parametrize("cells", [1, 2, 7, 30])
def test_fit_takes_exactly_its_cells(text: str, cells: int) -> None:
    assert cell_len(fit(text, cells)) == cells
    assert cell_len(cut(text, cells)) <= cells


@pytest.mark.parametrize("text", COPY)
@pytest.mark.parametrize("cells", [2, 7, 30])
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, cells: int) -> None:
    lines = wrap(text, cells)
    assert all(cell_len(line) <= cells for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_block_wraps_with_its_spans_indent_and_lead() -> None:
    block = Block(
        (Span("one two "), Span("three", bold=True), Span(" four")), indent=1, hang=2, lead=Span("- ")
    )
    lines = ["".join(part.text for part in line) for line in wrap_block(block, 10)]
    assert lines == [" - one two", "   three", "   four"]


def test_a_difference_marks_what_left_and_what_came() -> None:
    words = "".join(part.text for part in difference("Three dead", "Five dead").spans)
    assert words.split() == ["[-Three-]", "{+Five+}", "dead"]


def test_a_difference_keeps_the_blanks_and_stops_of_the_text() -> None:
    block = difference("In flames, people said on Wednesday.", "In flames, people nearby said.")
    words = "".join(part.text for part in block.spans)
    assert words == "In flames, people {+nearby+} said [-on Wednesday-]."


def test_no_line_runs_under_the_blank_before_underlined_words() -> None:
    (line,) = wrap_block(Block((Span("that"), Span(" could not be verified", underline=True))), 60)
    assert [(part.text, part.underline) for part in line][1:3] == [(" ", False), ("could", True)]


def test_an_option_leaves_out_whole_parts_and_never_half_of_one() -> None:
    painter = OptionPainter()
    option = Option("1", "Meridian Press", "ok · next in 1 min · 19 items, 2 edited · asked just now")
    painter.measure([option])
    seen = {
        width: "".join(segment.text for segment in painter.paint(option, width, Look())[0]).rstrip()
        for width in (120, 60, 40)
    }
    assert seen[120].endswith("asked just now")
    assert seen[60].endswith("19 items, 2 edited")
    assert seen[40].endswith("next in 1 min")


def test_markdown_reads_as_it_will_look() -> None:
    blocks = markdown_blocks(
        "# Now\n\nIt is **over**, [they](https://a.example) say.\n\n- one\n- two\n\n<b>x</b>"
    )
    lines = ["".join(part.text for line in wrap_block(block, 60) for part in line) for block in blocks]
    assert lines == ["Now", "", "It is over, they (https://a.example) say.", "- one", "- two", "", "<b>x</b>"]


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (5, "now"),
        (65, "1m"),
        (7200, "2h"),
        (90000, "1d"),
        (86400 * 20, "2w"),
        (86400 * 800, "2y"),
        (-30, "now"),
    ],
)
def test_ages_are_short(gone: int, words: str) -> None:
    now = datetime(2022, 1, 5, tzinfo=UTC)
    assert age(now - timedelta(seconds=gone), now) == words


def test_spans_and_zones() -> None:
    assert span(timedelta(minutes=95)) == "1 h 35 min"
    assert span(timedelta(days=2, hours=4, minutes=9)) == "2 d 4 h"
    assert span(timedelta(hours=42_771)) == "4 y 322 d"
    assert span(timedelta(hours=24)) == "1 d"
    assert span(timedelta(seconds=-5)) == "0 min"
    assert zone("Nowhere/Nothing").key == "UTC"


async def test_the_last_of_several_tags_is_completed() -> None:
    known = TagSuggester({"almaty": 3, "almaz": 1, "fuel": 9})
    assert await known.get_suggestion("fuel alm") == "fuel almaty"
    assert await known.get_suggestion("-fu") == "-fuel"
    assert await known.get_suggestion("fuel ") is None


@dataclass(frozen=True)
class Number:
    """A row of the list under test."""

    key: str
    text: str = ""


class Plain:
    """Paints a row's text, and counts how often."""

    def __init__(self) -> None:
        self.painted: list[str] = []

    def stamp(self, row: Number) -> object:
        return None

    def paint(self, row: Number, width: int, look: Look) -> list[list[Span]]:
        self.painted.append(row.key)
        return [[Span(fit(f"{'>' if look.cursor else ' '}{row.text or row.key}", width))]]


class ListApp(App[None]):
    """Shows nothing but a list."""

    def __init__(self) -> None:
        super().__init__()
        self.painter = Plain()
        self.lines: LineList[Number] = LineList(self.painter, lambda: Brush(DARK))

    def compose(self) -> ComposeResult:
        yield self.lines

    def seen(self) -> list[str]:
        width, height = self.lines.size
        strips = self.lines.render_lines(Region(0, 0, width, height))
        return [strip.text.rstrip() for strip in strips]


def rows(start: int, stop: int) -> list[Number]:
    return [Number(str(number)) for number in range(start, stop)]


async def test_only_what_is_seen_and_the_next_page_is_painted() -> None:
    app = ListApp()
    async with app.run_test(size=(20, 10)) as pilot:
        app.lines.show(rows(0, 100_000))
        await pilot.pause()
        assert app.seen()[:2] == [">0", " 1"]
        assert set(app.painter.painted) == {str(number) for number in range(20)}
        app.painter.painted.clear()
        app.lines.move(1)
        await pilot.pause()
        assert set(app.painter.painted) == {"0", "1"}


def test_of_many_rows_those_painted_last_are_kept() -> None:
    painter, look = Plain(), Look()
    painted = PaintedRows[Number](painter, lambda: Brush(DARK))
    many = rows(0, 3 * KEPT_ROWS)
    for row in many:
        painted.strips(row, look, 20)
        painted.strips(many[0], look, 20)  # painted anew now and then, and kept between
    assert [painted.stand(row, look, 20) for row in many[-KEPT_ROWS // 2 :]] == [True] * (KEPT_ROWS // 2)
    assert sum(painted.stand(row, look, 20) for row in many) <= KEPT_ROWS
    assert len(painter.painted) < len(many) + 3 * KEPT_ROWS // FORGOTTEN_ROWS


def test_a_line_that_nothing_cuts_does_not_hold_itself() -> None:
    line = Brush(DARK).strip([Span("plain words of copy")], 19)
    held = sys.getrefcount(line)
    assert list(line.divide([19])) == [line]
    assert list(line.divide([19, 25])) == [line]
    assert sys.getrefcount(line) == held
    assert [part.text for part in line.divide([5, 19])] == ["plain", " words of copy"]


async def test_a_frame_measured_anew_while_it_is_painted_lacks_lines_and_raises_nothing() -> None:
    app = ListApp()
    async with app.run_test(size=(20, 10)) as pilot:
        app.lines.show(rows(0, 100))
        await pilot.pause()
        await app.mount(shy := Static("one\ntwo"), before=app.lines)
        shy.display = False
        await pilot.pause()
        assert len(app.seen()) == 10
        compositor = app.screen._compositor
        old = compositor.visible_widgets[app.lines][0]
        with app.batch_update():  # the next layout is not there yet
            shy.display = True
            compositor.update_widgets({shy, app.lines})
            compositor.render_update(full=True)
            assert app.lines.size.height == 8
            assert len(app.lines.render_lines(Region(0, 0, *old.size))) == 8


async def test_nothing_is_painted_ahead_where_keys_move_no_cursor() -> None:
    app = ListApp()
    async with app.run_test(size=(20, 10)) as pilot:
        app.screen.set_focus(None)
        await pilot.pause()
        app.lines.show(rows(0, 100))
        await pilot.pause()
        app.seen()
        assert set(app.painter.painted) == {str(number) for number in range(10)}
        app.lines.focus()
        await pilot.pause()
        assert set(app.painter.painted) == {str(number) for number in range(20)}


async def test_arrivals_move_neither_cursor_nor_view() -> None:
    app = ListApp()
    async with app.run_test(size=(20, 10)) as pilot:
        app.lines.show(rows(0, 50))
        app.lines.move(20)
        await pilot.pause()
        before = app.seen()
        app.lines.prepend(rows(-30, 0))
        app.lines.append(rows(50, 90))
        await pilot.pause()
        assert app.seen() == before
        assert (app.lines.position, len(app.lines)) == (51, 120)
        app.lines.move_to(app.lines.first)
        assert app.lines.current == Number("-30")
        app.lines.prepend(rows(-30, 0))
        assert len(app.lines) == 120


def test_of_another_frame_only_lines_that_differ_and_those_still_to_be_painted_are_told() -> None:
    shown = [Strip([Segment(words)]) for words in "abcd"]
    frame, size = Frame(lambda y, _: shown[y]), Size(1, 4)
    assert frame.renewed(size) == [0, 1, 2, 3]
    frame.lines(size)
    assert frame.renewed(size) == []
    shown[2] = Strip([Segment("z")])
    frame.spoil([0])
    assert frame.renewed(size) == [0, 2]
    assert frame.lines(size) == shown
    assert frame.renewed(Size(1, 3)) == [0, 1, 2]
    frame.spoil_all()
    assert frame.renewed(size) == [0, 1, 2, 3]


async def test_rows_that_come_on_top_of_a_list_nobody_is_in_are_seen_and_leave_no_gap() -> None:
    app = ListApp()
    async with app.run_test(size=(20, 10)) as pilot:
        app.lines.show(rows(20, 22))
        app.screen.set_focus(None)
        app.lines.display = False
        await pilot.pause()
        for first in (16, 12, 4, 0):
            app.lines.show(rows(first, 22), stay=True)
        app.lines.display = True
        await pilot.pause()
        assert [words.strip() for words in app.seen()] == [str(number) for number in range(10)]
        assert app.lines.current == Number("20")
        app.lines.focus()
        await pilot.pause()
        assert app.lines.current == Number("9")
        app.lines.move(99)
        await pilot.resize_terminal(20, 16)
        await pilot.pause()
        assert [words.strip(" >") for words in app.seen()] == [str(number) for number in range(6, 22)]


async def test_a_row_is_replaced_in_its_place_and_selected_rows_stay() -> None:
    app = ListApp()
    async with app.run_test(size=(20, 10)) as pilot:
        app.lines.show(rows(0, 5))
        app.lines.toggle_pick()
        app.lines.move(2)
        app.lines.replace([Number("2", "two")])
        await pilot.pause()
        assert app.seen()[2] == ">two"
        app.lines.show(rows(1, 5), stay=True)
        assert app.lines.current == Number("2")
        assert app.lines.picked == []


async def test_the_ends_hold_and_an_empty_list_says_so() -> None:
    app = ListApp()
    async with app.run_test(size=(20, 10)) as pilot:
        app.lines.say("Nothing.")
        app.lines.move(5)
        await pilot.pause()
        assert app.lines.current is None
        assert app.seen()[1] == " Nothing."
        app.lines.say("Nothing has come in so far.", "", "R asks.")
        await pilot.pause()
        assert app.seen()[1:5] == [" Nothing has come in", " so far.", "", " R asks."]
        app.lines.show(rows(0, 3))
        app.lines.move(99)
        assert app.lines.current == Number("2")
        app.lines.scroll_rows(-50)
        assert app.lines.current == Number("2")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36), (200, 50)])
def test_the_skeleton_has_the_size_of_the_terminal(size: tuple[int, int]) -> None:
    from tui.skeleton import skeleton
    from tui.sketch import Sketch

    paper = Paper(*size)
    paper.write(skeleton(*size, Sketch(), colour=True))
    cells = paper.cells()
    assert "default" not in {cell.ground for row in cells for cell in row}
    assert "".join(cell.character for cell in cells[1]).startswith(" Wire")


@pytest.mark.parametrize(
    ("words", "opens"),
    [
        ([], True),
        (["--store", "a b", "--as=me"], True),
        (["--store"], False),
        (["wire"], False),
        (["--plain"], False),
        (["--store", "a", "pull", "--watch"], False),
    ],
)
def test_the_skeleton_is_drawn_only_where_the_desk_will_open(
    words: list[str], opens: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io
    import sys

    from tui.skeleton import opens_desk

    class Teletype(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream in ("__stdin__", "__stdout__", "__stderr__"):
        monkeypatch.setattr(sys, stream, Teletype())
    assert opens_desk(words) is opens
    monkeypatch.setattr(sys, "__stdin__", io.StringIO())
    assert not opens_desk(words)


def test_what_a_command_printed_keeps_its_columns() -> None:
    said = (
        "fb1a  ok   1 item   Airfield\n\n8d0d  ok  12 items  \x1b[31mA wire with a long name at the very end"
    )
    lines = ["".join(part.text for part in line) for line in wrapped(printed(said), 40)]
    assert lines == [
        "fb1a  ok   1 item   Airfield",
        "",
        "8d0d  ok  12 items  A wire with a ",
        "long name at the very end",
    ]


@pytest.mark.parametrize(
    ("width", "seen"),
    [
        (60, "▸Developing 12 !3   Confirmed 104   Retracted 7"),
        (46, "▸Developing 12 !3 Confirmed 104 Retracted 7"),
        (40, "▸Developing 12 !3 Conf. 104 Retr. 7"),
    ],
)
def test_tabs_make_room_for_all_lanes(width: int, seen: str) -> None:
    tabs = [("developing", 12, 3), ("confirmed", 104, 0), ("retracted", 7, 0)]
    shown = "".join(span.text for span in tabs_line(tabs, "developing", width, active=False))
    assert shown == seen.ljust(width)


def test_a_time_of_another_year_names_it() -> None:
    now = datetime(2022, 1, 5, 3, 0, tzinfo=UTC)
    assert date_and_clock(now, "Asia/Almaty", now) == "05 Jan 09:00 +06"
    assert date_and_clock(datetime(2014, 3, 24, 7, 0, tzinfo=UTC), "UTC", now) == "24 Mar 2014 07:00 UTC"
    midnight = datetime(2021, 12, 31, 19, 0, tzinfo=UTC)
    assert date_and_clock(midnight, "Asia/Almaty", now) == "01 Jan 01:00 +06"
    assert date_and_clock(midnight, "UTC", now) == "31 Dec 2021 19:00 UTC"


async def test_a_long_text_is_wrapped_as_far_as_it_is_read() -> None:
    asked: list[int] = []

    class Reading(ReaderView):
        def _wrap(self, width: int) -> Iterator[list[Span]]:
            for number in range(1_000):
                asked.append(number)
                yield [Span(f"line {number}")]

    class Texts(App[None]):
        def compose(self) -> ComposeResult:
            yield Reading(lambda: Brush(DARK))

    async with Texts().run_test(size=(40, 10)) as pilot:
        await settle(pilot)
        reader = pilot.app.query_one(Reading)
        assert len(asked) <= 11
        reader.scroll_lines(5)
        await settle(pilot)
        assert (reader.top, len(asked) <= 16) == (5, True)
        reader.scroll_lines(5_000)
        await settle(pilot)
        assert (reader.top, len(asked)) == (990, 1_000)
        await pilot.resize_terminal(40, 30)
        assert reader.top == 970
