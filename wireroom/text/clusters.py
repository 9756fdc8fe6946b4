"""One story from many feeds: which item tells again what another told, and whose copy it is.

An item joins a story when its headline, weighed by how rare its words are of late, or the beginning of its text is
nearly that of an item before it. It is compared only with the few that share its rarest words, so that one item more
costs the same among a hundred as among tens of thousands.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from itertools import chain, filterfalse
from sys import intern

from msgspec import Struct

from wireroom.patterns import Pattern
from wireroom.text.language import LANGUAGES, number_of, plain_words

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

_WORD = Pattern(r"\w+(?:[.,:/]\d+)*")
#: Without these in it, ASCII text falls into the same words where everything but letters and digits is blank.
_NUMBER_GOES_ON = Pattern(r"[.,:/]\d")
_BLANKS = bytes(code if chr(code).isalnum() or chr(code) == "_" else 32 for code in range(256))
_DIGITS = b"0123456789"
#: Most copy has none, and that is told by one letter between two full stops.
_LIKE_INITIALS = Pattern(r"\.\w\.")
_INITIALS = Pattern(r"\b(\w)\.(\w)\.")
_GENITIVE = Pattern(r"['’]s\b")
_IDEOGRAPH = Pattern("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_STEM = 5
_LEAD_WORDS = 45
_GLANCE = 320
_SHINGLE = 4
_LEAST_SHINGLES = 10
_RAREST = 6
_PLACES = 2 * _RAREST
_POSTINGS = 20
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
_STEMS_KEPT = 50_000


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
    head_length: float
    length: float
    cluster: str = ""
    origin: str = ""


class _Read:
    """A telling made ready for being kept in mind.

    ``head`` are the words of its headline that tell something, ``rest`` those that its text has beside them, as they come.
    """

    def __init__(self, telling: Telling, spread: Mapping[str, int]) -> None:
        plain = _plain()
        heading = tuple(_words(telling.headline))
        lead = tuple(_words(telling.text)[:_LEAD_WORDS])
        self.head = frozenset(heading).difference(plain) or frozenset(heading)
        self.rest = [
            *filterfalse(self.head.__contains__, filterfalse(plain.__contains__, dict.fromkeys(lead)))
        ]
        self.words = self.head.union(self.rest)
        self.spread = spread.__getitem__
        of_head = sum(map(_WEIGHTS.__getitem__, map(self.spread, self.head)))
        of_rest = sum(map(_WEIGHTS.__getitem__, map(self.spread, self.rest)))
        self.told = _Told(
            telling.id,
            telling.feed,
            telling.at,
            heading,
            lead,
            head_length=math.sqrt(of_head),
            length=math.sqrt(of_head + of_rest),
        )

    def places(self) -> Iterable[str]:
        """The words under which it is found: more than it is looked for by, for what is rare now may not be then."""
        rest = self.rest if len(self.rest) <= _PLACES else sorted(self.rest, key=self.spread)[:_PLACES]
        return chain(self.head, rest)


class _InHand(_Read):
    """The telling in hand, made ready for being compared with many."""

    def __init__(self, telling: Telling, spread: Mapping[str, int]) -> None:
        super().__init__(telling, spread)
        self.headline = telling.headline
        self.lead = frozenset(self.told.lead)
        self.weights = {word: _WEIGHTS[self.spread(word)] for word in self.words}

    def telling(self) -> list[str]:
        """The rarest words of the headline and of the text, by which it is looked for."""
        # Of equally rare words the first one told: sets have no order to rely on.
        head = filter(self.head.__contains__, dict.fromkeys(self.told.head))
        return sorted(head, key=self.spread)[:_RAREST] + sorted(self.rest, key=self.spread)[:_RAREST]


class Stories:
    """The stories of the last while. ``capacity`` bounds how many items are kept in mind; the oldest go first."""

    def __init__(self, capacity: int = 10_000) -> None:
        self._capacity = capacity
        self._seen: dict[str, int] = {}
        #: By the number under which each was kept, oldest first: numbers are quicker to count than ids.
        self._told: dict[int, _Told] = {}
        self._next = 0
        self._spread: Counter[str] = Counter()
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        self._last_of: dict[tuple[str, str], _Told] = {}

    def __len__(self) -> int:
        return len(self._seen)

    def remember(self, tellings: Iterable[Telling]) -> None:
        """Take in items whose stories are known, oldest first."""
        for telling in tellings:
            self._keep(_Read(telling, self._spread), telling.cluster or telling.id, telling.origin)

    def place(self, telling: Telling) -> Placement:
        """Say which story an item belongs to, and keep it in mind. A known item stays in its story."""
        own = _InHand(telling, self._spread)
        before = self._known(telling.id)
        cluster = before.cluster if before else telling.cluster or telling.id
        settled = before is not None or bool(telling.cluster)
        origin, best = telling.origin, 0.0
        for other in self._alike(own, before):
            score, copied = _likeness(own, other)
            if score > best and (copied or not self._strays(own, other)):
                best = score
                cluster = cluster if settled else other.cluster
                origin = other.origin if copied and other.origin else telling.origin
        self._keep(own, cluster, origin)
        return Placement(cluster, origin)

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
        holders, told = self._holders, self._told
        shared = Counter(chain.from_iterable([holders[word] for word in own.telling() if word in holders]))
        near = [count << _NUMBER | number for number, count in shared.items() if count >= _FEW]
        if len(near) > _COMPARED:
            near = sorted(near, reverse=True)[: 2 * _COMPARED]
        found = [told.get(one & _NUMBERS) for one in near]
        return [one for one in found if one is not None and one is not before][:_COMPARED]

    def _keep(self, read: _Read, cluster: str, origin: str) -> None:
        told, number = read.told, self._next
        if told.id in self._seen:
            self._forget(told.id)
        told.cluster, told.origin = cluster, origin
        self._next += 1
        self._seen[told.id] = number
        self._told[number] = told
        self._last_of[cluster, told.feed] = told
        for word in read.places():
            holders = self._holders[word]
            holders.append(number)
            if len(holders) > 2 * _POSTINGS:
                del holders[:_POSTINGS]
        self._spread.update(read.words)
        while len(self._seen) > self._capacity:
            self._forget(next(iter(self._seen)))

    def _forget(self, id_: str) -> None:
        gone = self._told.pop(self._seen.pop(id_))
        if self._last_of.get((gone.cluster, gone.feed)) is gone:
            del self._last_of[gone.cluster, gone.feed]
        for word in _telling_words(gone):
            left = self._spread[word] - 1
            if left:
                self._spread[word] = left
            else:
                del self._spread[word]
                self._holders.pop(word, None)


class _Weights(dict[int, float]):
    """How much a word tells that so many items hold: the square of the logarithm of its rarity."""

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
    return _cosine(own.head.intersection(other.head), own.weights, own.told.head_length * other.head_length)


def _texts(own: _InHand, other: _Told) -> float:
    shared = own.words.intersection((*other.head, *other.lead))
    words = _cosine(shared, own.weights, own.told.length * other.length)
    return words * (_MOST_OF_WORDS if own.told.lead and other.lead else _MOST_OF_WORDS / 2)


def _retold(own: _InHand, other: _Told) -> float:
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
    if "." in text and _LIKE_INITIALS.search(text):
        text = _INITIALS.sub(r"\1\2", text)
    if "'s" in text or "’s" in text:
        text = _GENITIVE.sub("", text)
    if text.isascii():
        written = text.encode()
        plain = len(written.translate(None, _DIGITS)) == len(written) or not _NUMBER_GOES_ON.search(text)
        if plain:
            return [*map(_STEMS.__getitem__, written.translate(_BLANKS).decode().split())]
    found = _WORD.findall(text)
    if not _IDEOGRAPH.search(text):
        return [*map(_STEMS.__getitem__, found)]
    words: list[str] = []
    for word in found:
        if _IDEOGRAPH.match(word):
            words.extend(intern(word[at : at + 2]) for at in range(max(len(word) - 1, 1)))
        else:
            words.append(_STEMS[word])
    return words


class _Stems(dict[str, str]):
    """The stems of words that were met; it forgets them all when they have become many."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _STEMS_KEPT:
            self.clear()
        stem = self[word] = intern(number_of(word) or (word if word[0].isdigit() else word[:_STEM]))
        return stem


_STEMS = _Stems()


@cache
def _plain() -> frozenset[str]:
    """The stems of words that tell nothing of a story, in any of the languages read."""
    return frozenset(word[:_STEM] for code in LANGUAGES for word in plain_words(code))
