"""What stands on the terminal before Textual is there is what the desk shows, cell by cell; and so it stays."""

import random
from pathlib import Path

import pytest

from tests.support.clock import FakeClock
from tests.test_architecture import modules_loaded_by
from tests.tui.conftest import Wires
from tests.tui.driving import Desk
from tests.tui.paper import Paper, PaperDriver, differences, meant
from tui.app import DeskApp
from tui.commands.registry import keymap
from tui.escapes import depth_of, frame
from tui.memory import Layout, Memory
from tui.opening import sketched
from tui.picture import Opening, picture
from tui.skeleton import skeleton
from tui.sketch import Sketch, keep_sketch, last_sketch, sketch_of
from tui.styles.palette import PALETTES
from tui.views import take_first_look
from wireroom.desk.newsroom import Newsroom
from wireroom.model import Update
from wireroom.ports.store import Store

SIZES = [(60, 20), (80, 24), (100, 30), (120, 36), (160, 48), (240, 70)]


@pytest.fixture(autouse=True)
def all_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


def opened(newsroom: Newsroom, size: tuple[int, int], remember: Path | None = None) -> Desk:
    """The desk on paper, opened with what was read before."""
    app = DeskApp(
        newsroom,
        pull=False,
        blog=None,
        remember=remember,
        look=take_first_look(newsroom),
        driver_class=PaperDriver,
    )
    return Desk(app, size, headless=False)


def paper_of(desk: Desk) -> Paper:
    driver = desk.app._driver
    assert isinstance(driver, PaperDriver)
    return driver.paper


def first_frame(newsroom: Newsroom, size: tuple[int, int], theme: str, layout: Layout) -> Paper:
    """The frame that is written before Textual is imported, on paper."""
    opening = Opening(take_first_look(newsroom), keymap("wireroom", {}), layout, newsroom.clock)
    paper = Paper(*size)
    paper.write(frame(picture(opening, *size), PALETTES[theme], plain=False, depth="truecolor"))
    return paper


@pytest.mark.parametrize("size", SIZES)
async def test_the_first_frame_is_the_desk_s_cell_by_cell(
    newsroom: Newsroom, developing: Update, size: tuple[int, int]
) -> None:
    newsroom.watch.add("fuel")
    before = first_frame(newsroom, size, "wireroom-dark", Layout())
    async with opened(newsroom, size) as desk:
        assert differences(before.cells(), meant(desk)) == []
        assert differences(before.cells(), paper_of(desk).cells()) == []


@pytest.mark.parametrize("theme", ["wireroom-light", "terminal"])
async def test_it_has_the_theme_and_the_sizes_the_editor_left(
    newsroom: Newsroom, developing: Update, theme: str, tmp_path: Path
) -> None:
    remember = tmp_path / "desk.json"
    layout = Layout(wire=45, upper=70, theme=theme)
    Memory(remember).keep(layout)
    before = first_frame(newsroom, (120, 36), theme, layout)
    async with opened(newsroom, (120, 36), remember) as desk:
        assert differences(before.cells(), meant(desk)) == []


@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
async def test_an_empty_newsroom_has_the_same_first_frame(newsroom: Newsroom, size: tuple[int, int]) -> None:
    newsroom.wire.add_feed("https://a.example.org/feed", title="A")
    before = first_frame(newsroom, size, "wireroom-dark", Layout())
    async with opened(newsroom, size) as desk:
        assert differences(before.cells(), meant(desk)) == []


async def test_what_was_read_before_is_not_read_again(newsroom: Newsroom, developing: Update) -> None:
    async with opened(newsroom, (120, 36)) as desk:
        assert desk.screen.wire.lines.position == 1
        assert desk.screen.blog is not None
        assert not {"wire-page", "room"}.intersection(desk.app.office.latest)


