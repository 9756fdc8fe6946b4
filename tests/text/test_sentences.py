"""Where sentences end, in copy of several languages."""

import pytest

from wireroom.text.sentences import first_sentence, full_sentence


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Nobody died", "Nobody died"),
        ("Nobody died.", "Nobody died"),
        ("  Nobody died. The number was of a drill.", "Nobody died"),
        ("Twelve were hurt, not 12.5. It rained.", "Twelve were hurt, not 12.5"),
        ("Was it so? It was not.", "Was it so?"),
        ("One line\nand another", "One line"),
        ("He waited… Then he left.", "He waited…"),
        ("Gen. Ali did not resign. He is in office.", "Gen. Ali did not resign"),
        ("The U.S. Army said no such thing. It denied it.", "The U.S. Army said no such thing"),
        ("It was 5 a.m. when it began. Not noon.", "It was 5 a.m. when it began"),
        ("J. Smith is alive. So is (Prof. Khan). Yes.", "J. Smith is alive"),
        ("г. Алматы не закрыт. Закрыт Тараз.", "г. Алматы не закрыт"),
        ("死亡はない。誤りだった。", "死亡はない"),
        ("هل حدث ذلك؟ لا.", "هل حدث ذلك؟"),
        ("", ""),
    ],
)
def test_the_first_sentence_ends_where_a_reader_would_end_it(text: str, first: str) -> None:
    assert first_sentence(text) == first


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (" It rained ", "It rained."),
        ("It rained.", "It rained."),
        ("عاد؟", "عاد؟"),
        ("雨。", "雨。"),
        ("", ""),
    ],
)
def test_a_sentence_ends_with_one_stop(text: str, whole: str) -> None:
    assert full_sentence(text) == whole
