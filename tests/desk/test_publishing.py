"""The way out as the desk sees it: embargoes, snapshots, what is unpublished, and any past minute."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

import pytest

from tests.desk.copy import AGENCY, confirmed, developing, retraction
from tests.support.clock import FakeClock
from wireroom.desk.forms import Amendment, Mark, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.desk.traces import Traces
from wireroom.errors import NotFoundError, RefusedError, StoreUnreachable, UsageError
from wireroom.model import LiveBlog, Status, SummaryBullet
from wireroom.ports.store import Store

SECRET = "The cabinet resigns at noon and the speaker takes over, the palace tells us."


def said(site: Path) -> bool:
    """Whether any file of a published site carries the secret."""
    beside = site.parent / f".{site.name}.wireroom"
    return bool(Traces((SECRET, "Cabinet to resign at noon")).files([site, beside]))


def test_an_embargo_never_leaks_and_ends_by_itself(
    newsroom: Newsroom, store: Store, blog: LiveBlog, clock: FakeClock, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    noon = clock.now() + timedelta(hours=2)
    held = confirmed(newsroom, blog.slug, headline="Cabinet to resign at noon", body=SECRET, embargo=noon)
    assert held.first_published == held.changed == noon
    other = developing(newsroom, blog.slug)
    newsroom.publishing.publish(blog.slug, to=str(site))
    assert not said(site)
    clock.tick(minutes=119)
    newsroom.blogs.mark(other.id, retraction())
    report = newsroom.publishing.publish(blog.slug, to=str(site))
    assert (report.updates, said(site)) == (1, False)
    clock.tick(minutes=2)
    report = newsroom.publishing.publish(blog.slug, to=str(site))
    assert (report.updates, said(site)) == (2, True)
    assert store.update(held.id).first_published == noon
    assert [event.what for event in newsroom.trail.events(update=held.id)] == ["wrote", "marked", "released"]
    before = store.revision()
    again = newsroom.publishing.publish(blog.slug, to=str(site))
    assert (again.files_written, store.revision()) == (0, before)
    assert len(newsroom.publishing.snapshots(blog.slug)) == 3


def test_an_embargo_that_has_passed_is_refused_and_never_published_at_once(
    newsroom: Newsroom, store: Store, blog: LiveBlog, clock: FakeClock
) -> None:
    for late in (clock.now(), clock.now() - timedelta(hours=2)):
        there = f"{late.astimezone(ZoneInfo(blog.zone)):%H:%M} {blog.zone}"
        with pytest.raises(UsageError, match=f"{there} has passed already"):
            confirmed(newsroom, blog.slug, body=SECRET, embargo=late)
    assert store.updates(blog.id) == []


def test_what_is_under_embargo_is_not_shown_in_any_other_way(
    newsroom: Newsroom, store: Store, blog: LiveBlog, clock: FakeClock, tmp_path: Path
) -> None:
    wrong = developing(newsroom, blog.slug)
    newsroom.blogs.mark(wrong.id, retraction())
    noon = clock.now() + timedelta(hours=2)
    held = confirmed(newsroom, blog.slug, body=SECRET, embargo=noon, key_event=True, supersedes=wrong.id)
    for refused in (
        lambda: newsroom.blogs.pin(held.id),
        lambda: newsroom.blogs.summarise(
            blog.slug, [SummaryBullet(heading="known", text=SECRET, update=held.id)]
        ),
    ):
        with pytest.raises(RefusedError, match="under embargo until"):
            refused()
    with pytest.raises(RefusedError, match="wireroom edit"):
        newsroom.blogs.correct(held.id, Amendment(note="Earlier said A; it is B.", body="B."))
    edited = newsroom.blogs.edit(held.id, body=f"{SECRET} Nobody knows who follows.")
    assert edited.corrections == ()
    notice = store.update(wrong.id).retraction
    assert notice is not None
    assert notice.replaced_by == ""
    newsroom.publishing.publish(blog.slug, to=str(tmp_path / "site"))
    assert not said(tmp_path / "site")
    clock.tick(hours=3)
    newsroom.publishing.publish(blog.slug, to=str(tmp_path / "site"))
    notice = store.update(wrong.id).retraction
    assert notice is not None
    assert notice.replaced_by == held.id
    assert newsroom.blogs.pin(held.id).pinned == held.id


@pytest.mark.parametrize("end", ["retracted", "killed"])
def test_what_is_taken_back_under_embargo_was_never_said(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock, tmp_path: Path, end: str
) -> None:
    held = confirmed(newsroom, blog.slug, body=SECRET, embargo=clock.now() + timedelta(hours=2))
    if end == "retracted":
        newsroom.blogs.mark(held.id, retraction())
    else:
        newsroom.blogs.kill(held.id, "District court", "Removed.", blog.slug)
    clock.tick(hours=3)
    report = newsroom.publishing.publish(blog.slug, to=str(tmp_path / "site"))
    assert not said(tmp_path / "site")
    assert held.id not in "".join(path.name for path in (tmp_path / "site").rglob("*"))
    assert report.sequence > 0


def test_any_past_minute_can_be_published_again(
    newsroom: Newsroom, store: Store, blog: LiveBlog, clock: FakeClock, tmp_path: Path
) -> None:
    update = confirmed(newsroom, blog.slug, body="Police say 3 people were hurt.")
    minutes = []
    steps = [
        lambda: newsroom.blogs.correct(
            update.id, Amendment(note="Earlier said 3; it is 5.", body="Police say 5 people were hurt.")
        ),
        lambda: newsroom.blogs.mark(
            update.id, Mark(to=Status.DEVELOPING, note="The police now say otherwise.")
        ),
        lambda: newsroom.blogs.mark(update.id, retraction()),
        lambda: developing(newsroom, blog.slug, headline="Trains run, agency says"),
    ]
    for number, step in enumerate(steps):
        clock.tick(minutes=1)
        step()
        report = newsroom.publishing.publish(blog.slug, to=str(tmp_path / f"then-{number}"))
        minutes.append((clock.now(), report.sequence))
    clock.tick(minutes=1)
    for number, (minute, sequence) in enumerate(minutes):
        again = newsroom.publishing.publish(
            blog.slug, to=str(tmp_path / f"at-{number}"), at=minute + timedelta(seconds=30)
        )
        by_position = newsroom.publishing.publish(
            blog.slug, to=str(tmp_path / f"seq-{number}"), sequence=sequence
        )
        assert (again.sequence, by_position.sequence) == (sequence, sequence)
        then, at, seq = (_files(tmp_path / f"{name}-{number}") for name in ("then", "at", "seq"))
        assert then == at == seq


def test_a_rollback_says_what_readers_see_again(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock, tmp_path: Path
) -> None:
    site = str(tmp_path / "site")
    update = confirmed(newsroom, blog.slug)
    first = newsroom.publishing.publish(blog.slug, to=site)
    clock.tick(minutes=1)
    newsroom.blogs.mark(update.id, retraction())
    assert newsroom.publishing.unpublished_changes(blog.slug) == 1
    unheard = confirmed(newsroom, blog.slug, headline="Trains stop, the railway says")
    newsroom.blogs.mark(unheard.id, retraction())
    newsroom.publishing.publish(blog.slug, to=site)
    assert newsroom.publishing.unpublished_changes(blog.slug) == 0
    report = newsroom.publishing.rollback(blog.slug, first.sequence, to=site)
    assert report.sequence == first.sequence
    again = [problem for problem in report.problems if "was retracted after this position" in problem]
    assert [problem.partition("' was")[0].strip("'") for problem in again] == [update.headline]
    assert [event.what for event in newsroom.trail.events(blog.slug)][-1] == "rolled back"
    assert newsroom.publishing.unpublished_changes(blog.slug) == 3
    assert [snapshot.sequence for snapshot in newsroom.publishing.snapshots(blog.slug)][-1] == first.sequence


def test_a_rollback_goes_to_where_readers_saw_the_blog_last(
    newsroom: Newsroom, blog: LiveBlog, tmp_path: Path
) -> None:
    site = str(tmp_path / "site")
    confirmed(newsroom, blog.slug)
    first = newsroom.publishing.publish(blog.slug, to=site)
    developing(newsroom, blog.slug)
    newsroom.publishing.publish(blog.slug, to=site)
    report = newsroom.publishing.rollback(blog.slug, first.sequence)
    assert (report.path, report.updates) == (site, 1)


def test_a_position_that_is_still_to_come_is_refused(
    newsroom: Newsroom, store: Store, blog: LiveBlog, tmp_path: Path
) -> None:
    last = store.position(blog.id)
    for show in (newsroom.publishing.publish, newsroom.publishing.rollback):
        with pytest.raises(NotFoundError, match=f"no log position {last + 1} yet"):
            show(blog.slug, to=str(tmp_path / "site"), sequence=last + 1)
    assert newsroom.publishing.snapshots(blog.slug) == []


def test_a_minute_that_has_not_come_is_refused(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="has not come yet"):
        newsroom.publishing.publish(blog.slug, to=str(tmp_path / "s"), at=clock.now() + timedelta(minutes=1))
    assert newsroom.publishing.snapshots(blog.slug) == []


def test_unpublished_changes_are_counted_however_many(
    newsroom: Newsroom, store: Store, blog: LiveBlog, tmp_path: Path
) -> None:
    first = confirmed(newsroom, blog.slug)
    newsroom.publishing.publish(blog.slug, to=str(tmp_path / "site"))
    with store.transaction() as tx:
        for _ in range(1_200):
            tx.record(newsroom.trail.seat.act("corrected", at=first.filed, blog=blog.id), first)
    assert newsroom.publishing.unpublished_changes(blog.slug) == 1_200


def test_what_no_reader_would_see_is_not_unpublished(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock, tmp_path: Path
) -> None:
    def unpublished() -> int:
        return newsroom.publishing.unpublished_changes(blog.slug)

    assert unpublished() == 0
    draft = newsroom.blogs.write(blog.slug, WriteUp(headline="Square", evidence=(AGENCY,)))
    newsroom.blogs.edit(draft.id, body="Calm.")
    assert unpublished() == 0
    newsroom.blogs.mark(draft.id, Mark(to=Status.CONFIRMED, note="We rang them."))
    assert unpublished() == 1
    confirmed(newsroom, blog.slug, body=SECRET, embargo=clock.now() + timedelta(hours=2))
    newsroom.publishing.publish(blog.slug, to=str(tmp_path / "site"))
    clock.tick(minutes=90)
    assert unpublished() == 0
    clock.tick(minutes=31)
    assert unpublished() == 1
    newsroom.publishing.publish(blog.slug, to=str(tmp_path / "site"))
    assert unpublished() == 0


def _files(site: Path) -> dict[str, bytes]:
    return {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}


class _Meddler(FakeClock):
    """Lets another desk write at the moment at which the time is next asked."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock.time)
        self.meddle: Callable[[], object] | None = None

    def now(self) -> datetime:
        meddle, self.meddle = self.meddle, None
        if meddle is not None:
            meddle()
        return self.time


