"""JSON Feed 1.0 and 1.1 (jsonfeed.org), which feedparser does not read."""

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import msgspec

from wireroom.errors import ParseError
from wireroom.feeds.backlog import can_wait
from wireroom.feeds.dates import read_date
from wireroom.feeds.documents import Entry, FeedDocument, ParsedFeed
from wireroom.feeds.entries import complete, split_names
from wireroom.model import Media
from wireroom.text.hygiene import clean_line, clean_name, clean_text
from wireroom.text.links import absolute_link
from wireroom.text.markup import PlainText, plain_text

_FORMAT = "1"


class _Feed(msgspec.Struct):
    """The envelope of a JSON Feed; its items are decoded one by one."""

    items: list[msgspec.Raw]
    title: object = ""
    home_page_url: object = ""
    language: object = ""
    author: object = None
    authors: object = None


def parse_json_feed(document: FeedDocument) -> ParsedFeed:
    """Read what is new in a JSON Feed. One bad item never loses the feed; raises ``ParseError`` if it is none."""
    try:
        feed = _envelope(document.body.removeprefix(b"\xef\xbb\xbf"))
    except msgspec.ValidationError as trouble:
        raise ParseError(
            "The answer is JSON, but no JSON Feed.", next_step="Look for the feed's own address."
        ) from trouble
    except (ValueError, RecursionError) as trouble:
        raise ParseError(
            "The answer is broken JSON.", next_step="Look at the address in a browser."
        ) from trouble
    said = {"author": feed.author, "authors": feed.authors, "language": _text(feed.language)}
    key = blake2b(repr((_FORMAT, document.url, said)).encode()).digest()
    marks = [blake2b(item, key=key, digest_size=10).hexdigest() for item in feed.items]
    unknown = list(dict.fromkeys(mark for mark in marks if mark not in document.known))
    wanted = set(unknown[: document.newest] if document.newest else unknown)
    return ParsedFeed(
        title=clean_name(_text(feed.title)),
        site=absolute_link(_text(feed.home_page_url), document.url),
        language=_text(feed.language),
        entries=tuple(
            _entry(decoded, said, document, mark)
            for item, mark in zip(feed.items, marks, strict=True)
            if mark in wanted and isinstance(decoded := _decoded(item), dict)
        ),
        parts=tuple(marks),
        rest=len(unknown) > len(wanted),
    )


def _envelope(body: bytes) -> _Feed:
    try:
        return msgspec.json.decode(body, type=_Feed)
    except msgspec.ValidationError:
        raise
    except (msgspec.DecodeError, UnicodeDecodeError):
        return msgspec.json.decode(_mended(body), type=_Feed)


def _decoded(item: bytes) -> object:
    try:
        return msgspec.json.decode(item)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return msgspec.json.decode(_mended(bytes(item)))


def _mended(text: bytes) -> bytes:
    """JSON that only the standard library reads: with numbers out of range, kept as they are written, and with half an emoji.

    Raises ``ValueError`` for what it can't read either.
    """
    read = json.loads(text.decode("utf-8", "replace"), parse_int=str, parse_float=str, parse_constant=str)
    return json.dumps(read, ensure_ascii=False).encode("utf-8", "replace")


def _entry(item: Mapping[str, Any], feed: Mapping[str, Any], document: FeedDocument, mark: str) -> Entry:
    base, now = document.url, document.at
    raw = _string(item, "date_published") or _string(item, "date_modified")
    published, quality = read_date(raw, None, now)
    html = _string(item, "content_html")
    body = plain_text(html, base) if html else PlainText(clean_text(_string(item, "content_text")))
    summary = clean_text(_string(item, "summary"))
    if not summary:
        summary, body = body.text, PlainText("", body.links, body.media)
    return complete(
        guid=clean_line(_identifier(item.get("id"))),
        link=absolute_link(_string(item, "url") or _string(item, "external_url"), base),
        headline=clean_line(_string(item, "title")),
        summary=summary,
        body=body.text,
        authors=split_names(_authors(item) or _authors(feed)),
        published=published,
        published_raw=clean_line(raw),
        published_quality=quality,
        language=_string(item, "language") or _string(feed, "language"),
        links=body.links,
        media=(*_media(item, base), *body.media),
        fingerprint=mark,
        cues_wait=document.first and can_wait(published, quality, document.at),
    )


def _identifier(value: object) -> str:
    """Version 1.0 allowed numbers for ids."""
    return str(value) if isinstance(value, str | int | float) else ""


def _authors(of: Mapping[str, Any]) -> list[str]:
    several = of.get("authors")
    people = several if isinstance(several, list) else [of.get("author")]
    return [
        _string(person, "name") or _string(person, "url") for person in people if isinstance(person, dict)
    ]


def _media(item: Mapping[str, Any], base: str) -> tuple[Media, ...]:
    attached = item.get("attachments")
    pictures = [Media(url=absolute_link(_string(item, name), base)) for name in ("image", "banner_image")]
    files = [
        Media(
            url=absolute_link(_string(one, "url"), base),
            type=clean_line(_string(one, "mime_type")),
            description=clean_line(_string(one, "title")),
        )
        for one in (attached if isinstance(attached, list) else [])
        if isinstance(one, dict)
    ]
    return tuple(one for one in (*pictures, *files) if one.url)


def _string(of: Mapping[str, Any], name: str) -> str:
    return _text(of.get(name))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
