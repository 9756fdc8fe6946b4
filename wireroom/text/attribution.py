"""Who says so: the sources that copy names, beside the words that name them.

No parser of grammar: around each verb of saying, and after each "according to", the words up to the next boundary
of a clause are judged by a list of what speaks (persons, bodies, agencies) and by capitals.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from wireroom.model import Cue, CueKind
from wireroom.patterns import Pattern
from wireroom.text.language import AttributionRules
from wireroom.text.line_credits import credited_lines
from wireroom.text.phrases import Token

_TOKEN = Pattern(r"\S+")
#: Where clauses end. A full stop behind an abbreviation ends none.
_BOUNDARY = Pattern(
    r"[.!?,;:\"()\[\]'\-\n](?:"
    r"(?<=[.!?])(?<!\b\w\.)[\"')\]]*(?:\s+|$)"
    r"|(?<=[,;:])(?:[\"()\[\]]+,?|(?=\s))|(?<=[\"()\[\]])[\"()\[\]]*,?"
    r"|(?<=')(?:(?=\s)|(?<=\s'))|(?<=-)-*(?:(?<=\s-)|(?<=\s--))(?=\s)|(?<=\n))"
)
#: Marks that end a clause where others do.
_ALIKE = str.maketrans("“”«»…–—•", '""""!-\n\n')
#: What follows an opener, as far as it takes to tell that it names no source.
_FOUR_WORDS = Pattern(r"(\w+)(?:\s+(\w+))?(?:\s+(\w+))?(?:\s+(\w+))?")
_NUMBER = Pattern(r"\d{1,3}")
_EDGE = ".,;:!?\"'”“’‘«»()[]—–-"
_LONGEST = 9
_LONGEST_INVERTED = 6
#: Where the verb stands last, its source stands in so many words at the head of the clause.
_LONGEST_HEAD = 6
#: How many characters from a verb or opener a source is looked for: it bounds the work on copy without full stops.
_REACH = 120
_LOOK_BACK = 4
_ADVERB = "ly"
_PARTICIPLE = "ing"


class _Word(Struct, frozen=True, gc=False):
    text: str
    low: str
    start: int
    end: int


