"""What an item suggests for its write-up."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from wireroom.model import Cue, CueKind, Evidence, EvidenceKind, Item, Link, Priority
from wireroom.text.cues import priority_of
from wireroom.text.writeup import plain_headline, read_item

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
ITEM = Item(
    id="i",
    feed="f",
    identity="x",
    link="https://wire.example/1",
    headline="Fire at mill",
    first_seen=NOW,
    version=3,
)


@pytest.mark.parametrize(
    ("headline", "plain"),
    [
        ("UPDATE 2-Fire at mill", "Fire at mill"),
        ("BREAKING: Fire at mill", "Fire at mill"),
        ("*URGENT* Fire at mill", "Fire at mill"),
        ("URGENT - UPDATE 1 - Fire at mill", "Fire at mill"),
        ("President to stay in the capital - TV", "President to stay in the capital"),
        ("Fire at mill: police", "Fire at mill: police"),
        ("Fire at mill, police say", "Fire at mill, police say"),
        ("Update on the fire at the mill", "Update on the fire at the mill"),
        ("СРОЧНО: Пожар на мельнице", "Пожар на мельнице"),
        ("BREAKING", "BREAKING"),
        ("", ""),
    ],
)
def test_headline_without_marks(headline: str, plain: str) -> None:
    assert plain_headline(headline) == plain


@pytest.mark.parametrize(
    ("marks", "priority"),
    [
        ([], (Priority.UPDATE, "")),
        (["BREAKING"], (Priority.URGENT, "BREAKING")),
        (["URGENT", "FLASH"], (Priority.FLASH, "FLASH")),
        (["Bulletin"], (Priority.BULLETIN, "Bulletin")),
    ],
)
def test_priority(marks: list[str], priority: tuple[Priority, str]) -> None:
    cues = [Cue(kind=CueKind.URGENCY, text=mark, start=0, end=len(mark)) for mark in marks]

    assert priority_of(cues) == priority


def test_copy_that_names_nobody_is_given_to_its_origin() -> None:
    reading = read_item(
        replace(ITEM, summary="A fire broke out at the mill.\n\nIt burned for hours."), "The Agency"
    )

    assert reading.body == "A fire broke out at the mill.\n\nIt burned for hours.\n\nThe Agency reports."
    assert reading.attributed_to == "The Agency"
    assert reading.evidence == ()


def test_a_bare_headline_is_given_to_its_origin() -> None:
    assert read_item(ITEM, "The Agency").body == "The Agency reports: Fire at mill"
    assert (
        read_item(replace(ITEM, headline="Пожар на мельнице"), "ТАСС").body
        == "ТАСС сообщает: Пожар на мельнице"
    )


def test_copy_that_names_its_source_keeps_its_words_and_offers_the_source_with_its_quote() -> None:
    body = "“It was over in minutes,” Dana Ospan, the fire chief, said. Witnesses said the mill reportedly exploded."
    reading = read_item(replace(ITEM, body=body), "The Agency")

    assert reading.body == body
    assert reading.attributed_to == ""
    assert reading.hedges == ("reportedly",)
    assert reading.evidence == (
        Evidence(
            kind=EvidenceKind.NAMED,
            who="Dana Ospan",
            quote="It was over in minutes",
            url="https://wire.example/1",
            item="i",
            item_version=3,
            origin="The Agency",
        ),
    )


def test_the_first_three_sources_are_offered_once_each() -> None:
    names = ("Dana Ospan", "Arman Bek", "Dana Ospan", "Saule Nur", "Timur Ali")
    body = " ".join(
        f"The {what} burned, {name} said."
        for what, name in zip(["mill", "roof", "yard", "road", "gate"], names, strict=True)
    )
    reading = read_item(replace(ITEM, body=body), "The Agency")

    assert [piece.who for piece in reading.evidence] == ["Dana Ospan", "Arman Bek", "Saule Nur"]


def test_a_quote_belongs_to_whoever_stands_beside_it_in_the_same_paragraph() -> None:
    far = "the owner of the mill by the river since nineteen ninety-eight and its roof,"
    for between, quote in ((" ", "It burned"), (f" {far} ", ""), ("\n\n", "")):
        body = f"“It burned,”{between}Dana Ospan said."
        (piece,) = read_item(replace(ITEM, body=body), "The Agency").evidence
        assert (piece.who, piece.quote) == ("Dana Ospan", quote)


def test_posts_are_offered_as_evidence_with_the_date_they_bear() -> None:
    body = "Residents wrote:\n\nThe mill is on fire\n\n— Jane Doe (@janedoe) January 5, 2022\n\nMore follows."
    link = Link(url="https://network.example/janedoe/status/1", text="January 5, 2022")
    reading = read_item(replace(ITEM, body=body, links=(link,)), "The Agency")

    assert reading.evidence[0] == Evidence(
        kind=EvidenceKind.SOCIAL,
        who="Jane Doe (@janedoe)",
        quote="The mill is on fire",
        url="https://network.example/janedoe/status/1",
        item="i",
        item_version=3,
        origin="@janedoe",
        dated=datetime(2022, 1, 5, tzinfo=UTC),
    )


def test_marks_tell_urgency_and_withdrawal() -> None:
    urgent = read_item(replace(ITEM, headline="FLASH: Fire at mill"), "A")
    taken_back = read_item(
        replace(ITEM, headline="WITHDRAWN: Fire at mill", priority=Priority.BACKGROUND), "A"
    )

    assert (urgent.priority, urgent.mark) == (Priority.FLASH, "FLASH")
    assert (taken_back.withdrawn, taken_back.priority) == ("WITHDRAWN", Priority.BACKGROUND)


@pytest.mark.parametrize(
    ("summary", "body"),
    [
        ("A fire broke out at the mill.", "A fire broke out at the mill, The Agency reports."),
        (
            "ALMATY, 5 January (Meridian Press) - The 3.5 m wall fell at noon.",
            "The 3.5 m wall fell at noon, The Agency reports.",
        ),
        ("It fell. Nobody was hurt.", "It fell. Nobody was hurt.\n\nThe Agency reports."),
        ("На мельнице начался пожар.", "На мельнице начался пожар, сообщает The Agency."),
    ],
)
def test_one_sentence_ends_with_whose_word_it_is(summary: str, body: str) -> None:
    assert read_item(replace(ITEM, summary=summary), "The Agency").body == body
