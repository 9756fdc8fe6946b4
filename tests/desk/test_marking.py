"""The machine at work on a real store: what each change needs, and what it causes."""

from datetime import timedelta

import pytest

from tests.desk.conftest import Arrive, AsEditor
from tests.desk.copy import AGENCY, OTHER, POLICE, confirmed, developing, retraction
from tests.support.clock import FakeClock
from wireroom.desk.forms import Mark, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.errors import Conflict, RefusedError
from wireroom.model import (
    HouseRules,
    LiveBlog,
    Priority,
    Stage,
    Status,
    SummaryBullet,
)
from wireroom.ports.store import Store


def test_writing_and_marking_is_one_transaction_of_one_revision(
    newsroom: Newsroom, store: Store, blog: LiveBlog, arrive: Arrive, clock: FakeClock
) -> None:
    item = arrive("Airport closed")
    update = developing(newsroom, blog.slug, items=(item.id,), evidence=(), priority=Priority.URGENT)
    assert (update.status, update.revision, update.author) == (Status.DEVELOPING, 1, "aigerim")
    assert update.first_published == update.changed == update.filed == clock.now()
    assert (update.review_due - clock.now()).total_seconds() == 30 * 60  # type: ignore[operator]
    (piece,) = update.evidence
    assert (piece.kind, piece.who, piece.item, piece.item_version) == ("agency", "Meridian Press", item.id, 1)
    assert store.item(item.id).stage is Stage.USED
    acts = [(event.what, event.transaction) for event in store.events()][-3:]
    assert [what for what, _ in acts] == ["wrote", "used", "marked"]
    assert len({transaction for _, transaction in acts}) == 1
    assert store.update(update.id) == update


def test_a_refused_write_leaves_nothing(newsroom: Newsroom, store: Store, blog: LiveBlog) -> None:
    before = store.revision(), store.position()
    with pytest.raises(RefusedError, match="evidence") as refusal:
        developing(newsroom, blog.slug, evidence=())
    assert "--evidence KIND:WHO" in refusal.value.next_step
    assert (store.updates(blog.id), store.position()) == ([], before[1])


@pytest.mark.parametrize("rules", [HouseRules.DESK, HouseRules.AGENCY])
def test_two_copies_of_one_agency_count_once(newsroom: Newsroom, arrive: Arrive, rules: HouseRules) -> None:
    blog = newsroom.blogs.new("night", "The night", rules=rules)
    copies = arrive("Airport closed"), arrive("Airport is closed", origin="Meridian  press")
    update = developing(newsroom, blog.slug, items=[copy.id for copy in copies], evidence=())
    assert newsroom.blogs.standing(update.id).words == "2 items, 1 origin: one more needed"
    colleague = Newsroom(store=newsroom.store, clock=newsroom.clock, editor="dana", config=newsroom.config)
    with pytest.raises(RefusedError, match="2 items, 1 origin"):
        colleague.blogs.mark(update.id, Mark(to=Status.CONFIRMED, note="Both say so."))
    third = arrive("Flights cancelled", origin="Northern Wire")
    done = colleague.blogs.mark(update.id, Mark(to=Status.CONFIRMED, note="Both say so.", items=(third.id,)))
    assert done.confirmation is not None
    assert done.confirmation.basis == "two origins: Meridian Press, Northern Wire"
    assert done.review_due is None


def test_under_solo_one_origin_only_warns(newsroom: Newsroom, blog: LiveBlog) -> None:
    update = confirmed(newsroom, blog.slug, evidence=(AGENCY,))
    warnings = newsroom.blogs.warnings(update.id)
    assert update.status is Status.CONFIRMED
    assert len(warnings) == 2
    assert "1 item, 1 origin" in warnings[0]
    assert "Another editor than its author" in warnings[1]


def test_an_override_needs_a_reason_and_stands_in_the_log(newsroom: Newsroom, desk_blog: LiveBlog) -> None:
    update = developing(newsroom, desk_blog.slug)
    for empty in ("", "   "):
        with pytest.raises(RefusedError, match="--override REASON"):
            newsroom.blogs.mark(update.id, Mark(to=Status.CONFIRMED, note="We know.", override=empty))
    newsroom.blogs.mark(
        update.id, Mark(to=Status.CONFIRMED, note="We know.", override="The editor-in-chief said go.")
    )
    (line,) = newsroom.trail.sentences(newsroom.trail.events(update=update.id)[-1:])
    assert "Overridden: The editor-in-chief said go." in line


