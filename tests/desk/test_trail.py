"""The log as sentences, the life of an update, undo, and the chain."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.desk.conftest import Arrive, AsEditor
from tests.desk.copy import AGENCY, OTHER, POLICE, confirmed, developing, retraction
from tests.support.clock import FakeClock
from wireroom.desk.forms import Amendment, Mark, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.errors import RefusedError
from wireroom.model import WIRES, Act, LiveBlog, Stage, Status, SummaryBullet
from wireroom.ports.store import Store


def said(newsroom: Newsroom, update: str, zone: str = "UTC") -> list[str]:
    return newsroom.trail.sentences(newsroom.trail.events(update=update), zone)


def test_the_log_reads_as_sentences(
    newsroom: Newsroom, as_editor: AsEditor, blog: LiveBlog, clock: FakeClock
) -> None:
    update = developing(newsroom, blog.slug)
    clock.tick(minutes=31)
    as_editor("dana").blogs.mark(
        update.id, Mark(to=Status.CONFIRMED, note="Both desks told us", evidence=(OTHER,))
    )
    clock.tick(minutes=2)
    newsroom.blogs.correct(
        update.id, Amendment(note="Earlier said noon; it is one.", body="From one, they report.")
    )
    newsroom.blogs.mark(update.id, retraction())
    end = update.id[-8:]
    assert said(newsroom, update.id, "Asia/Almaty") == [
        f"09:00 aigerim wrote “Airport closed, agency says” ({end}) as a draft.",
        f"09:00 aigerim marked “Airport closed, agency says” ({end}) developing.",
        (
            f"09:31 dana marked “Airport closed, agency says” ({end}) confirmed on two origins: "
            "Meridian Press, Northern Wire: Both desks told us."
        ),
        f"09:33 aigerim corrected “Airport closed, agency says” ({end}): Earlier said noon; it is one.",
        (
            f"09:33 aigerim retracted “Airport closed, agency says” ({end}): No such order was given. The ministry "
            "denies it. Against a house rule: Another editor than its author, aigerim, must do this."
        ),
    ]


def test_acts_on_the_blog_name_the_update_they_are_about(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock
) -> None:
    update = confirmed(newsroom, blog.slug)
    newsroom.blogs.pin(update.id)
    newsroom.blogs.summarise(blog.slug, [SummaryBullet(heading="known", text="Shut.", update=update.id)])
    newsroom.blogs.mark(update.id, Mark(to=Status.DEVELOPING, note="The police now say otherwise"))
    newsroom.blogs.unpin(blog.slug)
    newsroom.blogs.end(blog.slug)
    newsroom.blogs.reopen(blog.slug)
    about = f"“Airport closed, agency says” ({update.id[-8:]})"
    said = newsroom.trail.sentences(newsroom.trail.events(blog.slug))
    assert said[3:] == [
        f"03:00 aigerim pinned {about} on top of almaty.",
        "03:00 aigerim wrote the summary of almaty.",
        f"03:00 aigerim marked {about} developing: The police now say otherwise.",
        f"03:00 aigerim took lines out of the summary of almaty: {update.id[-8:]} is under review.",
        "03:00 aigerim took the pinned update of almaty off the top.",
        "03:00 aigerim ended the coverage of almaty.",
        f"03:00 aigerim left {about} undecided: Never independently confirmed when coverage ended.",
        f"03:00 aigerim set a time for {about} to be decided: Coverage of almaty was taken up again.",
        "03:00 aigerim took up the coverage of almaty again.",
    ]


def test_what_an_act_points_at_is_called_as_it_was_then(newsroom: Newsroom, blog: LiveBlog) -> None:
    update = confirmed(newsroom, blog.slug)
    newsroom.blogs.pin(update.id)
    newsroom.blogs.correct(update.id, Amendment(note="Earlier said A; it is B.", headline="Airport open"))
    said = newsroom.trail.sentences(newsroom.trail.events(blog.slug))
    assert f"03:00 aigerim pinned “{update.headline}” ({update.id[-8:]}) on top of almaty." in said


def test_the_life_of_an_update_shows_words_before_and_after(newsroom: Newsroom, blog: LiveBlog) -> None:
    draft = newsroom.blogs.write(blog.slug, WriteUp(headline="Square", body="Calm.", evidence=(POLICE,)))
    newsroom.blogs.edit(draft.id, body="Tense.")
    newsroom.blogs.mark(draft.id, Mark(to=Status.CONFIRMED, note="We rang them."))
    lines = newsroom.blogs.history(draft.id)
    assert [(line.what, line.before, line.after) for line in lines] == [
        ("wrote", "", "Square\n\nCalm."),
        ("edited", "Square\n\nCalm.", "Square\n\nTense."),
        ("marked", "", ""),
    ]
    assert (lines[2].from_status, lines[2].to_status) == ("draft", "confirmed")


def test_a_mark_is_taken_back_until_readers_have_seen_it(
    newsroom: Newsroom, blog: LiveBlog, store: Store, clock: FakeClock
) -> None:
    draft = newsroom.blogs.write(blog.slug, WriteUp(headline="Square", evidence=(AGENCY,)))
    newsroom.blogs.mark(draft.id, Mark(to=Status.CONFIRMED, note="Slip of the finger."))
    clock.tick(minutes=20)
    (event,) = newsroom.trail.undo()
    assert (event.what, event.from_status, event.to_status) == ("undid", "confirmed", "draft")
    back = store.update(draft.id)
    assert (back.status, back.first_published, back.revision) == (Status.DRAFT, None, 3)
    assert newsroom.blogs.history(draft.id)[-1].words.endswith(
        f"aigerim took back “marked” of “Square” ({draft.id[-8:]}), done at 09:00."
    )


def test_the_log_says_of_an_undo_when_its_act_was_done(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock
) -> None:
    term = newsroom.watch.add("airport")
    clock.tick(minutes=20)
    assert newsroom.trail.sentences(newsroom.trail.undo(), "Asia/Almaty") == [
        f"09:20 aigerim took back “watched” of “airport” ({term.id[-8:]}), done at 09:00."
    ]
    newsroom.watch.add("airport")
    clock.tick(minutes=24 * 60)
    assert newsroom.trail.sentences(newsroom.trail.undo())[-1].endswith("done at 03:20 on 2022-01-05.")


def test_what_readers_have_seen_is_not_undone(newsroom: Newsroom, blog: LiveBlog, tmp_path: Path) -> None:
    update = confirmed(newsroom, blog.slug)
    newsroom.blogs.key_event(update.id)
    draft = newsroom.blogs.write(blog.slug, WriteUp(headline="Square", evidence=(AGENCY,)))
    newsroom.blogs.mark(draft.id, Mark(to=Status.CONFIRMED, note="We know."))
    newsroom.publishing.publish(blog.slug, to=str(tmp_path / "site"))
    (event,) = newsroom.trail.undo()
    assert event.subject == update.id
    with pytest.raises(RefusedError, match="nothing to undo"):
        newsroom.trail.undo()


def test_what_readers_have_seen_stays_after_a_rollback_and_what_came_after_it_does_not(
    newsroom: Newsroom, blog: LiveBlog, tmp_path: Path
) -> None:
    site = str(tmp_path / "site")
    confirmed(newsroom, blog.slug)
    first = newsroom.publishing.publish(blog.slug, to=site)
    draft = newsroom.blogs.write(blog.slug, WriteUp(headline="Square", evidence=(AGENCY,)))
    newsroom.blogs.mark(draft.id, Mark(to=Status.CONFIRMED, note="We know."))
    newsroom.publishing.publish(blog.slug, to=site)
    newsroom.publishing.rollback(blog.slug, first.sequence)
    with pytest.raises(RefusedError, match="nothing to undo"):
        newsroom.trail.undo()
    other = newsroom.blogs.write(blog.slug, WriteUp(headline="Bridge", evidence=(AGENCY,)))
    newsroom.blogs.mark(other.id, Mark(to=Status.CONFIRMED, note="We know."))
    newsroom.publishing.rollback(blog.slug, first.sequence)
    assert [event.subject for event in newsroom.trail.undo()] == [other.id]


def test_a_publication_stands_in_no_undos_way(newsroom: Newsroom, blog: LiveBlog, tmp_path: Path) -> None:
    first, second = confirmed(newsroom, blog.slug), confirmed(newsroom, blog.slug)
    newsroom.blogs.pin(first.id)
    newsroom.blogs.pin(second.id)
    for expected in (first.id, ""):
        newsroom.publishing.publish(blog.slug, to=str(tmp_path / "site"))
        newsroom.trail.undo()
        assert newsroom.store.blog(blog.slug).pinned == expected


def test_of_what_was_filed_and_marked_at_once_the_mark_is_taken_back_and_the_draft_stays(
    newsroom: Newsroom, store: Store, blog: LiveBlog, arrive: Arrive, tmp_path: Path
) -> None:
    item = arrive("Airport closed")
    update = developing(newsroom, blog.slug, items=(item.id,), evidence=())
    done = newsroom.trail.undo()
    assert [(event.noun, event.why, event.to_status) for event in done] == [
        ("update", "marked", "draft"),
        ("item", "used", "new"),
    ]
    back = store.update(update.id)
    assert (back.status, back.body, back.revision) == (Status.DRAFT, update.body, update.revision + 1)
    assert store.item(item.id).stage is Stage.NEW
    assert newsroom.publishing.publish(blog.slug, to=str(tmp_path / "site")).updates == 0
    newsroom.blogs.edit(update.id, body="Shut, they say.")
    newsroom.trail.undo()
    assert store.update(update.id).body == update.body
    newsroom.blogs.mark(update.id, Mark(to=Status.DEVELOPING))
    assert newsroom.publishing.publish(blog.slug, to=str(tmp_path / "site")).updates == 1
    assert update.id not in [event.subject for event in newsroom.trail.undo()]


def test_a_mark_under_embargo_is_taken_back_although_snapshots_were_made(
    newsroom: Newsroom, store: Store, blog: LiveBlog, clock: FakeClock, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    held = confirmed(newsroom, blog.slug, headline="Pact signed", embargo=clock.now() + timedelta(hours=1))
    newsroom.publishing.publish(blog.slug, to=str(site))
    newsroom.trail.undo()
    assert store.update(held.id).status is Status.DRAFT
    clock.tick(minutes=90)
    assert newsroom.publishing.unpublished_changes(blog.slug) == 0
    confirmed(newsroom, blog.slug, headline="Pact off", embargo=clock.now() + timedelta(hours=1))
    clock.tick(minutes=90)
    newsroom.publishing.publish(blog.slug, to=str(site))
    assert "Pact off" in (site / "index.html").read_text("utf-8")
    assert "Pact signed" not in (site / "index.html").read_text("utf-8")
    with pytest.raises(RefusedError, match="nothing to undo"):
        newsroom.trail.undo()


def test_an_own_act_that_stays_is_not_taken_for_somebody_elses(newsroom: Newsroom, blog: LiveBlog) -> None:
    term = newsroom.watch.add("airport")
    draft = newsroom.blogs.write(blog.slug, WriteUp(headline="Square", evidence=(AGENCY,)))
    newsroom.blogs.mark(draft.id, Mark(to=Status.CONFIRMED, note="We know."))
    newsroom.blogs.mark(draft.id, retraction())
    assert [event.what for event in newsroom.trail.passed_over()] == ["retracted", "wrote"]
    assert [event.subject for event in newsroom.trail.undo()] == [term.id]


@pytest.mark.parametrize("act", ["retract", "correct", "publish"])
def test_what_is_in_the_readers_trail_is_not_undone(
    newsroom: Newsroom, blog: LiveBlog, act: str, tmp_path: Path
) -> None:
    update = confirmed(newsroom, blog.slug)
    if act == "publish":
        newsroom.publishing.publish(blog.slug, to=str(tmp_path / "site"))
    if act == "retract":
        newsroom.blogs.mark(update.id, retraction())
    if act == "correct":
        newsroom.blogs.correct(update.id, Amendment(note="Earlier said A; it is B.", body="B, police say."))
    with pytest.raises(RefusedError, match="nothing to undo"):
        newsroom.trail.undo()


def test_undo_says_what_it_passes_over_and_what_can_be_done(newsroom: Newsroom, blog: LiveBlog) -> None:
    assert newsroom.trail.stays(newsroom.trail.passed_over()) == ""
    newsroom.watch.add("flood")
    newsroom.blogs.write(blog.slug, WriteUp(headline="Square", body="Calm."))
    passed = newsroom.trail.passed_over()
    assert [event.what for event in passed] == ["wrote"]
    told = newsroom.trail.stays(passed)
    assert "wrote “Square”" in told
    assert "readers see nothing of it" in told
    (event,) = newsroom.trail.undo()
    assert event.why == "watched"
    with pytest.raises(RefusedError) as refused:
        newsroom.trail.undo()
    assert "readers see nothing of it" in refused.value.next_step


def test_sealed_words_leave_names_that_are_nobodys_secret(newsroom: Newsroom, blog: LiveBlog) -> None:
    update = confirmed(newsroom, blog.slug)
    newsroom.blogs.pin(update.id)
    newsroom.blogs.summarise(blog.slug, [SummaryBullet(heading="known", text="Shut.", update=update.id)])
    newsroom.blogs.mark(update.id, Mark(to=Status.CONFIRMED, note="They say so still."))
    newsroom.blogs.kill(update.id, ordered_by="Court", notice="Removed.", confirm=blog.slug)
    end = update.id[-8:]
    said = newsroom.trail.sentences(newsroom.trail.events(blog.slug))
    assert said[4:6] == [
        "03:00 aigerim wrote the summary of almaty. The words are sealed.",
        f"03:00 aigerim reviewed update {end}. The words are sealed.",
    ]
    assert newsroom.blogs.history(update.id)[0].words.startswith("09:00 aigerim wrote")


def test_undo_points_to_where_it_can_be_seen_who_was_faster(
    newsroom: Newsroom, as_editor: AsEditor, blog: LiveBlog
) -> None:
    update = confirmed(newsroom, blog.slug)
    newsroom.blogs.pin(update.id)
    as_editor("dana").blogs.unpin(blog.slug)
    with pytest.raises(RefusedError) as refusal:
        newsroom.trail.undo()
    assert refusal.value.next_step == "See who: wireroom log almaty"


@pytest.mark.parametrize("end", ["retract", "kill"])
def test_undo_brings_nothing_back_on_show_that_was_taken_back_since(
    newsroom: Newsroom, as_editor: AsEditor, blog: LiveBlog, store: Store, end: str
) -> None:
    wrong, other = confirmed(newsroom, blog.slug), confirmed(newsroom, blog.slug, headline="Trains run")
    newsroom.blogs.pin(wrong.id)
    newsroom.blogs.pin(other.id)
    if end == "retract":
        as_editor("dana").blogs.mark(wrong.id, retraction())
    else:
        as_editor("dana").blogs.kill(wrong.id, "Court", "Removed.", blog.slug)
    newsroom.trail.undo()
    assert store.blog(blog.slug).pinned == ""


def test_a_mark_that_is_taken_back_takes_along_what_others_built_on_it_for_show(
    newsroom: Newsroom, as_editor: AsEditor, store: Store, blog: LiveBlog
) -> None:
    """Another editor has put it on top and into the summary meanwhile: what can't stand there leaves in the same act."""
    update = developing(newsroom, blog.slug)
    dana = as_editor("dana")
    newsroom.blogs.mark(update.id, Mark(to=Status.CONFIRMED, note="They told us too.", evidence=(OTHER,)))
    dana.blogs.pin(update.id)
    known, unknown = (
        SummaryBullet(heading=heading, text="Shut.", update=update.id) for heading in ("known", "unknown")
    )
    dana.blogs.summarise(blog.slug, [known, unknown])
    newsroom.trail.undo()
    shown = store.blog(blog.id)
    assert (shown.pinned, shown.summary) == (update.id, (unknown,))
    assert [line.red for line in newsroom.blogs.summary(blog.slug)] == ["its update is not confirmed", ""]
    newsroom.blogs.mark(update.id, Mark(to=Status.CONFIRMED, note="They told us too.", evidence=(OTHER,)))
    assert [bool(line.red) for line in newsroom.blogs.summary(blog.slug)] == [True, False]

    other = newsroom.blogs.write(blog.slug, WriteUp(headline="Gate shut, agency says", evidence=(AGENCY,)))
    newsroom.blogs.mark(other.id, Mark(to=Status.DEVELOPING, override="The night is short."))
    dana.blogs.pin(other.id)
    dana.blogs.summarise(blog.slug, [SummaryBullet(heading="unknown", text="Gate?", update=other.id)])
    undone = newsroom.trail.undo()
    shown = store.blog(blog.id)
    assert (store.update(other.id).status, shown.pinned, shown.summary) == (Status.DRAFT, "", ())
    assert len({event.transaction for event in undone}) == 1
    assert "took back “marked” of almaty" in newsroom.trail.sentences(undone)[-1]
    assert newsroom.trail.undo()[0].subject == update.id  # and not the leaving of the bullets