def test_what_another_desk_writes_while_lint_looks_does_not_go_out_unseen(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock, tmp_path: Path
) -> None:
    developing(newsroom, blog.slug, headline="Airport closed")
    meddler = _Meddler(clock)
    here = replace(newsroom, clock=meddler)
    here.publishing.publish(blog.slug, to=str(tmp_path / "site"))
    meddler.meddle = lambda: newsroom.blogs.change(blog.slug, headline="Airport closed")
    with pytest.raises(RefusedError, match="not ready to be published"):
        here.publishing.publish(blog.slug, to=str(tmp_path / "site"))
    assert len(here.publishing.snapshots(blog.slug)) == 1


def test_lint_misses_nothing_that_was_written_while_the_store_was_away(
    newsroom: Newsroom, blog: LiveBlog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both on a first look, which reads everything, and on a later one."""

    def away(*_: object, **__: object) -> NoReturn:
        raise StoreUnreachable("The database does not answer.")

    developing(newsroom, blog.slug, headline=blog.headline)
    for question in ("updates", "events"):
        with monkeypatch.context() as patch:
            patch.setattr(newsroom.store, question, away)
            with pytest.raises(StoreUnreachable):
                newsroom.publishing.publish(blog.slug, to=str(tmp_path))
        with pytest.raises(RefusedError, match="not ready"):
            newsroom.publishing.publish(blog.slug, to=str(tmp_path))
        newsroom.publishing.publish(blog.slug, to=str(tmp_path), override="The night is short.")
        developing(newsroom, blog.slug, headline=blog.headline)


def test_what_is_published_on_is_what_is_made_anew_also_after_coverage_was_not_taken_up_again(
    newsroom: Newsroom, blog: LiveBlog, tmp_path: Path
) -> None:
    developing(newsroom, blog.slug)
    newsroom.blogs.end(blog.slug, override="The night is over.")
    newsroom.blogs.reopen(blog.slug)
    newsroom.publishing.publish(blog.slug, to=str(tmp_path / "site"))
    newsroom.trail.undo()
    newsroom.publishing.publish(blog.slug, to=str(tmp_path / "site"))
    newsroom.publishing.publish(blog.slug, to=str(tmp_path / "anew"))
    assert _files(tmp_path / "site") == _files(tmp_path / "anew")


@pytest.mark.parametrize("between", ["key event", "doubt"])
@pytest.mark.parametrize("held", [False, True])
def test_a_mark_that_was_undone_after_what_was_done_to_its_update_is_not_said(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock, tmp_path: Path, between: str, held: bool
) -> None:
    embargo = clock.now() + timedelta(minutes=5) if held else None
    update = confirmed(newsroom, blog.slug, body=SECRET, embargo=embargo)
    clock.tick(minutes=9)
    if between == "key event":
        newsroom.blogs.key_event(update.id)
    else:
        newsroom.blogs.mark(update.id, Mark(to=Status.DEVELOPING, note="They doubt it."))
    newsroom.trail.undo()
    newsroom.trail.undo()
    assert newsroom.store.update(update.id).status is Status.DRAFT
    newsroom.publishing.publish(blog.slug, to=str(tmp_path / "site"))
    assert not any(SECRET.encode() in body for body in _files(tmp_path / "site").values())
    newsroom.blogs.mark(update.id, Mark(to=Status.CONFIRMED, note="We rang them."))
    newsroom.publishing.publish(blog.slug, to=str(tmp_path / "site"))
    assert "Confirmed" in (tmp_path / "site" / "index.html").read_text("utf-8")