def test_an_override_never_replaces_what_the_change_itself_needs(
    newsroom: Newsroom, desk_blog: LiveBlog
) -> None:
    update = developing(newsroom, desk_blog.slug)
    with pytest.raises(RefusedError, match="note") as refusal:
        newsroom.blogs.mark(update.id, Mark(to=Status.CONFIRMED, override="go"))
    assert "--override" not in refusal.value.next_step


def test_a_second_person_is_another_name_with_its_own_act(
    newsroom: Newsroom, as_editor: AsEditor, agency_blog: LiveBlog
) -> None:
    update = developing(newsroom, agency_blog.slug, evidence=(AGENCY, OTHER))
    with pytest.raises(RefusedError, match="Another editor than its author, aigerim") as refusal:
        newsroom.blogs.mark(update.id, Mark(to=Status.CONFIRMED, note="Both say so."))
    assert "--as NAME" in refusal.value.next_step
    done = as_editor("dana").blogs.mark(update.id, Mark(to=Status.CONFIRMED, note="Both say so."))
    assert done.confirmation is not None
    assert done.confirmation.by == "dana"


def test_a_developing_update_attributes_its_claim(
    newsroom: Newsroom, desk_blog: LiveBlog, blog: LiveBlog
) -> None:
    bare = {"headline": "Airport closed", "body": "Flights are cancelled."}
    with pytest.raises(RefusedError, match="must attribute"):
        developing(newsroom, desk_blog.slug, **bare)
    update = developing(newsroom, blog.slug, **bare)
    assert "must attribute" in newsroom.blogs.warnings(update.id)[0]


def test_a_retraction_needs_all_its_parts(newsroom: Newsroom, blog: LiveBlog) -> None:
    update = developing(newsroom, blog.slug)
    with pytest.raises(RefusedError) as refusal:
        newsroom.blogs.mark(update.id, Mark(to=Status.RETRACTED))
    assert len(refusal.value.missing) == 3
    assert "--wrong WRONG --why WHY --class" in refusal.value.next_step


def test_a_retraction_reaches_all_that_was_said(
    newsroom: Newsroom, store: Store, blog: LiveBlog, clock: FakeClock
) -> None:
    update = confirmed(newsroom, blog.slug, key_event=True)
    first = developing(newsroom, blog.slug, headline="Trains fill up, agency says", built_on=(update.id,))
    clock.tick()
    second = confirmed(newsroom, blog.slug, headline="Trains are full, police say", built_on=(first.id,))
    newsroom.blogs.pin(update.id)
    newsroom.blogs.summarise(
        blog.slug, [SummaryBullet(heading="known", text="The airport is closed.", update=update.id)]
    )
    clock.tick(minutes=5)
    done = newsroom.blogs.mark(update.id, retraction())
    assert done.retraction is not None
    assert done.retraction.said == f"{update.headline}\n\n{update.body}"
    assert (done.headline, done.key_event) == (update.headline, False)
    now = store.blog(blog.id)
    assert (now.pinned, now.summary) == ("", ())
    assert [line.red for line in newsroom.blogs.summary(blog.slug)] == ["its update is retracted"]
    assert [other.id for other in newsroom.blogs.built_upon(update.id)] == [first.id, second.id]
    assert {other.id for other in newsroom.blogs.stale(blog.slug)} == {first.id, second.id}
    reviewed = newsroom.blogs.mark(second.id, Mark(to=Status.CONFIRMED, note="It stands without it."))
    assert (reviewed.status, reviewed.review_due) == (Status.CONFIRMED, None)


@pytest.mark.parametrize(
    "to", [Status.DRAFT, Status.DEVELOPING, Status.CONFIRMED, Status.RETRACTED, Status.KILLED]
)
def test_nothing_leaves_retracted(newsroom: Newsroom, blog: LiveBlog, to: Status) -> None:
    update = developing(newsroom, blog.slug)
    newsroom.blogs.mark(update.id, retraction())
    with pytest.raises(RefusedError, match=r"--supersedes"):
        newsroom.blogs.mark(update.id, Mark(to=to, note="It was true after all.", evidence=(POLICE,)))


