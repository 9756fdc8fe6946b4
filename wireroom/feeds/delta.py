"""A document cut into its items, so that only what is new goes to feedparser.

One pass of expat proves the document well-formed, as feedparser's own parser would see it, and gives the bytes of
each item. The items of a document are told apart by a hash of their bytes and of everything outside them that
bears on how they are read: the elements around them, namespaces, entities, the address, feedparser's version. What
is known is cut out; the rest, with the feed's own head and tail, is a small document for feedparser. Items that
are known are known to be well-formed, so expat is spared them as well: each is looked for by its tags, recognised by its
hash, and replaced, together with those that follow it at once, by a stand-in that expat has to meet where an item may
stand. Where there is any doubt (nested or empty items, items in two places, namespaces declared inside them, markup that makes feedparser
carry something from one item to the next) there is no cut, and feedparser gets the whole. Ill-formed documents are
cut in a way of their own (:mod:`wireroom.feeds.ragged`).
"""

from collections.abc import Collection, Mapping, Sequence
from hashlib import blake2b
from xml.parsers import expat

from msgspec import Struct

from wireroom.errors import ParseError
from wireroom.feeds.judge import converted, version
from wireroom.patterns import Pattern

#: No feed nests so deep; documents that do are made to hurt parsers.
_DEPTH_LIMIT = 1000
_XHTML = "http://www.w3.org/1999/xhtml"
#: Namespaces that feedparser reads as if they were none.
PLAIN_NAMESPACES = frozenset({
    "http://backend.userland.com/rss", "http://blogs.law.harvard.edu/tech/rss", "http://example.com/necho",
    "http://example.com/newformat#", "http://my.netscape.com/rdf/simple/0.9/", "http://purl.org/atom/ns#",
    "http://purl.org/echo/", "http://purl.org/pie/", "http://purl.org/rss/1.0/", "http://purl.org/rss/1.0/modules/rss091#",
    "http://www.w3.org/2005/atom", "uri/of/echo/namespace#",
})  # fmt: skip
_FORMAT = b"1"
_TAG = Pattern(rb"<([^\s/>]+)")
_ENCODING = Pattern(rb"^<\?.*encoding=['\"](.*?)['\"].*\?>")
_DECLARATION = Pattern(rb"^<\?xml[^>]*?>")
_FIRST_ELEMENT = Pattern(rb"<\w")
_UTF_8 = b"<?xml version='1.0' encoding='utf-8'?>"
#: Elements of a feed's head that say when it was made, and nothing else.
_MADE_AT = Pattern(rb"<(lastBuildDate|pubDate|updated|dc:date)>[^<]*</\1>")

_ITEM_TAG = Pattern(rb"<(item|entry)[\s>]")
#: What stands for an item that is known; a document that has one of its own has one too many, and is not cut.
_TARGET = "wireroom-item"
_STAND_IN = f"<?{_TARGET}?>".encode()

_OTHER, _ITEM, _DIV, _DOUBT = range(4)


class Cut(Struct, frozen=True):
    """A well-formed document in UTF-8 and where its items lie in it; ``fingerprints`` stand for them, in order.

    ``declares`` says that it has a document type, which may define entities; ``surroundings`` stands for everything
    outside the items but when the document was made, ``key`` for what of that bears on how they are read.
    """

    document: bytes
    ranges: tuple[tuple[int, int], ...]
    fingerprints: tuple[str, ...]
    declares: bool
    surroundings: str
    key: bytes

    def without(self, known: Collection[str]) -> bytes:
        """The document with these items cut out, all copies of them."""
        pieces = []
        at = 0
        for (start, end), fingerprint in zip(self.ranges, self.fingerprints, strict=True):
            if fingerprint in known:
                pieces.append(self.document[at:start])
                at = end
        pieces.append(self.document[at:])
        return b"".join(pieces)


def cut(body: bytes, headers: Mapping[str, str], known: Collection[str] = ()) -> Cut | None:
    """Cut a body, with the headers that feedparser would be given, or nothing where there is any doubt.

    Items whose fingerprints are ``known`` may be left out of the result's document already. Raises ``ParseError`` for
    a document nested so deep that it is made to do harm.
    """
    read = as_utf_8(body, headers) or converted(body, headers)
    if read is None:
        return None
    scene = _Scene(*read, headers)
    return (scene.cut_around(known) if known else None) or scene.cut(scene.document)