def test_undo_says_so_where_what_stood_before_was_killed(
    newsroom: Newsroom, as_editor: AsEditor, blog: LiveBlog, store: Store
) -> None:
    wrong, other = confirmed(newsroom, blog.slug), confirmed(newsroom, blog.slug, headline="Trains run")
    for update, text in ((wrong, "The airport is closed."), (other, "Trains run.")):
        newsroom.blogs.summarise(blog.slug, [SummaryBullet(heading="known", text=text, update=update.id)])
    as_editor("dana").blogs.kill(wrong.id, "Court", "Removed.", blog.slug)
    with pytest.raises(RefusedError, match="was killed since"):
        newsroom.trail.undo()
    assert [bullet.update for bullet in store.blog(blog.slug).summary] == [other.id]


def test_undo_is_each_editors_own(
    newsroom: Newsroom, as_editor: AsEditor, arrive: Arrive, store: Store
) -> None:
    item = arrive("Square is calm").id
    newsroom.wire.keep([item])
    as_editor("dana").wire.tag([item], add=["calm"])
    with pytest.raises(RefusedError, match="changed since by somebody else"):
        newsroom.trail.undo()
    as_editor("dana").trail.undo()
    newsroom.trail.undo()
    assert (store.item(item).stage, store.item(item).tags) == ("new", ())


