"""The composer: nothing that was typed is lost, lint speaks as one writes, evidence is picked from the story."""

from collections.abc import Callable

import pytest
from textual.widgets import Input

from tests.desk.copy import confirmed, retraction
from tests.tui.conftest import Wires
from tests.tui.driving import Desk
from tui.screens.composer import ComposerScreen
from tui.screens.naming import named
from wireroom.config import DeskConfig
from wireroom.desk.forms import WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.model import Item, LiveBlog, Status, Update
from wireroom.ports.store import Store

OpenDesk = Callable[..., Desk]


@pytest.fixture
def stands(newsroom: Newsroom, story: list[Item], developing: Update) -> tuple[Update, Update]:
    """A confirmed update, and a developing one."""
    sure = confirmed(newsroom, developing.blog, headline="Cabinet resigns", items=(story[0].id,))
    return sure, developing


def composer(desk: Desk) -> ComposerScreen:
    assert isinstance(desk.app.screen, ComposerScreen)
    return desk.app.screen


async def test_what_the_item_suggests_is_filled_in(
    open_desk: OpenDesk, story: list[Item], blog: LiveBlog
) -> None:
    async with open_desk() as desk:
        await desk.press("j", "w")
        values = composer(desk).values()
        assert values["headline"] == story[-2].headline
        assert "Northern Wire" in values["body"]
        assert (values["priority"], values["status"]) == ("urgent", "developing")
        assert desk.text().startswith("Developing: ")


async def test_lint_speaks_as_one_writes(open_desk: OpenDesk, story: list[Item], blog: LiveBlog) -> None:
    async with open_desk() as desk:
        await desk.press("j", "w")
        await desk.until(lambda: "Nothing stands against" in composer(desk).lint)
        desk.fill(status="confirmed")
        await desk.until(lambda: "note" in composer(desk).lint.casefold())
        desk.fill(evidence="hearsay:somebody")
        await desk.until(lambda: "is not a piece of evidence" in composer(desk).lint)


async def test_a_draft_comes_back_after_the_terminal_is_gone(
    open_desk: OpenDesk, story: list[Item], blog: LiveBlog, store: Store
) -> None:
    async with open_desk() as desk:
        await desk.press("w")
        desk.fill(headline="Half a headl", note="The minist")
        await desk.until(
            lambda: [one.fields["headline"] for one in store.drafts("aigerim")] == ["Half a headl"]
        )
    async with open_desk() as desk:
        assert "1 draft of yours kept: press E" in desk.seen()
        await desk.press("w")
        assert composer(desk).values()["headline"] == "Half a headl"
        assert "your draft is back" in desk.seen()
        desk.fill(headline="A whole headline, radio says", body="Radio says so.")
        await desk.press("ctrl+s")
        assert store.drafts("aigerim") == []
        assert store.updates(blog.id)[0].headline == "A whole headline, radio says"


@pytest.mark.parametrize(
    ("keys", "way"), [({"publish": "E"}, "see “Your drafts”"), ({"drafts": "f7"}, "press F7")]
)
async def test_a_desk_tells_of_a_draft_under_the_key_of_its_editor(
    open_desk: OpenDesk, story: list[Item], blog: LiveBlog, keys: dict[str, str], way: str
) -> None:
    async with open_desk() as desk:
        assert "kept" not in desk.seen()
        await desk.press("w")
        desk.fill(headline="Half a headl")
        await desk.press("escape")
    async with open_desk(size=(80, 24), desk=DeskConfig(pull=False, keys=keys)) as desk:
        assert f"1 draft of yours kept: {way}" in desk.seen()


async def test_leaving_keeps_the_draft_and_throwing_away_forgets_it(
    open_desk: OpenDesk, story: list[Item], blog: LiveBlog, store: Store
) -> None:
    async with open_desk() as desk:
        await desk.press("w", "escape")
        assert store.drafts("aigerim") == []
        await desk.press("w")
        desk.fill(headline="Half a headl")
        await desk.press("escape")
        assert len(store.drafts("aigerim")) == 1
        await desk.press("w", "f8")
        assert store.drafts("aigerim") == []
        assert store.updates(blog.id) == []