class _Scene(Struct, frozen=True):
    """A document in UTF-8, and what is known of it beside its words."""

    document: bytes
    kind: str | None
    entities: Mapping[str, str]
    headers: Mapping[str, str]

    def cut(self, document: bytes, left_out: Sequence[Sequence[str]] = ()) -> Cut | None:
        """Cut the document, or what stands for it: one with stand-ins for runs of items that are known by ``left_out``.

        The first item of a run lies where its stand-in does, and the others at its end, empty.
        """
        survey = _Survey(document)
        if not survey.walk() or not survey.ranges or len(survey.stand_ins) != len(left_out):
            return None
        key = self._key(survey)
        runs = dict(zip(survey.stand_ins, left_out, strict=True))
        ranges: list[tuple[int, int]] = []
        fingerprints: list[str] = []
        for start, end in survey.ranges:
            found = runs.get(start) or [_fingerprint(document[start:end], key)]
            fingerprints += found
            ranges += [(start, end), *[(end, end)] * (len(found) - 1)]
        around = blake2b(
            without_dates(_outside(document, survey.ranges)), key=key, digest_size=10
        ).hexdigest()
        declares = self._declares(survey.ranges[0][0])
        return Cut(document, tuple(ranges), tuple(fingerprints), declares, around, key)

    def cut_around(self, known: Collection[str]) -> Cut | None:
        """As :meth:`cut`, without a look into the items that are known; nothing where these can't be told so."""
        places = _likely_items(self.document)
        if not places or self._declares(places[0][0]):
            return None
        head = _Survey(self.document[: places[0][0]] + _STAND_IN)
        if not head.walk(whole=False) or len(head.stand_ins) != len(head.ranges) or head.out_of_scope:
            return None
        key = self._key(head)
        found = {place: _fingerprint(self.document[slice(*place)], key) for place in places}
        left_out = {place: mark for place, mark in found.items() if mark in known}
        pieces = self.cut(*_standing_in(self.document, left_out)) if left_out else None
        return pieces if pieces and pieces.key == key else None

    def _declares(self, first: int) -> bool:
        return bool(self.entities) or b"<!DOCTYPE" in self.document[:first]

    def _key(self, survey: "_Survey") -> bytes:
        """Of everything outside the items that bears on how they are read."""
        outside = (
            _FORMAT,
            version(),
            self.kind,
            sorted(self.entities.items()),
            self.headers.get("content-location"),
            self.headers.get("content-language"),
            survey.around,
            sorted(survey.declared.items()),
        )
        return blake2b(repr(outside).encode(), digest_size=32).digest()


def _fingerprint(item: bytes, key: bytes) -> str:
    return blake2b(item, key=key, digest_size=10).hexdigest()


def _likely_items(document: bytes) -> list[tuple[int, int]]:
    """Where items seem to lie; nothing where that can't be told by tags."""
    opened = _ITEM_TAG.search(document)
    if opened is None:
        return []
    begin, end = b"<" + opened[1], b"</" + opened[1] + b">"
    places, at = [], opened.start()
    while at >= 0 and (close := document.find(end, at)) >= 0:
        after = close + len(end)
        places.append((at, after))
        at = document.find(begin, after)
    return places


def _standing_in(document: bytes, left_out: Mapping[tuple[int, int], str]) -> tuple[bytes, list[list[str]]]:
    """The document with a stand-in for each run of items, by their places, and what these are known by.

    Items with nothing but white space between them are a run; that white space stays, behind the stand-in.
    """
    pieces: list[bytes] = []
    runs: list[list[str]] = []
    at = 0
    for (start, end), mark in left_out.items():
        between = document[at:start]
        pieces.append(between)
        if runs and not between.strip():
            runs[-1].append(mark)
        else:
            pieces.append(_STAND_IN)
            runs.append([mark])
        at = end
    pieces.append(document[at:])
    return b"".join(pieces), runs


def without_dates(head: bytes) -> bytes:
    """What stands around items, without the elements that say when it was made."""
    return _MADE_AT.sub(b"", head)


def as_utf_8(body: bytes, headers: Mapping[str, str]) -> tuple[bytes, None, dict[str, str]] | None:
    """As :func:`~wireroom.feeds.judge.converted`, where nobody speaks of anything but UTF-8 and there is no doctype."""
    stated = headers.get("content-type", "").lower().replace(" ", "")
    encoding = _ENCODING.match(body)
    first = _FIRST_ELEMENT.search(body)
    if stated not in ("application/xml", "application/xml;charset=utf-8", "text/xml;charset=utf-8"):
        return None
    if first is None or body[:1] != b"<" or b"<!" in body[: first.start()]:
        return None
    if encoding is not None and encoding[1].lower() != b"utf-8":
        return None
    if not body.isascii():
        try:
            body.decode()
        except UnicodeDecodeError:
            return None
    declared = _DECLARATION.match(body)
    parts = (_UTF_8, memoryview(body)[declared.end() :]) if declared else (_UTF_8, b"\n", body)
    return b"".join(parts), None, {}


