"""feedparser, the judge of how feeds are read: loaded when it is first asked.

Most polls that bring something bring plain items of a document whose head is known; those need no judge, and a
command that reads nothing else starts without it.
"""

import io
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import Any

from wireroom.lean import load_feedparser
from wireroom.patterns import Pattern

_VERSION = Pattern(r"^__version__ = [\"'](.+?)[\"']", re.MULTILINE)
_MAYBE_HTML = Pattern(r"</\w+>|&#?\w+;")


@cache
def judge() -> Any:
    """The module ``feedparser``."""
    load_feedparser()
    import feedparser.api
    import feedparser.mixin

    # It looks for another parser of XML than Python's before each document, and there is none.
    feedparser.api.PREFERRED_XML_PARSERS.clear()
    # It resolves the base address anew for every element, and that is nearly always the same.
    feedparser.mixin.make_safe_absolute_uri = lru_cache(256)(feedparser.mixin.make_safe_absolute_uri)
    return feedparser


@cache
def version() -> str:
    """Feedparser's version, without loading it."""
    spec = find_spec("feedparser")
    assert spec is not None
    assert spec.origin is not None
    with open(spec.origin, encoding="utf-8") as source:  # noqa: PTH123 - for this one line a parser need not wait for pathlib
        found = _VERSION.search(source.read())
    return found[1] if found else str(judge().__version__)


def read_xml(body: bytes, headers: Mapping[str, str], *, clean: bool = False) -> Any:
    """What feedparser makes of a body; ``clean`` turns its own cleaning of HTML on."""
    return judge().parse(
        io.BytesIO(body), response_headers=dict(headers), sanitize_html=clean, resolve_relative_uris=clean
    )


def loose_parser(headers: Mapping[str, str]) -> Any:
    """The parser by which feedparser reads what is no XML, as :func:`read_xml` would have it read."""
    api = judge().api
    base = api.make_safe_absolute_uri("", headers.get("content-location", "")) or ""
    parser = api.LooseFeedParser(base, headers.get("content-language"), "utf-8", {})
    parser.sanitize_html = parser.resolve_relative_uris = False
    return parser


def converted(body: bytes, headers: Mapping[str, str]) -> tuple[bytes, str | None, dict[str, str]] | None:
    """A document as feedparser has it read: in UTF-8, with its kind by doctype and its entities.

    Nothing where its character set can't be told.
    """
    judge()
    from feedparser.encodings import convert_to_utf8
    from feedparser.sanitizer import replace_doctype

    found: dict[str, Any] = {}
    document = convert_to_utf8(headers, body, found)
    if not found.get("encoding"):
        return None
    kind, document, entities = replace_doctype(document)
    return document, kind, entities


def looks_like_html(text: str) -> bool:
    """Whether feedparser takes a text that says nothing of its kind for markup; it must have an end tag or a reference."""
    if not _MAYBE_HTML.search(text):
        return False
    return bool(judge().mixin._FeedParserMixin.looks_like_html(text))  # noqa: SLF001 - it has no public name


@cache
def windows_characters() -> Mapping[int, str]:
    """What feedparser writes for the characters that Windows has where Latin-1 has control characters."""
    characters: Mapping[int, str] = judge().mixin._cp1252  # noqa: SLF001 - it has no public name
    return characters
