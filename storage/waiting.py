"""Rows that wait to be indexed, searched as they are: their words are folded once, and not for every question."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate

from msgspec import Struct, field

from storage.aids import AIDS
from storage.codec import listed
from storage.fulltext import FullText, Select
from storage.words import spaced_words

#: One wording of a row: its place, and the checksum over its id, its transaction and its body.
_Wording = tuple[int, int]

#: Stands between the copy of rows that are searched in one go; no phrase runs across.
_ROW_BREAK = " \n"

#: Copy that comes in joins what came before it, up to so many rows.
_TOGETHER = 200

#: So many answers are remembered for as long as nothing comes in.
_REMEMBERED = 16


class _Copies:
    """The words of rows in one text, each behind a blank: it is searched many times as fast as each row by itself."""

    def __init__(self, folded: Mapping[_Wording, str]) -> None:
        self.folded = folded
        self._places = [place for place, _ in folded]
        self._text = "".join(f" {copy}{_ROW_BREAK}" for copy in folded.values())
        self._ends = list(accumulate(len(copy) + 1 + len(_ROW_BREAK) for copy in folded.values()))

    def with_word(self, word: str) -> Iterator[int]:
        """The places of the rows in which a word begins so."""
        text, begins = self._text, f" {word}"
        return self._found(lambda start: text.find(begins, start))

    def with_phrase(self, words: Sequence[str]) -> Iterator[int]:
        """The places of the rows that hold the words next to each other, whole."""
        search = re.compile(f" {' +'.join(map(re.escape, words))}(?= )").search

        def find(start: int) -> int:
            met = search(self._text, start)
            return met.start() if met else -1

        return self._found(find)

    def _found(self, find: Callable[[int], int]) -> Iterator[int]:
        start = 0
        while (at := find(start)) >= 0:
            row = bisect_right(self._ends, at)
            yield self._places[row]
            start = self._ends[row]


class _Waiting(Struct, frozen=True):
    """What was read of the rows of a table that wait."""

    indexed: int
    """The place behind which they begin."""
    last: int
    """The place of the last that was read."""
    checksums: tuple[int, float]
    """How many they are, and the sum of their checksums: another one where any of them was changed or left."""
    copies: tuple[_Copies, ...] = ()
    found: dict[tuple[object, ...], list[int]] = field(default_factory=dict)
    """What was found in them: a page and the count of the whole ask for the same."""

    def with_more(self, folded: Mapping[_Wording, str]) -> "_Waiting":
        """The same and rows behind them."""
        if not folded:
            return self
        (count, total), copies = self.checksums, self.copies
        checksums = (count + len(folded), total + sum(checksum for _, checksum in folded))
        last = max(place for place, _ in folded)
        if copies and len(copies[-1].folded) + len(folded) <= _TOGETHER:
            folded = {**copies[-1].folded, **folded}
            copies = copies[:-1]
        return _Waiting(self.indexed, last, checksums, (*copies, _Copies(folded)))

    def places_with(self, words: Sequence[str], *, phrase: bool) -> list[int]:
        """The places of the rows that hold the words, in order."""
        asked = (phrase, *words)
        if (places := self.found.get(asked)) is None:
            if len(self.found) == _REMEMBERED:
                self.found.clear()
            places = self.found[asked] = sorted(self._places_with(words, phrase=phrase))
        return places

    def _places_with(self, words: Sequence[str], *, phrase: bool) -> Iterator[int]:
        for copies in self.copies:
            if phrase:
                yield from copies.with_phrase(words)
            else:
                yield from set.intersection(*(set(copies.with_word(word)) for word in words))


class WaitingWords:
    """The words of the rows of each table that wait for the index; ``select`` runs a question.

    What was read once is read again only where a sum over the rows says that one of them is another now; rows behind
    the last that was read come in besides. Threads that ask at once may fold a row twice, and find the same.
    """

    def __init__(self, select: Select) -> None:
        self._select = select
        self._waiting: dict[str, _Waiting] = {}

    def places_with(self, table: str, words: Sequence[str], *, phrase: bool) -> list[int]:
        """The places of those rows that hold the words as the index would find them, in order."""
        return self._brought_up_to_date(table).places_with(words, phrase=phrase)

    def get_ready(self, table: str) -> None:
        """Read them before they are asked for."""
        self._brought_up_to_date(table)

    def _brought_up_to_date(self, table: str) -> _Waiting:
        full_text = FullText(table)
        ((indexed,),) = self._select(full_text.indexed_place, ())
        known, before = self._waiting.get(table), dict[_Wording, str]()
        if known is not None and (
            known.indexed != indexed
            or self._select(full_text.waiting_sum, (indexed, known.last)) != [known.checksums]
        ):
            before = {wording: copy for one in known.copies for wording, copy in one.folded.items()}
            known = None
        known = known or _Waiting(indexed, indexed, (0, 0.0))
        met = self._select(full_text.waiting, (known.last,))
        met = [wording for wording in met if type(wording[1]) is int]  # damage can change the very types
        unread = [place for place, checksum in met if (place, checksum) not in before]
        if unread:
            words = AIDS[table].words
            for place, checksum, body in self._select(full_text.waiting_bodies, (listed(unread),)):
                before[place, checksum] = spaced_words(words(body))
        self._waiting[table] = known = known.with_more(
            {wording: before[wording] for wording in met if wording in before}
        )
        return known
