"""Scripts that set no blanks between words: Chinese, Japanese, Thai, Lao, Khmer and Burmese.

Where a word begins in them only a dictionary of the language could say. So what is looked for in them is found wherever it
stands; and where words are counted, each of their letters counts.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

#: Their letters, vowels, tones and marks, for a class of a pattern; some of them ``\w`` leaves out. Source: Unicode's blocks.
LETTERS: Final = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u103f\u1050-\u109d\u1780-\u17d3\u17dc\u17dd"
    "\u3005-\u3007\u3031-\u3035\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)

#: What a word weighs, where a letter of a script without blanks weighs one.
A_WORD: Final = 2

_WORD = re.compile(r"\w+")


def is_unspaced(text: str) -> bool:
    """Whether any letter of a text is of a script without blanks."""
    return not text.isascii() and _letter().search(text) is not None


def unspaced_runs(text: str) -> list[str]:
    """What of a text is written in such scripts, run by run."""
    return _run().findall(text)


def words_and_letters(text: str) -> list[str]:
    """The words of a text, folded for case; of such scripts the letters."""
    folded = text.casefold()
    return _WORD.findall(_letter().sub(r" \g<0> ", folded) if is_unspaced(folded) else folded)


def weight(words: Sequence[str]) -> int:
    """How much :func:`words_and_letters` say: a letter of such a script one, and a word two."""
    return sum(1 if is_unspaced(word) else A_WORD for word in words)


# The classes are large, and take milliseconds to make: only who meets a text beyond ASCII waits for that.


@cache
def _letter() -> re.Pattern[str]:
    return re.compile(f"[{LETTERS}]")


@cache
def _run() -> re.Pattern[str]:
    return re.compile(f"[{LETTERS}]+")
