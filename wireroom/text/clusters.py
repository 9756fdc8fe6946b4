"""One story from many feeds: which item tells again what another told, and whose copy it is.

An item joins a story when its headline, weighed by how rare its words are of late, or the beginning of its text is
nearly that of an item before it. It is compared only with the few that share its rarest words, so that one item more
costs the same among a hundred as among tens of thousands.
"""

import math
import re
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from heapq import nlargest
from itertools import chain
from sys import intern

from msgspec import Struct

from wireroom.text.language import LANGUAGES, number_words, plain_words

#: From which likeness on (headlines, and half as much what they tell with the text) two items tell one story; a feed
#: seldom says a thing twice, so its own items have to be more alike.
SAME = 0.72
SAME_IN_A_FEED = 0.95
#: How much of both headlines the two tellings have in common, so that a sequel is no retelling.
RETOLD = 0.65
#: How far an item may be from the first item of the story that it joins.
STILL_THE_SAME = 0.55
#: The share of the shorter beginning's shingles that makes it a copy when the longer one holds them.
COPY = 0.55

_WORD = re.compile(r"\w+(?:[.,:/]\d+)*")
_INITIALS = re.compile(r"\b(\w)\.(\w)\.")
_GENITIVE = re.compile(r"['’]s\b")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_STEM = 5
_LEAD_WORDS = 45
_GLANCE = 320
_SHINGLE = 4
_LEAST_SHINGLES = 10
_RAREST = 6
_POSTINGS = 40
_COMPARED = 8
_COPIED = 2.0
_ITEMS = 3_000
_LEAST_RARITY = 1.3
_APART = timedelta(days=3)
_FEW = 2


class Telling(Struct, frozen=True, kw_only=True):
    """What of an item matters for telling stories apart.

    ``origin`` is the organisation behind its words as far as credit or feed say; ``cluster`` the story it belongs to
    when that is known already. ``at`` is when it was first seen.
    """

    id: str
    feed: str
    headline: str
    text: str = ""
    origin: str = ""
    at: datetime | None = None
    cluster: str = ""


class Placement(Struct, frozen=True):
    """The story an item belongs to (the id of its first item) and the organisation whose words it carries.

    A copy of words that came before has the origin of those words.
    """

    cluster: str
    origin: str


class _Told(Struct):
    """A telling as it is kept in mind: ``head`` and ``lead`` are the words of headline and text, in their order.

    The lengths are those that the vectors of words had when they were kept; words grow no rarer all of a sudden.
    """

    id: str
    feed: str
    at: datetime | None
    head: tuple[str, ...]
    lead: tuple[str, ...]
    cluster: str = ""
    origin: str = ""
    head_length: float = 0.0
    length: float = 0.0


class _Read:
    """The telling in hand, made ready for being compared with many."""

    def __init__(self, telling: Telling, spread: Mapping[str, int]) -> None:
        plain = _plain()
        heading = _words(telling.headline)
        lead = _words(telling.text)[:_LEAD_WORDS]
        self.told = _Told(telling.id, telling.feed, telling.at, tuple(heading), tuple(lead))
        self.head = frozenset(heading) - plain or frozenset(heading)
        self.words = self.head | (frozenset(lead) - plain)
        self.headline = telling.headline
        self.spread = {word: spread.get(word, 0) for word in self.words}
        self.weights = {word: _weight(holders) for word, holders in self.spread.items()}
        self.told.head_length = math.sqrt(sum(map(self.weights.__getitem__, self.head)))
        self.told.length = math.sqrt(sum(self.weights.values()))

    def telling(self) -> list[str]:
        """The rarest words of the headline and of the text, by which it is looked for."""
        return [*self._rarest(self.head, _RAREST), *self._rarest(self.words - self.head, _RAREST)]

    def places(self) -> list[str]:
        """The words under which it can be found: more, for what is rare now may not be when it is looked for."""
        return [*self.head, *self._rarest(self.words - self.head, 2 * _RAREST)]

    def _rarest(self, words: frozenset[str], most: int) -> list[str]:
        return sorted(words, key=self.spread.__getitem__)[:most]


