"""IPTC ninjs 3.1: each update as a news object, for partners' systems.

A retraction and a kill cancel the object and move its version; the notice is a second object associated with it.
Source: https://iptc.org/standards/ninjs/
"""

from typing import Any

import msgspec

from wireroom.model import EvidenceKind, Priority, Status
from wireroom.publish import prose, words
from wireroom.publish.settings import SiteConfig
from wireroom.publish.snapshot import BlogState
from wireroom.publish.story import Entry
from wireroom.publish.times import iso

#: News value as IPTC counts urgency, 1 the highest.
_URGENCY = {
    Priority.FLASH: 1,
    Priority.BULLETIN: 2,
    Priority.URGENT: 3,
    Priority.UPDATE: 5,
    Priority.BACKGROUND: 7,
}
_PEOPLE = frozenset({EvidenceKind.WITNESS, EvidenceKind.NAMED, EvidenceKind.SOCIAL})


def news_object(entry: Entry, state: BlogState, site: SiteConfig) -> bytes:
    """One update as a ninjs object."""
    update = entry.update
    language = prose.line(update.language or state.blog.language)
    document: dict[str, Any] = {
        **_head(site, language),
        "uri": f"urn:uuid:{entry.id}",
        "version": str(entry.edition),
        "firstCreated": iso(entry.shown),
        "versionCreated": iso(entry.changed),
        "pubStatus": "canceled" if entry.taken_back else "usable",
        "urgency": _URGENCY[update.priority],
        "slugline": state.blog.slug,
        "title": prose.line(words.headline(update)),
        "headlines": [
            {"role": "main", "contentType": "text/plain", "value": prose.line(words.headline(update))}
        ],
        "altIds": [{"role": "permalink", "value": f"{site.address(state.blog.slug)}p/{entry.id}.html"}],
    }
    if entry.taken_back:
        document["edNote"] = prose.copy(words.notice(update))
        document["associations"] = [
            {"name": "notice", "uri": notice_uri(entry), "rel": "notice", "type": "text"}
        ]
        return _encoded(document)
    plain = prose.plain(update.body)
    document["bodies"] = [
        {"role": "main", "contentType": "text/html", "value": prose.html(update.body)},
        {"role": "plain", "contentType": "text/plain", "charCount": len(plain), "value": plain},
    ]
    notes = [
        words.LABELS[update.status]
        + (f": {words.NOT_CONFIRMED}." if update.status is Status.DEVELOPING else ".")
    ]
    notes += [f"CORRECTED: {prose.line(box.note)}" for box in update.corrections if box.note]
    document["edNote"] = " ".join(notes)
    names = [name for name in map(prose.line, update.bylines) if name]
    if names:
        document["by"] = ", ".join(names)
    sources = [
        {"name": prose.line(piece.who or piece.origin), "role": str(piece.kind)} for piece in update.evidence
    ]
    if sources:
        document["infoSources"] = sources
    if update.tags:
        document["subjects"] = [{"name": prose.line(tag)} for tag in update.tags]
    return _encoded(document)


def notice_object(entry: Entry, state: BlogState, site: SiteConfig) -> bytes:
    """The notice that takes an update back."""
    update = entry.update
    taken = update.kill or update.retraction
    at = taken.at if taken else entry.changed
    notice = prose.copy(words.notice(update))
    document = {
        **_head(site, prose.line(update.language or state.blog.language)),
        "uri": notice_uri(entry),
        "version": "1",
        "firstCreated": iso(at),
        "versionCreated": iso(at),
        "pubStatus": "usable",
        "urgency": 1,
        "slugline": state.blog.slug,
        "headlines": [
            {"role": "main", "contentType": "text/plain", "value": prose.line(words.headline(update))}
        ],
        "bodies": [{"role": "main", "contentType": "text/plain", "value": notice}],
        "associations": [
            {"name": "noticeOf", "uri": f"urn:uuid:{entry.id}", "rel": "noticeOf", "type": "text"}
        ],
    }
    return _encoded(document)


def notice_uri(entry: Entry) -> str:
    """The identity of the notice."""
    return f"urn:uuid:{entry.id}:{entry.update.status}"


def _head(site: SiteConfig, language: str) -> dict[str, Any]:
    return {
        "type": "text",
        "representationType": "full",
        "standard": {"name": "ninjs", "version": "3.1"},
        "language": language,
        "copyrightHolder": prose.line(site.publisher),
    }


def _encoded(document: dict[str, Any]) -> bytes:
    return msgspec.json.encode(document) + b"\n"
