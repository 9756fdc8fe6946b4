"""A body read as a feed: RSS, Atom and RDF by feedparser, JSON Feed by its own reader.

feedparser gets bytes and never an address: it would fetch without a time limit and open local files. Its cleaning
of HTML is off, because no HTML is kept: :mod:`wireroom.text.markup` makes plain text of it.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from wireroom.errors import ParseError
from wireroom.feeds.delta import Cut, cut
from wireroom.feeds.documents import Entry, FeedDocument, ParsedFeed
from wireroom.feeds.entries import entry_of
from wireroom.feeds.halfread import HalfRead
from wireroom.feeds.judge import read_xml
from wireroom.feeds.numbers import whole_number
from wireroom.feeds.plainitems import PlainItem, plain_items
from wireroom.feeds.ragged import Ragged, RaggedCut, cut_ragged, read_ragged, was_ragged
from wireroom.feeds.raggeditems import plain_ragged_item, scope_of
from wireroom.model import FeedHead
from wireroom.patterns import Pattern
from wireroom.text.hygiene import clean_line, clean_name
from wireroom.text.links import absolute_link

_UTF_8 = "application/xml; charset=utf-8"
_UNPACKED_LIMIT = 15 * 1024 * 1024
_HTML = Pattern(
    rb"^\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_ROOT = Pattern(rb"<((?:[\w.-]+:)?(?:rss|feed|rdf))\b", re.IGNORECASE)
_SKIP_HOURS = Pattern(rb"<skipHours\b[^>]*>(.*?)</skipHours>", re.DOTALL | re.IGNORECASE)
_SKIP_DAYS = Pattern(rb"<skipDays\b[^>]*>(.*?)</skipDays>", re.DOTALL | re.IGNORECASE)
_HOUR = Pattern(rb"<hour\b[^>]*>\s*(\d{1,2})\s*</hour>", re.IGNORECASE)
_DAY = Pattern(rb"<day\b[^>]*>\s*(\w+)\s*</day>", re.IGNORECASE)
_DAYS = (b"mon", b"tue", b"wed", b"thu", b"fri", b"sat", b"sun")
#: Items by which an ill-formed document is judged: the first, and one behind an item.
_ASKED = 2
#: Documents of which the newest items were read.
_HALF_READ = HalfRead()
_PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}


def parse_document(document: FeedDocument) -> ParsedFeed:
    """Read what is new in a document. Raises ``ParseError`` saying what came instead of a feed."""
    body = unpacked(document.body)
    if not body.strip():
        raise ParseError("The answer is empty.", next_step="It is asked again later.")
    if _looks_like_json(body):
        from wireroom.feeds.jsonfeed import parse_json_feed  # few feeds are

        return parse_json_feed(replace(document, body=body))
    if _HTML.match(body[:4096]):
        raise ParseError("HTML page where a feed was expected.", next_step="Add the page's feed instead.")
    likely, other = _parse_new, _parse_ragged
    if was_ragged(document.head):
        likely, other = other, likely
    return likely(body, document) or other(body, document) or _parse_whole(body, document)


def _looks_like_json(body: bytes) -> bool:
    """Whether a body starts as a JSON object does."""
    return body[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def _parse_new(body: bytes, document: FeedDocument) -> ParsedFeed | None:
    """Read the parts that are not known, or nothing where the document can't be cut."""
    headers = given_headers(document.url, document.headers)
    before = _HALF_READ.take(body, document.url, headers)
    pieces = before.pieces if before else cut(body, headers, document.known)
    if pieces is None:
        return None
    unknown = list(dict.fromkeys(part for part in pieces.fingerprints if part not in document.known))
    wanted = set(unknown[: document.newest] if document.newest else unknown)
    head = before.feed.head if before else document.head
    if head is not None and head.mark != pieces.surroundings:
        head = None
    if not wanted and document.known:
        return ParsedFeed(told=False, parts=pieces.fingerprints, head=head)
    read = [part for part in pieces.fingerprints if part in wanted]
    reading = _Reading(document, pieces, {**headers, "content-type": _UTF_8}, read)
    found = reading.unjudged(head) or reading.judged() or reading.by_feedparser(wanted)
    if found is None:
        return None
    told = before.feed if before else ParsedFeed(told=False)
    if found.feed is not None:
        told = _feed_of(found.feed, body, document)
    feed = replace(told, parts=pieces.fingerprints, rest=len(unknown) > len(wanted), head=found.head or head)
    if feed.rest:
        _HALF_READ.keep(body, document.url, headers, pieces, feed)
    return replace(feed, entries=found.entries)


class _Found(Struct, frozen=True, kw_only=True):
    """The entries that were wanted, in their order.

    With what feedparser says of the feed itself, if it was asked, and what it was found to hold for all items.
    """

    entries: tuple[Entry, ...]
    feed: Mapping[str, Any] | None = None
    head: FeedHead | None = None


