"""A parsed item turned into plain, clean copy."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from time import struct_time
from typing import Any
from urllib.parse import urljoin

from wireroom.feeds.backlog import can_wait
from wireroom.feeds.dates import read_date
from wireroom.feeds.documents import Entry
from wireroom.model import Link, Media
from wireroom.patterns import Pattern
from wireroom.text.credits import agency_credit
from wireroom.text.cues import priority_of, skimmed
from wireroom.text.hygiene import clean_line, clean_text, wording
from wireroom.text.links import absolute_link, canonical_link
from wireroom.text.markup import PlainText, plain_text

_HEADLINE_FROM_BODY = 120
_NAME = Pattern(r"[\w:-]+")
_NAMES_APART = Pattern(r"\s*(?:;|\||\band\b|&|\bund\b|\bet\b)\s*")
_BY = Pattern(r"^(?:by|von|par|por)\s+", re.IGNORECASE)
_MAIL_WITH_NAME = Pattern(r"^\S+@\S+\s+\((.+)\)$")


def entry_of(
    parsed: Mapping[str, Any], *, base: str, now: datetime, first: bool = False, fingerprint: str = ""
) -> Entry:
    """The entry in one item of feedparser's (``base``: the address its links start from; ``first``: in a first document)."""
    title = _text(parsed.get("title_detail"), base)
    summary, body = _words(parsed, base)
    link = absolute_link(parsed.get("link", ""), base)
    raw, struct = _date(parsed)
    published, quality = read_date(raw, struct, now)
    media = {item.url: item for item in (*_media(parsed, base), *summary.media, *body.media)}
    links = {item.url: item for item in (*_enclosing_links(parsed, base), *summary.links, *body.links)}
    return complete(
        guid=_guid(parsed, base),
        link=link,
        headline=clean_line(title.text),
        summary=summary.text,
        body=body.text,
        authors=split_names(_authors(parsed)),
        published=published,
        published_raw=clean_line(raw),
        published_quality=quality,
        language=(parsed.get("title_detail") or {}).get("language") or "",
        via=clean_line((parsed.get("source") or {}).get("title", "")),
        links=tuple(links.values()),
        media=tuple(media.values()),
        fingerprint=fingerprint,
        cues_wait=first and can_wait(published, quality, now),
    )


def _guid(parsed: Mapping[str, Any], base: str) -> str:
    """The publisher's guid; one that is no address stays what it is.

    feedparser takes a guid without ``isPermaLink="false"`` for a relative address, and the same item would have
    another identity once the feed moves to another host.
    """
    guid = clean_line(parsed.get("id", ""))
    name = guid.removeprefix(_folder(base))
    return name if _NAME.fullmatch(name) else guid


@lru_cache(16)
def _folder(base: str) -> str:
    return urljoin(base, ".")


def complete(
    *, headline: str, summary: str, body: str, link: str, language: str, cues_wait: bool = False, **more: Any
) -> Entry:
    """An entry with what follows from its text: a headline, no text said twice, cues, the hash of its wording."""
    summary = "" if summary == body else summary
    headline = headline or _first_words(body or summary) or link or "(no headline)"
    cues = () if cues_wait else skimmed(headline, summary, body, language)
    return Entry(
        headline=headline,
        summary=summary,
        body=body,
        link=link,
        language=language,
        cues=cues,
        priority=priority_of(cues)[0],
        credit=agency_credit(body or summary),
        canonical_link=canonical_link(link) if link else "",
        wording=wording(headline, summary, body),
        **more,
    )


def split_names(names: Iterable[str]) -> tuple[str, ...]:
    """Authors one by one: "By A. Smith and B. Jones" names two. Commas part names, not a name and its title."""
    apart: dict[str, None] = {}
    for name in filter(None, names):
        line = _BY.sub("", clean_line(name))
        with_mail = _MAIL_WITH_NAME.match(line)
        if with_mail:
            line = with_mail[1]
        for part in _NAMES_APART.split(line):
            pieces = part.split(",")
            whole = len(pieces) > 1 and all(2 <= len(piece.split()) <= 4 for piece in pieces)
            for piece in pieces if whole else [part]:
                if piece.strip():
                    apart.setdefault(piece.strip())
    return tuple(apart)


def _words(parsed: Mapping[str, Any], base: str) -> tuple[PlainText, PlainText]:
    """Summary and body; a feed that gives one text gives it as the summary."""
    contents = [part for part in parsed.get("content", ()) if part.get("value")]
    summary = _text(parsed.get("summary_detail"), base)
    body = _text(contents[0], base) if contents else PlainText("")
    return (summary, body) if summary.text or not body.text else (body, PlainText(""))


def _text(detail: Mapping[str, Any] | None, base: str) -> PlainText:
    if not detail or not detail.get("value"):
        return PlainText("")
    if detail.get("type") == "text/plain":
        return PlainText(clean_text(detail["value"]))
    return plain_text(detail["value"], detail.get("base") or base)


def _date(parsed: Mapping[str, Any]) -> tuple[str, struct_time | None]:
    for name in ("published", "updated", "created"):
        if parsed.get(name):
            return parsed[name], parsed.get(f"{name}_parsed")
    return "", None


def _authors(parsed: Mapping[str, Any]) -> list[str]:
    named = [person.get("name") or person.get("email") or "" for person in parsed.get("authors", ())]
    return [name for name in named if name] or [parsed.get("author", "")]


def _media(parsed: Mapping[str, Any], base: str) -> Iterable[Media]:
    for name in ("enclosures", "media_content", "media_thumbnail"):
        for one in parsed.get(name, ()):
            url = absolute_link(one.get("href") or one.get("url") or "", base)
            if url:
                yield Media(url=url, type=clean_line(one.get("type") or ""))


def _enclosing_links(parsed: Mapping[str, Any], base: str) -> Iterable[Link]:
    for one in parsed.get("links", ()):
        if one.get("rel") in ("related", "via"):
            url = absolute_link(one.get("href") or "", base)
            if url:
                yield Link(url=url, text=clean_line(one.get("title") or one["rel"]))


def _first_words(text: str) -> str:
    line = clean_line(text)
    if len(line) <= _HEADLINE_FROM_BODY:
        return line
    return line[:_HEADLINE_FROM_BODY].rpartition(" ")[0] + "…"
