"""What a filter asks of an item: the conditions, apart from the language they are written in.

``wireroom.desk.query`` makes these from text; a store plans them onto its indexes. Whatever a plan does,
:func:`matches` says which items belong to the answer.
"""

import re
from collections.abc import Callable
from datetime import datetime
from functools import cache, lru_cache

from msgspec import Struct

from wireroom.model import Item
from wireroom.unspaced import LETTERS, is_unspaced


class Everything(Struct, frozen=True):
    """Every item."""


class Words(Struct, frozen=True):
    """Words that the headline, summary or body holds, folded for case; each as a prefix.

    ``phrase`` asks for them next to each other, whole. A word in a script without blanks is found wherever it stands.
    """

    text: str
    phrase: bool = False


class FieldIs(Struct, frozen=True):
    """A field with one of a few values: ``feed`` (id), ``tag``, ``stage``, ``priority``, ``cue`` or ``origin``."""

    field: str
    value: str


class FeedLike(Struct, frozen=True):
    """A feed whose title, address, origin or tags hold the text, folded for case; ``feeds`` are its ids."""

    text: str
    feeds: frozenset[str]


class SeenSince(Struct, frozen=True):
    """First seen at or after a time."""

    at: datetime


class SeenBefore(Struct, frozen=True):
    """First seen before a time."""

    at: datetime


class Changed(Struct, frozen=True):
    """Whether the source changed the words after they were first seen."""

    yes: bool


class HeadlineMatches(Struct, frozen=True):
    """A regular expression found in the headline, folded for case."""

    pattern: str


class Not(Struct, frozen=True):
    """The opposite of a condition."""

    part: "Condition"


class And(Struct, frozen=True):
    """All of the parts."""

    parts: tuple["Condition", ...]


class Or(Struct, frozen=True):
    """At least one of the parts."""

    parts: tuple["Condition", ...]


Condition = (
    Everything
    | Words
    | FieldIs
    | FeedLike
    | SeenSince
    | SeenBefore
    | Changed
    | HeadlineMatches
    | Not
    | And
    | Or
)

_WORD = re.compile(r"\w+", re.UNICODE)
#: What parts words in ASCII.
_BLANKS = str.maketrans({at: " " for at in range(128) if not _WORD.match(chr(at))})


def folded_words(text: str) -> list[str]:
    """The words of a text, folded for case, in order: what full-text search knows."""
    return _WORD.findall(text.casefold())


def asked_words(text: str) -> list[str]:
    """The words that are asked for, folded for case, in order: those of :func:`folded_words`, where a script has blanks."""
    return _with_blanks(text).split()


def spaced(item: Item) -> str:
    """The folded words of an item, each behind a blank: what a :func:`sieve` looks for words in."""
    return "".join(f" {_with_blanks(text)} \n" for text in (item.headline, item.summary, item.body) if text)


def _with_blanks(text: str) -> str:
    """The folded words of a text with a blank between them."""
    folded = text.casefold()
    if is_unspaced(folded):
        return " ".join(_apart().sub(" ", folded).split())
    return " ".join(folded.translate(_BLANKS).split() if folded.isascii() else _WORD.findall(folded))


@cache
def _apart() -> re.Pattern[str]:
    """What parts words in a text some of whose words are of a script without blanks.

    Of its marks, those that stand beside another script's letters part words too, as ever.
    """
    return re.compile(
        rf"[^\w{LETTERS}]+|(?<![{LETTERS}])(?:(?!\w)[{LETTERS}])+|(?<=[{LETTERS}])(?<!\w)(?=[^\W{LETTERS}])"
    )


def matches(condition: Condition, item: Item) -> bool:
    """Whether an item belongs to the answer."""
    match condition:
        case Everything():
            return True
        case Words():
            return _holds_words(condition, item)
        case FieldIs():
            return _field_is(condition, item)
        case FeedLike(feeds=feeds):
            return item.feed in feeds
        case SeenSince(at=at):
            return item.first_seen >= at
        case SeenBefore(at=at):
            return item.first_seen < at
        case Changed(yes=yes):
            return (item.version > 1) is yes
        case HeadlineMatches(pattern=pattern):
            return re.search(pattern, item.headline, re.IGNORECASE) is not None
        case Not(part=part):
            return not matches(part, item)
        case And(parts=parts):
            return all(matches(part, item) for part in parts)
        case Or(parts=parts):
            return any(matches(part, item) for part in parts)


