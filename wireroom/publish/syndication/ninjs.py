"""IPTC ninjs 3.1: each update as a news object, for partners' systems.

A retraction and a kill cancel the object and move its version; the notice is a second object associated with it.
Source: https://iptc.org/standards/ninjs/
"""

from typing import Any

import msgspec

from wireroom.model import Priority, Status
from wireroom.publish import prose, words
from wireroom.publish.settings import SiteConfig
from wireroom.publish.views import UpdateView

#: News value as IPTC counts urgency, 1 the highest.
_URGENCY: dict[str, int] = {
    Priority.FLASH: 1,
    Priority.BULLETIN: 2,
    Priority.URGENT: 3,
    Priority.UPDATE: 5,
    Priority.BACKGROUND: 7,
}
_encode = msgspec.json.Encoder().encode


def news_object(view: UpdateView, slug: str, site: SiteConfig) -> bytes:
    """One update as a ninjs object; ``slug`` is the blog's."""
    document: dict[str, Any] = {
        **_head(view, site),
        "uri": f"urn:uuid:{view.id}",
        "version": str(view.edition),
        "firstCreated": view.shown.iso,
        "versionCreated": view.changed.iso,
        "pubStatus": "canceled" if view.taken_back else "usable",
        "urgency": _URGENCY[view.priority],
        "slugline": slug,
        "title": view.headline,
        "headlines": _headlines(view),
        "altIds": [{"role": "permalink", "value": view.address}],
    }
    if view.notice:
        document["edNote"] = view.notice.words
        document["associations"] = [
            {"name": "notice", "uri": notice_uri(view), "rel": "notice", "type": "text"}
        ]
        return _encode(document) + b"\n"
    plain = view.plain
    document["bodies"] = [
        {"role": "main", "contentType": "text/html", "value": str(view.body)},
        {"role": "plain", "contentType": "text/plain", "charCount": len(plain), "value": plain},
    ]
    developing = f": {words.NOT_CONFIRMED}" if view.status == Status.DEVELOPING else ""
    notes = [f"{view.label}{developing}.", *(f"CORRECTED: {box.note}" for box in view.boxes)]
    if view.doubt:
        notes.append(f"UNDER REVIEW: {view.doubt}")
    document["edNote"] = " ".join(notes)
    if view.bylines:
        document["by"] = ", ".join(view.bylines)
    if view.sources:
        document["infoSources"] = [{"name": source.who, "role": source.code} for source in view.sources]
    if view.tags:
        document["subjects"] = [{"name": tag} for tag in view.tags]
    return _encode(document) + b"\n"


def notice_object(view: UpdateView, slug: str, site: SiteConfig) -> bytes:
    """The notice that takes an update back."""
    assert view.notice is not None
    at, notice = view.notice.time.iso, view.notice.words
    document = {
        **_head(view, site),
        "uri": notice_uri(view),
        "version": "1",
        "firstCreated": at,
        "versionCreated": at,
        "pubStatus": "usable",
        "urgency": 1,
        "slugline": slug,
        "headlines": _headlines(view),
        "bodies": [{"role": "main", "contentType": "text/plain", "value": notice}],
        "associations": [
            {"name": "noticeOf", "uri": f"urn:uuid:{view.id}", "rel": "noticeOf", "type": "text"}
        ],
    }
    return _encode(document) + b"\n"


def notice_uri(view: UpdateView) -> str:
    """The identity of the notice."""
    return f"urn:uuid:{view.id}:{view.status}"


def _headlines(view: UpdateView) -> list[dict[str, str]]:
    return [{"role": "main", "contentType": "text/plain", "value": view.headline}]


def _head(view: UpdateView, site: SiteConfig) -> dict[str, Any]:
    return {
        "type": "text",
        "representationType": "full",
        "standard": {"name": "ninjs", "version": "3.1"},
        "language": view.lang,
        "copyrightHolder": prose.line(site.publisher),
    }
