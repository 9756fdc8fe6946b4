"""Corrections in the open, and refiles that change no meaning."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.desk.conftest import AsEditor
from tests.desk.copy import confirmed, developing, retraction
from tests.support.clock import FakeClock
from wireroom.desk.forms import Amendment, Details, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.errors import Conflict, RefusedError, UsageError
from wireroom.model import Act, CorrectionClass, LiveBlog, Priority
from wireroom.ports.store import Store


def test_a_correction_says_so_and_keeps_what_stood(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock
) -> None:
    update = confirmed(newsroom, blog.slug, body="Police say 3 people were hurt.")
    clock.tick(minutes=10)
    note = "An earlier version said 3 people were hurt; it is 5."
    done = newsroom.blogs.correct(update.id, Amendment(note=note, body="Police say 5 people were hurt."))
    (correction,) = done.corrections
    assert (correction.kind, correction.note, correction.by) == (CorrectionClass.CORRECTED, note, "aigerim")
    assert correction.body == "Police say 3 people were hurt."
    assert done.changed == clock.now()
    assert done.first_published == update.first_published


def test_what_rests_on_nothing_that_is_named_is_corrected_as_well(
    newsroom: Newsroom, store: Store, blog: LiveBlog
) -> None:
    """A developing update; and one confirmed when the log did not keep yet whose word that rested on."""
    undecided, sure = developing(newsroom, blog.slug), confirmed(newsroom, blog.slug)
    assert sure.confirmation is not None
    with store.transaction() as tx:
        earlier = replace(sure, confirmation=replace(sure.confirmation, rests_on=None))
        tx.record(Act(at=sure.filed, who="aigerim", what="marked", blog=blog.id), earlier)
    form = Amendment(note="An earlier version said closed.", headline="Airport open, agency says")
    for update in (undecided, sure):
        done = newsroom.blogs.correct(update.id, form)
        assert (done.status, done.headline) == (update.status, "Airport open, agency says")


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("Police say 3 people were hurt.", "Police say 5 people were hurt.", "number"),
        ("The mayor, Olga Serik, spoke.", "The mayor, Olga Serikova, spoke.", "name"),
        ("It happened on 4 January.", "It happened on 5 January.", "4"),
        ("The square was not cleared.", "The square was cleared.", "negation"),
        ("He said: “We stay here.”", "He said: “We leave here.”", "quote"),
        ("Shots were heard in Almaty.", "Shots were heard in Astana.", "Almaty"),
    ],
)
def test_a_refile_that_changes_meaning_is_refused(
    newsroom: Newsroom, store: Store, blog: LiveBlog, before: str, after: str, named: str
) -> None:
    update = confirmed(newsroom, blog.slug, body=before)
    with pytest.raises(RefusedError, match="changes no meaning") as refusal:
        newsroom.blogs.correct(update.id, Amendment(refile=True, body=after))
    assert named in refusal.value.missing[0]
    assert '--corrected "earlier said X; it is Y"' in refusal.value.next_step
    assert store.update(update.id) == update


def test_what_stands_beside_the_words_is_corrected_too(
    newsroom: Newsroom, store: Store, blog: LiveBlog, clock: FakeClock
) -> None:
    at = clock.now() - timedelta(hours=2)
    update = confirmed(newsroom, blog.slug, event_time=at, tags=("fuel",))
    right = Details(event_time=at - timedelta(hours=1), bylines=("Dana", " "), tags=("fuel", "roads", "fuel"))
    with pytest.raises(RefusedError, match="changes no meaning") as refusal:
        newsroom.blogs.correct(update.id, Amendment(refile=True, details=right))
    assert "the time of the event" in refusal.value.missing[0]
    assert "the byline" in refusal.value.missing[0]
    assert "tags" not in refusal.value.missing[0]
    clock.tick(minutes=3)
    note = "An earlier version gave a wrong hour."
    done = newsroom.blogs.correct(update.id, Amendment(note=note, details=right))
    assert (done.event_time, done.bylines, done.tags) == (right.event_time, ("Dana",), ("fuel", "roads"))
    assert (done.changed, done.headline, done.corrections[0].note) == (clock.now(), update.headline, note)
    event = store.events(subject=update.id)[-1]
    assert event.why.startswith(f"{note} The time of the event “")
    assert "the tags “fuel” became “fuel, roads”" in event.why
    bare = newsroom.blogs.correct(
        update.id, Amendment(note=note, details=Details(event_time=None, bylines=()))
    )
    assert (bare.event_time, bare.bylines) == (None, (update.author,))


def test_tags_priority_and_language_are_refiled_with_a_line_in_the_log(
    newsroom: Newsroom, store: Store, blog: LiveBlog
) -> None:
    update = confirmed(newsroom, blog.slug)
    details = Details(priority=Priority.URGENT, tags=("roads",), language="en-GB")
    done = newsroom.blogs.correct(update.id, Amendment(refile=True, details=details))
    assert (done.priority, done.tags, done.language) == (Priority.URGENT, ("roads",), "en-GB")
    assert (done.changed, done.corrections[0].note) == (update.changed, "")
    said = store.events(subject=update.id)[-1].why
    assert said == (
        "The priority “update” became “urgent”; the tags (none) became “roads”; the language “en” became “en-GB”"
    )
    with pytest.raises(RefusedError, match="Nothing is changed"):
        newsroom.blogs.correct(update.id, Amendment(refile=True, details=details))
    with pytest.raises(UsageError, match="no language tag"):
        newsroom.blogs.correct(update.id, Amendment(refile=True, details=Details(language="")))


def test_a_refile_is_not_shown_and_moves_no_time(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock
) -> None:
    update = confirmed(newsroom, blog.slug, body="Police say the airprot is closed.")
    clock.tick(minutes=3)
    done = newsroom.blogs.correct(update.id, Amendment(refile=True, body="Police say the airport is closed."))
    assert (done.changed, done.corrections[0].note) == (update.changed, "")
    with pytest.raises(RefusedError, match="Nothing is changed"):
        newsroom.blogs.correct(update.id, Amendment(refile=True))


def test_a_correction_needs_its_note(newsroom: Newsroom, blog: LiveBlog) -> None:
    update = confirmed(newsroom, blog.slug)
    with pytest.raises(RefusedError, match="what is right"):
        newsroom.blogs.correct(update.id, Amendment(body="Other words."))
    with pytest.raises(UsageError):
        newsroom.blogs.correct(update.id, Amendment(note="Earlier said X; it is Y.", refile=True))


def test_only_what_stands_is_corrected(newsroom: Newsroom, blog: LiveBlog) -> None:
    draft = newsroom.blogs.write(blog.slug, WriteUp(headline="Square"))
    with pytest.raises(RefusedError, match="wireroom edit"):
        newsroom.blogs.correct(draft.id, Amendment(note="x", headline="Squares"))
    gone = developing(newsroom, blog.slug)
    newsroom.blogs.mark(gone.id, retraction())
    with pytest.raises(RefusedError, match="--supersedes"):
        newsroom.blogs.correct(gone.id, Amendment(note="x", headline="Squares"))


def test_what_stands_published_is_not_edited(newsroom: Newsroom, blog: LiveBlog) -> None:
    update = developing(newsroom, blog.slug)
    with pytest.raises(RefusedError, match="wireroom correct"):
        newsroom.blogs.edit(update.id, body="Other words.")
    with pytest.raises(RefusedError, match=r"retracted .* killed"):
        newsroom.blogs.delete(update.id)


def test_a_correction_on_an_old_revision_shows_both_texts(
    newsroom: Newsroom, as_editor: AsEditor, blog: LiveBlog
) -> None:
    update = confirmed(newsroom, blog.slug)
    as_editor("dana").blogs.correct(
        update.id, Amendment(note="Earlier said A; it is B.", body="B.", revision=1)
    )
    with pytest.raises(Conflict) as conflict:
        newsroom.blogs.correct(update.id, Amendment(note="Earlier said A; it is C.", body="C.", revision=1))
    assert conflict.value.theirs.endswith("B.")
    assert conflict.value.yours.endswith("C.")
    assert "--revision 2" in conflict.value.next_step


def test_a_missing_note_is_said_before_anybody_merges_two_texts(newsroom: Newsroom, blog: LiveBlog) -> None:
    update = confirmed(newsroom, blog.slug)
    newsroom.blogs.correct(update.id, Amendment(note="Earlier said A; it is B.", body="B, police say."))
    late = Amendment(body="C, police say.", revision=update.revision)
    with pytest.raises(RefusedError, match="What was wrong and what is right is missing"):
        newsroom.blogs.correct(update.id, late)
    with pytest.raises(Conflict):
        newsroom.blogs.correct(update.id, replace(late, note="Earlier said A; it is C."))
