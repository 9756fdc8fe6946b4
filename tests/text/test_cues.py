"""Reading copy: what is marked, where, and whom it names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.model import Cue, CueKind
from wireroom.text.cues import find_cues, withdrawal_mark
from wireroom.text.language import language_of

COPY = """The city is under attack, according to the city police chief, who called it planned. At least 12 people were \
killed and more than 200 injured, Reuters reports. “We will act as tough as possible,” the president said on state \
television. Gunfire was reportedly heard in what looks like the main square. Dana Ospan, a spokeswoman for the \
mayor, said the office was on fire.

Crowds in the square tonight

— Jane Doe (@janedoe) January 5, 2022

PRESIDENT TO ACT AS TOUGH AS POSSIBLE - TV
UPDATE 2-Roads out of the city closed: police (developing)"""


def told(text: str, kind: CueKind, language: str = "") -> list[str]:
    return [cue.who or cue.text for cue in find_cues(text, language) if cue.kind is kind]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (CueKind.ATTRIBUTION, ["the city police chief", "Reuters", "the president", "Dana Ospan", "TV"]),
        (CueKind.HEDGE, ["reportedly", "what looks like"]),
        (CueKind.FIGURE, ["12 people were killed", "200 injured"]),
        (CueKind.QUOTE, ["We will act as tough as possible,"]),
        (CueKind.SOCIAL, ["Jane Doe (@janedoe)"]),
        (CueKind.URGENCY, ["PRESIDENT TO ACT AS TOUGH AS POSSIBLE - TV"]),
        (CueKind.FOLLOW_UP, ["UPDATE 2", "developing)"]),
    ],
)
def test_every_kind(kind: CueKind, expected: list[str]) -> None:
    assert told(COPY, kind) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Residents were told to stay inside.",
        "The train left according to plan.",
        "The flood claimed the lives of two.",
        "There were no reports of damage.",
        "He would not say more.",
        "Reports of the agency were filed in drawers.",
    ],
)
def test_what_only_looks_like_an_attribution(text: str) -> None:
    assert told(text, CueKind.ATTRIBUTION) == []


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("WITHDRAWN: Airport held, says agency", "WITHDRAWN"),
        ("CORRECTED-Two hurt in fire", "CORRECTED"),
        ("KILL - Mayor resigns", "KILL"),
        ("Correction: Two hurt in fire", "Correction"),
        ("RETRACTED Two hurt in fire", "RETRACTED"),
        ("UPDATE 1-Two hurt in fire", ""),
        ("Kill bill passes second reading", ""),
        ("Corrected figures show a fall", ""),
        ("ИСПРАВЛЕНО: погибли двое", "ИСПРАВЛЕНО"),
        ("ТҮЗЕТУ: екі адам қаза тапты", "ТҮЗЕТУ"),
    ],
)
def test_marks_by_which_a_source_takes_something_back(line: str, mark: str) -> None:
    assert withdrawal_mark(line) == mark


@pytest.mark.parametrize(
    ("text", "stated", "code"),
    [
        ("Fire", "", "en"),
        ("Пожар в городе", "", "ru"),
        ("Fire", "en-GB", "en"),
        ("Fire", "ru_RU", "en"),
        ("Feuer in der Stadt", "de", ""),
        ("火事", "", ""),
        ("", "", ""),
    ],
)
def test_language(text: str, stated: str, code: str) -> None:
    assert language_of(text, stated) == code


def test_copy_in_another_language_is_read_for_what_shows_in_any() -> None:
    assert told("„Wir bleiben in der Stadt“, sagte der Bürgermeister", CueKind.QUOTE, "de") == [
        "Wir bleiben in der Stadt"
    ]
    assert told("Er sagte, reportedly", CueKind.HEDGE, "de") == []


WORDS = [
    "police",
    "said",
    "Reuters",
    "according",
    "to",
    "the",
    "12",
    "killed",
    ",",
    ".",
    ";",
    "“",
    "”",
    '"',
    "'",
    "—",
    "-",
    ":",
    "\n",
    "\n\n",
    "(@a)",
    "January",
    "5,",
    "2022",
    "UPDATE",
    "İ",
    "ß",
]


@given(
    st.lists(
        st.sampled_from(
            [
                *WORDS,
                "сообщает",
                "полиция",
                "что",
                "reports",
                "who",
                "хабарлады",
                "полицияның",
                "мәліметінше",
                "деп",
                "12-ден",
            ]
        )
    ).map(" ".join),
    st.sampled_from(["", "en", "ru", "kk", "de"]),
)
def test_spans_are_the_words_they_name_and_never_overlap_in_kind(text: str, language: str) -> None:
    ends: dict[CueKind, int] = {}
    for cue in find_cues(text, language):
        assert text[cue.start : cue.end] == cue.text
        assert cue.text.strip()
        assert cue.start >= ends.get(cue.kind, 0)
        ends[cue.kind] = cue.end


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    cues = find_cues(text)

    assert all(isinstance(cue, Cue) and 0 <= cue.start < cue.end <= len(text) for cue in cues)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece",
    ["said ", "according to ", "one ", "\n", "12 killed ", "“a ", "- ", "(", "could not be ", "сообщили в "],
)
def test_copy_made_to_be_slow_is_read_in_bounded_time(piece: str) -> None:
    text = piece * 4_000

    assert all(text[cue.start : cue.end] == cue.text for cue in find_cues(text))


def test_no_source_begins_or_ends_within_a_word() -> None:
    """A source is looked for so many characters from its verb; the words at that distance stay whole."""
    for letters in range(1, 40):
        long = "x" * letters + " " + "verylongword " * 12
        for text in (f"{long}Mike Pompeo said.", f"According to {long}Mike Pompeo the road is open."):
            for cue in find_cues(text, "en"):
                around = (text[cue.start - 1 : cue.start], text[cue.end : cue.end + 1])
                assert not any(letter.isalnum() for letter in "".join(around)), cue
