"""Ill-formed documents cut into their items, so that only what is new goes to feedparser.

feedparser reads what is no XML with a parser of its own, which goes from tag to tag and remembers where it stands; on
a whole document that takes a hundred times as long as the two new items in it. An item can be left out where two things are sure:

- Its tags begin and end in it, whatever comes after. That is so where every ``<`` in it begins a tag with quoted attributes or
  a closed CDATA section (:data:`_ITEM`); a bare ``&`` does no harm. Between items there may be blanks only.
- The parser stands, after reading it, where it stood after the item before it. That is watched: when an item is read, the parser's
  whole state is compared after the item's first tag and after its last.

What an item is read as then follows from its own text and the head of its document, and both are in its fingerprint.
The first item is always read, so that every other one is read behind an item, as in the whole document. Where anything
else is met, feedparser gets the whole. Where all that is new is plain, and was judged so, feedparser is not asked at all
(:mod:`wireroom.feeds.raggeditems`).
"""

import re
from collections.abc import Collection, Mapping, Sequence
from hashlib import blake2b
from itertools import chain
from typing import Any, SupportsIndex
from xml.parsers import expat

from msgspec import Struct

from wireroom.feeds.delta import as_utf_8, without_dates
from wireroom.feeds.judge import converted, loose_parser, version
from wireroom.model import FeedHead
from wireroom.patterns import Pattern

