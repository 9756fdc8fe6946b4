"""One story from many feeds: which item tells again what another told, and whose copy it is.

An item joins a story when its headline, weighed by how rare its words are of late, or the beginning of its text is
nearly that of an item before it. It is compared only with the few that share its rarest words, so that one item more
costs the same among a hundred as among tens of thousands.
"""

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain
from sys import intern

from msgspec import Struct

from wireroom.ports.store import Told
from wireroom.text.storywords import names_and_numbers, plain_stems, story_words

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
#: The same within a feed, whose standing words ("subscribe", "watch daily at six") end every one of its items.
COPY_IN_A_FEED = 0.95

_LEAD_WORDS = 45
_SHINGLE = 4
_LEAST_SHINGLES = 10
_RAREST = 6
_POSTINGS = 30
_COMPARED = 8
#: The number of a telling, and before it how many words it shares, in one number: such are quickly put in order.
_NUMBER = 40
_NUMBERS = (1 << _NUMBER) - 1
_COPIED = 2.0
_ITEMS = 3_000
_LEAST_RARITY = 1.3
_APART = timedelta(days=3)
_FEW = 2
#: What all the words, headline and text, can add to the likeness of two headlines.
_MOST_OF_WORDS = 0.5


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

    ``number`` is the one that it is kept under. The lengths of its vectors of words are reckoned when it is first
    compared, as most that are remembered never are.
    """

    id: str
    feed: str
    at: datetime | None
    head: tuple[str, ...]
    lead: tuple[str, ...]
    cluster: str
    origin: str
    number: int = 0
    head_length: float = 0.0
    length: float = 0.0

    def heading(self) -> frozenset[str]:
        """The words of its headline that tell something; all of them where none does."""
        return frozenset(self.head).difference(plain_stems()) or frozenset(self.head)

    def words(self) -> frozenset[str]:
        """These, and the words of its text that tell something."""
        words = frozenset(self.head + self.lead).difference(plain_stems())
        return words.union(self.head) if words.isdisjoint(self.head) else words

    def written(self) -> Told:
        """As it is written down."""
        head, lead = " ".join(self.head), " ".join(self.lead)
        return Told(self.id, self.feed, self.at, head, lead, self.cluster, self.origin)


def _read(telling: Telling) -> _Told:
    return _Told(
        telling.id,
        telling.feed,
        telling.at,
        tuple(story_words(telling.headline)),
        tuple(story_words(telling.text, _LEAD_WORDS)),
        telling.cluster or telling.id,
        telling.origin,
    )


def _recalled(told: Told) -> _Told:
    head, lead = (
        tuple(map(intern, words.split())) for words in (told.head, told.lead)
    )  # most words come often
    return _Told(told.id, told.feed, told.at, head, lead, told.cluster, told.origin)


class _InHand:
    """The telling in hand, made ready for being compared with many that are kept, whose words ``holders`` has."""

    def __init__(self, telling: Telling, holders: Mapping[str, Sequence[int]]) -> None:
        self.told = _read(telling)
        self.headline = telling.headline
        self.head = self.told.heading()
        self.words = self.told.words()
        self.lead = frozenset(self.told.lead)
        self.spread = {word: len(holders.get(word, ())) for word in self.words}
        self.weights = {word: _WEIGHTS[spread] for word, spread in self.spread.items()}
        self.told.head_length = math.sqrt(sum(map(self.weights.__getitem__, self.head)))
        self.told.length = math.sqrt(sum(self.weights.values()))
        self._holders = holders

    def telling(self) -> list[str]:
        """The rarest words of the headline and of the text, by which it is looked for."""
        # Of equally rare words the first one told: sets have no order to rely on.
        head = filter(self.head.__contains__, dict.fromkeys(self.told.head))
        text = filter(self.words.difference(self.head).__contains__, dict.fromkeys(self.told.lead))
        return self._rarest(head) + self._rarest(text)

    def _rarest(self, words: Iterable[str]) -> list[str]:
        return sorted(words, key=self.spread.__getitem__)[:_RAREST]

    def head_length(self, other: _Told) -> float:
        """The length of the vector of a kept telling's headline."""
        if not other.head_length:
            other.head_length = self._length(other.heading(), other.number)
        return other.head_length

    def length(self, other: _Told) -> float:
        """The length of the vector of all its words."""
        if not other.length:
            other.length = self._length(other.words(), other.number)
        return other.length

    def _length(self, words: Iterable[str], kept: int) -> float:
        """With the words as rare as they were when it was kept: that others tell its story is no likeness to it."""
        spread = (bisect_left(self._holders[word], kept) for word in words)
        return math.sqrt(sum(map(_WEIGHTS.__getitem__, spread)))


