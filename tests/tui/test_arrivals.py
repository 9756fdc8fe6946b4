"""What comes in changes nothing of what one reads: the cells of the screen before and after are the same."""

from collections.abc import Callable, Iterator

import pytest
from textual.geometry import Region
from textual.widget import Widget

from tests.tui.conftest import Wires
from tests.tui.driving import Desk
from tui.widgets.lines import LineList
from tui.widgets.reader import ReaderView
from wireroom.desk.forms import WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.model import Item, LiveBlog, Priority, Status

OpenDesk = Callable[..., Desk]

#: Where one reads, by the keys that lead there.
PLACES: dict[str, tuple[str, ...]] = {
    "on the wire, further down": ("1", "5", "j"),
    "on the wire, a page down": ("pagedown", "j"),
    "at the end of the wire": ("G",),
    "in a filter": ("slash", *"line", "enter", "1", "0", "j"),
    "while filtering": ("slash", *"line"),
    "with items selected": ("5", "j", "space", "space"),
    "in a lane, further down": ("f2", "8", "j"),
    "in the detail": ("1", "2", "j", "enter"),
    "in zen": ("1", "5", "j", "z"),
    "in a lane in zen": ("f2", "9", "j", "z"),
}


def reading(desk: Desk) -> Iterator[tuple[str, list[str]]]:
    """The cells of every list and text on the screen, by the name of the widget."""
    strips = desk.app.screen._compositor.render_strips()
    for widget in desk.app.screen.query(Widget):
        region: Region = widget.region
        if isinstance(widget, LineList | ReaderView) and widget.is_on_screen and region.area:
            rows = [
                "".join(segment.text for segment in strip.crop(region.x, region.right))
                for strip in strips[region.y : region.bottom]
            ]
            yield str(widget.id), rows


@pytest.fixture
def long_night(newsroom: Newsroom, wires: Wires, blog: LiveBlog) -> list[Item]:
    """A hundred and fifty items, and fifteen updates that rest on some of them."""
    items = [
        wires.bring(
            "Netwatch", f"Line {number} of the night", summary=f"Line {number}. More is not known. " * 9
        )
        for number in range(150)
    ]
    for item in items[:15]:
        newsroom.blogs.write(
            blog.slug,
            WriteUp(
                headline=f"{item.headline}, agency says",
                body=f"{item.headline}, Netwatch reports. " * 5,
                items=(item.id,),
                status=Status.DEVELOPING,
            ),
        )
    wires.clock.tick(minutes=3)
    return items


def arrive(wires: Wires, story: str) -> None:
    """Let a dozen items come in, all of a story that is on the screen, in no time."""
    now = wires.clock.time
    for number in range(12):
        wires.bring(
            "Steppe Squawk", f"A line nobody has seen {number}", priority=Priority.FLASH, cluster=story
        )
    wires.clock.time = now


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("place", PLACES)
async def test_an_arrival_changes_nothing_that_is_read(
    place: str, size: tuple[int, int], open_desk: OpenDesk, wires: Wires, long_night: list[Item]
) -> None:
    async with open_desk(size=size) as desk:
        await desk.press(*PLACES[place])
        desk.screen.floor.show_detail()
        desk.screen.floor.detail.finish()
        await desk.settle()
        before = dict(reading(desk))
        assert before
        arrive(wires, long_night[-20].id)
        await desk.rest()
        await desk.until(lambda: desk.screen.wire.waiting > 0 or "wire-lines" not in before)
        assert dict(reading(desk)) == before
        await desk.rest()
        assert dict(reading(desk)) == before


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_an_update_of_somebody_else_moves_no_lane_that_is_read_further_down(
    size: tuple[int, int],
    open_desk: OpenDesk,
    newsroom: Newsroom,
    blog: LiveBlog,
    wires: Wires,
    long_night: list[Item],
) -> None:
    async with open_desk(size=size) as desk:
        await desk.press("f2", "1", "0", "j")
        before = dict(reading(desk))["developing-lines"]
        newsroom.blogs.write(blog.slug, WriteUp(headline="What came in meanwhile", body="Much, police say."))
        arrive(wires, long_night[-20].id)
        await desk.rest()
        assert dict(reading(desk))["developing-lines"] == before
        await desk.press("g")
        assert "What came in meanwhile" in desk.seen()


@pytest.mark.parametrize(
    "keys", [("f1",), ("f2",), ("f2", "2", "j")], ids=["outside", "at the top", "below it"]
)
async def test_an_update_of_somebody_else_is_seen_where_the_top_of_its_lane_is(
    keys: tuple[str, ...], open_desk: OpenDesk, newsroom: Newsroom, blog: LiveBlog, long_night: list[Item]
) -> None:
    async with open_desk() as desk:
        await desk.press(*keys)
        here = desk.screen.floor.update
        newsroom.blogs.write(blog.slug, WriteUp(headline="What came in meanwhile", body="Much, police say."))
        await desk.rest()
        assert "What came in meanwhile" in desk.seen()
        assert desk.screen.floor.update == here


async def test_what_two_looks_found_is_counted_once(
    open_desk: OpenDesk, long_night: list[Item], wires: Wires
) -> None:
    async with open_desk() as desk:
        wires.bring("Netwatch", "Power is back in the west")
        desk.screen.wire.look()
        (found,) = desk.app.office.underway
        # The first answer is on its way to the wire when somebody writes and it looks again.
        found.add_done_callback(lambda _: desk.screen.wire.look())
        await desk.settle()
        assert desk.screen.wire.waiting == 1
