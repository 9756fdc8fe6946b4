"""What readers would see anew, told before it is published; and that a past minute built elsewhere shows them nothing."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.desk.copy import POLICE, confirmed, developing, retraction
from tests.support.clock import FakeClock
from wireroom.desk.forms import Amendment, Mark, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.desk.outlook import Outlook, outlook
from wireroom.model import LiveBlog, Status, SummaryBullet, Update
from wireroom.ports.store import Store


@pytest.fixture
def update(newsroom: Newsroom, blog: LiveBlog) -> Update:
    return developing(newsroom, blog.slug)


@pytest.fixture
def looked(newsroom: Newsroom, blog: LiveBlog) -> Callable[[], Outlook]:
    return lambda: newsroom.publishing.outlook(blog.slug)


def changes(found: Outlook) -> dict[str, tuple[str, ...]]:
    return {news.update.id: news.words for news in (*found.changed, *found.taken_back)}


@pytest.fixture
def published(newsroom: Newsroom, blog: LiveBlog, update: Update, tmp_path: Path) -> Path:
    site = tmp_path / "site"
    newsroom.publishing.publish(blog.slug, to=str(site))
    return site


@pytest.mark.usefixtures("published")
def test_it_says_what_of_an_update_changed(
    newsroom: Newsroom, blog: LiveBlog, update: Update, looked: Callable[[], Outlook]
) -> None:
    assert not looked().first
    assert changes(looked()) == {}
    newsroom.blogs.key_event(update.id)
    assert changes(looked()) == {update.id: ("key event",)}
    newsroom.trail.undo()
    assert changes(looked()) == {}
    newsroom.blogs.pin(update.id)
    assert (changes(looked()), looked().page) == ({update.id: ("pinned",)}, ())
    newsroom.blogs.correct(update.id, Amendment(note="An earlier version said so.", headline="Crowds leave"))
    assert changes(looked()) == {update.id: ("headline", "pinned")}
    newsroom.blogs.mark(update.id, retraction())
    assert changes(looked())[update.id][0] == "developing → retracted"
    assert [news.update.id for news in looked().taken_back] == [update.id]


@pytest.mark.usefixtures("published")
def test_what_was_taken_back_before_readers_saw_it_is_nothing_unpublished(
    newsroom: Newsroom, blog: LiveBlog, update: Update, tmp_path: Path
) -> None:
    draft = newsroom.blogs.write(blog.slug, WriteUp(headline="Square", body="Calm.", evidence=(POLICE,)))
    newsroom.blogs.edit(draft.id, body="Tense.")
    newsroom.trail.undo()
    assert newsroom.publishing.unpublished_changes(blog.slug) == 0
    newsroom.blogs.mark(update.id, Mark(to=Status.DEVELOPING, note="Nobody answers yet."))
    newsroom.trail.undo()
    assert newsroom.publishing.unpublished_changes(blog.slug) == 0
    newsroom.blogs.mark(draft.id, Mark(to=Status.CONFIRMED, note="We rang them."))
    newsroom.blogs.key_event(update.id)
    newsroom.trail.undo()
    newsroom.trail.undo()
    assert newsroom.publishing.unpublished_changes(blog.slug) == 0
    newsroom.blogs.key_event(update.id)
    assert newsroom.publishing.unpublished_changes(blog.slug) == 1
    newsroom.publishing.publish(blog.slug, to=str(tmp_path / "site"))
    newsroom.trail.undo()
    assert newsroom.publishing.unpublished_changes(blog.slug) == 1


@pytest.mark.usefixtures("published")
def test_what_is_done_to_a_draft_and_what_cancels_itself_is_nothing_unpublished(
    newsroom: Newsroom, blog: LiveBlog
) -> None:
    draft = newsroom.blogs.write(blog.slug, WriteUp(headline="Square", body="Calm.", evidence=(POLICE,)))
    newsroom.blogs.key_event(draft.id)
    assert newsroom.publishing.unpublished_changes(blog.slug) == 0
    newsroom.blogs.end(blog.slug, override="The night is over.")
    before = newsroom.publishing.unpublished_changes(blog.slug)
    newsroom.blogs.reopen(blog.slug)
    assert newsroom.publishing.unpublished_changes(blog.slug) < before
    newsroom.blogs.mark(draft.id, Mark(to=Status.CONFIRMED, note="We rang them."))
    assert newsroom.publishing.unpublished_changes(blog.slug) >= 1


@pytest.mark.usefixtures("published")
def test_coverage_that_ended_in_vain_is_nothing_unpublished_whatever_was_undone(
    newsroom: Newsroom, blog: LiveBlog, update: Update, looked: Callable[[], Outlook]
) -> None:
    newsroom.blogs.mark(update.id, Mark(to=Status.CONFIRMED, note="We rang them."))
    newsroom.blogs.key_event(update.id)
    newsroom.trail.undo()
    newsroom.blogs.end(blog.slug)
    newsroom.blogs.reopen(blog.slug)
    assert looked().unpublished == 1
    newsroom.trail.undo()
    assert looked().unpublished == 2


@pytest.mark.usefixtures("published")
def test_an_end_that_took_the_top_of_the_page_down_is_unpublished_though_coverage_goes_on(
    newsroom: Newsroom, blog: LiveBlog, update: Update, published: Path, looked: Callable[[], Outlook]
) -> None:
    newsroom.blogs.pin(update.id)
    newsroom.publishing.publish(blog.slug, to=str(published))
    newsroom.blogs.end(blog.slug, override="The night is over.")
    ended = looked().unpublished
    newsroom.blogs.reopen(blog.slug)
    assert changes(looked())[update.id][-1] == "no longer pinned"
    assert looked().unpublished == ended


@pytest.mark.usefixtures("published")
def test_an_embargo_counts_what_was_not_taken_back(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock
) -> None:
    later = developing(newsroom, blog.slug, embargo=clock.now() + timedelta(hours=1))
    newsroom.blogs.key_event(later.id)
    newsroom.trail.undo()
    assert newsroom.publishing.unpublished_changes(blog.slug) == 0
    clock.tick(minutes=61)
    assert newsroom.publishing.unpublished_changes(blog.slug) == 1


@pytest.mark.usefixtures("published")
def test_what_is_new_and_what_the_page_itself_says(
    newsroom: Newsroom, blog: LiveBlog, update: Update, looked: Callable[[], Outlook], clock: FakeClock
) -> None:
    fresh = developing(newsroom, blog.slug, headline="Roads close")
    held = confirmed(newsroom, blog.slug, headline="Held", embargo=clock.now() + timedelta(hours=1))
    newsroom.blogs.change(blog.slug, headline="Protests spread")
    newsroom.blogs.summarise(blog.slug, [SummaryBullet(heading="unknown", text="Why.", update=update.id)])
    found = looked()
    assert [news.update.id for news in found.added] == [fresh.id]
    assert (changes(found), found.page) == ({}, ("headline", "summary"))
    clock.tick(hours=2)
    assert {news.update.id for news in looked().added} == {held.id, fresh.id}


def test_a_past_minute_written_elsewhere_is_nothing_readers_were_shown(
    newsroom: Newsroom, store: Store, blog: LiveBlog, update: Update, published: Path, tmp_path: Path
) -> None:
    past = store.position(blog.id)
    newsroom.blogs.key_event(update.id)
    newsroom.publishing.publish(blog.slug, to=str(published))
    assert newsroom.publishing.unpublished_changes(blog.slug) == 0
    newsroom.publishing.publish(blog.slug, to=str(tmp_path / "look"), sequence=past)
    assert newsroom.publishing.unpublished_changes(blog.slug) == 0
    assert changes(newsroom.publishing.outlook(blog.slug)) == {}
    assert [one.aside for one in newsroom.publishing.snapshots(blog.slug)] == [False, False, True]
    newsroom.publishing.publish(blog.slug, to=str(published), sequence=past)
    assert changes(newsroom.publishing.outlook(blog.slug)) == {update.id: ("key event",)}
    assert newsroom.publishing.unpublished_changes(blog.slug) == 1


def test_only_looking_at_a_blog_that_was_never_published_shows_readers_nothing(
    newsroom: Newsroom, store: Store, blog: LiveBlog, update: Update, tmp_path: Path
) -> None:
    newsroom.publishing.publish(blog.slug, to=str(tmp_path / "look"), sequence=store.position(blog.id))
    found = newsroom.publishing.outlook(blog.slug)
    assert (found.first, [news.update.id for news in found.added]) == (True, [update.id])
    assert found.unpublished == newsroom.publishing.unpublished_changes(blog.slug) > 0


def test_what_is_under_embargo_counts_once_and_when_it_ends(
    newsroom: Newsroom, store: Store, blog: LiveBlog, clock: FakeClock, published: Path
) -> None:
    held = confirmed(newsroom, blog.slug, headline="Held", embargo=clock.now() + timedelta(hours=1))
    newsroom.blogs.key_event(held.id)
    assert newsroom.publishing.unpublished_changes(blog.slug) == 0
    clock.tick(hours=2)
    assert newsroom.publishing.unpublished_changes(blog.slug) == 2
    newsroom.publishing.publish(blog.slug, to=str(published))
    assert newsroom.publishing.unpublished_changes(blog.slug) == 0


def test_it_costs_what_changed_and_not_what_was_ever_published(
    newsroom: Newsroom, store: Store, blog: LiveBlog, update: Update, published: Path
) -> None:
    class WithoutManifests:
        """A store that lists no snapshots: all their manifests are thousands in a night."""

        def __getattr__(self, name: str) -> object:
            assert name != "snapshots", "every manifest of the blog is read"
            return getattr(store, name)

    newsroom.blogs.key_event(update.id)
    found = outlook(WithoutManifests(), blog, newsroom.clock.now())  # type: ignore[arg-type]
    assert len(found.changed) == 1
