"""A desk among others: who is there, who writes what, taking over, and being cut off without losing a word."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from storage import open_store
from storage.aside import DraftFolder
from tests.support.clock import FakeClock
from tests.support.disks import seen_read_only
from tests.support.far import FarStore
from tests.tui.conftest import Wires
from tests.tui.driving import Desk
from tui.app import DeskApp
from tui.panes.top_words import top_line
from tui.screens.conflict import ConflictScreen
from tui.screens.form import FormScreen
from tui.screens.taking_over import TakeOverScreen
from tui.views import load_room
from wireroom.config import Config, DeskConfig
from wireroom.desk.forms import Details, Mark, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.errors import BeingWritten
from wireroom.model import WIRES, Act, Evidence, EvidenceKind, Priority, Status, Update


class Network(FarStore):
    """A store whose network can be cut: then it answers no question at all."""

    def revision(self) -> int:
        self.reach()
        return super().revision()


@pytest.fixture
def far(tmp_path: Path) -> Iterator[Network]:
    store = Network(open_store(tmp_path / "far.wireroom").engine)
    yield store
    store.close()


@pytest.fixture
def room(far: Network, clock: FakeClock, tmp_path: Path) -> Newsroom:
    aside = DraftFolder(tmp_path / "aside")
    return Newsroom(far, clock, "aigerim", Config(desk=DeskConfig(pull=False)), aside, machine="almaty-pc")


@pytest.fixture
def tomas(room: Newsroom) -> Newsroom:
    return replace(room, editor="tomas", machine="aktau-pc", aside=None)


@pytest.fixture
def draft(room: Newsroom) -> Update:
    room.wire.add_feed("https://wire.example.org/feed", title="A wire")
    room.blogs.new("almaty", "Protests in Almaty")
    return room.blogs.write(
        "almaty", WriteUp(headline="Airport closed", body="No flights leave.\n\nBuses go.")
    )


@pytest.fixture
def desk(room: Newsroom, draft: Update) -> Desk:
    return Desk(DeskApp(room, pull=False, blog="almaty"), (120, 36))


async def look(desk: Desk) -> None:
    desk.screen.company.look()
    await desk.settle()


async def test_who_is_there_and_who_writes_what_is_shown(desk: Desk, tomas: Newsroom, draft: Update) -> None:
    async with desk:
        tomas.presence.pulse()
        tomas.presence.begin(draft.id)
        await look(desk)
        assert "also here: tomas" in desk.seen()
        assert "tomas is writing" in desk.seen()
        tomas.presence.leave()
        await look(desk)
        assert "also here" not in desk.seen()
        assert "tomas is writing" not in desk.seen()


async def test_an_update_is_one_editor_s_until_it_is_taken_over(
    desk: Desk, room: Newsroom, tomas: Newsroom, draft: Update
) -> None:
    tomas.presence.begin(draft.id)
    async with desk:
        await desk.press("f2", "C")
        assert isinstance(desk.app.screen, TakeOverScreen)
        assert "tomas has been writing this since" in desk.seen()
        await desk.press("escape")
        assert desk.app.screen is desk.screen
        await desk.press("C", "t")
        assert isinstance(desk.app.screen, FormScreen)
        assert [lease.subject for lease in tomas.presence.pulse().lost] == [draft.id]
        desk.fill(headline="Airport closed until noon")
        await desk.press("ctrl+s")
        assert room.store.update(draft.id).headline == "Airport closed until noon"
        tomas.presence.begin(draft.id)  # the form let go of it


async def test_what_is_taken_over_is_told_and_nothing_of_it_is_lost(
    desk: Desk, room: Newsroom, tomas: Newsroom, draft: Update
) -> None:
    async with desk:
        await desk.press("f2", "C")
        with pytest.raises(BeingWritten):
            tomas.presence.begin(draft.id)
        desk.fill(headline="Airport closed all day")
        tomas.presence.begin(draft.id, over=True)
        tomas.blogs.edit(draft.id, body="No flights leave or land.\n\nBuses go.")
        await look(desk)
        assert any("tomas has taken over “Airport closed”" in words for words in desk.toasts)
        await desk.press("ctrl+s")
        assert isinstance(desk.app.screen, ConflictScreen)
        await desk.press("ctrl+s")
        after = room.store.update(draft.id)
        assert (after.headline, after.body) == (
            "Airport closed all day",
            "No flights leave or land.\n\nBuses go.",
        )


@pytest.mark.parametrize(
    ("key", "doing", "field"),
    [
        ("d", "reviewing", "note"),
        ("c", "confirming", "note"),
        ("r", "retracting", "wrong"),
        ("C", "correcting", "note"),
        ("X", "killing", "notice"),
    ],
)
async def test_whoever_marks_an_update_has_it_and_keeps_what_was_typed(
    key: str, doing: str, field: str, desk: Desk, room: Newsroom, tomas: Newsroom, draft: Update
) -> None:
    room.blogs.mark(
        draft.id,
        Mark(
            to=Status.DEVELOPING,
            evidence=(Evidence(kind=EvidenceKind.OFFICIAL, who="Airport"),),
            override="Drill.",
        ),
    )
    async with desk:
        await desk.press("f2", key)
        with pytest.raises(BeingWritten, match=f"aigerim has been {doing} this since"):
            tomas.presence.begin(draft.id)
        desk.fill(**{field: "Typed and not done."})
        await desk.press("escape")
        tomas.presence.begin(draft.id, doing=doing)
        await look(desk)
        assert f"tomas is {doing}" in desk.seen()
        await desk.press(key)
        assert f"tomas has been {doing} this since" in desk.seen()
        await desk.press("t")
        assert "what you typed is back" in desk.seen()
        assert "Typed and not done." in desk.seen()
        await desk.press("escape", "E")
        assert f"{doing} an update" in desk.seen()
        await desk.press("enter")
        assert "Typed and not done." in desk.seen()
        await desk.press("f8")
        assert room.blogs.drafts() == []
    tomas.presence.begin(draft.id)


async def test_what_was_typed_about_an_update_that_changed_since_says_so(
    desk: Desk, room: Newsroom, tomas: Newsroom, draft: Update
) -> None:
    async with desk:
        await desk.press("f2", "c")
        desk.fill(note="A court said so.")
        await desk.press("escape")
        tomas.blogs.edit(draft.id, headline="Airport open")
        await desk.rest()
        await desk.press("d")
        desk.fill(override="Drill.")
        await desk.press("escape")
        tomas.blogs.edit(draft.id, headline="Airport open again")
        await desk.rest()
        await desk.press("d")
        assert "It was changed since you typed this" in desk.seen()
        desk.fill(evidence="official:The airport")
        await desk.press("ctrl+s")
        assert room.store.update(draft.id).status is Status.DEVELOPING
        assert [one.fields["form"] for one in room.blogs.drafts()] == ["confirm"]


async def test_what_a_colleague_changes_beside_the_words_stays_while_one_goes_on_with_them(
    desk: Desk, room: Newsroom, tomas: Newsroom, draft: Update
) -> None:
    async with desk:
        await desk.press("f2", "C")
        desk.fill(headline="Airport closed all day", priority="urgent")
        await desk.press("escape")
        tomas.blogs.edit(draft.id, details=Details(tags=("roads",), bylines=("Tomas",)))
        await desk.rest()
        await desk.press("C", "ctrl+s")
        after = room.store.update(draft.id)
        assert (after.headline, after.priority) == ("Airport closed all day", Priority.URGENT)
        assert (after.tags, after.bylines) == (("roads",), ("Tomas",))


async def test_an_update_stays_held_while_two_texts_of_it_are_merged(
    desk: Desk, room: Newsroom, tomas: Newsroom, draft: Update
) -> None:
    async with desk:
        await desk.press("f2", "C")
        desk.fill(headline="Airport closed all day")
        tomas.blogs.edit(draft.id, headline="Airport closed until noon")
        await desk.press("ctrl+s")
        assert isinstance(desk.app.screen, ConflictScreen)
        with pytest.raises(BeingWritten):
            tomas.presence.begin(draft.id)
        await desk.press("e", "ctrl+end")
        await desk.type(" Buses too.")
        await desk.until(
            lambda: "Buses too." in "".join(str(one.fields["body"]) for one in room.blogs.drafts())
        )
        await desk.press("escape", "escape")
        tomas.presence.begin(draft.id)
        tomas.presence.end(draft.id)
        await desk.press("C")
        assert isinstance(desk.app.screen, FormScreen)
        assert "what you typed is back" in desk.seen()
        await desk.press("ctrl+s")
        assert room.store.update(draft.id).body.endswith("Buses too.")
        assert room.blogs.drafts() == []


async def test_a_form_that_died_with_its_terminal_is_back(room: Newsroom, draft: Update, desk: Desk) -> None:
    async with desk:
        await desk.press("f2", "C")
        desk.fill(headline="Airport closed until n")
        await desk.until(
            lambda: [one.fields["headline"] for one in room.blogs.drafts()] == ["Airport closed until n"]
        )
    again = Desk(DeskApp(room, pull=False, blog="almaty"), (120, 36))
    async with again:
        await again.press("E")
        assert "Airport closed until n" in again.seen()
        await again.press("enter")
        assert "what you typed is back" in again.seen()
        again.fill(headline="Airport closed until noon")
        await again.press("ctrl+s")
        assert room.store.update(draft.id).headline == "Airport closed until noon"
        assert room.blogs.drafts() == []


@pytest.mark.parametrize("body", ["", "No flights leave or land.\n\nBuses go."], ids=["as it was", "changed"])
async def test_what_was_typed_into_a_draft_goes_on_as_a_correction_where_it_was_published_since(
    room: Newsroom, tomas: Newsroom, draft: Update, desk: Desk, body: str
) -> None:
    async with desk:
        await desk.press("f2", "C")
        desk.fill(headline="Airport closed until noon")
        await desk.press("escape")
        tomas.blogs.edit(draft.id, body=body or None)
        evidence = Evidence(kind=EvidenceKind.OFFICIAL, who="The airport")
        tomas.blogs.mark(draft.id, Mark(to=Status.CONFIRMED, note="They said so.", evidence=(evidence,)))
        await desk.rest()
        await desk.press("E", "enter")
        desk.fill(note="An earlier version named no time.")
        await desk.press("escape", "E", "enter")
        assert isinstance(desk.app.screen, ConflictScreen if body else FormScreen)
        await desk.press("ctrl+s")
    after = room.store.update(draft.id)
    assert (after.headline, after.body) == ("Airport closed until noon", body or draft.body)
    assert [made.note for made in after.corrections] == ["An earlier version named no time."]


async def test_cut_off_is_told_once_and_words_are_kept_here(
    desk: Desk, far: Network, room: Newsroom, tomas: Newsroom, draft: Update
) -> None:
    async with desk:
        await desk.press("f2", "C")
        desk.fill(headline="Airport closed all night")
        far.away = True
        await look(desk)
        await desk.rest()
        await desk.rest()
        assert "CUT OFF" in desk.screen.topline.words
        assert sum("can't be reached" in words for words in desk.toasts) == 1
        await desk.press("ctrl+s")
        form = desk.app.screen
        assert isinstance(form, FormScreen)
        assert "No answer" in form.trouble
        await desk.press("escape")
        assert [one.fields["headline"] for one in room.blogs.drafts()] == ["Airport closed all night"]
        assert any("kept on this machine until" in words for words in desk.toasts)
        far.away = False
        tomas.blogs.edit(draft.id, body="No flights leave or land.\n\nBuses go.")
        await look(desk)
        assert "CUT OFF" not in desk.screen.topline.words
        assert any("1 draft kept while you were cut off" in words for words in desk.toasts)
        await desk.press("E", "enter")
        assert isinstance(desk.app.screen, ConflictScreen)
        await desk.press("ctrl+s")
        after = room.store.update(draft.id)
        assert after.headline == "Airport closed all night"
        assert after.body == "No flights leave or land.\n\nBuses go."
        assert room.blogs.drafts() == []


async def test_a_write_up_kept_while_cut_off_is_filed_when_back(
    desk: Desk, far: Network, room: Newsroom, draft: Update
) -> None:
    async with desk:
        await desk.press("W")
        far.away = True
        desk.fill(headline="Trains stand still")
        await desk.press("escape")
        far.away = False
        await look(desk)
        await desk.press("E", "enter")
        assert "your draft is back" in desk.seen()
        await desk.press("ctrl+s")
        assert room.store.updates(draft.blog)[0].headline == "Trains stand still"
        assert room.blogs.drafts() == []


async def test_a_draft_is_thrown_away_from_the_list(desk: Desk, room: Newsroom) -> None:
    async with desk:
        await desk.press("W")
        desk.fill(headline="Trains stand still")
        await desk.press("escape", "E", "x")
        assert "x again throws this away for good" in desk.seen()
        await desk.press("x")
        assert room.blogs.drafts() == []
        assert "Nothing of yours is unfinished" in desk.seen()


async def test_a_desk_that_closes_is_gone_at_once(desk: Desk, tomas: Newsroom) -> None:
    async with desk:
        await look(desk)
        assert [other.editor for other in tomas.presence.pulse().others] == ["aigerim"]
    assert tomas.presence.pulse().others == ()


async def test_the_wires_are_no_colleague(newsroom: Newsroom, wires: Wires, clock: FakeClock) -> None:
    feed = wires.feed("Netwatch")
    with newsroom.store.transaction() as tx:
        tx.record(
            Act(at=clock.tick(), who=WIRES, what="changed feed"),
            structs.replace(feed, site="https://a.example"),
        )
        tx.record(Act(at=clock.tick(), who="dana", what="changed feed"), structs.replace(feed, title="Net"))
    room = load_room(newsroom)
    assert (room.colleagues, room.feeds) == (("dana",), 1)
    said = "".join(span.text for span in top_line(None, room, None, clock.now(), 100))
    assert "1 feed well · lately: dana" in said


async def test_a_desk_reads_a_store_that_nobody_may_write(
    tomas: Newsroom, draft: Update, tmp_path: Path, far: Network
) -> None:
    with seen_read_only(tmp_path, tmp_path.parent / f"{tmp_path.name}-archive") as archive:
        store = open_store(archive / "far.wireroom")
        auditor = replace(tomas, store=store, editor="auditor")
        async with Desk(DeskApp(auditor, pull=False, blog=None), (120, 36)) as desk:
            assert "READ ONLY" in desk.seen()
            assert any("does not allow writing" in words for words in desk.toasts)
            await desk.press("f2", "H")
            assert "No flights leave." in desk.text()
            await desk.press("escape", "C")
            desk.fill(headline="Airport open")
            await desk.press("ctrl+s")
            assert "The store is read-only" in desk.seen()
        store.close()
    assert far.update(draft.id).headline == "Airport closed"
