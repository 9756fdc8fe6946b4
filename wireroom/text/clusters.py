"""One story from many feeds: which item tells again what another told, and whose copy it is.

An item joins a story when its headline, weighed by how rare its words are of late, or the beginning of its text is
nearly that of an item before it. It is compared only with the few that share its rarest words, so that one item more
costs the same among a hundred as among tens of thousands.
"""

import math
import re
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import chain

from wireroom.text.language import LANGUAGES, language

#: From which likeness on (headlines, and half as much what they tell with the text) two items tell one story; a feed
#: seldom says a thing twice, so its own items have to be more alike.
SAME = 0.76
SAME_IN_A_FEED = 1.0
#: How far an item may be from the first item of the story that it joins.
STILL_THE_SAME = 0.5
#: The share of the shorter beginning's shingles that makes it a copy when the longer one holds them.
COPY = 0.55

_WORD = re.compile(r"\w+(?:[.,:/]\d+)*")
_INITIALS = re.compile(r"\b(\w)\.(\w)\.")
_GENITIVE = re.compile(r"['’]s\b")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_STEM = 5
_LEAD_WORDS = 45
_GLANCE = 500
_SHINGLE = 4
_LEAST_SHINGLES = 6
_RAREST = 6
_POSTINGS = 60
_COMPARED = 14
_BACKGROUND = 400
_APART = timedelta(days=3)
_FEW = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
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


@dataclass(frozen=True, slots=True)
class Placement:
    """The story an item belongs to (the id of its first item) and the organisation whose words it carries.

    A copy of words that came before has the origin of those words.
    """

    cluster: str
    origin: str


@dataclass(slots=True)
class _Told:
    """A telling as it is kept in mind: ``head`` and ``words`` are folded words, ``lead`` the text's first ones."""

    telling: Telling
    head: frozenset[str]
    words: frozenset[str]
    lead: str
    hard: frozenset[str]
    cluster: str = ""
    origin: str = ""


class Stories:
    """The stories of the last while. ``capacity`` bounds how many items are kept in mind; the oldest go first."""

    def __init__(self, capacity: int = 10_000) -> None:
        self._capacity = capacity
        self._seen: OrderedDict[str, _Told] = OrderedDict()
        self._spread: Counter[str] = Counter()
        self._holders: dict[str, deque[str]] = {}

    def __len__(self) -> int:
        return len(self._seen)

    def remember(self, tellings: Iterable[Telling]) -> None:
        """Take in items whose stories are known, oldest first."""
        for telling in tellings:
            self._keep(_told(telling), telling.cluster or telling.id, telling.origin)

    def place(self, telling: Telling) -> Placement:
        """Say which story an item belongs to, and keep it in mind. A known item stays in its story."""
        own = _told(telling)
        before = self._seen.get(telling.id)
        cluster = before.cluster if before else telling.cluster or telling.id
        settled = before is not None or bool(telling.cluster)
        origin, best = telling.origin, 0.0
        for other in self._alike(own):
            score, copied = likeness(own, other, self._weight)
            if score > best and (copied or not self._strays(own, other)):
                best = score
                cluster = cluster if settled else other.cluster
                origin = other.origin if copied and other.origin else telling.origin
        self._keep(own, cluster, origin)
        return Placement(cluster, origin)

    def _strays(self, own: _Told, other: _Told) -> bool:
        """Whether joining the other's story would lead too far from what that story began with."""
        first = self._seen.get(other.cluster, other)
        return first is not other and _closeness(own, first, self._weight) < STILL_THE_SAME

    def _alike(self, own: _Told) -> list[_Told]:
        """Those that share the rarest words, most shared first."""
        shared: Counter[str] = Counter()
        for word in self._rarest(own):
            shared.update(self._holders.get(word, ()))
        shared.pop(own.telling.id, None)
        return [
            self._seen[id_]
            for id_, count in shared.most_common(_COMPARED)
            if count >= _FEW and id_ in self._seen
        ]

    def _rarest(self, own: _Told) -> set[str]:
        by_spread = self._spread.__getitem__
        return {*sorted(own.head, key=by_spread)[:_RAREST], *sorted(own.words, key=by_spread)[:_RAREST]}

    def _weight(self, word: str) -> float:
        return math.log((_BACKGROUND + len(self._seen)) / (1 + self._spread[word]))

    def _keep(self, told: _Told, cluster: str, origin: str) -> None:
        id_ = told.telling.id
        if id_ in self._seen:
            self._forget(id_)
        told.cluster, told.origin = cluster, origin
        self._seen[id_] = told
        self._spread.update(told.words)
        for word in told.words:
            self._holders.setdefault(word, deque(maxlen=_POSTINGS)).append(id_)
        while len(self._seen) > self._capacity:
            self._forget(next(iter(self._seen)))

    def _forget(self, id_: str) -> None:
        gone = self._seen.pop(id_)
        for word in gone.words:
            self._spread[word] -= 1
            if not self._spread[word]:
                del self._spread[word]
                self._holders.pop(word, None)


