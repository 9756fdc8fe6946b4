"""Rows that wait to be indexed, searched as they are: their words are folded once, and not for every question."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Any

from storage.aids import AIDS
from storage.codec import listed
from storage.fulltext import FullText
from storage.words import FIELD_BREAK
from wireroom.filters import find_word

Select = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]

#: One wording of a row: its place, its transaction and its checksum. A transaction that was taken back leaves its number
#: to the next.
_Wording = tuple[Any, ...]

#: Stands between the copy of rows that are searched in one go; no word holds it, and no phrase runs across.
_ROW_BREAK = f"{FIELD_BREAK}\n"


class _Copies:
    """The words of rows in one text, which is searched many times as fast as each by itself."""

    def __init__(self, folded: dict[_Wording, str]) -> None:
        self.folded = folded
        self._places = [wording[0] for wording in folded]
        self._text = _ROW_BREAK.join(folded.values())
        self._ends = list(accumulate(len(copy) + len(_ROW_BREAK) for copy in folded.values()))

    def with_word(self, word: str) -> set[int]:
        """The places of the rows in which a word begins so."""
        return set(self._found(lambda start: find_word(word, self._text, start)))

    def with_phrase(self, words: Sequence[str]) -> set[int]:
        """The places of the rows that hold the words next to each other, whole."""
        apart = rf"[^\w{FIELD_BREAK}]+".join(map(re.escape, words))
        search = re.compile(rf"(?<!\w){apart}(?!\w)").search

        def find(start: int) -> int:
            met = search(self._text, start)
            return met.start() if met else -1

        return set(self._found(find))

    def _found(self, find: Callable[[int], int]) -> Iterator[int]:
        start = 0
        while (at := find(start)) >= 0:
            row = bisect_right(self._ends, at)
            yield self._places[row]
            start = self._ends[row]


class WaitingWords:
    """The words of the rows of each table that wait for the index; ``select`` runs a question.

    A row is read and folded when it is first met, and again when its transaction or its checksum is another one; what
    does not wait any more is forgotten. Threads that ask at once may fold a row twice, and find the same.
    """

    def __init__(self, select: Select) -> None:
        self._select = select
        self._copies: dict[str, _Copies] = {}

    def places_with(self, table: str, words: Sequence[str], *, phrase: bool) -> list[int]:
        """The places of those rows that hold the words as the index would find them."""
        copies = self._brought_up_to_date(table)
        if phrase:
            return sorted(copies.with_phrase(words))
        return sorted(set.intersection(*map(copies.with_word, words)))

    def _brought_up_to_date(self, table: str) -> _Copies:
        known = self._copies.get(table) or _Copies({})
        waiting = self._select(FullText(table).waiting, ())
        there = {wording: known.folded[wording] for wording in waiting if wording in known.folded}
        if len(there) == len(waiting) == len(known.folded):
            return known
        if len(there) < len(waiting):
            met = listed([wording[0] for wording in waiting if wording not in there])
            words = AIDS[table].words
            for *wording, body in self._select(FullText(table).waiting_bodies, (met,)):
                there[tuple(wording)] = words(body)
        copies = self._copies[table] = _Copies(there)
        return copies