class Stories:
    """The stories of the last while. ``capacity`` bounds how many items are kept in mind; the oldest go first."""

    def __init__(self, capacity: int = 10_000) -> None:
        self._capacity = capacity
        self._seen: OrderedDict[str, _Told] = OrderedDict()
        self._spread: dict[str, int] = {}
        self._holders: dict[str, list[str]] = {}
        self._last_of: dict[tuple[str, str], str] = {}

    def __len__(self) -> int:
        return len(self._seen)

    def remember(self, tellings: Iterable[Telling]) -> None:
        """Take in items whose stories are known, oldest first."""
        for telling in tellings:
            self._keep(self._read(telling), telling.cluster or telling.id, telling.origin)

    def place(self, telling: Telling) -> Placement:
        """Say which story an item belongs to, and keep it in mind. A known item stays in its story."""
        own = self._read(telling)
        before = self._seen.get(telling.id)
        cluster = before.cluster if before else telling.cluster or telling.id
        settled = before is not None or bool(telling.cluster)
        origin, best = telling.origin, 0.0
        for other in self._alike(own):
            score, copied = _likeness(own, other)
            if score > best and (copied or not self._strays(own, other)):
                best = score
                cluster = cluster if settled else other.cluster
                origin = other.origin if copied and other.origin else telling.origin
        self._keep(own, cluster, origin)
        return Placement(cluster, origin)

    def _read(self, telling: Telling) -> _Read:
        return _Read(telling, self._spread)

    def _strays(self, own: _Read, other: _Told) -> bool:
        """Whether the other's story began too far away, or holds an item of the same feed that tells something else."""
        first = self._seen.get(other.cluster, other)
        if first is not other and _closeness(own, first) < STILL_THE_SAME:
            return True
        theirs = self._seen.get(self._last_of.get((other.cluster, own.told.feed), ""), other)
        return theirs is not other and theirs.id != own.told.id and not _likeness(own, theirs)[0]

    def _alike(self, own: _Read) -> list[_Told]:
        """The few that share most of the rarest words."""
        shared = Counter(chain.from_iterable(self._holders.get(word, ()) for word in own.telling()))
        shared.pop(own.told.id, None)
        near = [(count, id_) for id_, count in shared.items() if count >= _FEW and id_ in self._seen]
        return [self._seen[id_] for _, id_ in (nlargest(_COMPARED, near) if len(near) > _COMPARED else near)]

    def _keep(self, own: _Read, cluster: str, origin: str) -> None:
        told, spread = own.told, self._spread
        if told.id in self._seen:
            self._forget(told.id)
        told.cluster, told.origin = cluster, origin
        self._seen[told.id] = told
        self._last_of[cluster, told.feed] = told.id
        for word in own.places():
            holders = self._holders.setdefault(word, [])
            holders.append(told.id)
            if len(holders) > 2 * _POSTINGS:
                del holders[:_POSTINGS]
        for word in own.words:
            spread[word] = spread.get(word, 0) + 1
        while len(self._seen) > self._capacity:
            self._forget(next(iter(self._seen)))

    def _forget(self, id_: str) -> None:
        gone = self._seen.pop(id_)
        if self._last_of.get((gone.cluster, gone.feed)) == id_:
            del self._last_of[gone.cluster, gone.feed]
        for word in _telling_words(gone):
            left = self._spread[word] - 1
            if left:
                self._spread[word] = left
            else:
                del self._spread[word]
                self._holders.pop(word, None)


@cache
def _weight(spread: int) -> float:
    """How much a word tells that so many items hold: the square of the logarithm of its rarity."""
    return math.log(max(_ITEMS / (1 + spread), _LEAST_RARITY)) ** 2


def _likeness(own: _Read, other: _Told) -> tuple[float, bool]:
    """How surely two tellings tell the same (0: they are two stories), and whether one copies the other's text."""
    if own.told.at is not None and other.at is not None and abs(own.told.at - other.at) > _APART:
        return 0.0, False
    score = _closeness(own, other)
    at_home = own.told.feed == other.feed
    needed = SAME_IN_A_FEED if at_home else SAME
    copied = _copied(own.told.lead, other.lead) >= COPY and not (at_home and own.head.isdisjoint(other.head))
    same = copied or (score >= needed and _retold(own, other) >= RETOLD)
    if not same or _fills_the_same_form(own, other, copied=copied):
        return 0.0, False
    return (_COPIED if copied else 0.0) + score, copied


