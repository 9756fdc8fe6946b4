"""Where copy ends its sentences, so that words of editors can be joined, or the first of them be taken."""

import re

_ENDS = (".", "!", "?", "…", "。", "؟")

#: An end within a line, with the word before it; a full stop in Chinese or Japanese needs no blank after it.
_END = re.compile(r"(\S*?)(?:[.!?…؟]+(?=\s)|。)")

#: Letters of the longest title that is written with a stop: "Capt.", "Prof.".
_TITLE = 4


def full_sentence(text: str) -> str:
    """End a text with a full stop, unless it ends as a sentence does; nothing stays nothing."""
    text = text.strip()
    return text if not text or text.endswith(_ENDS) else f"{text}."


def first_sentence(text: str) -> str:
    """The first sentence of a text's first line, without a full stop at its end.

    A stop that may only shorten a word ("Gen.", "U.S.") ends nothing: rather two sentences than half of one.
    """
    line = text.strip().partition("\n")[0].strip()
    for end in _END.finditer(line):
        stop = line[end.end(1)]
        if stop != "." or not _may_be_shortened(end[1]):
            line = line[: end.end()]
            break
    return line.rstrip(".。")


def _may_be_shortened(word: str) -> bool:
    """Whether it may be an initial, a title or letters with stops between them: "J", "Gen", "U.S", "a.m"."""
    letters = "".join(filter(str.isalnum, word))
    if not letters.isalpha():
        return False
    return len(letters) == 1 or "." in word or (letters[0].isupper() and len(letters) <= _TITLE)