_FORMAT = "ragged 1"
#: What may stand anywhere outside an item and in it, in small letters: text, tags whose attributes are quoted, closed CDATA.
_SAID = r"(?:\s++[-_.:\w]++\s*+=\s*+(?:\"[^\"<>]*+\"|'[^'<>]*+'))*+\s*+"
_TOKENS = (
    r"(?:[^<]++"
    rf"|<(?!/?(?:item|entry)\b)/?[a-z][-_.:a-z0-9]*+{_SAID}/?>"
    r"|<!\[cdata\[(?>.*?\]\]>))*+"
)
_ITEM = Pattern(rf"(?P<item><(item|entry){_SAID}>{_TOKENS}</\2>)(?P<blanks>\s*+)", re.DOTALL)
_HEAD = Pattern(rf"(?:\s++|<\?[^<>]*+>|<!--[^<>]*+(?<=--)>)*+{_TOKENS}", re.DOTALL)
_TAIL = Pattern(rf"{_TOKENS}\Z", re.DOTALL)
#: The end of the root element, without which a document was cut short.
_ENDS = Pattern(r"</(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>")
#: The one letter whose small form is two.
_LONGER_WHEN_SMALL = "\u0130"
_NO_DECLARATION = Pattern(r"<!(?!DOCTYPE|--|\[)", re.IGNORECASE)
_SHORT_TAG = Pattern(r"<([^<>\s]+?)\s*/>")
_EMPTY_IN_HTML = frozenset({
    "area", "base", "basefont", "br", "col", "command", "embed", "frame", "hr", "img", "input", "isindex", "keygen",
    "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip
#: What the parser holds that bears on no item to come: what it has read, the text, and where in it this is.
_PAST = frozenset({
    "entries", "elementstack", "property_depth_map", "_rawdata", "_pending", "_retry_at", "_SGMLParser__starttag_text",
    "lasttag", "lineno", "offset", "parse_starttag", "parse_endtag",
})  # fmt: skip


class RaggedCut(Struct, frozen=True):
    """An ill-formed document as its parser is given it, cut into head, items with the blanks behind them, and tail.

    ``parts`` stand for the items, ``mark`` for the head but when the document was made.
    """

    head: str
    items: tuple[tuple[str, str], ...]
    tail: str
    parts: tuple[str, ...]
    mark: str


class Ragged(Struct, frozen=True):
    """What feedparser made of an ill-formed document.

    ``parsed`` is as feedparser gives it, with the entries of the parts in ``read``; there are no parts where the items
    can't be told apart, and then ``parsed`` is the whole document.
    """

    parsed: Mapping[str, Any]
    read: tuple[str, ...] = ()


def cut_ragged(body: bytes, headers: Mapping[str, str]) -> RaggedCut | None:
    """Cut a body; nothing where it is well-formed, or where a tag in it may not end where it seems to."""
    made = as_utf_8(body, headers) or converted(body, headers)
    if made is None or made[2] or b"<!DOCTYPE" in made[0] or _is_well_formed(made[0]):
        return None
    divided = _divide(mended(made[0].decode("utf-8", "replace")))
    if divided is None:
        return None
    head, items, tail = divided
    about = (_FORMAT, version(), headers.get("content-location"), headers.get("content-language"))
    key = blake2b(repr((about, without_dates(head.encode()))).encode(), digest_size=32).digest()
    parts = tuple(blake2b(item[0].encode(), key=key, digest_size=10).hexdigest() for item in items)
    return RaggedCut(head, tuple(items), tail, parts, f"{_FORMAT} {key.hex()}")


def was_ragged(head: FeedHead | None) -> bool:
    """Whether the document whose head was judged was ill-formed; many stay so."""
    return head is not None and head.mark.startswith(_FORMAT)


def read_ragged(pieces: RaggedCut, headers: Mapping[str, str], known: Collection[str]) -> Ragged | None:
    """Have feedparser read the items that are not known, behind the first; nothing where they bear on one another."""
    wanted = [number for number, part in enumerate(pieces.parts) if part not in known]
    numbers = [*range(min(wanted[0], 1)), *wanted]
    parser = loose_parser(headers)
    try:
        alike = _Watch(parser).read(pieces.head, [pieces.items[number] for number in numbers], pieces.tail)
    except Exception:  # noqa: BLE001 - whether feedparser itself breaks on it, the whole document tells
        return None
    parsed = {"bozo": 1, "feed": parser.feeddata, "entries": parser.entries, "version": parser.version}
    if alike:
        return Ragged(parsed, tuple(pieces.parts[number] for number in numbers))
    return Ragged(parsed) if len(numbers) == len(pieces.parts) else None


def mended(text: str) -> str:
    """The text as feedparser mends it before its parser of what is no XML is given it."""
    if "<!" in text:
        text = _NO_DECLARATION.sub("&lt;!", text)
    if "/>" in text:
        text = _SHORT_TAG.sub(_written_out, text)
    return text.replace("&#39;", "'").replace("&#34;", '"')


def _written_out(tag: re.Match[str]) -> str:
    return f"<{tag[1]} />" if tag[1] in _EMPTY_IN_HTML else f"<{tag[1]}></{tag[1]}>"


def _is_well_formed(document: bytes) -> bool:
    try:
        expat.ParserCreate("utf-8", " ").Parse(document, True)
    except expat.ExpatError:
        return False
    return True


def _divide(text: str) -> tuple[str, list[tuple[str, str]], str] | None:
    """Head, items with the blanks behind them, and tail of a document, if every tag in it ends where it seems to."""
    low = text.replace(_LONGER_WHEN_SMALL, "i").lower()
    head = _HEAD.match(low)
    assert head is not None
    at, items = head.end(), []
    while item := _ITEM.match(low, at):
        blanks, end = item.start("blanks"), item.end()
        items.append((text[at:blanks], text[blanks:end]))
        at = end
    if len(items) < 2 or not _TAIL.match(low, at) or not _ENDS.search(low, at):
        return None
    return text[: head.end()], items, text[at:]


class _Elements(list[Any]):
    """The parser's stack of open elements; ``touched`` says that one below the floor was taken away."""

    floor = 0
    touched = False

    def pop(self, at: SupportsIndex = -1) -> Any:
        """Take one away, as lists do."""
        self.touched = self.touched or len(self) <= self.floor
        return super().pop(at)


class _Watch:
    """Watches a parser of feedparser's while it reads items: how it stands as each begins and as each is over.

    Many items leave elements open for good, as any with content does. They bear on nothing to come as long as nothing reaches below
    what it opened itself: so the stack counts from where an item begins, and behind it from where it ends.
    """

    def __init__(self, parser: Any) -> None:
        self._parser = parser
        self._kind = type(parser)
        self._open = parser.elementstack = _Elements(parser.elementstack)
        self._begin_at: set[int] = set()
        self._end_at: set[int] = set()
        self._begun: list[str] = []
        self._ended: list[str] = []
        self._entries: list[int] = []

    def read(self, head: str, items: Sequence[tuple[str, str]], tail: str) -> bool:
        """Have the items read; whether each gave one entry and left the parser as the one before it did."""
        at = len(head)
        for item, blanks in items:
            self._begin_at.add(at)
            self._end_at.add(at + len(item))
            at += len(item) + len(blanks)
        parser = self._parser
        parser.rawdata = head + "".join(chain.from_iterable(items)) + tail
        parser.parse_starttag, parser.parse_endtag = self._begin, self._end
        parser.goahead(False)
        parser.goahead(True)
        one_each = self._entries == [*range(1, len(items) + 1)] and len(parser.entries) == len(items)
        alike = len(self._ended) == len(items) and len({*self._begun}) == len({*self._ended}) == 1
        return one_each and alike and not self._open.touched

    def _begin(self, at: int) -> int:
        begins = at in self._begin_at
        if begins:
            self._open.floor = len(self._open)
        end = int(self._kind.parse_starttag(self._parser, at))
        if begins:
            self._begun.append(self._standing())
            self._entries.append(len(self._parser.entries))
        return end

    def _end(self, at: int) -> int:
        end = int(self._kind.parse_endtag(self._parser, at))
        if end in self._end_at:
            self._open.floor = len(self._open)
            self._ended.append(self._standing())
        return end

    def _standing(self) -> str:
        standing = {name: value for name, value in vars(self._parser).items() if name not in _PAST}
        return repr((standing, self._open[self._open.floor :]))
