"""A draft that nobody wants: laid aside, brought back, undone; never anything that readers were shown."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.desk.copy import AGENCY, developing
from tests.support.clock import FakeClock
from wireroom.desk.forms import Mark
from wireroom.desk.newsroom import Newsroom
from wireroom.errors import Conflict, RefusedError
from wireroom.model import LiveBlog, Status, Update
from wireroom.ports.store import Store


@pytest.fixture
def draft(newsroom: Newsroom, blog: LiveBlog) -> Update:
    return developing(newsroom, blog.slug, status=Status.DRAFT)


def test_a_spiked_draft_is_in_nobody_s_way_and_comes_back(
    newsroom: Newsroom, store: Store, blog: LiveBlog, draft: Update
) -> None:
    assert newsroom.blogs.handover(blog.slug).drafts == (draft,)
    newsroom.blogs.spike(draft.id)
    assert newsroom.blogs.handover(blog.slug).drafts == ()
    assert [one.id for one in newsroom.blogs.spiked(blog.slug)] == [draft.id]
    assert newsroom.publishing.unpublished_changes(blog.slug) == 0
    newsroom.blogs.restore(draft.id)
    assert newsroom.blogs.spiked(blog.slug) == []
    assert [event.what for event in newsroom.trail.events(update=draft.id)] == ["wrote", "spiked", "restored"]
    assert newsroom.blogs.mark(draft.id, Mark(to=Status.DEVELOPING)).status is Status.DEVELOPING


def test_undo_takes_back_both(newsroom: Newsroom, store: Store, draft: Update) -> None:
    newsroom.blogs.spike(draft.id)
    newsroom.trail.undo()
    assert not store.update(draft.id).spiked
    newsroom.blogs.spike(draft.id)
    newsroom.blogs.restore(draft.id)
    newsroom.trail.undo()
    assert store.update(draft.id).spiked


def test_nobody_goes_on_with_it_before_it_is_back(newsroom: Newsroom, draft: Update) -> None:
    newsroom.blogs.spike(draft.id)
    for deed in (
        lambda: newsroom.blogs.mark(draft.id, Mark(to=Status.DEVELOPING)),
        lambda: newsroom.blogs.edit(draft.id, headline="Another"),
        lambda: newsroom.blogs.spike(draft.id),
    ):
        with pytest.raises(RefusedError, match="is spiked") as refused:
            deed()
        assert "wireroom restore" in refused.value.next_step


def test_what_a_colleague_changed_meanwhile_is_not_spiked(newsroom: Newsroom, draft: Update) -> None:
    newsroom.blogs.edit(draft.id, headline="Better words")
    with pytest.raises(Conflict):
        newsroom.blogs.spike(draft.id, revision=draft.revision)


def test_what_was_published_is_never_spiked(
    newsroom: Newsroom, blog: LiveBlog, draft: Update, clock: FakeClock
) -> None:
    held = developing(newsroom, blog.slug, evidence=(AGENCY,), embargo=clock.now() + timedelta(hours=1))
    for update in (held, developing(newsroom, blog.slug)):
        with pytest.raises(RefusedError, match="can't be spiked"):
            newsroom.blogs.spike(update.id)
    with pytest.raises(RefusedError, match="is not spiked"):
        newsroom.blogs.restore(draft.id)


def test_no_reader_is_told_of_it(newsroom: Newsroom, blog: LiveBlog, draft: Update, tmp_path: Path) -> None:
    developing(newsroom, blog.slug)
    newsroom.publishing.publish(blog.slug, to=str(tmp_path / "site"))
    newsroom.blogs.spike(draft.id)
    found = newsroom.publishing.outlook(blog.slug)
    assert (found.added, found.changed, found.unpublished) == ((), (), 0)
    assert newsroom.publishing.publish(blog.slug, to=str(tmp_path / "site")).updates == 1
