"""The filter language of the wire: words, fields and how they are joined, as text and as a condition.

    query    = all { "or" all }
    all      = part { [ "and" ] part }
    part     = ( "not" | "-" ) part | "(" query ")" | field ":" value | "#" tag | '"' phrase '"' | word

A word is looked for as the beginning of a word. :func:`to_text` writes a condition in the same language.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches

from msgspec import Struct

from wireroom.errors import UsageError
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
from wireroom.model import CueKind, Feed, Priority, Stage

#: The fields of the language, in the order in which help and messages name them.
FIELDS = ("feed", "tag", "stage", "priority", "cue", "origin", "since", "before", "changed", "title")

_BY_CUES = re.compile(r"\b(?:cue|priority):", re.IGNORECASE)

_DEEPEST = 60
_JOINERS = frozenset({"and", "or", "not"})
_SPAN = re.compile(r"(\d{1,6})(m|min|h|d|w)")
_SPANS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_FIELD = re.compile(r"([A-Za-z][A-Za-z_-]*):")
_STROKE = re.compile(r"(\\.)|/", re.DOTALL)
_BARE = re.compile(r"[^\s()\"]+")
_PLAIN_VALUE = re.compile(r"[^\s()\"/][^\s()\"]*")


class QueryError(UsageError):
    """A filter that can't be read.

    ``column`` counts characters from 1; ``expected`` says what could stand there; ``caret`` is the query with a
    mark under the column, for a terminal.
    """

    title = "The filter can't be read"

    def __init__(self, problem: str, *, query: str, column: int, expected: str) -> None:
        shown = "".join(char if char.isprintable() else " " for char in query)
        self.column = column
        self.expected = expected
        self.caret = f"{shown}\n{' ' * _cells(shown[: column - 1])}^"
        super().__init__(f"{problem} at column {column}: expected {expected}.\n{self.caret}")


def parse(text: str, *, now: datetime, feeds: Iterable[Feed] = ()) -> Condition:
    """The condition that a filter asks for; an empty filter lets everything through.

    ``now`` is where ``since:2h`` counts from; ``feeds`` are those that ``feed:bbc`` may name. Raises QueryError.
    """
    return _Reader(text, now.astimezone(UTC), tuple(feeds)).read()


def is_by_cues(text: str) -> bool:
    """Whether a filter asks for what reading copy finds: cues, or the priority that comes of them."""
    return _BY_CUES.search(text) is not None


def to_text(condition: Condition) -> str:
    """A condition in the filter language; one that :func:`parse` made is read back as it was."""
    match condition:
        case Everything():
            return ""
        case And(parts=parts):
            return " ".join(f"({to_text(part)})" if isinstance(part, Or) else to_text(part) for part in parts)
        case Or(parts=parts):
            return " or ".join(to_text(part) for part in parts)
        case Not(part=part):
            return f"not ({to_text(part)})" if isinstance(part, And | Or) else f"not {to_text(part)}"
        case Words(text=text, phrase=phrase):
            return _quoted(text) if phrase or not _is_bare_word(text) else text
        case FieldIs(field=field, value=value):
            return f"{field}:{_value(value)}"
        case FeedLike(text=text):
            return f"feed:{_value(text)}"
        case SeenSince(at=at):
            return f"since:{_time(at)}"
        case SeenBefore(at=at):
            return f"before:{_time(at)}"
        case Changed(yes=yes):
            return "changed:yes" if yes else "changed:no"
        case HeadlineMatches(pattern=pattern):
            return f"title:/{_STROKE.sub(_escaped_stroke, pattern)}/"


class _Reader(Struct):
    """Reads a query from left to right; ``at`` is the next character, ``depth`` how many brackets are open."""

    query: str
    now: datetime
    feeds: tuple[Feed, ...]
    at: int = 0
    depth: int = 0

    def read(self) -> Condition:
        if not self._rest():
            return Everything()
        condition = self._any_of()
        if self._rest():
            raise self._error("This bracket closes nothing", "a word, a field or the end")
        return condition

    def _any_of(self) -> Condition:
        parts = [self._all_of()]
        while self._takes("or"):
            parts.append(self._all_of())
        return _joined(Or, parts)

    def _all_of(self) -> Condition:
        parts = [self._part()]
        while True:
            if self._takes("and"):
                parts.append(self._part())
            elif self._rest() in ("", ")") or self._word_ahead() == "or":
                return _joined(And, parts)
            else:
                parts.append(self._part())

    def _part(self) -> Condition:
        opening = self._rest()
        if opening == "" or opening == ")" or self._word_ahead() in ("and", "or"):
            what = "The filter ends" if opening == "" else f'"{self._word_ahead() or ")"}" comes too early'
            raise self._error(what, 'a word, a "phrase", a field such as stage:new, or a bracket')
        if opening == "(" or opening == "-" or self._word_ahead() == "not":
            return self._nested(opening)
        if opening == '"':
            return self._words(self._quoted_text(), phrase=True)
        if opening == "#":
            self.at += 1
            return FieldIs("tag", self._plain_value("a tag such as #almaty").casefold())
        named = _FIELD.match(self.query, self.at)
        return self._field(named[1]) if named else self._words(self._bare_text(), phrase=False)

    def _nested(self, opening: str) -> Condition:
        """What stands in brackets or is denied."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self._error("The filter is nested too deeply", f"at most {_DEEPEST} brackets and denials")
        if opening == "(":
            opened = self.at
            self.at += 1
            condition = self._any_of()
            if self._rest() != ")":
                self.at = opened
                raise self._error("This bracket is never closed", 'a ")" after it')
            self.at += 1
        else:
            self.at += 1 if opening == "-" else len("not")
            condition = Not(self._part())
        self.depth -= 1
        return condition

    def _words(self, text: str, *, phrase: bool) -> Condition:
        if not asked_words(text):
            self.at -= len(text) + (2 if phrase else 0)
            raise self._error("There is no word to look for", "letters or digits")
        return Words(text, phrase=phrase)

    def _field(self, name: str) -> Condition:
        field = name.casefold()
        if field not in FIELDS:
            close = get_close_matches(field, FIELDS, n=1)
            hint = f"{close[0]}: (or one of {', '.join(FIELDS)})" if close else f"one of {', '.join(FIELDS)}"
            raise self._error(f'Items have no field "{name}"', f"{hint}; words with a colon go in quotes")
        self.at += len(name) + 1
        readers: dict[str, Callable[[], Condition]] = {
            "feed": self._feed,
            "tag": lambda: FieldIs("tag", self._value("a tag").lstrip("#").casefold()),
            "stage": lambda: self._choice("stage", list(Stage)),
            "priority": lambda: self._choice("priority", list(Priority)),
            "cue": lambda: FieldIs(
                "cue", self._value(f"a cue ({', '.join(CueKind)}) or its words").casefold()
            ),
            "origin": lambda: FieldIs("origin", self._value("an organisation such as reuters").casefold()),
            "since": lambda: SeenSince(self._moment()),
            "before": lambda: SeenBefore(self._moment()),
            "changed": lambda: Changed(self._choice("changed", ["yes", "no"]).value == "yes"),
            "title": self._title,
        }
        return readers[field]()

    def _feed(self) -> Condition:
        text = self._value("part of a feed's title, address, origin or tags")
        wanted = text.casefold()
        named = [
            feed.id
            for feed in self.feeds
            if wanted == feed.id
            or any(wanted in has.casefold() for has in (feed.title, feed.url, feed.origin, *feed.tags))
        ]
        return FeedLike(text, frozenset(named))

    def _choice(self, field: str, choices: list[str]) -> FieldIs:
        start = self.at
        value = self._value(f"one of {', '.join(choices)}").casefold()
        if value not in choices:
            self.at = start
            raise self._error(f'{field} can\'t be "{value}"', f"one of {', '.join(choices)}")
        return FieldIs(field, value)

    def _moment(self) -> datetime:
        start = self.at
        expected = "a span such as 30m, 2h, 3d or 1w, today, yesterday, or a date such as 2026-01-05 or 2026-01-05T14:30"
        value = self._value(expected)
        midnight = self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        try:
            span = _SPAN.fullmatch(value.casefold())
            if span:
                return self.now - timedelta(**{_SPANS[span[2]]: int(span[1])})
            if value.casefold() in ("today", "yesterday"):
                return midnight - timedelta(days=value.casefold() == "yesterday")
            moment = datetime.fromisoformat(value)
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError):
            self.at = start
            raise self._error(f'"{value}" is no time', expected) from None

    def _title(self) -> Condition:
        if self._here() != "/":
            return HeadlineMatches(re.escape(self._value("/a regular expression/ or words")))
        start = self.at
        body = re.compile(r"/((?:[^\\/]|\\.)+)/", re.DOTALL).match(self.query, start)
        if not body:
            raise self._error("The regular expression does not end", "/something/ with a stroke at its end")
        pattern = re.sub(r"\\(.)", lambda at: "/" if at[1] == "/" else at[0], body[1], flags=re.DOTALL)
        try:
            re.compile(pattern)
        except re.error as problem:
            self.at = start + 1 + (problem.pos or 0)
            raise self._error(
                f"The regular expression is wrong ({problem.msg})", "one that Python reads"
            ) from None
        self.at = body.end()
        return HeadlineMatches(pattern)

    def _value(self, expected: str) -> str:
        if self._here() == '"':
            text = self._quoted_text()
            if not text.strip():
                raise self._error("The quotes are empty", expected)
            return text
        return self._plain_value(expected)

    def _plain_value(self, expected: str) -> str:
        found = _BARE.match(self.query, self.at)
        if not found:
            raise self._error("Something is missing", expected)
        self.at = found.end()
        return found[0]

    def _bare_text(self) -> str:
        return self._plain_value("a word")

    def _quoted_text(self) -> str:
        found = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL).match(self.query, self.at)
        if not found:
            raise self._error("These quotes are never closed", 'a closing "')
        self.at = found.end()
        return re.sub(r"\\(.)", r"\1", found[1], flags=re.DOTALL)

    def _here(self) -> str:
        return self.query[self.at : self.at + 1]

    def _rest(self) -> str:
        """The next character that is not white space, which becomes the place to read on."""
        while self._here().isspace():
            self.at += 1
        return self._here()

    def _word_ahead(self) -> str:
        """The joining word that comes next, if one does."""
        self._rest()
        found = _BARE.match(self.query, self.at)
        word = found[0].casefold() if found else ""
        return word if word in _JOINERS else ""

    def _takes(self, joiner: str) -> bool:
        if self._word_ahead() != joiner:
            return False
        self.at += len(joiner)
        return True

    def _error(self, problem: str, expected: str) -> QueryError:
        return QueryError(problem, query=self.query, column=self.at + 1, expected=expected)


def _joined(kind: type[And] | type[Or], parts: list[Condition]) -> Condition:
    """One part stays itself; parts of the same kind are taken in, so that brackets that change nothing vanish."""
    if len(parts) == 1:
        return parts[0]
    flat: list[Condition] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, And | Or) and type(part) is kind else [part])
    return kind(tuple(flat))


def _is_bare_word(text: str) -> bool:
    return (
        _BARE.fullmatch(text) is not None
        and text.casefold() not in _JOINERS
        and not text.startswith(("-", "#"))
        and not _FIELD.match(text)
    )


def _escaped_stroke(found: re.Match[str]) -> str:
    return found[1] or r"\/"


def _value(value: str) -> str:
    return value if _PLAIN_VALUE.fullmatch(value) else _quoted(value)


def _quoted(text: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _cells(text: str) -> int:
    """How many cells of a terminal a line takes."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )
