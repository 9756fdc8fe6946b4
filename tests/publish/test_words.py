"""The words of a status and of what was taken back, as readers get them."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from wireroom.model import (
    Confirmation,
    Evidence,
    EvidenceKind,
    Kill,
    Retraction,
    RetractionClass,
    Status,
    Update,
)
from wireroom.publish.times import Zone
from wireroom.publish.words import headline, notice, status_words

NOON = datetime(2022, 1, 5, 12, tzinfo=UTC)
ALMATY = Zone("Asia/Almaty")
CONFIRMATION = Confirmation(at=NOON, by="dana", note="Seen.", basis="two origins")


def update(status: Status, **fields: object) -> Update:
    made = Update(id="u", blog="b", status=status, headline="Airport closed", body="It is.", filed=NOON)
    return replace(made, **fields)


def taken_back(wrong: str, **fields: object) -> Update:
    retraction = Retraction(
        at=NOON, by="dana", said="Airport closed", wrong=wrong, why="It told us", kind=RetractionClass.HOAX
    )
    return update(Status.RETRACTED, retraction=replace(retraction, **fields))


@pytest.mark.parametrize(
    ("kinds", "by"),
    [
        (["witness"], " by our own witness"),
        (["document"], " by a primary document"),
        (["official"], " by an official source"),
        (["agency"], " by one source"),
        (["agency", "agency"], " by two sources"),
        ([], ""),
    ],
)
def test_who_confirmed_is_said_in_words(kinds: list[str], by: str) -> None:
    rests_on = tuple(Evidence(kind=EvidenceKind(kind), who=f"{kind} {n}") for n, kind in enumerate(kinds))
    sure = update(Status.CONFIRMED, evidence=rests_on, confirmation=CONFIRMATION)
    assert status_words(sure, ALMATY) == f"Confirmed 18:00{by}"


def test_of_one_origin_the_strongest_word_is_named() -> None:
    rests_on = (
        Evidence(kind=EvidenceKind.NAMED, who="A minister", origin="City hall"),
        Evidence(kind=EvidenceKind.OFFICIAL, who="City hall"),
    )
    sure = update(Status.CONFIRMED, evidence=rests_on, confirmation=CONFIRMATION)
    assert status_words(sure, ALMATY) == "Confirmed 18:00 by an official source"


def test_a_post_quoted_after_the_confirmation_is_nothing_it_rests_on() -> None:
    seen = Evidence(kind=EvidenceKind.WITNESS, who="Dana")
    posts = [
        Evidence(kind=EvidenceKind.SOCIAL, who="a passer-by", dated=NOON + timedelta(minutes=minutes))
        for minutes in (0, 1)
    ]
    words = [
        status_words(update(Status.CONFIRMED, evidence=(seen, post), confirmation=CONFIRMATION), ALMATY)
        for post in posts
    ]
    assert words == ["Confirmed 18:00 by two sources", "Confirmed 18:00 by our own witness"]


def test_every_status_is_said_in_words() -> None:
    assert status_words(update(Status.DEVELOPING), ALMATY) == "Developing: not independently confirmed"
    doubted = update(Status.DEVELOPING, doubt="Another count.")
    assert status_words(doubted, ALMATY) == "Under review: not independently confirmed"
    assert status_words(taken_back("No."), ALMATY) == "Retracted 18:00"
    assert status_words(replace(taken_back("No."), status=Status.KILLED), ALMATY) == "Removed"


def test_the_headline_of_what_was_taken_back_says_what_is_wrong_and_not_the_claim() -> None:
    assert headline(update(Status.CONFIRMED)) == "Airport closed"
    assert headline(taken_back("Gen. Ali never left. He is here.")) == "Retracted: Gen. Ali never left"
    assert headline(taken_back(" ")) == "Retracted: an earlier update"
    assert headline(update(Status.KILLED)) == "Removed"


def test_a_headline_is_cut_between_words() -> None:
    whole = " ".join(["word"] * 28)
    assert headline(taken_back(whole)) == f"Retracted: {whole}"
    assert headline(taken_back(f"{whole} word word")) == f"Retracted: {whole} …"


def test_a_notice_says_what_is_wrong_why_and_what_stands_instead() -> None:
    told = "It was open. It told us. It was a hoax."
    assert notice(taken_back("It was open")) == f"{told} There is no substitute."
    assert notice(taken_back("It was open", replaced_by="v")) == told
    assert notice(update(Status.CONFIRMED)) == ""
    kill = Kill(at=NOON, by="dana", ordered_by="The court", notice="A court ordered it.")
    assert notice(replace(taken_back("No"), status=Status.KILLED, kill=kill)) == "A court ordered it."