def sieve(condition: Condition) -> Callable[[Item, str], bool]:
    """As :func:`matches`, for many items whose words are at hand, :func:`spaced`: a tenth of the time for each."""
    match condition:
        case Words():
            return _words_in(condition)
        case Not(part=part):
            lets_through = sieve(part)
            return lambda item, words: not lets_through(item, words)
        case And(parts=parts) | Or(parts=parts):
            agree, sieves = all if isinstance(condition, And) else any, list(map(sieve, parts))
            return lambda item, words: agree(one(item, words) for one in sieves)
        case _:
            return lambda item, _: matches(condition, item)


def is_plain(condition: Condition) -> bool:
    """Whether asking an item takes no time to speak of; a regular expression can take any."""
    match condition:
        case HeadlineMatches():
            return False
        case Not(part=part):
            return is_plain(part)
        case And(parts=parts) | Or(parts=parts):
            return all(map(is_plain, parts))
        case _:
            return True


def is_narrower(condition: Condition, other: Condition) -> bool:
    """Whether all that a condition lets through is sure to be let through by another one, as by one letter less."""
    match condition, other:
        case _, Everything():
            return True
        case _, And(parts=parts):
            return all(is_narrower(condition, part) for part in parts)
        case And(parts=parts), _:
            return any(is_narrower(part, other) for part in parts)
        case Words(phrase=False), Words(phrase=False):
            wanted = asked_words(condition.text)
            return all(any(_is_longer(word, begun) for word in wanted) for begun in asked_words(other.text))
        case SeenSince(), SeenSince():
            return condition.at >= other.at
        case _:
            return condition == other


def _is_longer(word: str, begun: str) -> bool:
    """Whether a word, wherever it is found, begins with another one that is found there too."""
    return word.startswith(begun) and is_unspaced(word) == is_unspaced(begun)


def find_word(word: str, text: str, start: int = 0) -> int:
    """Where in a folded text, from a place on, a word begins so; -1 where none does."""
    at = text.find(word, start)
    while at > 0 and _WORD.match(text, at - 1):
        at = text.find(word, at + 1)
    return at


def _holds_words(condition: Words, item: Item) -> bool:
    wanted = _begun(condition)
    if wanted is None:
        return _words_in(condition)(item, spaced(item))
    folded = [text.casefold() for text in (item.headline, item.summary, item.body) if text]
    return all(any(find_word(word, text) >= 0 for text in folded) for word in wanted)


@lru_cache(maxsize=256)
def _begun(condition: Words) -> tuple[str, ...] | None:
    """The words that are asked for, where each only has to begin a word; ``None`` where more is asked for."""
    wanted = asked_words(condition.text)
    return None if condition.phrase or any(map(is_unspaced, wanted)) else tuple(wanted)


@lru_cache(maxsize=256)
def _words_in(condition: Words) -> Callable[[Item, str], bool]:
    words = asked_words(condition.text)
    begun = [word if is_unspaced(word) else f" {word}" for word in words]
    if condition.phrase and words:
        begun = [" ".join((begun[0], *words[1:])) + ("" if is_unspaced(words[-1]) else " ")]
    if len(begun) == 1:
        (only,) = begun
        return lambda _, words: only in words
    return lambda _, words: all(word in words for word in begun)


def _field_is(condition: FieldIs, item: Item) -> bool:
    value = condition.value
    match condition.field:
        case "feed":
            return item.feed == value
        case "tag":
            return value in item.tags
        case "stage":
            return item.stage == value
        case "priority":
            return item.priority == value
        case "cue":
            return any(value in (cue.kind, cue.text.casefold()) for cue in item.cues)
        case "origin":
            return item.origin.casefold() == value.casefold()
        case other:
            raise ValueError(f"No item has a field {other!r} to filter by.")
