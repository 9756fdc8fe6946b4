"""From a filter's condition to SQL that lets no item slip through that the filter would take.

A narrowing is ``exact`` where it takes precisely what :func:`wireroom.filters.matches` takes; elsewhere it takes
more, and every candidate is asked again.
"""

import json
from dataclasses import dataclass
from typing import Any

from storage.codec import time_text
from storage.words import full_text, origin_term
from wireroom.filters import (
    And,
    Changed,
    Condition,
    Everything,
    FeedLike,
    FieldIs,
    HeadlineMatches,
    Not,
    Or,
    SeenBefore,
    SeenSince,
    Words,
)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A condition of SQL on the rows of items."""

    where: str
    parameters: tuple[Any, ...] = ()
    exact: bool = True


_ALL = Narrowing("1")
_COLUMNS = frozenset({"feed", "stage", "priority"})
_TERMS = frozenset({"tag", "cue", "origin"})


def narrow(condition: Condition) -> Narrowing:
    """The rows of items worth asking about a condition."""
    match condition:
        case Everything():
            return _ALL
        case Words(text=text, phrase=phrase):
            return _words(text, phrase=phrase)
        case FieldIs(field=field, value=value):
            return _field(field, value)
        case FeedLike(feeds=feeds):
            return Narrowing("feed IN (SELECT value FROM json_each(?))", (json.dumps(sorted(feeds)),))
        case SeenSince(at=at):
            return Narrowing("first_seen >= ?", (time_text(at),))
        case SeenBefore(at=at):
            return Narrowing("first_seen < ?", (time_text(at),))
        case Changed(yes=yes):
            return Narrowing("version > 1" if yes else "version <= 1")
        case HeadlineMatches():
            return Narrowing("1", exact=False)
        case Not(part=part):
            inner = narrow(part)
            return (
                Narrowing(f"NOT ({inner.where})", inner.parameters)
                if inner.exact
                else Narrowing("1", exact=False)
            )
        case And(parts=parts):
            return _joined("AND", [narrow(part) for part in parts], empty="1")
        case Or(parts=parts):
            return _joined("OR", [narrow(part) for part in parts], empty="0")


def _joined(word: str, parts: list[Narrowing], *, empty: str) -> Narrowing:
    where = f" {word} ".join(f"({part.where})" for part in parts) or empty
    parameters = tuple(value for part in parts for value in part.parameters)
    return Narrowing(where, parameters, all(part.exact for part in parts))


def _field(field: str, value: str) -> Narrowing:
    if field in _COLUMNS:
        return Narrowing(f"{field} = ?", (value,))
    if field in _TERMS:
        term = origin_term(value) if field == "origin" else f"{field}={value}"
        return Narrowing("id IN (SELECT id FROM item_terms WHERE term = ?)", (term,))
    raise ValueError(f"No item has a field {field!r} to filter by.")


def _words(text: str, *, phrase: bool) -> Narrowing:
    asked = full_text(text, phrase=phrase)
    if not asked:
        return _ALL
    return Narrowing("place IN (SELECT rowid FROM words_items WHERE words_items MATCH ?)", (asked,))
