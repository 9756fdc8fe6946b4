"""A wire far longer than what is loaded of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.support.clock import FakeClock
from tests.tui.conftest import Wires
from tests.tui.driving import Desk
from wireroom.model import Item
from wireroom.ports.store import Store

ITEMS = 1_500
OpenDesk = Callable[..., Desk]


@pytest.fixture
def long_wire(wires: Wires, store: Store, clock: FakeClock) -> list[str]:
    """Ids of many items, newest first."""
    feed = wires.feed("Netwatch")
    begun = clock.now() - timedelta(seconds=ITEMS)
    items = [
        Item(
            id=f"{number:08x}-0000-5000-8000-000000000000",
            feed=feed.id,
            identity=f"n{number}",
            headline=f"Line {number}",
            first_seen=begun + timedelta(seconds=number),
        )
        for number in range(ITEMS)
    ]
    with store.transaction() as tx:
        tx.put_items(items)
    return [item.id for item in reversed(items)]


def loaded(desk: Desk) -> list[str]:
    return [row.key for row in desk.screen.wire.lines.rows()]


def under_cursor(desk: Desk) -> str:
    row = desk.screen.wire.lines.current
    assert row is not None
    return row.key


async def test_the_bottom_is_the_oldest_item_and_what_lies_between_is_not_loaded(
    open_desk: OpenDesk, long_wire: list[str]
) -> None:
    async with open_desk() as desk:
        await desk.press("G")
        assert under_cursor(desk) == long_wire[-1]
        assert len(loaded(desk)) < ITEMS / 2
        assert "0 from the end" in desk.seen()
        await desk.press("g")
        assert under_cursor(desk) == long_wire[0]


async def test_going_up_from_the_bottom_reaches_the_top_without_a_gap(
    open_desk: OpenDesk, long_wire: list[str], wires: Wires
) -> None:
    async with open_desk() as desk:
        await desk.press("G")
        wires.bring("Netwatch", "Came meanwhile")
        await desk.rest()
        for _ in range(4):
            await desk.press("9", "9", "9", "k")
        assert loaded(desk)[1:] == long_wire
        assert desk.screen.wire.waiting == 0


async def test_who_turns_pages_has_several_of_them_ahead(open_desk: OpenDesk, long_wire: list[str]) -> None:
    """A disk may take its time for the next, and a key at the end of what is loaded would do nothing."""
    async with open_desk() as desk:
        await desk.press("1", "0", "j")
        assert len(loaded(desk)) == 120
        await desk.press("2", "0", "j")
        assert len(loaded(desk)) == 720
        await desk.press("4", "0", "0", "j")
        assert loaded(desk) == long_wire[:1_320]


async def test_a_count_moves_so_many_rows(open_desk: OpenDesk, long_wire: list[str]) -> None:
    async with open_desk() as desk:
        await desk.press("5", "j")
        assert under_cursor(desk) == long_wire[5]
        await desk.press("1", "2", "j", "3", "k")
        assert under_cursor(desk) == long_wire[14]
