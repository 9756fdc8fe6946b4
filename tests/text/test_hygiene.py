"""Copy is plain and inert when it has been cleaned, and words compare as readers would compare them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.text.hygiene import clean_line, clean_name, clean_text, fold, wording

HIDDEN = "\x00\x07\x1b\x9b\u202e\u2066\u2069\u200b\u200e\u2060\ufeff\u00ad\U000e0041"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  Fire\tat \r\n the\u00a0mill ", "Fire at the mill"),
        ("Fire\x07 at\x00 the mill", "Fire at the mill"),
        ("\x1b[1;31mFire\x1b[0m at the mill", "Fire at the mill"),
        ("\x1b]8;;https://bad.example\x1b\\Fire\x1b]8;;\x07 at the mill", "Fire at the mill"),
        ("\x1b]52;c;cm0gLXJm\x07Fire", "Fire"),
        ("\x9d52;c;cm0gLXJm\x9cFire\x9b31m!", "Fire!"),
        ("\x1bFire", "Fire"),
        ("Fire \u202egnp.exe\u202c \u2067at\u2069 the mill", "Fire gnp.exe at the mill"),
        ("F\u200bi\u2060r\ufeffe", "Fire"),
        ("Fire &amp;amp;amp; smoke &#8211; &quot;huge&quot;", 'Fire & smoke – "huge"'),
        ("Fire &#27;[31m &#x202e; &#7; out", "Fire [31m out"),
        ("Marks & Spencer, R&D, a=1&copy=2", "Marks & Spencer, R&D, a=1&copy=2"),
        ("[/b] end [@click=app.quit]x[/]", "[/b] end [@click=app.quit]x[/]"),
        ("lone \ud800 half", "lone half"),
        ("", ""),
    ],
)
def test_a_line_is_made_plain(raw: str, clean: str) -> None:
    assert clean_line(raw) == clean


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Meridian World - ", "Meridian World"),
        (" » Meridian | ", "Meridian"),
        ("Meridian - World", "Meridian - World"),
        (" - ", "-"),
        ("", ""),
    ],
)
def test_a_name_ends_where_its_template_begins(raw: str, name: str) -> None:
    assert clean_name(raw) == name


@pytest.mark.parametrize(
    "text",
    [
        "می‌خواهم",  # Persian: the joiner parts the prefix from the verb
        "क्‍ष",  # Devanagari: the half form
        "👩‍🚒 🏳️‍🌈",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    ],
)
def test_joiners_that_spell_something_stay(text: str) -> None:
    assert clean_line(text) == text


@pytest.mark.parametrize(
    "text", ["a\u200cb", "a\u200db", "\u200dab", "ab\u200c", "а\u200dб", "\U000e0067\U000e007fab"]
)
def test_joiners_and_tags_elsewhere_go(text: str) -> None:
    assert clean_line(text) in ("ab", "аб")


def test_paragraphs_are_kept_apart_by_one_empty_line() -> None:
    raw = "One\r\n two \n\n\n  \u00a0\nThree\u2029Four\u2028five\x85six"

    assert clean_text(raw) == "One\ntwo\n\nThree\n\nFour\nfive\nsix"


@given(st.text(st.one_of(st.characters(), st.sampled_from(HIDDEN + "&;#amplt[0m] \n"))))
def test_nothing_hidden_survives_and_cleaning_is_settled(raw: str) -> None:
    text = clean_text(raw)

    assert all(unicodedata.category(char) not in ("Cc", "Cs") or char == "\n" for char in text)
    assert not any(char in text for char in HIDDEN)
    assert not any(
        unicodedata.bidirectional(char) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        for char in text
    )
    assert clean_text(text) == text
    assert "\n" not in clean_line(raw)
    assert "\n\n\n" not in text


def test_entities_wrapped_many_times_over_end_in_linear_time() -> None:
    assert clean_line("&" + "amp;" * 200_000 + "lt;") == "<"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fire at  the\u00a0mill", " Fire at the mill\n"),
        ("Fire &amp; smoke", "Fire & smoke"),
        ("see https://Example.org/a?id=1&utm_source=x#top now", "see https://example.org/a?id=1 now"),
        ("caf\u00e9", "cafe\u0301"),
        ("soft\u00adly", "softly"),
    ],
)
def test_noise_is_folded(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert wording(one, other, one) == wording(other, one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("12 hurt", "13 hurt"), ("Us and them", "US and them"), ("a 'b'", 'a "b"'), ("a", "a.")],
)
def test_edits_are_not_folded(one: str, other: str) -> None:
    assert wording(one) != wording(other)


def test_words_do_not_move_between_fields_unseen() -> None:
    assert wording("a", "b", "") != wording("a", "", "b") != wording("a b", "", "")