async def test_evidence_is_picked_from_the_story(
    open_desk: OpenDesk, wires: Wires, blog: LiveBlog, store: Store
) -> None:
    first = wires.bring(
        "Meridian Press", "Airport closed, agency reports", summary="Closed, Meridian Press reports."
    )
    second = wires.bring("Northern Wire", "Almaty airport shut, agency says", cluster=first.id)
    newest = wires.bring(
        "State Radio", "Airport: no flights, radio says", cluster=first.id, summary="No flights, radio says."
    )
    async with open_desk() as desk:
        await desk.press("w", "f3", "space")
        picked = [row.key for row in composer(desk)._side.story.picked]
        await desk.press("ctrl+s")
        (update,) = store.updates(blog.id)
        assert {piece.item for piece in update.evidence} == {newest.id, *picked}
        assert picked[0] in {first.id, second.id}


async def test_on_an_update_in_a_lane_one_writes_what_builds_on_it(
    open_desk: OpenDesk, stands: tuple[Update, Update], store: Store, blog: LiveBlog
) -> None:
    sure, unsure = stands
    async with open_desk() as desk:
        await desk.press("f3", "w")
        desk.fill(headline="A second minister goes", body="He goes, the radio says.")
        desk.app.screen.query_one("#field-built_on").focus()
        await desk.press("end", ";", "space")
        await desk.type(unsure.headline[:4].casefold())
        await desk.press("right", "ctrl+s")
        newest = store.updates(blog.id)[0]
        assert newest.built_on == (sure.id, unsure.id)
        await desk.press("f3", "r")
        desk.fill(wrong="It stays.", why="The agency withdrew.", kind="wrong")
        await desk.press("ctrl+s")
        await desk.until(lambda: "Built on it" in desk.seen())
        assert "A second minister goes" in desk.seen()


async def test_on_a_retraction_one_writes_what_takes_its_place(
    open_desk: OpenDesk, stands: tuple[Update, Update], newsroom: Newsroom, store: Store, blog: LiveBlog
) -> None:
    wrong = stands[0]
    newsroom.blogs.mark(wrong.id, retraction())
    async with open_desk() as desk:
        await desk.press("f4", "w")
        desk.fill(headline="The cabinet stays", body="It stays, the radio says.")
        await desk.press("escape")
        assert len(store.drafts("aigerim")) == 1
        await desk.press("W")
        assert composer(desk).values()["headline"] == ""  # that draft is another's
        await desk.press("escape", "f4", "w")
        assert composer(desk).values()["headline"] == "The cabinet stays"
        await desk.press("ctrl+s")
        newest = store.updates(blog.id)[0]
        assert (newest.supersedes, newest.built_on) == (wrong.id, ())
        assert store.drafts("aigerim") == []


async def test_the_form_of_a_retraction_names_what_supersedes_it_already(
    open_desk: OpenDesk, stands: tuple[Update, Update], newsroom: Newsroom, blog: LiveBlog
) -> None:
    later = newsroom.blogs.write(
        blog.slug,
        WriteUp(
            headline="The cabinet stays",
            body="It stays, the radio says.",
            status=Status.DEVELOPING,
            evidence=stands[0].evidence,
            supersedes=stands[0].id,
        ),
    )
    async with open_desk() as desk:
        await desk.press("f3", "r")
        field = desk.app.screen.query_one("#field-replaced_by", Input)
        assert field.value == f"The cabinet stays ({later.id[-8:]})"


async def test_words_that_name_no_update_are_said_so(
    open_desk: OpenDesk, stands: tuple[Update, Update]
) -> None:
    async with open_desk() as desk:
        await desk.press("W")
        desk.fill(headline="Later", built_on="Nothing like it")
        await desk.until(lambda: "Nothing like it" in composer(desk).lint)


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("Cabinet; all of it ({0})", (0,)),
        ("Cabinet ({0}); {1}", (0, 1)),
        ("{1}; Cabinet; all of it ({0});", (1, 0)),
        ("{0}; {0}", (0,)),
        ("  ", ()),
    ],
)
def test_updates_are_named_by_headline_or_id(
    stands: tuple[Update, Update], store: Store, written: str, ids: tuple[int, ...]
) -> None:
    text = written.format(*(one.id[-8:] for one in stands))
    assert named(store, text) == tuple(stands[index].id for index in ids)


