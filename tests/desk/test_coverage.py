"""A live blog as a whole: opening, its top, its summary, what is overdue, and how coverage ends."""

import pytest

from tests.desk.copy import POLICE, confirmed, developing, retraction
from tests.support.clock import FakeClock
from wireroom.desk.forms import Amendment, Mark, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.desk.outcomes import LEFT_UNDECIDED
from wireroom.errors import Conflict, NotFoundError, RefusedError, UsageError
from wireroom.model import BlogState, HouseRules, LiveBlog, Status, SummaryBullet
from wireroom.ports.store import Store


def bullet(update: str, heading: str = "known") -> SummaryBullet:
    return SummaryBullet(heading=heading, text="The airport is closed.", update=update)


def test_a_blog_opens_under_the_configured_rules(newsroom: Newsroom, clock: FakeClock) -> None:
    blog = newsroom.blogs.new("almaty", "  Protests\u202e in Almaty ", zone="Asia/Almaty")
    assert (blog.headline, blog.rules, blog.coverage_start) == (
        "Protests in Almaty",
        HouseRules.SOLO,
        clock.now(),
    )
    with pytest.raises(RefusedError, match="already"):
        newsroom.blogs.new("almaty", "Again")


@pytest.mark.parametrize(
    ("slug", "headline", "zone"),
    [
        ("Almaty", "H", "UTC"),
        ("al maty", "H", "UTC"),
        ("", "H", "UTC"),
        ("../etc", "H", "UTC"),
        ("almaty", " ", "UTC"),
        ("almaty", "H", "Mars/Olympus"),
        ("almaty", "H", "../../etc/passwd"),
    ],
)
def test_what_can_be_no_blog_is_refused(newsroom: Newsroom, slug: str, headline: str, zone: str) -> None:
    with pytest.raises(UsageError):
        newsroom.blogs.new(slug, headline, zone=zone)
    assert newsroom.store.blogs() == []


def test_a_blog_is_changed_by_one_editor_at_a_time(newsroom: Newsroom, blog: LiveBlog) -> None:
    changed = newsroom.blogs.change(
        blog.slug, headline="Night of protests", rules=HouseRules.DESK, revision=1
    )
    assert (changed.headline, changed.rules, changed.revision) == ("Night of protests", HouseRules.DESK, 2)
    with pytest.raises(Conflict):
        newsroom.blogs.change(blog.slug, headline="Other", revision=1)
    with pytest.raises(NotFoundError, match="blog list"):
        newsroom.blogs.change("nothing", headline="Other")


def test_only_what_stands_is_pinned(newsroom: Newsroom, blog: LiveBlog) -> None:
    draft = newsroom.blogs.write(blog.slug, WriteUp(headline="Later"))
    with pytest.raises(RefusedError, match="draft"):
        newsroom.blogs.pin(draft.id)
    update = developing(newsroom, blog.slug)
    assert newsroom.blogs.pin(update.id).pinned == update.id
    assert newsroom.blogs.unpin(blog.slug).pinned == ""
    newsroom.trail.undo()
    assert newsroom.store.blog(blog.slug).pinned == update.id


def test_the_summary_knows_what_we_know(newsroom: Newsroom, blog: LiveBlog) -> None:
    known, open_claim = confirmed(newsroom, blog.slug), developing(newsroom, blog.slug)
    with pytest.raises(RefusedError, match="not what we know"):
        newsroom.blogs.summarise(blog.slug, [bullet(open_claim.id)])
    with pytest.raises(RefusedError, match="neither corrected nor retracted"):
        newsroom.blogs.summarise(blog.slug, [bullet(known.id, "wrong")])
    with pytest.raises(UsageError, match="known, unknown, wrong"):
        newsroom.blogs.summarise(blog.slug, [bullet(known.id, "rumours")])
    newsroom.blogs.summarise(blog.slug, [bullet(known.id), bullet(open_claim.id, "unknown")])
    assert [line.red for line in newsroom.blogs.summary(blog.slug)] == ["", ""]


def test_bullets_turn_red_and_leave_the_page(newsroom: Newsroom, blog: LiveBlog) -> None:
    first, second, third = (confirmed(newsroom, blog.slug) for _ in range(3))
    newsroom.blogs.summarise(blog.slug, [bullet(one.id) for one in (first, second, third)])
    newsroom.blogs.mark(first.id, Mark(to=Status.DEVELOPING, note="The police now say otherwise."))
    newsroom.blogs.mark(second.id, retraction())
    lines = newsroom.blogs.summary(blog.slug)
    assert [line.red for line in lines] == [
        "its update is under review: The police now say otherwise.",
        "its update is retracted",
        "",
    ]
    assert [one.update for one in newsroom.store.blog(blog.slug).summary] == [third.id]
    newsroom.blogs.summarise(blog.slug, [bullet(third.id), bullet(second.id, "wrong")])
    assert [line.red for line in newsroom.blogs.summary(blog.slug)] == ["", ""]


