"""Looking up many phrases in one pass over the words of a text."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from msgspec import Struct

from wireroom.errors import ConfigError
from wireroom.patterns import Pattern

_WORD = Pattern(r"\w+(?:'\w+)*")
_FIRST_WORD = Pattern(r"\(([\w'|]+)\)|([\w']+)")

#: What gives an entry of a vocabulary more than one form.
_FORMS = Pattern(r"\(([\w |]+)\)(\??)|\[(\w+)\]|(\w)\?")
_PLAIN = Pattern(r"[\w '-]+")
#: Of a pattern: groups, characters and sets that may be missing, other sets, and classes of characters.
_MAY_MISS = Pattern(r"\([^()]*\)[*?]|\\?[^\\()|][*?]|\[[^\]]*\][*?+]*|\\\w\+?")
_LETTERS = Pattern(r"[^\W\d_]+")


class Token(Struct, frozen=True, gc=False):
    """A word of the copy in small letters, and where it stands."""

    word: str
    start: int
    end: int


class PhraseBook:
    """Phrases by their first word, so that a text is not searched once for each of them.

    An entry is a regular expression for small letters whose first word is plain or a choice of plain ones, as in
    "(looks|looked) like"; a blank in it stands for any white space. Raises ConfigError for another entry.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        endings: dict[str, list[str]] = {}
        for entry in sorted(entries, key=len, reverse=True):
            first = _FIRST_WORD.match(entry)
            if first is None or entry[first.end() : first.end() + 1] in ("?", "*", "+", "{", "|"):
                raise ConfigError(
                    f'The phrase "{entry}" has no plain first word.', next_step="Write its forms out."
                )
            for word in (first[1] or first[2]).split("|"):
                endings.setdefault(word, []).append(spaced(entry[first.end() :]))
        #: The words with which phrases begin.
        self.first_words = frozenset(endings)
        self._endings = _Endings(endings)

    def spans(self, low: str, words: Iterable[Token]) -> Iterator[tuple[int, int]]:
        """Where phrases begin and end, in the order of the words."""
        for token in words:
            end = self.end(low, token)
            if end:
                yield token.start, end

    def end(self, low: str, token: Token) -> int:
        """Where the phrase that begins with this word ends, or 0 where none does."""
        if token.word not in self.first_words:
            return 0
        found = self._endings[token.word].match(low, token.end)
        return found.end() if found else 0


class _Endings(dict[str, re.Pattern[str]]):
    """How phrases go on after their first word; a pattern is made when its word is first met."""

    def __init__(self, written: Mapping[str, list[str]]) -> None:
        super().__init__()
        self._written = written

    def __missing__(self, word: str) -> re.Pattern[str]:
        pattern = self[word] = re.compile(rf"(?:{'|'.join(self._written[word])})(?!\w)")
        return pattern


class Vocabulary:
    """Words in small letters that are looked up and not searched for.

    An entry is a regular expression for the whole word; one with a few forms ("officials?", "famil(y|ies)", "defen[cs]e") is
    spelled out.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        forms = {form for entry in entries for form in _spelled(entry)}
        self._words = frozenset(form for form in forms if form.isalpha() or _PLAIN.fullmatch(form))
        self._others = Pattern(choice(forms - self._words))

    def __contains__(self, word: str) -> bool:
        return word in self._words or self._others.fullmatch(word) is not None


def _spelled(entry: str) -> list[str]:
    """The forms of an entry: without its first choice, its first set of letters and its first letter that may be missing."""
    if entry[-1:] == "?" and entry[:-1].isalpha():  # as most are
        return [entry[:-1], entry[:-2]]
    found = None if entry.isalpha() or "\\" in entry else _FORMS.search(entry)
    if found is None:
        return [entry]
    words, may_miss, letters, letter = found.groups()
    forms = [*letters] if letters else [letter, ""] if letter else words.split("|")
    if may_miss:
        forms.append("")
    return [
        whole for form in forms for whole in _spelled(entry[: found.start()] + form + entry[found.end() :])
    ]


class Stems:
    """What stands in whatever any of some patterns matches; looked for first, it spares making them."""

    def __init__(self, entries: Iterable[str]) -> None:
        #: Letters that stand together in one way to match a pattern, the longest first; none where it can do without.
        self.ways = frozenset(chain.from_iterable(map(_ways, entries)))
        self._rarest = [(way[0] if way else "", way[1:]) for way in self.ways]

    def stand_in(self, low: str) -> bool:
        """Whether a text in small letters may hold what the patterns match."""
        return any(rare in low and all(other in low for other in others) for rare, others in self._rarest)


def _ways(entry: str) -> list[tuple[str, ...]]:
    kept, before = entry, ""
    while kept != before:
        kept, before = _MAY_MISS.sub(" ", kept), kept
    parts = kept.replace(")", "|").replace("(", "|").split("|")
    ways = [sorted(_LETTERS.findall(part), key=len, reverse=True) for part in parts]
    return [tuple(way) for way in ways if way] or [()]


def tokens(low: str, wanted: frozenset[str]) -> list[Token]:
    """Those words of a text in small letters that are wanted, and every number."""
    return [
        Token(word, found.start(), found.end())
        for found in _WORD.finditer(low)
        if (word := found[0]) in wanted or word[0].isdigit()
    ]


def at_lines(pattern: Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What ``pattern.finditer`` finds with a pattern that matches where lines begin only, without looking elsewhere."""
    start = read_to = 0
    while True:
        found = pattern.match(text, start) if start >= read_to else None
        if found is not None:
            yield found
            read_to = found.end()
        start = text.find("\n", start) + 1
        if not start:
            return


def spaced(entry: str) -> str:
    """A pattern in which a blank stands for any white space."""
    return entry.replace(" ", r"\s+")


def choice(entries: Iterable[str]) -> str:
    """The patterns as one, the longest first; what matches nothing where there are none."""
    made = "|".join(map(spaced, sorted(entries, key=len, reverse=True)))
    return f"(?:{made})" if made else r"(?!)"


def lowered(text: str) -> str:
    """Small letters, straight apostrophes, and every character in its place: offsets stay valid."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return low.replace("’", "'")
