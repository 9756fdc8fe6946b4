"""However much comes in, what waits costs no more than a few hundred rows, and nothing of it is lost."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.support.clock import FakeClock
from tests.tui.conftest import Wires
from tests.tui.driving import Desk
from tui.panes.incoming import HELD_ROWS, Incoming
from tui.panes.wire_rows import WireRow
from wireroom.model import Item
from wireroom.ports.store import Store

OpenDesk = Callable[..., Desk]


def rows(*numbers: int) -> list[WireRow]:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    return [
        WireRow(Item(id=str(n), feed="f", identity=str(n), headline=str(n), first_seen=at), "F")
        for n in numbers
    ]


def test_a_few_are_held_newest_first() -> None:
    incoming = Incoming()
    incoming.add(rows(2, 1))
    incoming.add(rows(3))
    assert (len(incoming), incoming.held) == (3, True)
    assert [row.key for row in incoming.take()] == ["3", "2", "1"]
    assert (len(incoming), incoming.held) == (0, True)


def test_of_many_only_the_number_is_kept() -> None:
    incoming = Incoming()
    incoming.add(rows(*range(HELD_ROWS)))
    assert incoming.held
    incoming.add(rows(HELD_ROWS))
    incoming.add(rows(HELD_ROWS + 1))
    assert (len(incoming), incoming.held) == (HELD_ROWS + 2, False)
    incoming.forget(HELD_ROWS)
    incoming.add(rows(HELD_ROWS + 2))
    assert (len(incoming), incoming.held) == (3, False)
    assert incoming.take() == []
    assert incoming.held


def test_the_oldest_of_them_are_forgotten_when_they_came_in_by_another_way() -> None:
    incoming = Incoming()
    incoming.add(rows(3, 2, 1))
    incoming.forget(2)
    assert [row.key for row in incoming.take()] == ["3"]


@pytest.fixture
def flood(store: Store, wires: Wires, clock: FakeClock) -> Callable[[int], list[str]]:
    """Lets so many items come in; gives their ids, newest first."""
    feed = wires.feed("Netwatch")

    def come(count: int) -> list[str]:
        items = []
        for number in range(count):
            clock.tick(seconds=1)
            items.append(
                Item(
                    id=f"{number:08x}-0000-5000-8000-{count:012}",
                    feed=feed.id,
                    identity=f"n{count}-{number}",
                    headline=f"Line {number}",
                    first_seen=clock.now(),
                )
            )
        with store.transaction() as tx:
            tx.put_items(items)
        return [item.id for item in reversed(items)]

    return come


async def test_a_flood_is_let_in_without_moving_the_cursor_and_met_row_by_row(
    open_desk: OpenDesk, flood: Callable[[int], list[str]]
) -> None:
    before = flood(5)
    async with open_desk() as desk:
        wire = desk.screen.wire
        await desk.press("j")
        came = flood(1_300)
        while wire.waiting < len(came):
            await desk.rest()
        await desk.press("i")
        assert wire.lines.current is not None
        assert wire.lines.current.key == before[1]
        assert wire.waiting == len(came) - (len(wire.lines) - len(before))
        for _ in range(3):
            await desk.press("9", "9", "9", "k")
        assert [row.key for row in wire.lines.rows()] == [*came, *before]
        assert wire.waiting == 0


async def test_the_newest_of_a_flood_is_one_key_away(
    open_desk: OpenDesk, flood: Callable[[int], list[str]]
) -> None:
    flood(5)
    async with open_desk() as desk:
        wire = desk.screen.wire
        await desk.press("j")
        came = flood(700)
        while wire.waiting < len(came):
            await desk.rest()
        await desk.press("g")
        assert wire.lines.current is not None
        assert wire.lines.current.key == came[0]
        assert wire.waiting == 0
