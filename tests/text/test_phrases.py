"""Looking up phrases by their first word, and the rules that are kept as data."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.errors import ConfigError
from wireroom.text.language import LANGUAGES, language, number_words, origins
from wireroom.text.phrases import PhraseBook, Stems, Vocabulary, at_lines, choice, lowered, tokens
from wireroom.text.rules import read_rules

BOOK = PhraseBook(["(looks|looked) like", "looks", "not( yet)? known", "x's"])


def found(text: str) -> list[str]:
    low = lowered(text)
    return [text[start:end] for start, end in BOOK.spans(low, tokens(low, BOOK.first_words))]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("It looks like rain, it Looked\n like snow", ["looks like", "Looked\n like"]),
        ("It looks fine", ["looks"]),
        ("outlooks like this", []),
        ("looks likely", ["looks"]),
        ("NOT YET KNOWN, not known, not yet", ["NOT YET KNOWN", "not known"]),
        ("X’s", ["X’s"]),
        ("", []),
    ],
)
def test_spans(text: str, phrases: list[str]) -> None:
    assert found(text) == phrases


@pytest.mark.parametrize("entry", ["(un)?able", "\\w+n't", "", "(a b|c) d"])
def test_an_entry_without_a_plain_first_word_is_refused(entry: str) -> None:
    with pytest.raises(ConfigError):
        PhraseBook([entry])


def test_numbers_are_always_tokens() -> None:
    assert [token.word for token in tokens("12 men, 3rd time", frozenset())] == ["12", "3rd"]


_SEARCHED_FOR = [
    entries
    for rules in map(read_rules, LANGUAGES)
    for entries in (
        rules["follow_up"]["marks"],
        [form for forms in rules["figures"]["kinds"].values() for form in forms["after"]],
    )
]


@given(st.data())
@pytest.mark.parametrize("entries", _SEARCHED_FOR)
def test_of_whatever_a_pattern_matches_a_stem_is_part(entries: list[str], data: st.DataObject) -> None:
    looked_for = Stems(entries)
    matched = data.draw(st.sampled_from(entries).flatmap(lambda one: st.from_regex(one, fullmatch=True)))

    assert () not in looked_for.ways
    assert looked_for.stand_in(matched)


@pytest.mark.parametrize(
    ("entry", "letters"),
    [
        ("(?:were |was )*(?:killed|shot dead)", {("killed",), ("shot", "dead")}),
        ("hospitali[sz]ed", {("hospitali", "ed")}),
        ("go missing", {("missing", "go")}),
        ("updates? ?\\d*", {("update",)}),
        ("((a )?b)?cd\\w*", {("cd",)}),
        ("\\d+", {()}),
    ],
)
def test_stems(entry: str, letters: set[tuple[str, ...]]) -> None:
    assert Stems([entry]).ways == letters


@given(st.text())
def test_small_letters_keep_their_places(text: str) -> None:
    assert len(lowered(text)) == len(text)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_rules_of_a_language_are_complete(code: str) -> None:
    rules = language(code)

    assert rules.code == code
    assert rules.attribution.said
    assert rules.hedges.phrases.first_words <= rules.telling
    assert len(rules.meaning.months) >= 12
    assert "{who}" in rules.writing.reported_by


@pytest.mark.parametrize(
    ("word", "digits"),
    [("twelve", "12"), ("two", "2"), ("двести", "200"), ("жиырма", "20"), ("он", ""), ("fire", "")],
)
def test_a_word_is_a_number_where_no_language_has_it_for_a_little_word(word: str, digits: str) -> None:
    assert number_words().get(word, "") == digits


def test_no_credit_belongs_to_two_organisations() -> None:
    names = [name.lower() for names in origins().values() for name in names]

    assert len(names) == len(set(names))


_LINES = st.lists(
    st.sampled_from(["breaking", "update 2", "correction", "reuters", "afp", ":", " ", "\n", "*", "[", "]", " - ", "said", "."]),
    max_size=16,
).map("".join)  # fmt: skip


@given(_LINES, st.sampled_from(LANGUAGES))
def test_looking_at_the_beginnings_of_lines_finds_all_that_begins_there(low: str, code: str) -> None:
    rules = language(code)
    for pattern in (rules.urgency.marks, rules.follow_up.marks):
        assert [one.span() for one in at_lines(pattern, low)] == [one.span() for one in pattern.finditer(low)]


@pytest.mark.parametrize(
    ("entry", "words", "others"),
    [
        ("officials?", ["official", "officials"], ["officialss", "officia", "official "]),
        ("famil(y|ies)", ["family", "families"], ["famil", "familyies"]),
        ("chair(man|woman)?", ["chair", "chairman", "chairwoman"], ["chairm"]),
        ("defen[cs]e", ["defence", "defense"], ["defene", "defencse"]),
        ("fire(fighters?| service)", ["firefighter", "firefighters", "fire service"], ["fire", "fires"]),
        ("\\w{3,}(ers|ors)", ["keepers", "actors"], ["ers", "keeper"]),
        ("x(?:ab|c)d?", ["xab", "xcd"], ["x", "xd"]),
    ],
)
def test_a_vocabulary_knows_the_forms_of_its_entries(entry: str, words: list[str], others: list[str]) -> None:
    known = Vocabulary([entry, "other"])
    assert all(word in known for word in (*words, "other"))
    assert not any(word in known for word in (*others, ""))


@pytest.mark.parametrize("code", LANGUAGES)
@given(data=st.data())
def test_a_vocabulary_knows_what_its_entries_match(code: str, data: st.DataObject) -> None:
    entries = read_rules(code)["attribution"]["sources"]
    known, pattern = language(code).attribution.sources, re.compile(choice(entries))
    word = data.draw(st.from_regex(pattern, fullmatch=True) | st.from_regex(r"\w{1,12}", fullmatch=True))
    word = " ".join(word.split())
    assert (word in known) == (pattern.fullmatch(word) is not None)
