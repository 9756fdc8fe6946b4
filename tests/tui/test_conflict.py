"""Two editors, one text: both stand side by side, a third is made of them, and nothing that was typed is lost."""

from collections.abc import Callable

import pytest

from tests.support.clock import FakeClock
from tests.tui.driving import Desk
from tui.panes.merging import Side, merged, passages
from tui.screens.conflict import ConflictScreen
from tui.screens.form import FormScreen
from wireroom.desk.forms import WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.model import Item, LiveBlog, Status, Update
from wireroom.ports.store import Store

OpenDesk = Callable[..., Desk]

BASE = "Airport closed\n\nNo flights leave.\n\nBuses still go.\n\nTrains go."
THEIRS = "Airport closed until noon\n\nNo flights leave.\n\nBuses go again.\n\nTrains go."
YOURS = "Airport closed\n\nNo flights leave or land.\n\nBuses stand still.\n\nTrains go."


def test_each_passage_knows_who_changed_it() -> None:
    parts = passages(THEIRS, YOURS, BASE)
    assert [(part.usual, part.contested, part.same) for part in parts] == [
        (Side.THEIRS, False, False),
        (Side.YOURS, False, False),
        (Side.YOURS, True, False),
        (Side.YOURS, False, True),
    ]
    usual = merged(parts, [part.usual for part in parts])
    assert (
        usual == "Airport closed until noon\n\nNo flights leave or land.\n\nBuses stand still.\n\nTrains go."
    )


@pytest.mark.parametrize(("side", "text"), [(Side.THEIRS, THEIRS), (Side.YOURS, YOURS)])
def test_one_side_throughout_is_that_text(side: Side, text: str) -> None:
    for base in (BASE, ""):
        parts = passages(THEIRS, YOURS, base)
        assert merged(parts, [side] * len(parts)) == text


def test_paragraphs_that_only_one_side_has_are_not_lost() -> None:
    parts = passages("Head\n\nOne.", "Head\n\nOne.\n\nTwo.", "Head\n\nOne.")
    assert merged(parts, [part.usual for part in parts]) == "Head\n\nOne.\n\nTwo."
    assert merged(parts, [Side.THEIRS] * len(parts)) == "Head\n\nOne."


def test_both_headlines_stay_one_line_and_out_of_the_body() -> None:
    parts = passages("Airport shut\n\nOne.", "Airport closed\n\nTwo.", "Airport\n\nNone.")
    both = merged(parts, [Side.BOTH] * len(parts))
    assert both == "Airport shut / Airport closed\n\nOne.\n\nTwo."


@pytest.fixture
def draft(newsroom: Newsroom, blog: LiveBlog, story: list[Item]) -> Update:
    headline, _, body = BASE.partition("\n\n")
    return newsroom.blogs.write(blog.slug, WriteUp(headline=headline, body=body))


async def clash(desk: Desk, newsroom: Newsroom, draft: Update) -> ConflictScreen:
    """Let a colleague be faster by one edit."""
    await desk.press("f2", "C")
    headline, _, body = THEIRS.partition("\n\n")
    newsroom.blogs.edit(draft.id, headline=headline, body=body)
    headline, _, body = YOURS.partition("\n\n")
    desk.fill(headline=headline, body=body)
    await desk.press("ctrl+s")
    assert isinstance(desk.app.screen, ConflictScreen)
    return desk.app.screen


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
async def test_a_merge_is_made_passage_by_passage(
    open_desk: OpenDesk, newsroom: Newsroom, store: Store, draft: Update, size: tuple[int, int]
) -> None:
    async with open_desk(size=size) as desk:
        screen = await clash(desk, newsroom, draft)
        seen = " ".join(desk.seen().split())
        assert "Theirs" in seen
        assert "Yours" in seen
        await desk.press("m", "t", "b")
        assert screen.text == (
            "Airport closed\n\nNo flights leave.\n\nBuses go again.\n\nBuses stand still.\n\nTrains go."
        )
        await desk.press("ctrl+s")
        assert desk.app.screen is desk.screen
        after = store.update(draft.id)
        assert (after.headline, after.status) == ("Airport closed", Status.DRAFT)
        assert after.body == "No flights leave.\n\nBuses go again.\n\nBuses stand still.\n\nTrains go."


