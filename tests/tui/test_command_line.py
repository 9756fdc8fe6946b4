"""The line that runs any command: begun from the palette, completed with what stands under the cursor."""

from collections.abc import Callable

import pytest
from textual.widgets import Input

from tests.tui.driving import Desk
from tui.cli.sections import SECTIONS
from tui.completing import Here, begun, candidates
from tui.screens.command_line import ENDLESS, CommandLineScreen
from tui.screens.palette import found, options
from wireroom.desk.newsroom import Newsroom
from wireroom.desk.seat import short
from wireroom.model import Item, LiveBlog, Update

OpenDesk = Callable[..., Desk]


async def test_the_palette_holds_every_command_that_ends_by_itself(
    open_desk: OpenDesk, story: list[Item]
) -> None:
    names = {lazy.name for section in SECTIONS.values() for lazy in section} - ENDLESS
    async with open_desk() as desk:
        listed = options(desk.screen)
        assert {option.key.removeprefix(":") for option in listed if option.key.startswith(":")} == names
        assert found(listed, "rollback")[0].key == ":rollback"
        assert found(listed, "spike")[0].key == "spike"


async def test_a_command_of_the_line_begins_with_what_it_is_done_to(
    open_desk: OpenDesk, developing: Update
) -> None:
    async with open_desk() as desk:
        for lane, name, begins in (
            (False, "rollback", "rollback almaty "),
            (True, "mark", f"mark {short(developing.id)} "),
            (True, "backup", "backup "),
        ):
            await desk.press("f2" if lane else "f1", "ctrl+p")
            await desk.type(f":{name}")
            await desk.press("enter")
            await desk.until(lambda: isinstance(desk.app.screen, CommandLineScreen))
            assert desk.app.screen.query_one(Input).value == begins
            await desk.press("escape")


async def test_tab_completes_the_id_of_the_row_one_comes_from(
    open_desk: OpenDesk, developing: Update
) -> None:
    async with open_desk() as desk:
        await desk.press("f2", "colon")
        await desk.type("update ")
        await desk.until(lambda: short(developing.id) in desk.seen())
        assert developing.headline[:10] in desk.seen()
        await desk.press("tab")
        assert desk.app.screen.query_one(Input).value == f"update {short(developing.id)} "


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lint ", "almaty"),
        ("blog pin ", "{update}"),
        ("mark x developing --replaced-by ", "{update}"),
        ("kill x --confirm ", "almaty"),
        ("keep ", "{item}"),
        ("write almaty --from ", "{item}"),
    ],
)
def test_what_comes_next_is_offered_by_what_it_is(
    newsroom: Newsroom, blog: LiveBlog, story: list[Item], developing: Update, typed: str, first: str
) -> None:
    here = Here(blog.id, developing.id, story[1].id)
    wanted = first.format(update=short(developing.id), item=short(story[1].id))
    assert candidates(newsroom, typed, here)[0].word == wanted
    assert candidates(newsroom, typed + wanted[:4], here)[0].word == wanted


def test_what_is_not_in_the_newsroom_is_not_made_up(
    newsroom: Newsroom, blog: LiveBlog, developing: Update
) -> None:
    assert candidates(newsroom, "mark x confirmed --note ", Here(blog.id, developing.id)) == []
    assert candidates(newsroom, "feeds add ", Here()) == []
    assert begun(newsroom, "watch", Here(blog.id)) == "watch "
    for name in ("spike", "restore"):
        assert begun(newsroom, name, Here(blog.id, "a-draft-1234abcd")) == f"{name} 1234abcd "
        assert begun(newsroom, name, Here(blog.id, item="item-5678abcd")) == f"{name} 5678abcd "
    assert begun(newsroom, "tag", Here(blog.id, "a-draft-1234abcd")) == "tag "
