"""The wire follows the fingers: the first page of a filter, then how many there are in all."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from msgspec.structs import replace

from tests.tui.conftest import Wires
from tests.tui.driving import Desk
from tests.tui.paper import PaperDriver, differences, meant
from tui.app import DeskApp
from tui.views import take_first_look
from wireroom.desk.newsroom import Newsroom
from wireroom.model import Cue, CueKind, FeedHealth, Item
from wireroom.ports.store import Store

OpenDesk = Callable[..., Desk]


@pytest.fixture
def lines(wires: Wires) -> list[Item]:
    """Two hundred items, one in four about a ferry."""
    return [
        wires.bring("Netwatch", f"Line {number}: the {'bus' if number % 4 else 'ferry'} stands still")
        for number in range(200)
    ]


async def test_a_filter_tells_how_many_there_are_without_loading_them(
    open_desk: OpenDesk, lines: list[Item], store: Store
) -> None:
    with store.transaction() as tx:
        tx.put_items(
            [replace(lines[1], id=f"more-{number}", identity=f"more-{number}") for number in range(600)]
        )
    async with open_desk(size=(120, 36)) as desk:
        await desk.press("slash")
        await desk.type("bus")
        assert "1 of 750 · bus" in desk.seen()
        assert len(desk.screen.wire.lines) < 750
        await desk.press("backspace", "backspace")
        assert "750" not in desk.seen()
        await desk.press("backspace")
        await desk.type("ferry")
        assert "1 of 50 · ferry" in desk.seen()


async def test_a_filter_by_cues_tells_what_it_overlooks(
    open_desk: OpenDesk, lines: list[Item], wires: Wires, store: Store
) -> None:
    feed = wires.feed("Netwatch").id

    def wait_for_cues(waits: bool) -> None:
        with store.transaction() as tx:
            tx.put_health(FeedHealth(feed=feed, backlog=waits))

    wait_for_cues(True)
    async with open_desk(size=(120, 36)) as desk:
        await desk.press("slash")
        await desk.type("bus")
        assert "not read for cues" not in desk.seen()
        await desk.press("escape", "slash")
        await desk.type("cue:hedge")
        assert "0 of 0 · 1 new feed not read for cues yet · cue:hedge" in desk.seen()
        assert "the desk does it when no feed is due." in desk.seen()
        with store.transaction() as tx:
            found = Cue(kind=CueKind.HEDGE, text="still", start=17, end=22)
            tx.put_items([replace(lines[0], cues=(found,))])
        wait_for_cues(False)
        desk.screen.lookout.load_room()
        await desk.settle()
        assert "not read for cues" not in desk.seen()
        assert "1 of 1 · cue:hedge" in desk.seen()


async def test_what_is_let_in_is_counted_again(open_desk: OpenDesk, lines: list[Item], wires: Wires) -> None:
    async with open_desk(size=(120, 36)) as desk:
        await desk.press("slash")
        await desk.type("bus")
        await desk.press("enter")
        wires.bring("Netwatch", "One bus more")
        await desk.rest()
        assert "1 of 150 · bus" in desk.seen()
        assert desk.screen.wire.waiting == 1
        await desk.press("i")
        assert "2 of 151 · bus" in desk.seen()


@asynccontextmanager
async def on_paper(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Desk, PaperDriver]]:
    """A desk that paints as on a terminal, on paper that can be read."""
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)
    app = DeskApp(newsroom, pull=False, blog=None, look=take_first_look(newsroom), driver_class=PaperDriver)
    async with Desk(app, (120, 36), headless=False) as desk:
        driver = desk.app._driver
        assert isinstance(driver, PaperDriver)
        yield desk, driver


async def test_letters_typed_in_one_go_are_all_in_the_filter_and_on_the_terminal(
    newsroom: Newsroom, lines: list[Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_paper(newsroom, monkeypatch) as (desk, driver):

        def line() -> str:
            return "".join(cell.character for cell in driver.paper.cells()[2])

        await desk.press("slash")
        await desk.type("ferry 12")
        assert desk.screen.wire.query_text == "ferry 12"
        await desk.until(lambda: line().startswith("ferry 12"))
        await desk.press("left", "left", "x", "backspace", "backspace")
        await desk.until(lambda: line().startswith("ferry12"))
        assert desk.screen.wire.query_text == "ferry12"
        await desk.until(lambda: differences(driver.paper.cells(), meant(desk)) == [])


async def test_a_letter_that_leaves_the_page_as_it_was_paints_none_of_its_rows(
    newsroom: Newsroom, lines: list[Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_paper(newsroom, monkeypatch) as (desk, driver):
        await desk.press("slash")
        await desk.type("f")
        await desk.until(lambda: "stands still" in "".join(driver.written))
        await desk.settle()
        driver.written.clear()
        await desk.type("erry")
        assert desk.screen.wire.lines.current is not None
        await desk.until(lambda: " · ferry" in "".join(driver.written))
        assert "stands still" not in "".join(driver.written)
        await desk.type(" 196")
        await desk.until(lambda: differences(driver.paper.cells(), meant(desk)) == [])
        assert "".join(driver.written).count("stands still") < 10
