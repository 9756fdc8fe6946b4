"""The difference of two wordings, and what in it changes what is said."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.text.worddiff import Meaning, Piece, Run, meaning_changes, word_difference

TEXTS = st.lists(
    st.sampled_from(["Fire", "fire", "12", "13", "two", "not", "Smith", ",", ".", "“a b”", "the"])
).map(" ".join)


def test_words_are_compared_not_letters() -> None:
    assert word_difference("Two men held after raid", "Three men were held after raid") == (
        Piece(Run.DELETE, "Two"),
        Piece(Run.INSERT, "Three"),
        Piece(Run.EQUAL, " men"),
        Piece(Run.INSERT, " were"),
        Piece(Run.EQUAL, " held after raid"),
    )


def test_chance_matches_do_not_break_up_a_change() -> None:
    runs = [piece.run for piece in word_difference("north of the river bank", "south side of a hill town")]

    assert runs == [Run.DELETE, Run.INSERT]


@given(st.text() | TEXTS, st.text() | TEXTS)
def test_both_wordings_can_be_read_off(before: str, after: str) -> None:
    pieces = word_difference(before, after)

    was = "".join(piece.text for piece in pieces if piece.run is not Run.INSERT)
    now = "".join(piece.text for piece in pieces if piece.run is not Run.DELETE)
    assert was.split() == before.split() or "".join(was.split()) == "".join(before.split())
    assert "".join(now.split()) == "".join(after.split())
    assert all(piece.text for piece in pieces)
    assert all(one.run is not other.run for one, other in pairwise(pieces))


@given(st.text() | TEXTS)
def test_the_same_words_change_nothing(text: str) -> None:
    assert all(piece.run is Run.EQUAL for piece in word_difference(text, text))
    assert meaning_changes(text, text) == ()
    assert meaning_changes(text, f"  {text}\n") == ()


@given(TEXTS, TEXTS)
def test_what_is_new_one_way_is_gone_the_other_way(one: str, other: str) -> None:
    there = [(change.what, change.was, change.now) for change in meaning_changes(one, other)]
    back = [(change.what, change.now, change.was) for change in meaning_changes(other, one)]

    assert bool(there) == bool(back)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The the fire spread to the mill", "The fire spread to the mill"),
        ("The fire spred quickly", "The fire spread quickly"),
        ("Polcie said the road was shut", "Police said the road was shut"),
        ("Police said the road was closed", "Police say the road is closed"),
        ("Two people were held", "2 people were held"),
        ("Some 1,200 residents left", "Some 1200 residents left"),
        ("He said “we are safe”, and left", 'He said "we are safe," and left'),
        ("They didn't answer", "They did not answer"),
        ("Roads were shut; schools opened", "Roads were shut, schools opened"),
        ("The mayor of almaty spoke", "The mayor of almaty  spoke."),
        ("He met The mayor of the town", "He met the mayor of the town"),
        ("Residents may leave by the bridge", "Residents could leave by the bridge"),
        ("Minister resigns over fuel prices", "WITHDRAWN: Minister resigns over fuel prices"),
        ("Minister resigns over fuel prices", "RETRACTED - Minister resigns over fuel prices"),
        ("Minister resigns over fuel prices", "CORRECTED UPDATE 2-Minister resigns over fuel prices"),
        ("Minister resigns over fuel prices", "***[Correction]*** Minister resigns over fuel prices"),
        ("Министр ушёл в отставку", "ОТОЗВАНО - Министр ушёл в отставку"),
        ("", ""),
    ],
)
def test_a_refile_may_do_this(before: str, after: str) -> None:
    assert meaning_changes(before, after) == ()


@pytest.mark.parametrize(
    ("before", "after", "what", "was", "now"),
    [
        ("12 people were held", "21 people were held", Meaning.NUMBER, "12", "21"),
        ("Two people were held", "Three people were held", Meaning.NUMBER, "Two", "Three"),
        ("Rates rose 5%", "Rates rose 5", Meaning.NUMBER, "5%", "5"),
        ("Twenty-two were held", "Twenty-three were held", Meaning.NUMBER, "Twenty-two", "Twenty-three"),
        ("It began at 14:30", "It began at 14:50", Meaning.NUMBER, "14:30", "14:50"),
        ("a cost of 5 million", "a cost of 5 billion", Meaning.NUMBER, "5 million", "5 billion"),
        ("said Jon Smith", "said John Smith", Meaning.NAME, "Jon", "John"),
        ("Smith resigned", "Jones resigned", Meaning.NAME, "Smith", "Jones"),
        ("Smith resigned", "RETRACTED - Jones resigned", Meaning.NAME, "Smith", "Jones"),
        ("UPDATE 2-Twelve held", "UPDATE 3-Twenty held", Meaning.NUMBER, "Twelve", "Twenty"),
        ("shots in Aktau", "shots in Almaty", Meaning.NAME, "Aktau", "Almaty"),
        ("a fire in the mill", "a fire in the Ospan mill", Meaning.NAME, "", "Ospan"),
        ("held on Monday", "held on Tuesday", Meaning.DATE, "Monday", "Tuesday"),
        ("held yesterday", "held today", Meaning.DATE, "yesterday", "today"),
        ("in May this year", "in June this year", Meaning.DATE, "May", "June"),
        ("he said “we are safe”", "he said “we were safe”", Meaning.QUOTE, "we are safe", "we were safe"),
        ("he called it 'a plot'", "he called it a plot", Meaning.QUOTE, "a plot", ""),
        ("the guard was armed", "the guard was not armed", Meaning.NEGATION, "", "not"),
        ("there is no danger", "there is danger", Meaning.NEGATION, "no", ""),
        ("the guard was unarmed", "the guard was armed", Meaning.NEGATION, "unarmed", ""),
        ("Задержаны 12 человек", "Задержаны 21 человек", Meaning.NUMBER, "12", "21"),
        ("Это подтверждено", "Это не подтверждено", Meaning.NEGATION, "", "не"),
        ("взрыв в Актау", "взрыв в Алматы", Meaning.NAME, "Актау", "Алматы"),
    ],
)
def test_a_refile_may_not_do_this(before: str, after: str, what: Meaning, was: str, now: str) -> None:
    changes = meaning_changes(before, after)

    assert [(change.what, change.was, change.now) for change in changes] == [(what, was, now)]
    assert (was or now) in str(changes[0])


def test_what_changes_places_changes_meaning() -> None:
    assert meaning_changes("12 killed, 3 hurt", "3 killed, 12 hurt")
    assert meaning_changes("Smith hit Jones", "Jones hit Smith")


@pytest.mark.parametrize(
    ("before", "after", "meaning"),
    [
        ("Үкімет мұны растады.", "Үкімет мұны растамады.", Meaning.NEGATION),
        ("Екі адам ұсталды.", "Үш адам ұсталды.", Meaning.NUMBER),
        ("Мұны сенбіде айтты.", "Мұны жексенбіде айтты.", Meaning.DATE),
        ("Мұны Тоқаев айтты.", "Мұны Мәсімов айтты.", Meaning.NAME),
    ],
)
def test_what_changes_the_meaning_of_kazakh_copy(before: str, after: str, meaning: Meaning) -> None:
    assert meaning in [change.what for change in meaning_changes(before, after, "kk")]
