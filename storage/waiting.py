"""Rows that wait to be indexed, searched as they are: their words are folded once, and not for every question."""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from storage.aids import AIDS
from storage.fulltext import FullText
from storage.words import FIELD_BREAK

Select = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


class _Folded(NamedTuple):
    """The words of one wording of a row."""

    wording: tuple[Any, ...]
    """Its transaction and checksum: a transaction that was taken back leaves its number to the next."""
    copy: str


class WaitingWords:
    """The words of the rows of each table that wait for the index; ``select`` runs a question.

    A row is read and folded when it is first met, and again when its transaction or its checksum is another one; what
    does not wait any more is forgotten. Threads that ask at once may fold a row twice, and find the same.
    """

    def __init__(self, select: Select) -> None:
        self._select = select
        self._folded: dict[str, dict[int, _Folded]] = {}

    def places_with(self, table: str, words: Sequence[str], *, phrase: bool) -> list[int]:
        """The places of those rows that hold the words as the index would find them."""
        spelt = [re.escape(word) for word in words]
        if phrase:
            spelt = [rf"[^\w{FIELD_BREAK}]+".join(spelt) + r"(?!\w)"]
        searches = [re.compile(rf"(?<!\w){word}").search for word in spelt]
        return [
            place
            for place, (_, copy) in self._brought_up_to_date(table).items()
            if all(word in copy for word in words) and all(search(copy) for search in searches)
        ]

    def _brought_up_to_date(self, table: str) -> dict[int, _Folded]:
        known = self._folded.get(table, {})
        waiting = self._select(FullText(table).waiting, ())
        there = {
            place: folded
            for place, *wording in waiting
            if (folded := known.get(place)) is not None and folded.wording == tuple(wording)
        }
        if len(there) < len(waiting):
            met = json.dumps([row[0] for row in waiting if row[0] not in there])
            words = AIDS[table].words
            for place, rev, checksum, body in self._select(FullText(table).waiting_bodies, (met,)):
                there[place] = _Folded((rev, checksum), words(body))
        self._folded[table] = there
        return there