def likeness(one: _Told, other: _Told, weight: Callable[[str], float]) -> tuple[float, bool]:
    """How surely two tellings tell the same (0: not at all, they are two stories), and whether one copies the other."""
    if _far_apart(one, other) or _fills_the_same_form(one, other):
        return 0.0, False
    copy = _copied(one.lead, other.lead)
    if copy >= COPY:
        return 1.0 + copy, True
    score = _closeness(one, other, weight)
    needed = SAME_IN_A_FEED if one.telling.feed == other.telling.feed else SAME
    return (score if score >= needed else 0.0), False


def _closeness(one: _Told, other: _Told, weight: Callable[[str], float]) -> float:
    return _cosine(one.head, other.head, weight) + _cosine(one.words, other.words, weight) / 2


def _far_apart(one: _Told, other: _Told) -> bool:
    here, there = one.telling.at, other.telling.at
    return here is not None and there is not None and abs(here - there) > _APART


def _fills_the_same_form(one: _Told, other: _Told) -> bool:
    """Whether two headlines are one form filled in twice: "Flood alert in ...", "Morning quiz: April ...".

    They differ, on both sides, in nothing but names and numbers; or one feed tells the same again with other numbers,
    or under the very same heading with another text.
    """
    mine, theirs = one.head - other.head, other.head - one.head
    if one.telling.feed == other.telling.feed:
        if not mine and not theirs:
            return bool(one.lead and other.lead) and _copied(one.lead, other.lead) < COPY
        if any(map(_is_number, mine)) and any(map(_is_number, theirs)):
            return True
    if not mine or not theirs:
        return False
    differ = mine <= one.hard and theirs <= other.hard
    return differ and not (mine & other.words) and not (theirs & one.words)


def _is_number(word: str) -> bool:
    return word[0].isdigit()


def _cosine(one: frozenset[str], other: frozenset[str], weight: Callable[[str], float]) -> float:
    shared = one & other
    if len(shared) < _FEW:
        return 0.0
    both = sum(weight(word) ** 2 for word in shared)
    mine = both + sum(weight(word) ** 2 for word in one - shared)
    theirs = both + sum(weight(word) ** 2 for word in other - shared)
    return both / math.sqrt(mine * theirs)


def _copied(one: str, other: str) -> float:
    """The share of the shorter beginning's shingles that the longer one holds."""
    mine, theirs = _shingles(one), _shingles(other)
    fewer = min(len(mine), len(theirs))
    return len(mine & theirs) / fewer if fewer >= _LEAST_SHINGLES else 0.0


def _shingles(lead: str) -> set[tuple[str, ...]]:
    words = lead.split()
    return set(zip(*(words[at:] for at in range(_SHINGLE)), strict=False))


def _told(telling: Telling) -> _Told:
    heading = _words(telling.headline)
    lead = _words(telling.text)[:_LEAD_WORDS]
    plain = _plain()
    head = frozenset(heading) - plain or frozenset(heading)
    marked = [word for word in _WORD.findall(telling.headline) if word[0].isdigit() or word[0].isupper()]
    hard = frozenset(_words(" ".join(marked)))
    return _Told(telling, head, head | (frozenset(lead) - plain), " ".join(lead), hard)


def _words(text: str) -> list[str]:
    """The stems of words, as far as their first letters tell; numbers in digits; of writing without spaces, pairs."""
    text = text[:_GLANCE].lower()
    if "." in text:
        text = _INITIALS.sub(r"\1\2", text)
    found = _WORD.findall(_GENITIVE.sub("", text))
    numbers = _numbers()
    if text.isascii():
        return [numbers.get(word) or (word if word[0] in "0123456789" else word[:_STEM]) for word in found]
    words: list[str] = []
    for word in found:
        if _IDEOGRAPH.match(word):
            words.extend(word[at : at + 2] for at in range(max(len(word) - 1, 1)))
        else:
            words.append(numbers.get(word) or (word if word[0].isdigit() else word[:_STEM]))
    return words


@cache
def _numbers() -> dict[str, str]:
    known = (language(code).figures.number_words for code in LANGUAGES)
    return {word: str(value) for word, value in chain.from_iterable(words.items() for words in known)}


@cache
def _plain() -> frozenset[str]:
    """The stems of words that tell nothing of a story, in any of the languages read."""
    rules = [language(code).attribution for code in LANGUAGES]
    lists = (
        (each.determiners, each.prepositions, each.pronouns, each.connectors, each.relatives)
        for each in rules
    )
    more = ((each.unsaid, each.said) for each in rules)
    words = chain.from_iterable(chain.from_iterable(chain(lists, more)))
    return frozenset(word[:_STEM] for word in words)