def test_a_bullet_that_left_is_red_until_it_is_written_again(newsroom: Newsroom, blog: LiveBlog) -> None:
    known, open_claim = confirmed(newsroom, blog.slug), developing(newsroom, blog.slug)
    newsroom.blogs.summarise(blog.slug, [bullet(known.id), bullet(open_claim.id, "unknown")])
    newsroom.blogs.mark(known.id, Mark(to=Status.DEVELOPING, note="The police now say otherwise."))
    newsroom.blogs.mark(known.id, Mark(to=Status.CONFIRMED, note="The police say it again."))
    newsroom.blogs.end(blog.slug, "The night is over.")
    assert newsroom.store.blog(blog.slug).summary == ()
    assert all("left the page" in line.red for line in newsroom.blogs.summary(blog.slug))


def test_a_line_goes_behind_those_there_are_and_stands_once(newsroom: Newsroom, blog: LiveBlog) -> None:
    known, open_claim = confirmed(newsroom, blog.slug), developing(newsroom, blog.slug)
    newsroom.blogs.summarise(blog.slug, [bullet(known.id)])
    line = bullet(open_claim.id, "unknown")
    for _ in range(2):
        newsroom.blogs.add_to_summary(line)
    assert newsroom.store.blog(blog.slug).summary == (bullet(known.id), line)
    with pytest.raises(RefusedError, match="not what we know"):
        newsroom.blogs.add_to_summary(bullet(open_claim.id))
    with pytest.raises(UsageError, match="needs words"):
        newsroom.blogs.add_to_summary(SummaryBullet(heading="known", text=" \u200b", update=known.id))


def test_a_summary_is_not_written_over_another_that_nobody_read(newsroom: Newsroom, blog: LiveBlog) -> None:
    known = confirmed(newsroom, blog.slug)
    mine = [SummaryBullet(heading="known", text="Mine.", update=known.id)]
    newsroom.blogs.add_to_summary(bullet(known.id))
    with pytest.raises(Conflict) as met:
        newsroom.blogs.summarise(blog.slug, mine, seen=())
    assert bullet(known.id).text in met.value.theirs
    newsroom.blogs.pin(known.id)
    with pytest.raises(Conflict):  # it was changed once more: by a pin, but who knows
        newsroom.blogs.summarise(blog.slug, mine, seen=(), revision=met.value.revision)
    newsroom.blogs.summarise(blog.slug, mine, seen=(), revision=met.value.revision + 1)
    newsroom.blogs.unpin(blog.slug)
    newsroom.blogs.summarise(blog.slug, [], seen=tuple(mine))
    assert newsroom.store.blog(blog.slug).summary == ()


def test_a_refile_is_nothing_that_we_got_wrong(newsroom: Newsroom, blog: LiveBlog) -> None:
    update = confirmed(newsroom, blog.slug, body="Police say the airprot is closed.")
    newsroom.blogs.correct(update.id, Amendment(refile=True, body="Police say the airport is closed."))
    with pytest.raises(RefusedError, match="neither corrected nor retracted"):
        newsroom.blogs.summarise(blog.slug, [bullet(update.id, "wrong")])


def test_the_summary_of_an_undone_one_is_the_one_before(newsroom: Newsroom, blog: LiveBlog) -> None:
    known = confirmed(newsroom, blog.slug)
    for text in ("The airport is closed.", "The airport is open."):
        newsroom.blogs.summarise(blog.slug, [SummaryBullet(heading="known", text=text, update=known.id)])
    newsroom.trail.undo()
    assert [line.text for line in newsroom.blogs.summary(blog.slug)] == ["The airport is closed."]


def test_what_is_overdue_is_listed_longest_first(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock
) -> None:
    first = developing(newsroom, blog.slug)
    clock.tick(minutes=10)
    second = developing(newsroom, blog.slug)
    clock.tick(minutes=19, seconds=59)
    assert newsroom.blogs.stale(blog.slug) == []
    clock.tick(minutes=11)
    assert [update.id for update in newsroom.blogs.stale(blog.slug)] == [first.id, second.id]
    newsroom.blogs.mark(first.id, Mark(to=Status.DEVELOPING, note="The ministry will speak at noon."))
    assert [update.id for update in newsroom.blogs.stale(blog.slug)] == [second.id]
    newsroom.blogs.mark(second.id, Mark(to=Status.CONFIRMED, note="They said so.", evidence=(POLICE,)))
    assert newsroom.blogs.stale(blog.slug) == []
    newsroom.blogs.mark(first.id, Mark(to=Status.CONFIRMED, evidence=(POLICE,), note="They said so."))
    newsroom.blogs.mark(first.id, Mark(to=Status.DEVELOPING, note="They are not sure any more."))
    assert newsroom.blogs.stale(blog.slug) == []
    clock.tick(minutes=30)
    assert first.id in [update.id for update in newsroom.blogs.stale(blog.slug)]