async def test_the_merged_text_can_be_worked_on_and_is_not_written_over(
    open_desk: OpenDesk, newsroom: Newsroom, store: Store, draft: Update
) -> None:
    async with open_desk() as desk:
        screen = await clash(desk, newsroom, draft)
        await desk.press("e")
        await desk.type("Now: ")
        await desk.press("escape", "T")
        assert screen.text.startswith("Now: Airport closed until noon\n\nNo flights leave or land.")
        assert "F5 makes it anew" in desk.seen()
        await desk.press("f5", "T")
        assert screen.text == THEIRS
        await desk.press("ctrl+s")
        assert store.update(draft.id).body == THEIRS.partition("\n\n")[2]


async def test_a_second_conflict_merges_on(
    open_desk: OpenDesk, newsroom: Newsroom, store: Store, draft: Update
) -> None:
    async with open_desk() as desk:
        screen = await clash(desk, newsroom, draft)
        newsroom.blogs.edit(draft.id, headline="Airport closed all day")
        await desk.press("ctrl+s")
        assert desk.app.screen is screen
        assert "once more" in desk.seen()
        await desk.press("ctrl+s")
        assert store.update(draft.id).headline == "Airport closed all day"


async def test_leaving_lets_theirs_stand(
    open_desk: OpenDesk, newsroom: Newsroom, store: Store, draft: Update
) -> None:
    async with open_desk() as desk:
        await clash(desk, newsroom, draft)
        await desk.press("escape")
        assert desk.app.screen is desk.screen
        assert store.update(draft.id).headline == THEIRS.partition("\n\n")[0]


async def test_a_correction_keeps_its_note_through_a_merge(
    open_desk: OpenDesk, newsroom: Newsroom, store: Store, developing: Update
) -> None:
    from wireroom.desk.forms import Amendment

    async with open_desk() as desk:
        await desk.press("f2", "C")
        newsroom.blogs.correct(
            developing.id,
            Amendment(
                note="An earlier version named no gate.", body="A crowd holds gate 1, Northern Wire reports."
            ),
        )
        desk.fill(
            note="An earlier version said a crowd; it is two dozen people.",
            headline="Airport held by two dozen, agency says",
        )
        await desk.press("ctrl+s")
        seen = " ".join(desk.seen().replace("│", " ").split())
        assert "They told readers: “An earlier version named no gate.”" in seen
        assert "You would tell them, too: “An earlier version said a crowd; it is two dozen people.”" in seen
        await desk.press("ctrl+s")
        after = store.update(developing.id)
        assert after.headline == "Airport held by two dozen, agency says"
        assert after.body == "A crowd holds gate 1, Northern Wire reports."
        assert after.corrections[-1].note == "An earlier version said a crowd; it is two dozen people."


async def test_what_others_corrected_since_a_correction_was_typed_is_told(
    open_desk: OpenDesk, newsroom: Newsroom, clock: FakeClock, developing: Update
) -> None:
    from wireroom.desk.forms import Amendment

    async with open_desk() as desk:
        await desk.press("f2", "C")
        desk.fill(note="It is gate 2.")
        await desk.press("escape")
        clock.tick(minutes=1)
        newsroom.blogs.correct(
            developing.id, Amendment(note="It is gate 1.", body="Gate 1, Northern Wire says.")
        )
        await desk.press("C")
        assert isinstance(desk.app.screen, ConflictScreen)
        assert "They told readers: “It is gate 1.” You would tell them, too: “It is gate 2.”" in desk.seen()


async def test_a_mark_on_a_text_that_changed_is_made_only_when_the_change_was_shown(
    open_desk: OpenDesk, newsroom: Newsroom, store: Store, developing: Update
) -> None:
    from wireroom.desk.forms import Amendment

    async with open_desk() as desk:
        await desk.press("f2", "c")
        newsroom.blogs.correct(
            developing.id,
            Amendment(
                note="It is the north gate.", body="A crowd holds the north gate, Northern Wire reports."
            ),
        )
        desk.fill(note="Seen by our reporter.", evidence="witness:Our reporter")
        await desk.press("ctrl+s")
        form = desk.app.screen
        assert isinstance(form, FormScreen)
        assert "north gate" in form.trouble
        assert store.update(developing.id).status is Status.DEVELOPING
        await desk.press("ctrl+s")
        assert store.update(developing.id).status is Status.CONFIRMED