def test_what_a_wire_tells_of_itself_does_not_keep_a_feed_that_is_taken_back(
    newsroom: Newsroom, store: Store
) -> None:
    feeds = [newsroom.wire.add_feed(f"https://a.example.org/{name}") for name in ("one", "two")]
    with store.transaction() as tx:
        for feed in feeds:
            told = replace(feed, title="As it names itself")
            tx.record(Act(at=feed.added, who=WIRES, what="changed feed"), told)
    newsroom.trail.undo()
    assert [feed.id for feed in newsroom.wire.feeds()] == [feeds[0].id]
    assert store.feed(feeds[1].id).title == "As it names itself"
    newsroom.wire.describe_feed(feeds[0].id, add=["night"])
    with store.transaction() as tx:
        moved = replace(store.feed(feeds[0].id), url="https://b.example.org/one")
        tx.record(Act(at=feeds[0].added, who=WIRES, what="changed feed"), moved)
    with pytest.raises(RefusedError, match="changed since by somebody else"):
        newsroom.trail.undo()


def test_watch_terms_and_views_come_and_go(newsroom: Newsroom) -> None:
    term = newsroom.watch.add("  Almaty ", bell=True)
    assert newsroom.watch.add("almaty", bell=True) == term
    assert [one.term for one in newsroom.watch.list()] == ["Almaty"]
    newsroom.trail.undo()
    assert newsroom.watch.list() == []
    newsroom.watch.save_view("Night", "stage:new")
    assert newsroom.watch.save_view("night", "stage:kept").query == "stage:kept"
    assert [view.query for view in newsroom.watch.views()] == ["stage:kept"]
    newsroom.trail.undo()
    assert [view.query for view in newsroom.watch.views()] == ["stage:new"]
    newsroom.watch.remove_view("Night")
    assert list(newsroom.watch.views()) == []


def test_the_chain_holds_over_every_act(newsroom: Newsroom, blog: LiveBlog) -> None:
    update = confirmed(newsroom, blog.slug)
    newsroom.blogs.kill(update.id, ordered_by="Court", notice="Removed.", confirm=blog.slug)
    report = newsroom.trail.verify()
    assert (report.breaks, report.events, report.sealed) == ((), newsroom.store.position(), 2)
