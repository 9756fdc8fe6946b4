"""The words that stories are told apart by: stems of what copy says, the same however it is written."""

from functools import cache

from wireroom.patterns import Pattern
from wireroom.text.language import LANGUAGES, number_words, plain_words

#: The number of the rules by which words are made of copy: another one where :func:`story_words` makes others of the same.
WORDS_RULES = 1
_WORD = Pattern(r"\w+(?:[.,:/]\d+)*")
#: Where no number goes on (``.0`` when written by this), ASCII text falls into the same words with all but letters and
#: digits blank.
_NUMBER_GOES_ON = bytes.maketrans(b",:/123456789", b"...000000000")
_BLANKS = bytes(code if chr(code).isalnum() or chr(code) == "_" else 32 for code in range(256))
#: Most copy has none, and that is told by one letter between two full stops.
_LIKE_INITIALS = Pattern(r"\.\w\.")
_INITIALS = Pattern(r"\b(\w)\.(\w)\.")
_GENITIVE = Pattern(r"'s\b")
_IDEOGRAPH = Pattern("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
#: The bytes of UTF-8 but for those that ideographs begin with: most copy has no others, and none of it needs a pattern that
#: takes long to compile.
_OF_OTHER_SCRIPTS = bytes({*range(256)}.difference(range(0xE3, 0xEE)))
_STEM = 5
_GLANCE = 320
_STEMS_KEPT = 50_000


def story_words(text: str, most: int = _GLANCE) -> list[str]:
    """The stems of words, as far as their first letters tell; numbers in digits; of writing without spaces, pairs.

    ``most`` bounds how many there are.
    """
    text = text[:_GLANCE].lower().replace("’", "'")
    if "." in text and _LIKE_INITIALS.search(text):
        text = _INITIALS.sub(r"\1\2", text)
    if "'s" in text:
        text = _GENITIVE.sub("", text)
    if text.isascii():
        written = text.encode()
        if written.translate(_NUMBER_GOES_ON).find(b".0") < 0:
            found = written.translate(_BLANKS).decode().split(maxsplit=most)
            return [*map(_stems().__getitem__, found[:most])]
    found = _WORD.findall(text)
    if not text.encode(errors="replace").translate(None, _OF_OTHER_SCRIPTS):
        return [*map(_stems().__getitem__, found[:most])]
    words: list[str] = []
    for word in found:
        if _IDEOGRAPH.match(word):
            words.extend(_stems()[word[at : at + 2]] for at in range(max(len(word) - 1, 1)))
        else:
            words.append(_stems()[word])
    return words[:most]


def names_and_numbers(headline: str) -> frozenset[str]:
    """Those of a headline's words that it writes with a capital or a digit."""
    marked = [word for word in _WORD.findall(headline) if word[0].isdigit() or word[0].isupper()]
    return frozenset(story_words(" ".join(marked)))


class _Stems(dict[str, str]):
    """The stems of words that were met; it forgets them all, but for words of numbers, when they have become many."""

    def __init__(self) -> None:
        super().__init__(number_words())

    def __missing__(self, word: str) -> str:
        if len(self) >= _STEMS_KEPT:
            self.clear()
            self.update(number_words())
        stem = self[word] = word if word[0].isdigit() else word[:_STEM]
        return stem


_stems = cache(_Stems)


@cache
def plain_stems() -> frozenset[str]:
    """The stems of words that tell nothing of a story, in any of the languages read."""
    return frozenset(word[:_STEM] for code in LANGUAGES for word in plain_words(code))
