"""From a filter's condition to SQL that lets no item slip through that the filter would take.

A narrowing is ``exact`` where it takes precisely what :func:`wireroom.filters.matches` takes; elsewhere it takes
more, and every candidate is asked again.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from storage.dialect import Dialect, Narrowing
from storage.times import time_text
from storage.words import origin_term
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
    asked_words,
)
from wireroom.unspaced import is_unspaced, unspaced_runs

_ALL = Narrowing("TRUE")
_ANY = Narrowing("TRUE", exact=False)
_COLUMNS = frozenset({"feed", "stage", "priority"})
_COPY = ("headline", "summary", "body")
_TERMS = frozenset({"tag", "cue", "origin"})


def narrow(condition: Condition, dialect: Dialect, *, by_words: bool = True) -> Narrowing:
    """The rows of items worth asking about a condition, in the words of an engine.

    Without ``by_words``, full text is left out of it.
    """
    match condition:
        case Everything():
            return _ALL
        case Words(text=text, phrase=phrase):
            return _words(text, dialect, phrase=phrase) if by_words else _ANY
        case FieldIs(field=field, value=value):
            return _field(field, value, dialect)
        case FeedLike(feeds=feeds):
            return dialect.feeds(sorted(feeds))
        case SeenSince(at=at):
            return Narrowing("first_seen >= ?", (time_text(at),))
        case SeenBefore(at=at):
            return Narrowing("first_seen < ?", (time_text(at),))
        case Changed(yes=yes):
            return Narrowing("version > 1" if yes else "version <= 1")
        case HeadlineMatches():
            return _ANY
        case Not(part=part):
            inner = narrow(part, dialect, by_words=by_words)
            return Narrowing(f"NOT ({inner.where})", inner.parameters) if inner.exact else _ANY
        case And(parts=parts):
            narrowed = [narrow(part, dialect, by_words=by_words) for part in _together(parts)]
            return _joined("AND", _steered(narrowed), empty="TRUE")
        case Or(parts=parts):
            return _joined("OR", [narrow(part, dialect, by_words=by_words) for part in parts], empty="FALSE")


def _together(parts: Sequence[Condition]) -> list[Condition]:
    """Words that are all asked for, put to the index as one question. A phrase stays one of its own."""
    words = [part.text for part in parts if isinstance(part, Words) and not part.phrase]
    others = [part for part in parts if not isinstance(part, Words) or part.phrase]
    return [Words(" ".join(words)), *others] if len(words) > 1 else list(parts)


def words_alone(condition: Condition) -> Words | None:
    """The words a condition asks for, if it asks for nothing but words that an index knows; ``None`` otherwise."""
    if isinstance(condition, And):
        condition = only[0] if len(only := _together(condition.parts)) == 1 else condition
    return condition if isinstance(condition, Words) and not is_unspaced(condition.text) else None


def _steered(parts: list[Narrowing]) -> list[Narrowing]:
    """A feed is rarer than a stage: keep an engine that can't know it from walking all items of the stage."""
    if not any(part.where == "feed = ?" for part in parts):
        return parts
    common = {f"{field} = ?": f"({field} || '') = ?" for field in ("stage", "priority")}
    return [replace(part, where=common.get(part.where, part.where)) for part in parts]


def _joined(word: str, parts: list[Narrowing], *, empty: str) -> Narrowing:
    where = f" {word} ".join(f"({part.where})" for part in parts) or empty
    parameters = tuple(value for part in parts for value in part.parameters)
    few = (any if word == "AND" else all)(part.few for part in parts)
    return Narrowing(where, parameters, all(part.exact for part in parts), few and bool(parts))


def _field(field: str, value: str, dialect: Dialect) -> Narrowing:
    if field in _COLUMNS:
        return Narrowing(f"{field} = ?", (value,))
    if field in _TERMS:
        return dialect.term(origin_term(value) if field == "origin" else f"{field}={value}")
    raise ValueError(f"No item has a field {field!r} to filter by.")


def _words(text: str, dialect: Dialect, *, phrase: bool) -> Narrowing:
    words = asked_words(text)
    indexed = [word for word in words if not is_unspaced(word)]
    if len(indexed) == len(words):
        return dialect.words("items", words, phrase=phrase) if words else _ALL
    parts = [_holding(word, dialect) for word in words if is_unspaced(word)]
    if indexed:
        parts.append(dialect.words("items", indexed, phrase=False))
    found = _joined("AND", parts, empty="TRUE")
    return replace(found, exact=False) if phrase and len(words) > 1 else found


def _holding(word: str, dialect: Dialect) -> Narrowing:
    """Items whose copy holds a word of a script without blanks, or what of it is in one: no index knows where it begins.

    Whether the document holds it is looked up first: most don't, and its fields are not read then.
    """
    runs = unspaced_runs(word)
    held = " AND ".join(["CAST(body AS TEXT) LIKE ?"] * len(runs))
    asked = [f"%{run}%" for run in runs]
    if runs != [word]:
        return Narrowing(held, tuple(asked), exact=False)
    copy = " OR ".join(f"{dialect.field(name)} LIKE ?" for name in _COPY)
    return Narrowing(f"{held} AND ({copy})", (*asked, *asked * len(_COPY)))


def asks_for_words(condition: Condition) -> bool:
    """Whether full text has a say in a condition."""
    match condition:
        case Words():
            return True
        case Not(part=part):
            return asks_for_words(part)
        case And(parts=parts) | Or(parts=parts):
            return any(asks_for_words(part) for part in parts)
        case _:
            return False
