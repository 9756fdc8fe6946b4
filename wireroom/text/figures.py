"""How many people copy says were killed, hurt, held or are missing."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from wireroom.patterns import Pattern
from wireroom.text.language import FigureRules, language, language_of
from wireroom.text.phrases import Token, lowered, tokens

_DIGITS = Pattern(r"\d{1,3}(?:[, \u00a0]\d{3})+|\d+(?:\.\d+)?")
_LARGE = 1000
_MULTIPLIERS = (12, 100)
#: Words that leave a number open are looked for so many characters before it.
_LONGEST_ABOUT = 24


class Harm(StrEnum):
    """What happened to the people counted."""

    KILLED = "killed"
    INJURED = "injured"
    DETAINED = "detained"
    MISSING = "missing"


class Figure(Struct, frozen=True):
    """A number of people; ``start`` and ``end`` count characters of the copy.

    ``exact`` is false where words before the number leave it open ("at least", "nearly").
    """

    kind: Harm
    number: int
    text: str
    start: int
    end: int
    exact: bool = True


def find_figures(text: str, stated_language: str = "") -> tuple[Figure, ...]:
    """The casualties that a text counts, in the order of the text."""
    code = language_of(text, stated_language)
    if not code:
        return ()
    low, rules = lowered(text), language(code)
    return tuple(figures_in(text, low, tokens(low, rules.telling), rules.figures))


def numbers_named(text: str, stated_language: str = "") -> frozenset[float]:
    """Every number that a text names, in digits or in words, whatever it counts."""
    code = language_of(text, stated_language)
    if not code:
        return frozenset()
    rules = language(code)
    found = (one[0].rstrip("%") for one in rules.meaning.numbers.finditer(lowered(text)))
    return frozenset(number_in(one, rules.figures.number_words) for one in found if one.count(".") < 2)


def figures_in(text: str, low: str, words: Sequence[Token], rules: FigureRules) -> Iterator[Figure]:
    """As :func:`find_figures`, for a text whose language, small letters and words are known."""
    read_to = 0
    counted_at_all: bool | None = None
    for token in words:
        counts = token.word in rules.number_words or token.word[0].isdigit()
        if token.start < read_to or not (counts or token.word in rules.heralds):
            continue
        if counts and counted_at_all is None:
            counted_at_all = rules.stems.stand_in(low)
        found = rules.after.match(low, token.start) if counts and counted_at_all else None
        kind = found.lastgroup if found else ""
        for harm, phrases in rules.before.items() if not counts else ():
            end = phrases.end(low, token)
            if end:
                found, kind = rules.number.match(low, end), harm
                break
        if found and kind:
            read_to = found.end()
            number = int(number_in(found["number"], rules.number_words))
            counted = found.start("number")
            open_to = rules.about.search(
                low, max(0, counted - _LONGEST_ABOUT), counted
            ) or rules.about_after.search(low, found.end("number"), read_to)
            yield Figure(Harm(kind), number, text[token.start : read_to], token.start, read_to, not open_to)


def number_in(words: str, number_words: Mapping[str, int]) -> float:
    """The value of digits or number words, or of digits with a word of size ("twenty-two", "two dozen", "1.5 million")."""
    digits = _DIGITS.match(words)
    if digits:
        size = number_words.get(words[digits.end() :].strip(), 1)
        return float(re.sub(r"[^\d.]", "", digits[0])) * size
    total = part = 0
    for word in re.split(r"[\s-]+", words):
        value = number_words[word]
        if value >= _LARGE:
            total, part = total + max(part, 1) * value, 0
        elif value in _MULTIPLIERS and part:
            part *= value
        else:
            part += value
    return float(total + part)


def differing(figures: Mapping[str, Iterable[Figure]]) -> dict[Harm, dict[str, int]]:
    """Where sources (the keys) count differently: for each harm, the highest number that each source gives."""
    counts: dict[Harm, dict[str, int]] = {}
    for source, told in figures.items():
        for figure in told:
            known = counts.setdefault(figure.kind, {})
            known[source] = max(known.get(source, 0), figure.number)
    return {harm: told for harm, told in counts.items() if len(set(told.values())) > 1}