class Stories:
    """The stories of the last while. ``capacity`` bounds how many items are kept in mind; the oldest go first."""

    def __init__(self, capacity: int = 10_000) -> None:
        self._capacity = capacity
        self._seen: dict[str, int] = {}
        #: By the number under which each was kept, oldest first: numbers are quicker to count than ids.
        self._told: dict[int, _Told] = {}
        self._next = 0
        #: The numbers of those that hold a word, oldest first.
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        self._last_of: dict[tuple[str, str], _Told] = {}

    def __len__(self) -> int:
        return len(self._seen)

    def remember(self, tellings: Iterable[Telling]) -> None:
        """Take in items whose stories are known, oldest first."""
        for telling in tellings:
            told = _read(telling)
            self._keep(told, told.words())

    def recall(self, written: Iterable[Told]) -> None:
        """Take in what was written down, oldest first; what is known already is left out."""
        for one in written:
            if one.id not in self._seen:
                told = _recalled(one)
                self._keep(told, told.words())

    def told(self, id_: str) -> Told | None:
        """What an item told, to be written down, if it is kept in mind."""
        known = self._known(id_)
        return None if known is None else known.written()

    def place(self, telling: Telling) -> Placement:
        """Say which story an item belongs to, and keep it in mind. A known item stays in its story."""
        own = _InHand(telling, self._holders)
        before = self._known(telling.id)
        told, best = own.told, 0.0
        if before:
            told.cluster = before.cluster
        settled = before is not None or bool(telling.cluster)
        for other in self._alike(own, before):
            score, copied = _likeness(own, other)
            if score > best and (copied or not self._strays(own, other)):
                best = score
                told.cluster = told.cluster if settled else other.cluster
                told.origin = other.origin if copied and other.origin else telling.origin
        self._keep(told, own.words)
        return Placement(told.cluster, told.origin)

    def _known(self, id_: str) -> _Told | None:
        number = self._seen.get(id_)
        return None if number is None else self._told[number]

    def _strays(self, own: _InHand, other: _Told) -> bool:
        """Whether the other's story began too far away, or holds an item of the same feed that tells something else."""
        first = self._known(other.cluster) or other
        if first is not other and _closeness(own, first) < STILL_THE_SAME:
            return True
        theirs = self._last_of.get((other.cluster, own.told.feed), other)
        return theirs is not other and theirs.id != own.told.id and not _likeness(own, theirs)[0]

    def _alike(self, own: _InHand, before: _Told | None) -> list[_Told]:
        """The few that share most of the rarest words, of equally many shared words the latest."""
        holders = self._holders
        lately = [holders[word][-_POSTINGS:] for word in own.telling() if word in holders]
        shared = Counter(chain.from_iterable(lately))
        near = [count << _NUMBER | number for number, count in shared.items() if count >= _FEW]
        if len(near) > _COMPARED:
            near = sorted(near, reverse=True)[: _COMPARED + 1]
        found = [self._told[one & _NUMBERS] for one in near]
        return [one for one in found if one is not before][:_COMPARED]

    def _keep(self, told: _Told, words: Iterable[str]) -> None:
        if told.id in self._seen:
            self._forget(told.id)
        number = told.number = self._next
        self._next += 1
        self._seen[told.id] = number
        self._told[number] = told
        self._last_of[told.cluster, told.feed] = told
        holders = self._holders
        for word in words:
            holders[word].append(number)
        while len(self._seen) > self._capacity:
            self._forget(next(iter(self._seen)))

    def _forget(self, id_: str) -> None:
        number = self._seen.pop(id_)
        gone = self._told.pop(number)
        if self._last_of.get((gone.cluster, gone.feed)) is gone:
            del self._last_of[gone.cluster, gone.feed]
        for word in gone.words():
            holders = self._holders[word]
            holders.remove(number)
            if not holders:
                del self._holders[word]


class _Weights(dict[int, float]):
    """How much a word tells that so many other items hold: the square of the logarithm of its rarity."""

    def __missing__(self, spread: int) -> float:
        weight = self[spread] = math.log(max(_ITEMS / (1 + spread), _LEAST_RARITY)) ** 2
        return weight


