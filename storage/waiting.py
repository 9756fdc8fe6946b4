"""Rows that wait to be indexed, searched as they are: their words are folded once, and not for every question."""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from storage.aids import AIDS
from storage.fulltext import FullText
from storage.words import FIELD_BREAK
from wireroom.filters import begins_word

Select = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]

#: One wording of a row: its place, its transaction and its checksum. A transaction that was taken back leaves its number
#: to the next.
_Wording = tuple[Any, ...]


class WaitingWords:
    """The words of the rows of each table that wait for the index; ``select`` runs a question.

    A row is read and folded when it is first met, and again when its transaction or its checksum is another one; what
    does not wait any more is forgotten. Threads that ask at once may fold a row twice, and find the same.
    """

    def __init__(self, select: Select) -> None:
        self._select = select
        self._folded: dict[str, dict[_Wording, str]] = {}

    def places_with(self, table: str, words: Sequence[str], *, phrase: bool) -> list[int]:
        """The places of those rows that hold the words as the index would find them."""
        waiting = list(self._brought_up_to_date(table).items())
        if phrase:
            apart = rf"[^\w{FIELD_BREAK}]+".join(map(re.escape, words))
            search = re.compile(rf"(?<!\w){apart}(?!\w)").search
            return [wording[0] for wording, copy in waiting if search(copy)]
        for word in words:
            waiting = [(wording, copy) for wording, copy in waiting if begins_word(word, copy)]
        return [wording[0] for wording, _ in waiting]

    def _brought_up_to_date(self, table: str) -> dict[_Wording, str]:
        known = self._folded.get(table, {})
        waiting = self._select(FullText(table).waiting, ())
        there = {wording: known[wording] for wording in waiting if wording in known}
        if len(there) < len(waiting):
            met = json.dumps([wording[0] for wording in waiting if wording not in there])
            words = AIDS[table].words
            for *wording, body in self._select(FullText(table).waiting_bodies, (met,)):
                there[tuple(wording)] = words(body)
        self._folded[table] = there
        return there
