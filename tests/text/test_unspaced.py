"""Copy in scripts without blanks between words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.text.worddiff import Piece, Run, word_difference
from wireroom.unspaced import LETTERS, is_unspaced, unspaced_runs, weight, words_and_letters

EQUAL, DELETE, INSERT = Run.EQUAL, Run.DELETE, Run.INSERT


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("阿拉木图停电", "阿拉木图停水", ((EQUAL, "阿拉木图停"), (DELETE, "电"), (INSERT, "水"))),
        ("据报道，有3人被捕。", "据报道，有13人被捕。", ((EQUAL, "据报道，有"), (DELETE, "3"), (INSERT, "13"), (EQUAL, "人被捕。"))),
        ("น้ำท่วมหนัก", "น้ำท่วมมาก", ((EQUAL, "น้ำท่วม"), (DELETE, "หนั"), (INSERT, "มา"), (EQUAL, "ก"))),
        ("The 网络 is down", "The 网络 is up", ((EQUAL, "The 网络 is"), (DELETE, " down"), (INSERT, " up"))),
    ],
    ids=["Chinese", "a figure", "Thai", "two scripts"],
)  # fmt: skip
def test_letters_differ_and_not_clauses(before: str, after: str, pieces: tuple[tuple[Run, str], ...]) -> None:
    assert word_difference(before, after) == tuple(Piece(*piece) for piece in pieces)


mixed = st.text(st.sampled_from("停电网络が止まるน้ำท่วม a5 ,。x\n"), max_size=20)


@given(before=mixed, after=mixed)
def test_both_wordings_can_be_read_from_a_difference(before: str, after: str) -> None:
    pieces = word_difference(before, after)
    for text, without in ((before, INSERT), (after, DELETE)):
        left = "".join(piece.text for piece in pieces if piece.run is not without)
        assert "".join(left.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "words", "weighs"),
    [
        ("Two MEN held", ["two", "men", "held"], 6),
        ("5G网络", ["5g", "网", "络"], 4),
        ("นี้", ["น"], 1),
        ("한국어 단어", ["한국어", "단어"], 4),
        ("", [], 0),
    ],
)
def test_letters_count_where_words_can_not_be_told(text: str, words: list[str], weighs: int) -> None:
    assert words_and_letters(text) == words
    assert weight(words) == weighs


def test_every_letter_of_the_class_is_without_case() -> None:
    """What is looked for in a stored document as it is must not have been folded."""
    assert all(
        letter.casefold() == letter for letter in map(chr, range(0x0E00, 0x40000)) if is_unspaced(letter)
    )
    assert unspaced_runs("支持5G网络 น้ำ") == ["支持", "网络", "น้ำ"]
    assert not LETTERS.isascii()