def _closeness(own: _Read, other: _Told) -> float:
    """The cosine of the headlines, and half that of all the words (a quarter where one has no text)."""
    heads = _cosine(own.head, other.head, own.weights, own.told.head_length * other.head_length)
    words = _cosine(own.words, (*other.head, *other.lead), own.weights, own.told.length * other.length)
    return heads + words / (2 if own.told.lead and other.lead else 4)


def _retold(own: _Read, other: _Told) -> float:
    """How much of each headline the other telling has in headline or text: the geometric mean of the two shares.

    What came before or after a story shares its names, and leaves the rest of both headlines untold.
    """
    weights, words = own.weights, own.words
    lengths = own.told.head_length * other.head_length
    if not lengths:
        return 0.0
    mine = sum(weights[word] for word in own.head.intersection((*other.head, *other.lead)))
    theirs = sum(weights[word] for word in words.intersection(other.head))
    return min(math.sqrt(mine * theirs) / lengths, 1.0)


def _cosine(one: frozenset[str], other: Iterable[str], weights: Mapping[str, float], lengths: float) -> float:
    shared = one.intersection(other)
    if len(shared) < _FEW or not lengths:
        return 0.0
    return min(sum(map(weights.__getitem__, shared)) / lengths, 1.0)


def _copied(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """The share of the shorter beginning's shingles that the longer one holds."""
    fewer = min(len(one), len(other)) - _SHINGLE + 1
    if fewer < _LEAST_SHINGLES or len(set(one).intersection(other)) < fewer * COPY:
        return 0.0
    mine, theirs = _shingles(one), _shingles(other)
    shared = len(mine & theirs)
    return shared / min(len(mine), len(theirs)) if shared >= _LEAST_SHINGLES else 0.0


def _shingles(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return set(zip(*(words[at:] for at in range(_SHINGLE)), strict=False))


def _fills_the_same_form(own: _Read, other: _Told, *, copied: bool) -> bool:
    """Whether two headlines are one form filled in twice: "Flood alert in ...", "Morning quiz: April ...".

    They differ, on both sides, in nothing but names and numbers; or one feed tells the same again with other numbers,
    or with another text under the very same heading.
    """
    heading = frozenset(other.head) - _plain() or frozenset(other.head)
    mine, theirs = own.head - heading, heading - own.head
    if own.told.feed == other.feed:
        if not mine and not theirs:
            return not copied and own.told.lead != other.lead
        if any(map(_is_number, mine)) and any(map(_is_number, theirs)):
            return True
    if not mine or not theirs:
        return False
    marked = [word for word in _WORD.findall(own.headline) if word[0].isdigit() or word[0].isupper()]
    if not mine <= frozenset(_words(" ".join(marked))):
        return False
    return len(theirs) <= len(mine) + 1 and not own.words & theirs and not mine & frozenset(other.lead)


def _is_number(word: str) -> bool:
    return word[0].isdigit()


def _telling_words(told: _Told) -> frozenset[str]:
    plain = _plain()
    head = frozenset(told.head) - plain or frozenset(told.head)
    return head | (frozenset(told.lead) - plain)


def _words(text: str) -> list[str]:
    """The stems of words, as far as their first letters tell; numbers in digits; of writing without spaces, pairs."""
    text = text[:_GLANCE].lower()
    if "." in text:
        text = _INITIALS.sub(r"\1\2", text)
    found = _WORD.findall(_GENITIVE.sub("", text))
    numbers = _numbers()
    if text.isascii():
        return [
            intern(numbers.get(word) or (word if word[0] in "0123456789" else word[:_STEM])) for word in found
        ]
    words: list[str] = []
    for word in found:
        if _IDEOGRAPH.match(word):
            words.extend(intern(word[at : at + 2]) for at in range(max(len(word) - 1, 1)))
        else:
            words.append(intern(numbers.get(word) or (word if word[0].isdigit() else word[:_STEM])))
    return words


@cache
def _numbers() -> dict[str, str]:
    words = chain.from_iterable(number_words(code).items() for code in LANGUAGES)
    return {word: str(value) for word, value in words}


@cache
def _plain() -> frozenset[str]:
    """The stems of words that tell nothing of a story, in any of the languages read."""
    return frozenset(word[:_STEM] for code in LANGUAGES for word in plain_words(code))