_WEIGHTS = _Weights()


def _likeness(own: _InHand, other: _Told) -> tuple[float, bool]:
    """How surely two tellings tell the same (0: they are two stories), and whether one copies the other's text."""
    at_home = own.told.feed == other.feed
    needed = SAME_IN_A_FEED if at_home else SAME
    heads = _heads(own, other)
    may_copy = _may_copy(own, other)
    if heads + _MOST_OF_WORDS < needed and not may_copy:
        return 0.0, False
    if own.told.at is not None and other.at is not None and abs(own.told.at - other.at) > _APART:
        return 0.0, False
    score = heads + _texts(own, other)
    copied = (
        may_copy
        and _copied(own.told.lead, other.lead, COPY_IN_A_FEED if at_home else COPY)
        and not (at_home and own.head.isdisjoint(other.head))
    )
    same = copied or (score >= needed and _retold(own, other) >= RETOLD)
    if not same or _fills_the_same_form(own, other, copied=copied):
        return 0.0, False
    return (_COPIED if copied else 0.0) + score, copied


def _closeness(own: _InHand, other: _Told) -> float:
    """The cosine of the headlines, and half that of all the words (a quarter where one has no text)."""
    return _heads(own, other) + _texts(own, other)


def _heads(own: _InHand, other: _Told) -> float:
    shared = own.head.intersection(other.head)
    if len(shared) < _FEW:
        return 0.0
    return _cosine(shared, own.weights, own.told.head_length * own.head_length(other))


def _texts(own: _InHand, other: _Told) -> float:
    shared = own.words.intersection((*other.head, *other.lead))
    words = _cosine(shared, own.weights, own.told.length * own.length(other))
    return words * (_MOST_OF_WORDS if own.told.lead and other.lead else _MOST_OF_WORDS / 2)


def _retold(own: _InHand, other: _Told) -> float:
    """How much of each headline the other telling has in headline or text: the geometric mean of the two shares.

    What came before or after a story shares its names, and leaves the rest of both headlines untold.
    """
    weights, words = own.weights, own.words
    lengths = own.told.head_length * own.head_length(other)
    if not lengths:
        return 0.0
    mine = sum(weights[word] for word in own.head.intersection((*other.head, *other.lead)))
    theirs = sum(weights[word] for word in words.intersection(other.head))
    return min(math.sqrt(mine * theirs) / lengths, 1.0)


def _cosine(shared: frozenset[str], weights: Mapping[str, float], lengths: float) -> float:
    if len(shared) < _FEW or not lengths:
        return 0.0
    return min(sum(map(weights.__getitem__, shared)) / lengths, 1.0)


def _may_copy(own: _InHand, other: _Told) -> bool:
    """Whether the two beginnings share as many words as copies do."""
    fewer = min(len(own.told.lead), len(other.lead)) - _SHINGLE + 1
    return fewer >= _LEAST_SHINGLES and len(own.lead.intersection(other.lead)) >= fewer * COPY


def _copied(one: tuple[str, ...], other: tuple[str, ...], needed: float) -> bool:
    """Whether the longer of two beginnings holds such a share of the shorter one's shingles that one is a copy."""
    mine, theirs = _shingles(one), _shingles(other)
    shared = len(mine & theirs)
    return shared >= _LEAST_SHINGLES and shared / min(len(mine), len(theirs)) >= needed


def _shingles(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return set(zip(*(words[at:] for at in range(_SHINGLE)), strict=False))


def _fills_the_same_form(own: _InHand, other: _Told, *, copied: bool) -> bool:
    """Whether two headlines are one form filled in twice: "Flood alert in ...", "Morning quiz: April ...".

    They differ, on both sides, in nothing but names and numbers; or one feed tells the same again with other numbers,
    or with another text under the very same heading.
    """
    heading = other.heading()
    mine, theirs = own.head - heading, heading - own.head
    if own.told.feed == other.feed:
        if not mine and not theirs:
            return not copied and own.told.lead != other.lead
        if any(map(_is_number, mine)) and any(map(_is_number, theirs)):
            return True
    if not mine or not theirs:
        return False
    if not mine <= names_and_numbers(own.headline):
        return False
    return len(theirs) <= len(mine) + 1 and not own.words & theirs and not mine & frozenset(other.lead)


def _is_number(word: str) -> bool:
    return word[0].isdigit()
