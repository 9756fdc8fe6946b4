"""What changed between two wordings, word by word, and whether the change touches what is said.

A refile may not change a number, name, date, place, quote or negation; :func:`meaning_changes` names those that it
would. In doubt it names one too many: a word in capitals at the beginning of a sentence may be somebody's name.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cache
from itertools import chain, zip_longest

from msgspec import Struct
from rapidfuzz.distance import OSA, Indel

from wireroom.text.figures import number_in
from wireroom.text.language import AttributionRules, Language, language, language_of
from wireroom.text.phrases import lowered
from wireroom.unspaced import LETTERS, is_unspaced

_PIECE = re.compile(r"\s*(?:\w+(?:['’.,:]\w+)*%?|[^\w\s])|\s+$")
_WORD = re.compile(r"\w+(?:['’.]\w+)*")
_QUOTED = re.compile(r"\"([^\"]+)\"|(?<!\w)'((?:[^'\n]|(?<=\w)'(?=\w))+)'(?!\w)")
_AFTER_SENTENCE = re.compile(r"(?:^|[.!?…:\n])[\s\"'(\[—–-]*$")
_STRAIGHT = str.maketrans("‘’“”„«»", '\'\'"""""')
#: An equal run this short between two changes is chance ("the", "of"), and reads better as part of them.
_CHANCE = 4
_GENITIVE = re.compile(r"['’]s?$")
_MARK_END = re.compile(r"[ \t:|\]*!)–—-]+")
_LOOK_BACK = 12
_LETTERS_A_SLIP = 4


