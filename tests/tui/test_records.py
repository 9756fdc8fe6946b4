"""What is read at the desk: the audit log, the hand-over, an update."""

from collections.abc import Callable

from msgspec.structs import replace

from tests.support.clock import FakeClock
from tests.tui.driving import Desk
from tui.panes.lane_rows import LaneRow
from tui.panes.update_copy import update_blocks
from tui.screens.filtered import holding
from tui.screens.records import log_blocks
from tui.widgets.blocks import BLANK, text
from wireroom.desk.forms import WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.model import Illustration, Item, LiveBlog, Update

DAY = text("Wednesday", "accent", bold=True)
NEXT_DAY = text("Thursday", "accent", bold=True)
FIRE, CURFEW = text("14:31 aigerim wrote “Fire”"), text("09:00 dana wrote “Curfew”")


def test_what_holds_the_words_stands_under_its_heading() -> None:
    log = [DAY, FIRE, BLANK, NEXT_DAY, CURFEW]
    assert holding(log, " ") == log
    assert holding(log, "CURFEW wrote") == [NEXT_DAY, CURFEW]
    assert holding(log, "wrote") == [DAY, FIRE, BLANK, NEXT_DAY, CURFEW]
    assert [block.words for block in holding(log, "fire curfew")] == ["Nothing here holds these words."]


def test_the_log_names_the_live_blog_of_an_act_once(newsroom: Newsroom, developing: Update) -> None:
    opened, wrote = (
        next(block.words for block in log_blocks(newsroom, "UTC") if verb in block.words)
        for verb in ("opened", "wrote")
    )
    assert opened.count("almaty") == 1
    assert wrote.endswith("  almaty")


async def test_the_audit_log_is_filtered_and_shown_whole_again(
    open_desk: Callable[..., Desk], developing: Update
) -> None:
    async with open_desk() as desk:
        await desk.press("L", "slash")
        await desk.type("opened")
        assert "opened almaty" in desk.text()
        assert "wrote" not in desk.text()
        await desk.press("enter", "j", "escape")
        assert "wrote" in desk.text()
        await desk.press("escape")
        assert desk.text() == desk.detail()


async def test_the_hand_over_cuts_a_headline_without_end(
    open_desk: Callable[..., Desk], newsroom: Newsroom, blog: LiveBlog, story: list[Item]
) -> None:
    newsroom.blogs.write(blog.slug, WriteUp(headline="Airport held " * 200))
    async with open_desk() as desk:
        await desk.press("O")
        assert 5 < desk.text().count("Airport held") < 20


def test_the_detail_of_an_update_says_what_its_pictures_show(developing: Update, clock: FakeClock) -> None:
    fire = Illustration(
        picture="p1", width=9, height=9, description="Smoke over the roof", credit="Our reporter"
    )
    shown = replace(developing, media=(fire, replace(fire, description="The street", credit="")))
    words = [block.words for block in update_blocks(LaneRow(shown, "UTC"), clock)]
    assert "Picture  Smoke over the roof  Our reporter" in words
    assert "Picture  The street  no credit" in words