class _Reading(Struct, frozen=True):
    """The reading of some parts of a document; ``read`` are those that are wanted, in the document's order."""

    document: FeedDocument
    pieces: Cut
    headers: Mapping[str, str]
    read: Sequence[str]

    def by_feedparser(self, wanted: Collection[str]) -> _Found | None:
        """Have feedparser read a small document of these parts; nothing where it finds another number of them."""
        pieces = self.pieces
        parsed = read_xml(pieces.without(set(pieces.fingerprints).difference(wanted)), self.headers)
        parts = [part for part in self.read if part in wanted]
        if parsed.get("bozo") or len(parsed["entries"]) != len(parts):
            return None
        read = zip(parsed["entries"], parts, strict=True)
        entries = tuple(_entry(self.document, one, part) for one, part in read)
        return _Found(feed=parsed, entries=entries)

    def unjudged(self, head: FeedHead | None) -> _Found | None:
        """Read parts that are all plain, in a document whose head was judged before; nothing in any other."""
        items = [] if head is None else self._plain()
        if head is None or not items or None in items:
            return None
        return _Found(entries=self._entries(items, head, {}))

    def judged(self) -> _Found | None:
        """Have feedparser read what is not plain, and one plain item by which the reading of the others is judged.

        Nothing where that is not worth its while, or where both read that item differently.
        """
        plain = self._plain()
        asked = {part for part, item in zip(self.read, plain, strict=False) if item is None}
        judge = next((part for part in self.read if part not in asked), None)
        if not plain or judge is None or 2 * len(asked) > len(self.read):
            return None
        found = self.by_feedparser({*asked, judge})
        if found is None or found.feed is None:
            return None
        theirs = {entry.fingerprint: entry for entry in found.entries}
        about = found.feed["entries"][list(theirs).index(judge)]["title_detail"]
        head = FeedHead(mark=self.pieces.surroundings, base=about["base"], language=about["language"])
        entries = self._entries(plain, head, theirs)
        agreed = entries[self.read.index(judge)] == theirs[judge]
        return replace(found, entries=entries, head=head) if agreed else None

    def _plain(self) -> list[PlainItem | None]:
        """The parts as they are read without feedparser; nothing where none may be read so."""
        if self.pieces.declares:
            return []
        plain = plain_items(self.pieces.without(set(self.pieces.fingerprints).difference(self.read)))
        return plain if len(plain) == len(self.read) else []

    def _entries(
        self, items: Sequence[PlainItem | None], head: FeedHead, theirs: Mapping[str, Entry]
    ) -> tuple[Entry, ...]:
        return tuple(
            theirs[part]
            if item is None
            else _entry(self.document, item.parsed(head.base, head.language), part)
            for part, item in zip(self.read, items, strict=True)
        )


def _parse_ragged(body: bytes, document: FeedDocument) -> ParsedFeed | None:
    """Read the parts of an ill-formed document that are not known; nothing where it can't be cut."""
    headers = given_headers(document.url, document.headers)
    pieces = cut_ragged(body, headers)
    if pieces is None:
        return None
    head = document.head if document.head and document.head.mark == pieces.mark else None
    told = ParsedFeed(told=False, parts=pieces.parts, head=head)
    if document.known.issuperset(pieces.parts):
        return told
    entries = _unjudged_ragged(document, pieces, head)
    if entries is not None:
        return replace(told, entries=entries)
    found = read_ragged(pieces, headers, document.known)
    if found is None:
        return None
    if not found.read:
        return _whole(found.parsed, body, document)
    return replace(
        _feed_of(found.parsed, body, document),
        entries=tuple(
            _entry(document, one, part)
            for one, part in zip(found.parsed["entries"], found.read, strict=True)
            if part not in document.known
        ),
        parts=pieces.parts,
        head=head or _judged_ragged(document, pieces, found),
    )


def _unjudged_ragged(
    document: FeedDocument, pieces: RaggedCut, head: FeedHead | None
) -> tuple[Entry, ...] | None:
    """The entries that are not known, if all are plain in a document whose head was judged before."""
    if head is None:
        return None
    entries, scope = [], scope_of(pieces.head)
    for part, (text, _) in zip(pieces.parts, pieces.items, strict=True):
        if part not in document.known:
            item = plain_ragged_item(text, scope)
            if item is None:
                return None
            entries.append(_entry(document, item.parsed(head.base, head.language), part))
    return tuple(entries)


def _judged_ragged(document: FeedDocument, pieces: RaggedCut, found: Ragged) -> FeedHead | None:
    """What holds for all items, if feedparser read the first plain ones as they are read without it."""
    texts, scope = dict(zip(pieces.parts, pieces.items, strict=True)), scope_of(pieces.head)
    read = zip(found.read, found.parsed["entries"], strict=True)
    plain = ((part, one, item) for part, one in read if (item := plain_ragged_item(texts[part][0], scope)))
    asked = [*islice(plain, _ASKED)]
    about = asked[0][1].get("title_detail") if asked else None
    if not about:
        return None
    head = FeedHead(mark=pieces.mark, base=about["base"], language=about["language"])
    agreed = all(
        _entry(document, one, part) == _entry(document, item.parsed(head.base, head.language), part)
        for part, one, item in asked
    )
    return head if agreed else None


