"""Drafts while the store is out of reach: kept on this machine, and carried back when it returns."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from storage import open_store
from storage.aside import DraftFolder
from tests.support.clock import FakeClock
from tests.support.far import FarStore
from wireroom.config import Config
from wireroom.desk.drafting import Kept
from wireroom.desk.forms import WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.errors import StoreError, StoreUnreachable
from wireroom.model import Draft


@pytest.fixture
def far(tmp_path: Path) -> FarStore:
    return FarStore(open_store(tmp_path / "far.wireroom").engine)


@pytest.fixture
def desk(far: FarStore, tmp_path: Path, clock: FakeClock) -> Newsroom:
    return Newsroom(far, clock, "dana", Config(), DraftFolder(tmp_path / "aside"))


def draft(clock: FakeClock, **fields: object) -> Draft:
    base = Draft(id="d", editor="dana", blog="b", saved=clock.tick(), fields={"body": "So far"})
    return replace(base, **fields)  # type: ignore[arg-type]


def test_a_draft_is_kept_here_while_the_store_is_away(
    desk: Newsroom, far: FarStore, clock: FakeClock
) -> None:
    first, later = draft(clock), draft(clock, fields={"body": "More by now"})
    assert desk.blogs.keep_draft(first) is Kept.STORE
    far.away = True
    assert desk.blogs.keep_draft(later) is Kept.HERE
    assert desk.blogs.drafts() == [later]
    far.away = False
    assert desk.blogs.drafts() == [later]
    assert far.drafts("dana") == [first]


def test_what_was_kept_here_comes_back_once_clean_or_in_conflict(
    desk: Newsroom, far: FarStore, clock: FakeClock
) -> None:
    desk.blogs.new("flood", "Flood")
    mine = desk.blogs.write("flood", WriteUp(headline="The river rises"))
    theirs = desk.blogs.write("flood", WriteUp(headline="The bridge holds"))
    far.away = True
    for update in (mine, theirs):
        desk.blogs.keep_draft(draft(clock, id=f"of-{update.id}", update=update.id, revision=update.revision))
    desk.blogs.keep_draft(draft(clock, id="new"))
    far.away = False
    changed = desk.blogs.edit(theirs.id, headline="The bridge is closed")
    returned = desk.blogs.bring_back()
    assert [(one.clean, one.theirs) for one in returned] == [(True, mine), (False, changed), (True, None)]
    assert {one.id for one in far.drafts("dana")} == {f"of-{mine.id}", f"of-{theirs.id}", "new"}
    assert desk.blogs.bring_back() == []


def test_nothing_comes_back_before_the_store_does(desk: Newsroom, far: FarStore, clock: FakeClock) -> None:
    far.away = True
    desk.blogs.keep_draft(draft(clock))
    assert [one.draft.id for one in desk.blogs.bring_back()] == []
    assert [one.id for one in desk.blogs.drafts()] == ["d"]


def test_without_a_place_of_its_own_the_desk_says_that_the_draft_is_not_kept(
    far: FarStore, clock: FakeClock
) -> None:
    far.away = True
    with pytest.raises(StoreUnreachable):
        Newsroom(far, clock, "dana", Config()).blogs.keep_draft(draft(clock))


def test_a_draft_file_that_cannot_be_read_is_named(tmp_path: Path, clock: FakeClock) -> None:
    folder = DraftFolder(tmp_path)
    folder.keep(draft(clock))
    (path,) = tmp_path.glob("*.json")
    path.write_bytes(b"{")
    with pytest.raises(StoreError, match=path.name):
        folder.drafts("dana")