class Attributions(Struct):
    """One reading of one text; ``low`` is the same text in small letters, character for character."""

    text: str
    low: str
    tokens: Sequence[Token]
    rules: AttributionRules
    starts: list[int] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)

    def find(self) -> Iterator[Cue]:
        """Every attribution; those that overlap are all given."""
        self.starts, self.edges = [0], [0]
        for start, edge in self._boundaries():
            self.starts.append(start)
            self.edges.append(edge)
        self.starts.append(len(self.low))
        openers = self.rules.openers.first_words
        for token in self.tokens:
            span = self._opened(token) if token.word in openers else None
            if span is None and token.word in self.rules.verbs:
                span = self._said(token)
            if span:
                yield self._cue(*span)
        yield from (self._cue(*span, *span) for span in credited_lines(self.low, self.rules))

    def _boundaries(self) -> Iterator[tuple[int, int]]:
        """Where clauses end and where the next ones begin."""
        marked = self.low if self.low.isascii() else self.low.translate(_ALIKE)
        at: int | None = 0
        while at is not None:
            begin, at = at, None
            for found in _BOUNDARY.finditer(marked, begin):
                start = found.start()
                if marked[start] == "." and self._abbreviates(start):
                    at = start + 1
                    break
                yield found.span()

    def _abbreviates(self, stop: int) -> bool:
        """Whether a full stop stands behind an abbreviation."""
        low, known = self.low, self.rules.abbreviations
        if not low.endswith(known, 0, stop):
            return False
        begins = (stop - len(word) for word in known if low.endswith(word, 0, stop))
        return any(not begin or not _is_of_word(low[begin - 1]) for begin in begins)

    def _cue(self, start: int, end: int, who_start: int, who_end: int) -> Cue:
        who = " ".join(self.text[who_start:who_end].split())
        return Cue(kind=CueKind.ATTRIBUTION, text=self.text[start:end], start=start, end=end, who=who)

    # to the right of an opener

    def _opened(self, opener: Token) -> tuple[int, int, int, int] | None:
        end = self.rules.openers.end(self.low, opener)
        words = self._right(end) if end else []
        if not words or self._is_no_source(words[0].start):
            return None
        if self.rules.passive_openers.end(self.low, opener) and not self._speaks(words):
            return None
        return opener.start, words[-1].end, words[0].start, words[-1].end

    def _is_no_source(self, start: int) -> bool:
        """Whether what is named here says nothing: "the usual schedule"."""
        found = _FOUR_WORDS.match(self.low, start)
        if found is None:
            return False
        words = [word for word in found.groups() if word]
        behind_two = len(words) > 2 and words[0] in self.rules.determiners
        return any(
            word in self.rules.not_sources or " ".join(words[at : at + 2]) in self.rules.not_sources
            for at, word in enumerate(words[: 3 if behind_two else 2])
        )

    def _right(self, start: int) -> list[_Word]:
        """The words from a place to the end of what they name."""
        words = self._words(start, self._whole_to(start, self._edge_after(start)))[:_LONGEST]
        for at, word in enumerate(words):
            stops = (self.rules.relatives, self.rules.unsaid, self.rules.auxiliaries)
            ends = any(word.low in each for each in stops)
            joins = word.low in self.rules.connectors and not self._goes_on(words, at)
            if ends or joins:
                words = words[:at]
                break
        while words and words[0].low in self.rules.inside:
            words = words[1:]
        while words and (words[-1].low in self.rules.between or words[-1].low in self.rules.prepositions):
            words.pop()
        return words

    def _edge_after(self, place: int) -> int:
        """Where the clause that a place lies in ends; a quotation mark right there opens a name."""
        return self.starts[bisect_right(self.starts, place)] if place < len(self.low) else place

    def _whole_to(self, start: int, end: int) -> int:
        """The end of a stretch as far as a source may reach, before the word that it would cut."""
        if end <= start + _REACH:
            return end
        cut = start + _REACH
        while cut > start and not self.low[cut].isspace():
            cut -= 1
        return cut

    def _whole_from(self, start: int, end: int) -> int:
        """The beginning of a stretch as far as a source may reach, after the word that it would cut."""
        if start >= end - _REACH:
            return start
        cut = end - _REACH
        while cut < end and not self.low[cut - 1].isspace():
            cut += 1
        return cut

    def _goes_on(self, words: list[_Word], at: int) -> bool:
        """Whether a source goes on after "and": another name or another body."""
        return (
            words[at].low in self.rules.joining
            and at + 1 < len(words)
            and self._speaks(words[at + 1 : at + 3])
        )

    # before a verb, or after it where the verb comes first

    def _said(self, verb: Token) -> tuple[int, int, int, int] | None:
        if not self._is_saying(verb):
            return None
        at = bisect_right(self.edges, verb.start) - 1
        words = self._words(self._whole_from(self.edges[at], verb.start), verb.start)
        if words and (words[-1].low in self.rules.unsaid or words[-1].low in self.rules.articles):
            return None
        linked = all(word.low in self.rules.between or word.low in self.rules.openings for word in words)
        if linked:
            return self._apposed(verb, at) or self._inverted(verb)
        if verb.word in self.rules.postpositions:
            return self._belonging(words, verb)
        if self.rules.subject_first:
            return self._heading(words, verb)
        words = self._subject(words)
        if words and words[-1].low in self.rules.unsaid:
            return None
        if self.rules.verb_first and words and not self._speaks(words):
            return self._inverted(verb)
        if not words:
            return None
        if not self._may_say(words, verb):
            return None
        return words[0].start, verb.end, words[0].start, words[-1].end

    def _belonging(self, words: list[_Word], by: Token) -> tuple[int, int, int, int] | None:
        """What stands before a word like "according to", without the ending that this gives it."""
        words = self._subject(words)
        if not words or len(words) > _LONGEST or not words[-1].low[0].isalpha():
            return None
        last = words[-1]
        ending = self.rules.endings.search(last.low)
        return words[0].start, by.end, words[0].start, last.end - (len(ending[0]) if ending else 0)

    def _heading(self, words: list[_Word], verb: Token) -> tuple[int, int, int, int] | None:
        """The source at the head of a clause whose verb stands last, with what was said between them."""
        while words and words[0].low in self.rules.openings:
            words = words[1:]
        ends = [at for at in range(min(len(words), _LONGEST_HEAD)) if self._is_source(words, at)]
        end = ends[0] if ends else -1
        while end >= 0 and end + 1 in ends:
            end += 1
        if end < 0 or words[0].low in self.rules.nobody or words[end].low in self.rules.hearsay:
            return None
        beside = end + 1 == len(words)
        return words[0].start, verb.end if beside else words[end].end, words[0].start, words[end].end

    def _is_source(self, words: list[_Word], at: int) -> bool:
        """Whether a word names a source: a body, a person, or a name of two words or more."""
        word = words[at]
        if word.low in self.rules.pronouns or word.low in self.rules.agencies:
            return True
        if word.low in self.rules.sources:
            return True
        beside = [words[near] for near in (at - 1, at + 1) if 0 <= near < len(words)]
        return self._is_name(word) and any(map(self._is_name, beside))

    def _is_saying(self, verb: Token) -> bool:
        """Whether the word is a verb here, and one of saying."""
        written = self.text[verb.start : verb.end]
        if written[0].isupper() and verb.word not in self.rules.said and not written.isupper():
            return False
        after_it = self.rules.only_before.get(verb.word)
        if self.rules.not_saying.end(self.low, verb) or (after_it and not after_it.match(self.low, verb.end)):
            return False
        if verb.word in self.rules.maybe_nouns:
            after = _TOKEN.search(self.low, verb.end)
            before = self.low[: verb.start].rstrip()
            return not (after and after[0].strip(_EDGE) in self.rules.noun_before) and not before.endswith(
                ("'s", "s'")
            )
        return True

    def _subject(self, words: list[_Word]) -> list[_Word]:
        """What is left of a clause when what only links it is taken away on both sides."""
        while words and (words[-1].low in self.rules.between or self._is_adverb(words[-1])):
            words = words[:-1]
        if not words or words[-1].low in self.rules.relatives:
            return []
        if words[-1].low in self.rules.pronouns:
            return words[-1:]
        for at in range(len(words) - 1, -1, -1):
            if words[at].low in self.rules.connectors and not self._goes_on(words, at):
                words = words[at + 1 :]
                break
        while words and words[0].low in self.rules.openings and len(words) > 1:
            words = words[1:]
        for at, word in enumerate(words):
            if at and word.low in self.rules.relatives:
                return words[:at]
        return self._noun_phrase(words)

    def _noun_phrase(self, words: list[_Word]) -> list[_Word]:
        """The words themselves where they are few; of a longer clause the source that ends it."""
        if len(words) <= _LONGEST and words and words[0].low not in self.rules.prepositions:
            return words
        for head in range(len(words) - 1, -1, -1):
            if self._speaks(words[head : head + 1]):
                first = head
                while first and head - first < 4 and words[first - 1].low not in self.rules.prepositions:
                    first -= 1
                    if words[first].low in self.rules.determiners:
                        break
                return words[first:]
        return []

    def _may_say(self, words: list[_Word], verb: Token) -> bool:
        last = words[-1].low
        if last in self.rules.hearsay or words[0].low in self.rules.nobody:
            return False
        if len(words) == 1 and last in self.rules.pronouns:
            return True
        if verb.word in self.rules.said:
            return len(words) <= _LONGEST
        if verb.word in self.rules.maybe_nouns and not self._agrees(words, verb):
            return False
        return self._speaks(words)

    def _agrees(self, words: list[_Word], verb: Token) -> bool:
        """Whether a word that may be a noun is a verb here: after one speaker, not after many, or a lone adjective."""
        last = words[-1]
        if last.text.islower() and (last.low.endswith("s") or last.low in self.rules.plurals):
            return False
        if len(words) > 1 or not self._opens_sentence(last):
            return True
        after = _TOKEN.search(self.low, verb.end)
        return last.low in self.rules.agencies or (after is not None and after[0] in self.rules.connectors)

    def _inverted(self, verb: Token) -> tuple[int, int, int, int] | None:
        if verb.word in self.rules.never_first:
            return None
        words = self._right(verb.end)
        if not words or not self._speaks(words) or len(words) > _LONGEST_INVERTED:
            return None
        if words[0].low in self.rules.pronouns:
            words = words[:1]
        follows = _TOKEN.match(self.low, words[-1].end + 1)
        parted = self.low[words[-1].end : words[-1].end + 1] in _EDGE
        if not parted and (
            words[0].low in self.rules.pronouns or (follows and follows[0] in self.rules.auxiliaries)
        ):
            return None
        return verb.start, words[-1].end, words[0].start, words[-1].end

    def _apposed(self, verb: Token, at: int) -> tuple[int, int, int, int] | None:
        """A name, what the name is, and the verb: "Dana Ospan, the mayor, said"."""
        if at < 2 or any(self.low[self.starts[edge] : self.edges[edge]] != "," for edge in (at, at - 1)):
            return None
        between = self._words(self.edges[at - 1], self.starts[at])
        words = self._subject(self._words(self.edges[at - 2], self.starts[at - 1]))
        if not between or not words or words[0].low in self.rules.prepositions:
            return None
        if not self._is_apposition(between) or not self._speaks(words):
            return None
        return words[0].start, verb.end, words[0].start, words[-1].end

    def _is_apposition(self, words: list[_Word]) -> bool:
        if len(words) > _LONGEST:
            return False
        first = words[0].low
        told = first in self.rules.appositions or first.isdigit() or first.endswith(_PARTICIPLE)
        return told or all(map(self._is_name, words))

    # what speaks

    def _speaks(self, words: list[_Word]) -> bool:
        """Whether a body, a person or a name is among the words; a capital that only opens a sentence is no name."""
        if words[0].low in self.rules.pronouns:
            return True
        for at, word in enumerate(words):
            if word.low in self.rules.sources or word.low in self.rules.agencies:
                return True
            if self._is_name(word):
                follows = at + 1 < len(words) and self._is_name(words[at + 1])
                if at or follows or len(words) == 1 or not self._opens_sentence(word):
                    return True
        return False

    def _is_adverb(self, word: _Word) -> bool:
        return word.text.endswith(_ADVERB) and word.text.islower() and word.low not in self.rules.sources

    def _is_name(self, word: _Word) -> bool:
        rules = self.rules
        return word.text[:1].isupper() and not any(
            word.low in others
            for others in (rules.determiners, rules.openings, rules.prepositions, rules.connectors)
        )

    def _opens_sentence(self, word: _Word) -> bool:
        before = self.text[max(word.start - _LOOK_BACK, 0) : word.start].rstrip(" \"'“‘«([")
        return not before or before[-1] in ".!?…:\n"

    def _words(self, start: int, end: int) -> list[_Word]:
        words = []
        text, low = self.text, self.low
        for found in _TOKEN.finditer(text, start, end):
            first, last = found.span()
            if text[first] in _EDGE or text[last - 1] in _EDGE:
                bare = found[0].strip(_EDGE)
                if not bare:
                    continue
                first += found[0].index(bare)
                last = first + len(bare)
            words.append(_Word(text[first:last], low[first:last], first, last))
        return words


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_"
