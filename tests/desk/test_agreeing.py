"""Sources that contradict each other, or the words that rest on them."""

import pytest
from msgspec.structs import replace

from tests.desk.conftest import Arrive
from wireroom.desk.forms import Amendment, Mark, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.errors import RefusedError
from wireroom.model import Evidence, EvidenceKind, Item, ItemVersion, LiveBlog, Status, Update
from wireroom.ports.store import Store
from wireroom.publish.times import Zone
from wireroom.publish.words import status_words

CONTRADICTION = "Corvus says 12 killed, the update 8: its word does not count for this."
DIFFERENCE = "Figures differ (killed): Corvus says 12, Meridian Press says 8."


@pytest.fixture
def two_counts(arrive: Arrive) -> tuple[Item, Item]:
    """Two agencies count the dead of one fire differently."""
    return arrive("Eight people killed in fire"), arrive("Fire: 12 dead", origin="Corvus")


def write(
    newsroom: Newsroom, blog: LiveBlog, items: tuple[Item, ...], headline: str, body: str = ""
) -> Update:
    form = WriteUp(
        headline=headline,
        body=body or "A fire in the old town, according to two agencies.",
        items=tuple(item.id for item in items),
        status=Status.DEVELOPING,
    )
    return newsroom.blogs.write(blog.slug, form)


def test_an_agency_that_counts_otherwise_does_not_confirm(
    newsroom: Newsroom, desk_blog: LiveBlog, two_counts: tuple[Item, Item]
) -> None:
    update = write(newsroom, desk_blog, two_counts, "Eight people killed in fire")
    standing = newsroom.blogs.standing(update.id)
    assert standing.words == "2 items, 1 origin that bears it out: one more needed"
    assert (standing.sufficient, standing.differences) == (False, (CONTRADICTION,))
    with pytest.raises(RefusedError) as refusal:
        newsroom.blogs.mark(update.id, Mark(to=Status.CONFIRMED, note="Two agencies say so."))
    assert CONTRADICTION in refusal.value.missing[0]


def test_nor_does_an_official_whose_word_is_another(
    newsroom: Newsroom, desk_blog: LiveBlog, arrive: Arrive
) -> None:
    item = arrive("Ministry: 12 people killed", origin="Ministry")
    official = Evidence(kind=EvidenceKind.OFFICIAL, who="Ministry", item=item.id)
    form = WriteUp(
        headline="Eight people killed, ministry says", evidence=(official,), status=Status.DEVELOPING
    )
    update = newsroom.blogs.write(desk_blog.slug, form)
    assert not newsroom.blogs.standing(update.id).sufficient


def test_against_the_rule_neither_readers_nor_the_log_count_it(
    newsroom: Newsroom, store: Store, blog: LiveBlog, two_counts: tuple[Item, Item]
) -> None:
    update = write(newsroom, blog, two_counts, "Eight people killed in fire")
    done = newsroom.blogs.mark(update.id, Mark(to=Status.CONFIRMED, note="The lower figure holds."))
    assert done.confirmation is not None
    assert done.confirmation.basis == "one origin: Meridian Press"
    assert status_words(done, Zone("UTC")).endswith(" by one source")
    assert any(CONTRADICTION in warning for warning in newsroom.blogs.warnings(update.id))
    assert store.events()[-1].why.count(CONTRADICTION) == 1


def test_a_third_that_agrees_confirms_and_the_log_keeps_who_did_not(
    newsroom: Newsroom, store: Store, desk_blog: LiveBlog, two_counts: tuple[Item, Item], arrive: Arrive
) -> None:
    third = arrive("Eight dead in old town", origin="Northern Wire")
    update = write(newsroom, desk_blog, (*two_counts, third), "Eight people killed in fire")
    done = newsroom.blogs.mark(update.id, Mark(to=Status.CONFIRMED, note="Two agencies counted."))
    assert done.confirmation is not None
    assert done.confirmation.basis == "two origins: Meridian Press, Northern Wire"
    assert status_words(done, Zone("UTC")).endswith(" by two sources")
    assert CONTRADICTION in store.events()[-1].why


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("Fire in the old town", ""),
        ("At least eight people killed in fire", ""),
        ("Twelve people injured in fire", ""),
        (
            "Agencies differ on dead of fire: eight, or twelve",
            "Eight dead, said one agency; the other said 12.",
        ),
        (
            "Eight people killed in fire",
            "So says Meridian Press, according to police.\n\nCorvus speaks of 12 dead.",
        ),
        (
            "Fire in the old town",
            "A fire, according to two agencies.\n\nIn 2011, 14 people were killed there.",
        ),
    ],
)
def test_words_that_hold_with_both_counts_rest_on_both_and_the_difference_is_told(
    newsroom: Newsroom, desk_blog: LiveBlog, two_counts: tuple[Item, Item], headline: str, body: str
) -> None:
    update = write(newsroom, desk_blog, two_counts, headline, body)
    standing = newsroom.blogs.standing(update.id)
    assert (standing.words, standing.differences) == ("2 items, 2 origins: enough", (DIFFERENCE,))
    done = newsroom.blogs.mark(update.id, Mark(to=Status.CONFIRMED, note="Both report the fire."))
    assert status_words(done, Zone("UTC")).endswith(" by two sources")
    assert DIFFERENCE in newsroom.blogs.history(update.id)[-1].words


