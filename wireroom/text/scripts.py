"""Which script copy is written in, and what that says of its language."""

import unicodedata
from collections import Counter
from typing import Final

from wireroom.patterns import Pattern

#: Letters that are looked at; the first words of a text tell.
_SAMPLE: Final = 400
#: What a script says of the language: its tag where one language of the news writes so, else the script's own
#: (``und-Cyrl``: undetermined, in Cyrillic). Source: ISO 15924 and BCP 47.
_TAGS: Final = {
    "LATIN": "und-Latn",
    "CYRILLIC": "und-Cyrl",
    "ARABIC": "und-Arab",
    "DEVANAGARI": "und-Deva",
    "GREEK": "el",
    "HEBREW": "he",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "THAI": "th",
    "HANGUL": "ko",
    "CJK": "zh",
    "KANA": "ja",
}
_KANA: Final = frozenset({"HIRAGANA", "KATAKANA"})
_RUSSIAN: Final = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
#: Letters that Russian cannot do without and Bulgarian does not have: a text in the letters of both has one of them.
_ONLY_RUSSIAN: Final = frozenset("ыэё")
#: What Kazakh has beside them. Others have some of these letters; ұ, or і with one of the rest, is Kazakh.
_KAZAKH: Final = frozenset("әғқңөұүһі")
#: Where of a hundred letters so many are its own, copy is Kazakh; with fewer it is unless it has small words of Russian,
#: which would make it Russian copy with a Kazakh name.
_SHARE: Final = 12
_RUSSIAN_WORDS: Final = Pattern(r"\b(?:в|во|на|и|по|с|что|из|для|при|к)\b")
#: So many letters of Kazakh copy are never without one of its own.
_NEVER_WITHOUT: Final = 80


def script_of(text: str) -> str:
    """The Unicode name of the script that most letters of a text belong to, such as ``CYRILLIC``; empty without letters.

    Japanese is ``KANA``, whatever share of it is in Chinese characters.
    """
    sample = text[:_SAMPLE]
    if sample.isascii():
        return "LATIN" if any(map(str.isalpha, sample)) else ""
    counts = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in sample if letter.isalpha())
    if not counts:
        return ""
    if not _KANA.isdisjoint(counts):
        counts["KANA"] = sum(counts.pop(script, 0) for script in (*_KANA, "CJK"))
    return max(counts, key=counts.__getitem__)


def tag_of(text: str) -> str:
    """The language tag that the letters of a text speak for: ``ru``, ``ja``, ``und-Cyrl``; empty where they say nothing."""
    script = script_of(text)
    if script == "CYRILLIC":
        letters = _cyrillic(text)
        if letters <= _RUSSIAN and letters & _ONLY_RUSSIAN:
            return "ru"
        if speaks_kazakh(text):
            return "kk"
    return _TAGS.get(script, "")


def speaks_kazakh(text: str, *, stated: bool = False) -> bool:
    """Whether Cyrillic copy is in Kazakh, as its letters tell; where it is ``stated`` a few words may have none of its own."""
    sample = [letter for letter in text[:_SAMPLE].casefold() if "\u0400" <= letter <= "\u052f"]
    own = sum(letter in _KAZAKH for letter in sample)
    if own * 100 < len(sample) * _SHARE and _RUSSIAN_WORDS.search(text[:_SAMPLE].casefold()):
        return False
    if stated:
        return own > 0 or len(sample) < _NEVER_WITHOUT
    letters = frozenset(sample)
    if not letters <= _RUSSIAN | _KAZAKH:
        return False
    return "ұ" in letters or ("і" in letters and not letters.isdisjoint(_KAZAKH - {"і"}))


def _cyrillic(text: str) -> set[str]:
    return {letter for letter in text.casefold() if "\u0400" <= letter <= "\u052f"}
