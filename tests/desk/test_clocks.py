"""Clocks that are put back, and desks whose clocks differ: nothing that readers were shown is hidden or passed over."""

from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.desk.copy import POLICE, confirmed, developing, retraction
from tests.support.clock import FakeClock
from wireroom.desk.forms import Amendment, Mark
from wireroom.desk.newsroom import Newsroom
from wireroom.errors import RefusedError
from wireroom.model import LiveBlog, Status, Update
from wireroom.ports.store import Store

ATOM = "{http://www.w3.org/2005/Atom}"
NOTE = "An earlier version said so."


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.fixture
def out(newsroom: Newsroom, blog: LiveBlog, clock: FakeClock, site: Path) -> Update:
    """An update that readers have seen since its embargo ended; the clock is behind that again."""
    held = confirmed(newsroom, blog.slug, embargo=clock.now() + timedelta(minutes=30))
    clock.tick(minutes=31)
    newsroom.publishing.publish(blog.slug, to=str(site))
    clock.tick(minutes=-5)
    return held


def test_whoever_compares_times_takes_each_change_for_news(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock, site: Path
) -> None:
    """RFC 4287, 4.2.15: of two entries with one id that with the later time is the newer."""
    update = developing(newsroom, blog.slug)
    acts = (
        lambda: newsroom.blogs.mark(
            update.id, Mark(to=Status.CONFIRMED, evidence=(POLICE,), note="They said so.")
        ),
        lambda: newsroom.blogs.correct(update.id, Amendment(note=NOTE, headline="Airport open, police say")),
        lambda: newsroom.blogs.mark(update.id, Mark(to=Status.DEVELOPING, note="They are not sure.")),
        lambda: newsroom.blogs.mark(update.id, retraction()),
    )
    told = [_updated(newsroom, blog, site, update)]
    for act in acts:
        clock.tick(minutes=-10)
        act()
        told.append(_updated(newsroom, blog, site, update))
    assert told == sorted(set(told))


def test_no_feed_was_updated_before_coverage_began(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock, site: Path
) -> None:
    """The desk that opens the live blog has a clock that is ahead of the one that files the first update."""
    newsroom.publishing.publish(blog.slug, to=str(site))
    begun = {name: _feed_updated(site / name) for name in ("feed.atom", "corrections.atom")}
    clock.tick(minutes=-10)
    update = developing(newsroom, blog.slug)
    newsroom.blogs.correct(update.id, Amendment(note=NOTE, headline="Airport open, agency says"))
    newsroom.publishing.publish(blog.slug, to=str(site))
    assert {name: _feed_updated(site / name) for name in begun} == begun


def test_a_feed_has_changed_when_an_update_left_it(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock, site: Path
) -> None:
    """Whoever compares its time would go on showing as developing what was confirmed."""
    feed = site / "feeds" / "developing.atom"
    developing(newsroom, blog.slug)
    clock.tick(minutes=5)
    newer = developing(newsroom, blog.slug, headline="Roads close, agency says")
    newsroom.publishing.publish(blog.slug, to=str(site))
    before = _feed_updated(feed)
    clock.tick(minutes=5)
    newsroom.blogs.mark(newer.id, Mark(to=Status.CONFIRMED, evidence=(POLICE,), note="They said so."))
    newsroom.publishing.publish(blog.slug, to=str(site))
    assert newer.id not in feed.read_text(encoding="utf-8")
    assert before < _feed_updated(feed) == _feed_updated(site / "feeds" / "confirmed.atom")


def _feed_updated(feed: Path) -> str:
    return str(ElementTree.parse(feed).getroot().findtext(f"{ATOM}updated"))


def _updated(newsroom: Newsroom, blog: LiveBlog, site: Path, update: Update) -> tuple[str, str]:
    """When the feed, and the entry in it, say that they were updated."""
    newsroom.publishing.publish(blog.slug, to=str(site))
    feed = ElementTree.parse(site / "feed.atom").getroot()
    (entry,) = (
        one for one in feed.iter(f"{ATOM}entry") if str(one.findtext(f"{ATOM}id")).endswith(update.id)
    )
    return str(feed.findtext(f"{ATOM}updated")), str(entry.findtext(f"{ATOM}updated"))


def test_what_readers_saw_is_neither_edited_nor_undone_in_silence(newsroom: Newsroom, out: Update) -> None:
    with pytest.raises(RefusedError, match="correct"):
        newsroom.blogs.edit(out.id, body="Other words, police say.")
    with pytest.raises(RefusedError):
        newsroom.trail.undo()
    assert newsroom.blogs.correct(out.id, Amendment(note=NOTE, body="Other words, police say.")).corrections


def test_what_readers_saw_is_nothing_new_and_what_is_done_to_it_is(
    newsroom: Newsroom, blog: LiveBlog, out: Update, site: Path
) -> None:
    newsroom.blogs.key_event(out.id)
    newsroom.publishing.publish(blog.slug, to=str(site))
    found = newsroom.publishing.outlook(blog.slug)
    assert (found.added, found.changed, found.unpublished) == ((), (), 0)
    newsroom.blogs.correct(out.id, Amendment(note=NOTE, body="Other words, police say."))
    found = newsroom.publishing.outlook(blog.slug)
    assert [(one.update.id, one.words) for one in found.changed] == [(out.id, ("words",))]
    assert found.unpublished == 1


def test_readers_are_told_that_it_is_taken_back(
    newsroom: Newsroom, store: Store, blog: LiveBlog, out: Update, site: Path
) -> None:
    newsroom.blogs.mark(out.id, retraction())
    assert [one.update.id for one in newsroom.publishing.outlook(blog.slug).taken_back] == [out.id]
    assert newsroom.publishing.unpublished_changes(blog.slug) > 0
    newsroom.blogs.kill(out.id, ordered_by="Court", notice="Removed by order.", confirm=blog.slug)
    assert "Removed by order." in (site / f"p/{out.id}.html").read_text(encoding="utf-8")


def test_what_is_done_under_an_embargo_is_told_as_of_its_end(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock
) -> None:
    end = clock.now() + timedelta(minutes=30)
    held = developing(newsroom, blog.slug, embargo=end)
    clock.tick(minutes=5)
    done = newsroom.blogs.mark(held.id, Mark(to=Status.CONFIRMED, evidence=(POLICE,), note="They said so."))
    assert (done.first_published, done.changed) == (end, end)


def test_under_an_embargo_that_lasts_words_are_still_free(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock
) -> None:
    held = confirmed(newsroom, blog.slug, embargo=clock.now() + timedelta(minutes=30))
    clock.tick(minutes=-5)
    assert newsroom.blogs.edit(held.id, body="Other words, police say.").body.startswith("Other")
    assert [event.what for event in newsroom.trail.undo()] == ["undid"]