KEYS = (
    "j", "j", "k", "5", "pagedown", "ctrl+d", "ctrl+u", "tab", "f1", "f2", "f3", "f5", "space", "a", "s", "i",
    "n", "N", "G", "g", "z", "escape", "slash", "u", "question_mark", "greater_than_sign", "full_stop",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
async def test_the_terminal_shows_what_the_widgets_mean_whatever_is_typed(
    newsroom: Newsroom, developing: Update, wires: Wires, clock: FakeClock, seed: int
) -> None:
    """The short way to the terminal leaves nothing behind that the long one would have shown otherwise."""
    source = random.Random(seed)
    for number in range(120):
        wires.bring("Netwatch", f"Line {number} of a long day in Almaty")
    size = source.choice(SIZES)
    async with opened(newsroom, size) as desk:
        for turn in range(40):
            if turn % 8 == 7:
                wires.bring("Netwatch", f"Late line {turn}")
                clock.tick(minutes=2)
                desk.screen.tick()
                await desk.rest()
            await desk.press(source.choice(KEYS))
            # a frame of Textual's own grid may be on its way, and a toast on its way out
            await desk.until(lambda: differences(paper_of(desk).cells(), meant(desk)) == [])


def test_nothing_of_the_toolkit_is_imported_before_the_first_frame() -> None:
    loaded = modules_loaded_by(
        "import tui.opening, tui.picture, tui.escapes, storage.sqlite, wireroom.desk.wire"
    )
    assert not {name for name in loaded if name.partition(".")[0] in ("textual", "asyncio", "click")}
    assert not loaded & {
        "rich.style",
        "rich.segment",
        "rich.console",
        "wireroom.desk.publishing",
        "sqlite3.dump",
    }
    assert len(loaded) < 290


def test_the_skeleton_needs_next_to_nothing() -> None:
    loaded = modules_loaded_by("import tui.__main__, tui.skeleton")
    assert not loaded & {"typing", "re", "collections", "enum", "dataclasses", "msgspec"}


@pytest.mark.parametrize("size", [(60, 20), (100, 30), (120, 36), (160, 48)])
@pytest.mark.parametrize(
    ("theme", "layout"), [("wireroom-dark", Layout()), ("wireroom-light", Layout(wire=45, upper=70))]
)
def test_the_skeleton_has_its_heads_where_the_desk_has_them(
    newsroom: Newsroom, size: tuple[int, int], theme: str, layout: Layout
) -> None:
    empty, full = Paper(*size), first_frame(newsroom, size, theme, layout)
    empty.write(skeleton(*size, sketched(PALETTES[theme], layout), colour=True))
    for y, (bare, lines) in enumerate(zip(empty.cells(), full.cells(), strict=True)):
        for x, cell in enumerate(bare):
            assert cell.ground == lines[x].ground or (y == 2 and x < size[0]), (x, y)


def test_the_usual_sketch_is_the_dark_theme() -> None:
    assert Sketch().words() == sketched(PALETTES["wireroom-dark"], Layout()).words()


def test_a_sketch_outlives_the_sitting(tmp_path: Path) -> None:
    light = sketched(PALETTES["wireroom-light"], Layout(wire=45))
    file = str(tmp_path / "state" / "desk.sketch")
    keep_sketch(file, light)
    assert last_sketch(file).words() == light.words() != Sketch().words()
    keep_sketch(file, sketched(PALETTES["terminal"], Layout()))
    assert "48;2" not in skeleton(80, 24, last_sketch(file), colour=True)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "60 60",
        "60 60 1;2;3",
        "0 60 1;2;3 1;2;3 1;2;3 1;2;3 1;2;3 1;2;3 1;2;3",
        "60 60 1;2;3 1;2;3 1;2;3 1;2;3 1;2;3 1;2;3 1;2;256",
        "60 60 1;2;3 1;2;3 1;2;3 1;2;3 1;2;3 1;2;3 1;2;3m\x1b[31m",
        "60 60 1;2;3 1;2;3 1;2;3 1;2;3 1;2;3 1;2;3 1;2;3 1;2;3",
    ],
)
def test_a_sketch_that_is_none_is_drawn_as_usual(tmp_path: Path, words: str) -> None:
    file = tmp_path / "desk.sketch"
    file.write_text(words, encoding="ascii")
    assert sketch_of(words) is None
    assert last_sketch(str(file)).words() == Sketch().words()
    file.write_bytes(b"\xff")
    assert last_sketch(str(file)).words() == Sketch().words()


def test_the_depth_of_colour_is_read_as_textual_reads_it() -> None:
    assert depth_of({"COLORTERM": "truecolor", "TERM": "xterm"}) == "truecolor"
    assert depth_of({"TERM": "xterm-256color"}) == "256"
    assert depth_of({"TERM": "linux"}) == "16"


@pytest.mark.parametrize("depth", ["256", "16"])
def test_poorer_terminals_get_poorer_colours(newsroom: Newsroom, store: Store, depth: str) -> None:
    opening = Opening(take_first_look(newsroom), keymap("wireroom", {}), Layout(), newsroom.clock)
    text = frame(picture(opening, 80, 24), PALETTES["wireroom-dark"], plain=False, depth=depth)  # type: ignore[arg-type]
    assert "38;2;" not in text
    plain = frame(picture(opening, 80, 24), PALETTES["wireroom-dark"], plain=True, depth="truecolor")
    assert "38;" not in plain
    assert "48;" not in plain