def test_a_refusal_says_where_a_count_of_another_event_belongs(
    newsroom: Newsroom, desk_blog: LiveBlog, two_counts: tuple[Item, Item]
) -> None:
    lead, before = "A fire, according to two agencies.", "In 2011, 14 people were killed there."
    update = write(newsroom, desk_blog, two_counts, "Fire in the old town", f"{lead} {before}")
    with pytest.raises(RefusedError) as refusal:
        newsroom.blogs.mark(update.id, Mark(to=Status.CONFIRMED, note="Both report the fire."))
    assert refusal.value.missing[0].endswith("a count of another event belongs in a later paragraph.")
    newsroom.blogs.correct(update.id, Amendment(refile=True, body=f"{lead}\n\n{before}"))
    done = newsroom.blogs.mark(update.id, Mark(to=Status.CONFIRMED, note="Both report the fire."))
    assert done.status is Status.CONFIRMED


def test_what_counts_is_the_version_that_was_cited(
    newsroom: Newsroom, store: Store, desk_blog: LiveBlog, two_counts: tuple[Item, Item]
) -> None:
    update = write(newsroom, desk_blog, two_counts, "Twelve people killed in fire")
    first = two_counts[0]
    was = ItemVersion(
        item=first.id, version=1, headline=first.headline, summary="", body="", seen=first.first_seen
    )
    with store.transaction() as tx:
        tx.put_items([replace(first, headline="Twelve people killed in fire", version=2)], [was])
    assert not newsroom.blogs.standing(update.id).sufficient


def test_a_correction_to_another_count_leaves_behind_who_counts_otherwise(
    newsroom: Newsroom, blog: LiveBlog, arrive: Arrive
) -> None:
    items = arrive("Eight people killed in fire"), arrive("Fire: eight dead", origin="Corvus")
    update = write(newsroom, blog, items, "Eight people killed in fire")
    newsroom.blogs.mark(update.id, Mark(to=Status.CONFIRMED, note="Two agencies counted."))
    note = "An earlier version said eight; it is nine."
    done = newsroom.blogs.correct(update.id, Amendment(note=note, headline="Nine people killed in fire"))
    assert "source" not in status_words(done, Zone("UTC"))
    assert "Corvus says 8 killed, the update 9" in newsroom.blogs.history(update.id)[-1].words


def test_what_is_cited_later_does_not_move_into_the_confirmation(
    newsroom: Newsroom, blog: LiveBlog, arrive: Arrive
) -> None:
    items = arrive("Fire in old town"), arrive("Old town on fire", origin="Corvus")
    update = write(newsroom, blog, items, "Fire in the old town")
    newsroom.blogs.mark(update.id, Mark(to=Status.CONFIRMED, note="Two agencies."))
    later = arrive("Fire still burns", origin="Northern Wire")
    done = newsroom.blogs.mark(update.id, Mark(to=Status.CONFIRMED, items=(later.id,)))
    assert status_words(done, Zone("UTC")).endswith(" by two sources")


def test_the_composer_says_so_before_it_is_filed(
    newsroom: Newsroom, desk_blog: LiveBlog, two_counts: tuple[Item, Item]
) -> None:
    form = WriteUp(
        headline="Fire in the old town",
        body="A fire.",
        items=tuple(item.id for item in two_counts),
        status=Status.CONFIRMED,
        note="Both.",
    )
    for status in (Status.CONFIRMED, Status.DEVELOPING):
        found = newsroom.blogs.preview(desk_blog.slug, replace(form, status=status))
        assert DIFFERENCE in [finding.words for finding in found if finding.level == "warning"]
    claim = replace(form, headline="Eight people killed in fire", status=Status.DEVELOPING)
    found = newsroom.blogs.preview(desk_blog.slug, claim)
    assert [finding.words for finding in found if "killed" in finding.words] == [DIFFERENCE]