def _outside(document: bytes, ranges: Sequence[tuple[int, int]]) -> bytes:
    """What stands before, between and after the items, without white space around it."""
    starts = [0, *(end for _, end in ranges)]
    ends = [*(start for start, _ in ranges), len(document)]
    return b"\n".join(
        filter(None, (document[start:end].strip() for start, end in zip(starts, ends, strict=True)))
    )


class _Doubt(Exception):  # noqa: N818 - does not leave this module
    pass


class _Survey:
    """Finds the items of a document; leans on nothing but expat."""

    def __init__(self, document: bytes) -> None:
        self.ranges: list[tuple[int, int]] = []
        #: Where the stand-ins among the ranges begin.
        self.stand_ins: list[int] = []
        #: Elements around the items, with their attributes, outermost first.
        self.around: list[tuple[str, dict[str, str]]] = []
        #: Prefix -> namespace, of what was declared before the first item.
        self.declared: dict[str, str] = {}
        #: Whether one of these was for an element that ended before the first item.
        self.out_of_scope = False
        self._document = document
        self._depth = 0
        self._item_depth = 0
        self._start = -1
        self._open: list[tuple[str, dict[str, str]]] = []
        self._closed = False
        self._content_is_xml = False
        self._kinds: dict[str, int] = {}
        self._parser = expat.ParserCreate("utf-8", " ")
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.StartNamespaceDeclHandler = self._declare
        self._parser.EndNamespaceDeclHandler = self._leave_scope
        self._parser.ProcessingInstructionHandler = self._stand_in

    def walk(self, *, whole: bool = True) -> bool:
        """Whether the document, or a beginning of one, is well-formed and its items beyond doubt; once."""
        try:
            self._parser.Parse(self._document, whole)
        except (expat.ExpatError, _Doubt):
            return False
        finally:
            # It holds this survey, and both would keep the document until garbage is looked for.
            del self._parser
        return True

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        kind = self._kinds.get(name)
        if kind is None:
            kind = self._kinds[name] = _kind(name)
        if self._start >= 0:
            if kind:
                self._begin_inside(kind)
            if self._depth == self._item_depth + 1:
                stated = attributes.get("type", "")
                self._content_is_xml = stated == "xhtml" or stated.endswith("xml")
            if self._depth > _DEPTH_LIMIT:
                raise _too_deep()
            return
        if kind == _ITEM:
            self._begin_item()
            return
        if kind == _DOUBT:
            raise _Doubt
        if self._depth > _DEPTH_LIMIT:
            raise _too_deep()
        self._open.append((name, attributes))

    def _begin_item(self) -> None:
        if self._closed or (self._item_depth and self._depth != self._item_depth):
            raise _Doubt
        if not self._item_depth:
            self._item_depth = self._depth
            self.around = list(self._open)
        self._start = self._parser.CurrentByteIndex
        self._content_is_xml = False

    def _stand_in(self, target: str, _data: str) -> None:
        """An item that is known, if it stands where items do."""
        if target != _TARGET:
            return
        self._depth += 1
        self._begin_item()
        self.stand_ins.append(self._start)
        self.ranges.append((self._start, self._start + len(_STAND_IN)))
        self._start = -1
        self._depth -= 1

    def _begin_inside(self, kind: int) -> None:
        """Inside an item: another one, or a ``div`` that feedparser does not read as the markup it is."""
        if kind != _DIV or not self._content_is_xml:
            raise _Doubt

    def _end(self, _name: str) -> None:
        if self._start >= 0:
            if self._depth == self._item_depth:
                at = self._parser.CurrentByteIndex
                opened = _TAG.match(self._document, self._start)
                if opened is None or not self._document.startswith(b"</" + opened[1], at):
                    raise _Doubt
                self.ranges.append((self._start, self._document.index(b">", at) + 1))
                self._start = -1
        else:
            self._open.pop()
            if self._item_depth and self._depth < self._item_depth:
                self._closed = True
        self._depth -= 1

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        """Namespaces declared inside an item stay with feedparser for the rest of the document."""
        prefix, uri = prefix or "", uri or ""
        if not self._item_depth:
            self.declared[prefix] = uri
        elif self.declared.get(prefix) != uri and not (prefix == "" and uri == _XHTML):
            raise _Doubt

    def _leave_scope(self, _prefix: str | None) -> None:
        if not self._item_depth:
            self.out_of_scope = True


def _kind(name: str) -> int:
    namespace, _, local = name.rpartition(" ")
    local = local.lower()
    if local == "div":
        return _DIV
    if local not in ("item", "entry"):
        return _OTHER
    folded = namespace.lower()
    if not folded or folded in PLAIN_NAMESPACES or "backend.userland.com/rss" in folded:
        return _ITEM
    return _DOUBT


def _too_deep() -> ParseError:
    return ParseError("The document is nested too deep.", next_step="It is asked again later.")
