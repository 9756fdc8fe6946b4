"""What reading an item suggests for its write-up."""

from datetime import UTC, datetime

from tests.desk.conftest import Arrive
from wireroom.desk.newsroom import Newsroom
from wireroom.model import EvidenceKind, Feed, Priority, Status

STORY = "00000001-0000-5000-8000-000000000001"


def test_a_hedge_suggests_developing_and_says_why(newsroom: Newsroom, arrive: Arrive) -> None:
    item = arrive("Airport reportedly closed", summary="The airport is reportedly closed, police said.")
    found = newsroom.wire.suggest(item.id)
    assert found.status is Status.DEVELOPING
    assert "reportedly" in found.reasons[0]
    assert found.evidence[0].item == item.id


def test_a_mark_suggests_the_priority(newsroom: Newsroom, arrive: Arrive) -> None:
    found = newsroom.wire.suggest(arrive("FLASH: Cabinet resigns").id)
    assert (found.priority, found.headline) == (Priority.FLASH, "Cabinet resigns")
    assert "Flash: the wire marks it (FLASH)." in found.reasons


def test_nothing_is_explained_that_was_not_read(newsroom: Newsroom, arrive: Arrive) -> None:
    item = arrive("Bridge closed", summary="The bridge is closed, the mayor, Dana Ospan, said.")
    (why,) = newsroom.wire.suggest(item.id).reasons
    assert why.startswith("Developing: ")


def test_two_origins_put_confirmed_in_reach(newsroom: Newsroom, arrive: Arrive) -> None:
    item = arrive("Cabinet resigns", cluster=STORY)
    arrive("The cabinet resigned", origin="Northern Wire", cluster=STORY)
    found = newsroom.wire.suggest(item.id)
    assert (found.status, found.reasons[0]) == (
        Status.CONFIRMED,
        "Confirmed is in reach: 2 items of 2 origins tell it.",
    )


def test_items_that_are_chosen_together_count_although_no_story_joins_them(
    newsroom: Newsroom, arrive: Arrive
) -> None:
    first, same, other = (
        arrive("3 killed as cabinet resigns"),
        arrive("Ministers go"),
        arrive("Government out, 12 killed", origin="Northern Wire"),
    )
    assert newsroom.wire.suggest(first.id, beside=[same.id]).status is Status.DEVELOPING
    found = newsroom.wire.suggest(first.id, beside=[same.id, other.id])
    assert (found.status, found.reasons[0]) == (
        Status.CONFIRMED,
        "Confirmed is in reach: 3 items of 2 origins tell it.",
    )
    assert any("Northern Wire says 12" in reason for reason in found.reasons)


def test_copy_that_names_nobody_is_given_to_its_origin(newsroom: Newsroom, arrive: Arrive) -> None:
    found = newsroom.wire.suggest(arrive("Bridge closed", summary="The bridge is closed.").id)
    assert "Meridian Press" in found.body
    assert "Attributed to Meridian Press: the copy itself names nobody." in found.reasons


def test_what_its_source_takes_back_is_only_a_draft(newsroom: Newsroom, arrive: Arrive) -> None:
    assert newsroom.wire.suggest(arrive("WITHDRAWN: Bridge closed").id).status is Status.DRAFT


def test_a_post_in_the_copy_is_offered_with_the_date_it_bears(newsroom: Newsroom, arrive: Arrive) -> None:
    item = arrive(
        "Shots heard",
        body="“Shots near the square.” - Dana Ospan (@danaospan) January 5, 2022",
        summary="Residents hear shots.",
    )
    (post,) = [
        piece for piece in newsroom.wire.suggest(item.id).evidence if piece.kind is EvidenceKind.SOCIAL
    ]
    assert (post.who, post.origin) == ("Dana Ospan (@danaospan)", "@danaospan")
    assert post.dated == datetime(2022, 1, 5, tzinfo=UTC)
    assert "Shots near the square" in post.quote


def test_differing_figures_are_pointed_out(newsroom: Newsroom, arrive: Arrive) -> None:
    item = arrive("3 people killed in Almaty", cluster=STORY)
    arrive("12 people killed in Almaty", origin="Northern Wire", cluster=STORY)
    reasons = newsroom.wire.suggest(item.id).reasons
    assert any("Meridian Press says 3, Northern Wire says 12" in reason for reason in reasons)


def test_a_feed_that_speaks_for_itself_gives_its_own_kind_of_evidence(
    newsroom: Newsroom, feed: Feed, arrive: Arrive
) -> None:
    newsroom.wire.describe_feed(feed.id, add=["official"])
    assert newsroom.wire.suggest(arrive("Curfew from eight").id).evidence[0].kind is EvidenceKind.OFFICIAL