def test_coverage_does_not_end_with_the_undecided_on_show(
    newsroom: Newsroom, blog: LiveBlog, store: Store, clock: FakeClock
) -> None:
    pinned, summarised, other = (developing(newsroom, blog.slug) for _ in range(3))
    known = confirmed(newsroom, blog.slug)
    newsroom.blogs.pin(pinned.id)
    newsroom.blogs.summarise(blog.slug, [bullet(summarised.id, "unknown"), bullet(known.id)])
    with pytest.raises(RefusedError, match="undecided") as refusal:
        newsroom.blogs.end(blog.slug)
    assert {words.rsplit(" is ", 1)[1] for words in refusal.value.missing} == {"pinned.", "in the summary."}
    assert store.blog(blog.slug).state is BlogState.LIVE
    report = newsroom.blogs.end(blog.slug, override="The night desk goes home.")
    assert (report.blog.state, report.blog.pinned) == (BlogState.ENDED, "")
    assert [one.update for one in report.blog.summary] == [known.id]
    assert {update.id for update in report.undecided} == {pinned.id, summarised.id, other.id}
    assert {update.doubt for update in report.undecided} == {LEFT_UNDECIDED}
    with pytest.raises(RefusedError, match="never decided"):
        newsroom.blogs.pin(other.id)
    with pytest.raises(RefusedError, match="never decided"):
        newsroom.blogs.summarise(blog.slug, [bullet(known.id), bullet(other.id, "unknown")])
    with pytest.raises(RefusedError, match="blog reopen"):
        developing(newsroom, blog.slug)
    newsroom.blogs.mark(other.id, retraction())
    assert newsroom.blogs.stale(blog.slug) == []
    assert newsroom.blogs.reopen(blog.slug).coverage_end is None
    with pytest.raises(RefusedError, match="nothing to reopen"):
        newsroom.blogs.reopen(blog.slug)
    *_, told, _ = newsroom.trail.sentences(newsroom.trail.events(blog.slug))
    assert "set a time for “Airport closed, agency says”" in told
    clock.tick(minutes=31)
    assert {update.id for update in newsroom.blogs.stale(blog.slug)} == {pinned.id, summarised.id}
    newsroom.trail.undo()
    assert (store.blog(blog.slug).state, newsroom.blogs.stale(blog.slug)) == (BlogState.ENDED, [])
    newsroom.blogs.reopen(blog.slug)
    developing(newsroom, blog.slug)


def test_what_nobody_can_have_decided_keeps_its_time_while_coverage_ends_and_goes_on(
    newsroom: Newsroom, store: Store, blog: LiveBlog, clock: FakeClock
) -> None:
    held = developing(newsroom, blog.slug, embargo=clock.now().replace(hour=23))
    assert newsroom.blogs.end(blog.slug).undecided == ()
    clock.tick(minutes=5)
    newsroom.blogs.reopen(blog.slug)
    assert store.update(held.id) == held


def test_a_handover_tells_the_next_shift_everything(
    newsroom: Newsroom, agency_blog: LiveBlog, clock: FakeClock
) -> None:
    slug = agency_blog.slug
    old = developing(newsroom, slug)
    clock.tick(minutes=40)
    young = developing(newsroom, slug)
    draft = newsroom.blogs.write(slug, WriteUp(headline="Later"))
    held = developing(newsroom, slug, embargo=clock.now().replace(hour=23))
    newsroom.blogs.kill(young.id, ordered_by="Court", notice="Removed.", confirm=slug)
    gone = developing(newsroom, slug, embargo=clock.now().replace(hour=23))
    newsroom.blogs.mark(gone.id, retraction(override="Only I am awake."))
    found = newsroom.blogs.handover(slug)
    assert {update.id for update in found.undecided} == {old.id, young.id, held.id}
    assert [update.id for update in found.stale] == [old.id]
    assert [update.id for update in found.drafts] == [draft.id]
    assert [update.id for update in found.embargoed] == [held.id]
    assert [update.id for update in found.pending] == [young.id]
    assert found.counts == {"developing": 3, "draft": 1, "retracted": 1}
    assert found.unpublished > 0
    newsroom.blogs.change(slug, rules=HouseRules.DESK)  # where one editor's order is enough
    assert newsroom.blogs.handover(slug).pending == ()