class Run(StrEnum):
    """Whether words stand in both wordings, only in the later, or only in the earlier."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"


class Piece(Struct, frozen=True):
    """A run of words with the white space before each.

    Without the inserted pieces it is the earlier wording, without the deleted ones the later, apart from white space.
    """

    run: Run
    text: str


class Meaning(StrEnum):
    """What in a text says something, so that it may not change unsaid."""

    NUMBER = "number"
    NAME = "name"
    DATE = "date"
    QUOTE = "quote"
    NEGATION = "negation"


class MeaningChange(Struct, frozen=True):
    """One thing said in the earlier wording only (``was``), in the later only (``now``), or one in place of the other."""

    what: Meaning
    was: str
    now: str

    def __str__(self) -> str:
        if self.was and self.now:
            return f"the {self.what} “{self.was}” became “{self.now}”"
        return f"the {self.what} “{self.was}” is gone" if self.was else f"the {self.what} “{self.now}” is new"


class _Fact(Struct, frozen=True):
    """Something said, under the key by which it is the same in other words ("2" and "two")."""

    key: str
    text: str


def word_difference(before: str, after: str) -> tuple[Piece, ...]:
    """The runs of words from one wording to the next; what is deleted stands before what takes its place.

    Where a script sets no blanks between words, the runs are of letters.
    """
    parted = _piece_by_letter() if is_unspaced(before) or is_unspaced(after) else _PIECE
    was, now = parted.findall(before), parted.findall(after)
    pieces: list[Piece] = []
    for gone, come, kept in _changes(was, now):
        for run, words in ((Run.DELETE, gone), (Run.INSERT, come), (Run.EQUAL, kept)):
            if words:
                pieces.append(Piece(run, "".join(words)))
    return tuple(pieces)


@cache
def _piece_by_letter() -> re.Pattern[str]:
    """As ``_PIECE``; a letter of a script without blanks is a piece of its own, with the marks on it."""
    letter, other = rf"[{LETTERS}](?:(?!\w)[{LETTERS}])*", rf"(?:(?![{LETTERS}])\w)+"
    return re.compile(rf"\s*(?:{letter}|{other}(?:['’.,:]{other})*%?|[^\w\s])|\s+$")


def meaning_changes(before: str, after: str, stated_language: str = "") -> tuple[MeaningChange, ...]:
    """What differs in numbers, names (of people, places and bodies), dates, quotes and negations, in their order."""
    code = language_of(after or before, stated_language)
    rules = language(code) if code else None
    before, after = _unmarked(before, rules), _unmarked(after, rules)
    changes: list[MeaningChange] = []
    for what, tell in _TELLERS.items():
        was, now = list(tell(before, after, rules)), list(tell(after, before, rules))
        changes.extend(
            MeaningChange(what, old.text if old else "", new.text if new else "")
            for old, new in _differing(was, now)
        )
    return tuple(changes)


def _changes(was: Sequence[str], now: Sequence[str]) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """Words gone, words that came instead, and the words after them that stand in both."""
    gone: list[str] = []
    come: list[str] = []
    moves = Indel.opcodes([word.strip() for word in was], [word.strip() for word in now])
    last = len(moves) - 1
    for at, move in enumerate(moves):
        old, new = was[move.src_start : move.src_end], now[move.dest_start : move.dest_end]
        if move.tag != "equal" or (at < last and _is_chance(gone, come, new)):
            gone += old
            come += new
        else:
            yield gone, come, list(new)
            gone, come = [], []
    yield gone, come, []


def _is_chance(gone: list[str], come: list[str], kept: Sequence[str]) -> bool:
    """Whether a run that stands in both only interrupts a longer change."""
    short = len("".join(kept).strip()) < _CHANCE and len(kept) == 1
    return short and bool(gone and come) and len(gone) + len(come) > len(kept) + 1


def _differing(was: list[_Fact], now: list[_Fact]) -> Iterator[tuple[_Fact | None, _Fact | None]]:
    gone: list[_Fact] = []
    come: list[_Fact] = []
    for move in Indel.opcodes([fact.key for fact in was], [fact.key for fact in now]):
        if move.tag == "equal":
            yield from zip_longest(gone, come)
            gone, come = [], []
        else:
            gone += was[move.src_start : move.src_end]
            come += now[move.dest_start : move.dest_end]
    yield from zip_longest(gone, come)


def _numbers(text: str, _other: str, rules: Language | None) -> Iterator[_Fact]:
    if rules is None:
        for found in re.finditer(r"\d+(?:[.,:]\d+)*%?", text):
            yield _Fact(found[0].replace(",", ""), found[0])
        return
    words = rules.figures.number_words
    for found in rules.meaning.numbers.finditer(lowered(text)):
        said = found[0]
        exact = ":" in said or "%" in said or said.count(".") > 1
        key = said if exact else str(number_in(said, words))
        yield _Fact(key, text[found.start() : found.end()])


def _dates(text: str, _other: str, rules: Language | None) -> Iterator[_Fact]:
    if rules is None:
        return
    for found in _WORD.finditer(text):
        if found[0] in rules.meaning.months or found[0].lower() in rules.meaning.days:
            yield _Fact(found[0].lower(), found[0])


def _quotes(text: str, _other: str, _rules: Language | None) -> Iterator[_Fact]:
    for found in _QUOTED.finditer(text.translate(_STRAIGHT)):
        said = " ".join((found[1] or found[2]).split())
        yield _Fact(said.rstrip(",.").casefold(), said)


def _negations(text: str, _other: str, rules: Language | None) -> Iterator[_Fact]:
    if rules is None:
        return
    for found in _WORD.finditer(lowered(text)):
        if rules.meaning.negations.fullmatch(found[0]):
            short = found[0].endswith("n't") or found[0] == "cannot"
            yield _Fact("not" if short else found[0], text[found.start() : found.end()])


def _names(text: str, other: str, rules: Language | None) -> Iterator[_Fact]:
    """Words in capitals, but for marks of the wire and those that open a sentence and are plainly no names."""
    plain = _plain_words(rules)
    small = {word for word in _WORD.findall(f"{text} {other}") if word[0].islower()}
    known = {word for word in map(str.lower, _WORD.findall(other)) if word in small or plain(word)}
    dates = (rules.meaning.months | rules.meaning.days) if rules else frozenset()
    for found in _WORD.finditer(text):
        word = _GENITIVE.sub("", found[0])
        low = word.lower()
        if not word[:1].isupper() or word in dates or low in dates or _marks(word, rules):
            continue
        if _AFTER_SENTENCE.search(text[max(found.start() - _LOOK_BACK, 0) : found.start()]):
            if low in small or plain(low) or _misspells(low, known):
                continue
        elif low in small and plain(low):
            continue
        yield _Fact(low.replace(".", ""), word)


def _unmarked(text: str, rules: Language | None) -> str:
    """The text with blanks in place of the marks that open its lines ("RETRACTED - ", "[UPDATE 2] "), which say nothing."""
    marks = list(rules.follow_up.spans(text, lowered(text))) if rules else []
    for start, end in marks:
        begin, rest = text.rfind("\n", 0, start) + 1, _MARK_END.match(text, end)
        over = rest.end() if rest else end
        text = f"{text[:begin]}{' ' * (over - begin)}{text[over:]}"
    return _unmarked(text, rules) if marks else text


def _marks(word: str, rules: Language | None) -> bool:
    """Whether a word is the mark by which a wire takes its copy back or mends it."""
    return rules is not None and word.isupper() and rules.withdrawal.fullmatch(word.lower()) is not None


def _plain_words(rules: Language | None) -> Callable[[str], bool]:
    """Tells words that are no names although they may stand in capitals."""
    if rules is None:
        return lambda _: False
    words: AttributionRules = rules.attribution
    lists = (
        words.determiners, words.prepositions, words.pronouns, words.connectors, words.relatives, words.openings,
        words.between, words.unsaid, words.verbs, rules.telling,
    )  # fmt: skip
    plain = frozenset(chain.from_iterable(lists))
    return lambda word: word in plain or word in words.sources


def _misspells(word: str, known: Iterable[str]) -> bool:
    slips = len(word) // _LETTERS_A_SLIP
    return any(0 < OSA.distance(word, near) <= slips for near in known)


_TELLERS: dict[Meaning, Callable[[str, str, Language | None], Iterator[_Fact]]] = {
    Meaning.NUMBER: _numbers,
    Meaning.NAME: _names,
    Meaning.DATE: _dates,
    Meaning.QUOTE: _quotes,
    Meaning.NEGATION: _negations,
}