def test_what_supersedes_a_retraction_is_linked_both_ways(
    newsroom: Newsroom, store: Store, blog: LiveBlog
) -> None:
    wrong = developing(newsroom, blog.slug)
    newsroom.blogs.mark(wrong.id, retraction())
    right = confirmed(newsroom, blog.slug, headline="Airport open, police say", supersedes=wrong.id)
    notice = store.update(wrong.id).retraction
    assert notice is not None
    assert (right.supersedes, notice.replaced_by) == (wrong.id, right.id)


def instead_of(update_id: str, store: Store) -> str:
    notice = store.update(update_id).retraction
    assert notice is not None
    return notice.replaced_by


def test_where_the_substitute_was_wrong_too_what_comes_next_takes_its_place(
    newsroom: Newsroom, store: Store, blog: LiveBlog
) -> None:
    wrong = developing(newsroom, blog.slug)
    second = developing(newsroom, blog.slug, headline="Airport half open, police say")
    newsroom.blogs.mark(wrong.id, retraction(replaced_by=second.id))
    developing(newsroom, blog.slug, headline="Airport open at night, police say", supersedes=wrong.id)
    assert instead_of(wrong.id, store) == second.id
    newsroom.blogs.mark(second.id, retraction())
    third = confirmed(newsroom, blog.slug, headline="Airport open, police say", supersedes=wrong.id)
    assert instead_of(wrong.id, store) == third.id


def test_a_substitute_named_with_the_retraction_is_linked_both_ways(
    newsroom: Newsroom, store: Store, blog: LiveBlog
) -> None:
    wrong = developing(newsroom, blog.slug)
    right = confirmed(newsroom, blog.slug, headline="Airport open, police say")
    draft = newsroom.blogs.write(blog.slug, WriteUp(headline="Later"))
    for other in (wrong.id, draft.id):
        with pytest.raises(RefusedError):
            newsroom.blogs.mark(wrong.id, retraction(replaced_by=other))
    newsroom.blogs.mark(wrong.id, retraction(replaced_by=right.id))
    assert store.update(right.id).supersedes == wrong.id


def test_what_superseded_it_before_it_was_retracted_stands_in_for_it(
    newsroom: Newsroom, store: Store, blog: LiveBlog, clock: FakeClock
) -> None:
    wrong = developing(newsroom, blog.slug)
    newsroom.blogs.write(blog.slug, WriteUp(headline="A draft", supersedes=wrong.id))
    held = clock.now() + timedelta(hours=1)
    confirmed(newsroom, blog.slug, headline="Held back", supersedes=wrong.id, embargo=held)
    assert newsroom.blogs.stand_in(wrong.id) is None
    first = confirmed(newsroom, blog.slug, headline="Airport open, police say", supersedes=wrong.id)
    clock.tick()
    right = confirmed(newsroom, blog.slug, headline="Airport never closed", supersedes=wrong.id)
    newsroom.blogs.mark(first.id, retraction())
    newsroom.blogs.mark(wrong.id, retraction())
    notice = store.update(wrong.id).retraction
    assert notice is not None
    assert notice.replaced_by == right.id


def test_doubt_needs_a_public_reason_and_leaves_the_summary(
    newsroom: Newsroom, store: Store, blog: LiveBlog
) -> None:
    update = confirmed(newsroom, blog.slug)
    newsroom.blogs.summarise(blog.slug, [SummaryBullet(heading="known", text="Closed.", update=update.id)])
    with pytest.raises(RefusedError, match="public reason"):
        newsroom.blogs.mark(update.id, Mark(to=Status.DEVELOPING))
    doubted = newsroom.blogs.mark(update.id, Mark(to=Status.DEVELOPING, note="The police now say otherwise."))
    assert (doubted.doubt, doubted.confirmation) == ("The police now say otherwise.", None)
    assert doubted.review_due is not None
    assert store.blog(blog.id).summary == ()


def test_two_editors_on_one_update_see_both_texts(
    newsroom: Newsroom, as_editor: AsEditor, blog: LiveBlog
) -> None:
    draft = newsroom.blogs.write(blog.slug, WriteUp(headline="Square", body="Calm."))
    as_editor("dana").blogs.edit(draft.id, body="Tense.", revision=1)
    with pytest.raises(Conflict) as conflict:
        newsroom.blogs.edit(draft.id, body="Quiet.", revision=1)
    assert (conflict.value.theirs, conflict.value.yours) == ("Square\n\nTense.", "Square\n\nQuiet.")
    assert newsroom.blogs.edit(draft.id, body="Quiet.", revision=conflict.value.revision).body == "Quiet."