def _entry(document: FeedDocument, parsed: Mapping[str, Any], part: str) -> Entry:
    return entry_of(parsed, base=document.url, now=document.at, first=document.first, fingerprint=part)


def _parse_whole(body: bytes, document: FeedDocument) -> ParsedFeed:
    return _whole(read_xml(body, given_headers(document.url, document.headers)), body, document)


def _whole(parsed: Mapping[str, Any], body: bytes, document: FeedDocument) -> ParsedFeed:
    if not parsed.get("version") and not parsed["entries"]:
        raise ParseError("The answer is no feed.", next_step="Look at the address in a browser.")
    cut_short = _is_cut_short(parsed, body)
    entries = parsed["entries"][:-1] if cut_short else parsed["entries"]
    if cut_short and not entries:
        raise ParseError("The document ends in the middle.", next_step="It is asked again later.")
    marks = [_mark(entry, document) for entry in entries]
    unknown = {mark: entry for mark, entry in zip(marks, entries, strict=True) if mark not in document.known}
    return replace(
        _feed_of(parsed, body, document),
        entries=tuple(
            entry_of(entry, base=document.url, now=document.at, first=document.first, fingerprint=mark)
            for mark, entry in unknown.items()
        ),
        parts=tuple(marks),
        cut_short=cut_short,
    )


def _mark(entry: Mapping[str, Any], document: FeedDocument) -> str:
    """What stands for an item that feedparser read where its bytes can't be told apart."""
    return blake2b(repr((document.url, dict(entry))).encode("utf-8", "replace"), digest_size=10).hexdigest()


def given_headers(url: str, headers: Mapping[str, str]) -> dict[str, str]:
    """What feedparser is told of the answer.

    Without a charset XML speaks for itself (RFC 7303); feedparser holds to RFC 3023, which took it for ASCII or
    Latin-1. Without the location it would carry one item's base address into the next.
    """
    stated = headers.get("content-type", "")
    given = {
        "content-type": stated if "charset=" in stated.lower() else "application/xml",
        "content-location": url,
    }
    if headers.get("content-language"):
        given["content-language"] = headers["content-language"]
    return given


def _feed_of(parsed: Mapping[str, Any], body: bytes, document: FeedDocument) -> ParsedFeed:
    """What a parsed feed says of itself, in plain values."""
    feed = parsed["feed"]
    head = body[: 64 * 1024]
    return ParsedFeed(
        title=clean_name(feed.get("title", "")),
        site=absolute_link(feed.get("link", ""), document.url),
        language=clean_line(feed.get("language", "")),
        interval=_declared_interval(feed),
        skip_hours=_skip_hours(head),
        skip_days=_skip_days(head),
    )


def unpacked(body: bytes) -> bytes:
    """A body that is a gzip file without having said so, unpacked up to the cap; any other as it is."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    import zlib  # servers that pack what they don't say is packed are few

    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(body, _UNPACKED_LIMIT)
    except zlib.error as trouble:
        raise ParseError(
            "The answer is a broken gzip file.", next_step="It is asked again later."
        ) from trouble
    if unpacker.unconsumed_tail:
        raise ParseError(
            f"The answer unpacks to more than {_UNPACKED_LIMIT // 1048576} MiB.",
            next_step="Look for another address of this feed.",
        )
    return plain


def _is_cut_short(parsed: Mapping[str, Any], body: bytes) -> bool:
    """Whether an ill-formed document lacks the end of its root element."""
    root = _ROOT.search(body[:4096])
    if not parsed.get("bozo") or root is None:
        return False
    return re.search(rb"</" + re.escape(root[1]) + rb"\s*>", body, re.IGNORECASE) is None


def _declared_interval(feed: Mapping[str, Any]) -> int | None:
    """Seconds between polls that the feed asks for: ``ttl`` (minutes) or RSS's syndication module."""
    asked = []
    if (minutes := whole_number(str(feed.get("ttl", "")))) is not None:
        asked.append(minutes * 60)
    period = _PERIODS.get(str(feed.get("sy_updateperiod", "")).strip().lower())
    if period is not None:
        frequency = whole_number(str(feed.get("sy_updatefrequency", "1")))
        asked.append(period // (frequency or 1))
    return max(asked) if asked else None


def _skip_hours(head: bytes) -> tuple[int, ...]:
    block = _SKIP_HOURS.search(head)
    return tuple(sorted({int(hour) % 24 for hour in _HOUR.findall(block[1])})) if block else ()


def _skip_days(head: bytes) -> tuple[int, ...]:
    block = _SKIP_DAYS.search(head)
    named = {day.lower()[:3] for day in _DAY.findall(block[1])} if block else set()
    return tuple(number for number, day in enumerate(_DAYS) if day in named)
