"""One desk among others: who is there, who writes what, and what becomes of it while the network is away."""

from collections.abc import Callable
from pathlib import Path

import pytest

from storage import open_store
from storage.aside import DraftFolder
from tests.support.clock import FakeClock
from tests.support.far import FarStore
from wireroom.config import Config
from wireroom.desk.forms import WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.desk.presence import Pulse
from wireroom.errors import BeingWritten
from wireroom.model import Draft


@pytest.fixture
def far(tmp_path: Path) -> FarStore:
    return FarStore(open_store(tmp_path / "far.wireroom").engine)


@pytest.fixture
def desk_of(far: FarStore, tmp_path: Path, clock: FakeClock) -> Callable[[str], Newsroom]:
    def seated(editor: str) -> Newsroom:
        return Newsroom(far, clock, editor, Config(), DraftFolder(tmp_path / "aside"), machine=f"{editor}-pc")

    return seated


def test_desks_see_each_other_until_one_leaves(desk_of: Callable[[str], Newsroom]) -> None:
    dana, marat = desk_of("dana").presence, desk_of("marat").presence
    assert dana.pulse("blog-1").others == ()
    (other,) = marat.pulse().others
    assert (other.editor, other.machine, other.blog) == ("dana", "dana-pc", "blog-1")
    dana.begin("update-1")
    dana.leave()
    dana.pulse()  # which had begun before, and comes too late
    assert marat.pulse() == Pulse(reached=True)


def test_what_another_desk_writes_is_shown_and_can_be_taken_over(desk_of: Callable[[str], Newsroom]) -> None:
    dana, marat = desk_of("dana").presence, desk_of("marat").presence
    dana.begin("update-1")
    dana.begin("update-2")
    assert [(lease.subject, lease.editor) for lease in marat.pulse().writing] == [
        ("update-1", "dana"),
        ("update-2", "dana"),
    ]
    with pytest.raises(BeingWritten, match="dana has been writing this since") as refused:
        marat.begin("update-1")
    assert refused.value.editor == "dana"
    marat.begin("update-1", over=True)
    pulse = dana.pulse()
    assert [(lease.subject, lease.editor) for lease in pulse.lost] == [("update-1", "marat")]
    assert [lease.subject for lease in pulse.writing] == ["update-1"]
    assert dana.pulse().lost == ()
    dana.end("update-2")
    dana.pulse()
    assert marat.pulse().writing == ()


def test_a_desk_that_was_cut_off_takes_up_what_nobody_took_meanwhile(
    desk_of: Callable[[str], Newsroom], far: FarStore
) -> None:
    dana, marat = desk_of("dana").presence, desk_of("marat").presence
    far.lease = 0  # no heartbeat came through: the leases have run out
    dana.begin("update-1")
    dana.begin("update-2")
    far.lease = 60
    far.away = True
    assert dana.pulse() == Pulse(reached=False)
    far.away = False
    marat.begin("update-2")
    assert [(lease.subject, lease.editor) for lease in dana.pulse().lost] == [("update-2", "marat")]
    assert [(lease.subject, lease.editor) for lease in marat.pulse().writing] == [("update-1", "dana")]
    assert dana.pulse().lost == ()


def test_drafts_come_back_with_the_first_pulse_that_reaches_the_store(
    desk_of: Callable[[str], Newsroom], far: FarStore, clock: FakeClock
) -> None:
    dana = desk_of("dana")
    dana.blogs.new("flood", "Flood")
    update = dana.blogs.write("flood", WriteUp(headline="The river rises"))
    far.away = True
    dana.blogs.keep_draft(
        Draft(
            id="d",
            editor="dana",
            blog=update.blog,
            update=update.id,
            revision=update.revision,
            saved=clock.now(),
        )
    )
    assert dana.presence.pulse() == Pulse(reached=False)
    far.away = False
    assert [(one.draft.id, one.clean) for one in dana.presence.pulse().returned] == [("d", True)]
    assert dana.presence.pulse().returned == ()


def test_the_company_is_told_by_name_blog_and_headline(desk_of: Callable[[str], Newsroom]) -> None:
    dana, marat = desk_of("dana"), desk_of("marat")
    blog = dana.blogs.new("flood", "Flood")
    update = dana.blogs.write("flood", WriteUp(headline="The river rises"))
    dana.presence.pulse(blog.id)
    marat.presence.pulse()
    dana.presence.begin(update.id)
    dana.presence.begin("not-filed-yet")
    assert [
        (one.editor, one.machine, one.blog, sorted(writing.headline for writing in one.writing))
        for one in marat.presence.company()
    ] == [("dana", "dana-pc", "flood", ["", "The river rises"]), ("marat", "marat-pc", "", [])]


def test_closing_a_desk_that_is_cut_off_says_nothing(
    desk_of: Callable[[str], Newsroom], far: FarStore
) -> None:
    dana = desk_of("dana").presence
    dana.begin("update-1")
    far.away = True
    dana.leave()
    far.away = False
    assert [lease.subject for lease in desk_of("marat").presence.pulse().writing] == ["update-1"]