async def test_the_preview_reads_the_markdown(open_desk: OpenDesk, story: list[Item], blog: LiveBlog) -> None:
    async with open_desk() as desk:
        await desk.press("w")
        desk.fill(body="It is **over**, they say.\n\n- one\n- two")
        await desk.press("f4")
        assert "It is over, they say." in desk.text()
        assert "- two" in desk.text()


async def test_on_a_narrow_screen_the_side_takes_the_place_of_the_fields(
    open_desk: OpenDesk, story: list[Item], blog: LiveBlog
) -> None:
    async with open_desk(size=(80, 24)) as desk:
        await desk.press("w")
        assert not desk.app.screen.query_one("#composer-side").display
        await desk.press("f2")
        assert desk.app.screen.query_one("#composer-side").size.width > 70
        await desk.press("escape")
        assert not desk.app.screen.query_one("#composer-side").display
        assert isinstance(desk.app.screen, ComposerScreen)


async def test_a_refused_write_up_stays_open_and_nothing_is_stored(
    open_desk: OpenDesk, story: list[Item], blog: LiveBlog, store: Store
) -> None:
    async with open_desk() as desk:
        await desk.press("w")
        desk.fill(headline="", status="developing")
        await desk.press("ctrl+s")
        assert "headline" in composer(desk).lint
        assert store.updates(blog.id) == []


async def test_a_refusal_stands_until_one_types_again(
    open_desk: OpenDesk, newsroom: Newsroom, blog: LiveBlog, story: list[Item]
) -> None:
    async with open_desk() as desk:
        await desk.press("W")
        desk.fill(headline="Airport closed", status="developing")
        await desk.press("ctrl+s")
        await desk.until(lambda: bool(newsroom.blogs.drafts()))  # typing rests: lint was asked
        await desk.settle()
        assert composer(desk).lint.startswith("Refused")
        desk.fill(status="draft")
        await desk.until(lambda: "Nothing stands against" in composer(desk).lint)


async def test_a_write_up_is_filed_once_and_leaves_no_draft(
    open_desk: OpenDesk, story: list[Item], blog: LiveBlog, store: Store, newsroom: Newsroom
) -> None:
    async with open_desk() as desk:
        await desk.press("W")
        desk.fill(headline="Trains stand still", body="Nothing moves.")
        for key in ("ctrl+s", "f10", "ctrl+s"):
            desk.app.simulate_key(key)
        composer(desk)._paused()
        await desk.settle()
        assert [update.headline for update in store.updates(blog.id)] == ["Trains stand still"]
        assert newsroom.blogs.drafts() == []


@pytest.mark.parametrize("keys", [("W",), ("B",)], ids=["composer", "form"])
async def test_escape_right_behind_saving_closes_one_screen(
    keys: tuple[str, ...], open_desk: OpenDesk, story: list[Item], blog: LiveBlog
) -> None:
    async with open_desk() as desk:
        await desk.press(*keys)
        desk.fill(headline="Trains stand still")
        for key in ("ctrl+s", "escape", "escape"):
            desk.app.simulate_key(key)
        await desk.settle()
        while desk.app.screen is not desk.screen:
            await desk.press("escape")
        assert desk.app.is_running


async def test_without_a_terminal_the_editor_is_refused_in_words(
    open_desk: OpenDesk, story: list[Item], blog: LiveBlog
) -> None:
    async with open_desk() as desk:
        await desk.press("w", "f6")
        assert desk.toasts == ["There is no terminal to hand over here."]
        await desk.press("tab", "f6")
        assert len(desk.toasts) == 2


async def test_two_editors_one_draft_shows_both_texts(
    open_desk: OpenDesk, story: list[Item], blog: LiveBlog, store: Store, newsroom: Newsroom
) -> None:
    from wireroom.desk.forms import WriteUp

    draft = newsroom.blogs.write(blog.slug, WriteUp(headline="What we know", body="Little."))
    async with open_desk() as desk:
        await desk.press("f2", "C")
        newsroom.blogs.edit(draft.id, headline="What we know now", body="More.")
        desk.fill(headline="What we know so far", body="A little.")
        await desk.press("ctrl+s")
        seen = desk.seen()
        assert "What we know now" in seen
        assert "What we know so far" in seen
        await desk.press("ctrl+s")
        await desk.press("ctrl+s")
        after = store.update(draft.id)
        assert (after.headline, after.body, after.status) == (
            "What we know so far",
            "A little.",
            Status.DRAFT,
        )
