"""JSON Feed 1.1, with what Wireroom knows beyond it under ``_wireroom``."""

from collections.abc import Sequence
from typing import Any

import msgspec

from wireroom.model import BlogState as Coverage
from wireroom.publish import prose
from wireroom.publish.settings import SiteConfig
from wireroom.publish.snapshot import BlogState
from wireroom.publish.syndication.content import notice_text, notice_title, taken
from wireroom.publish.views import UpdateView

#: What stands between two items.
BETWEEN = b","

_encode = msgspec.json.Encoder().encode


def item(view: UpdateView, address: str, content: str) -> bytes:
    """An update as an item with its ``content_html``; its id never changes. ``address`` is the blog's."""
    document: dict[str, Any] = {
        "id": f"urn:uuid:{view.id}",
        "url": view.address,
        "title": view.headline,
        "content_html": content,
        "date_published": view.shown.iso,
        "date_modified": view.changed.iso,
        "language": view.lang,
        "tags": [view.label.lower()] if view.taken_back else [view.label.lower(), *view.tags],
        "_wireroom": _extra(view, address),
    }
    if view.bylines:
        document["authors"] = [{"name": name} for name in view.bylines]
    return _encode(document)


def notice(view: UpdateView) -> bytes:
    """The notice that takes an update back."""
    document = {
        "id": f"urn:uuid:{view.id}:{view.status}",
        "url": view.address,
        "title": notice_title(view),
        "content_text": notice_text(view),
        "date_published": taken(view).time.iso,
        "tags": ["notice"],
        "_wireroom": {"notice_of": f"urn:uuid:{view.id}", "status": view.status},
    }
    return _encode(document)


def feed(
    state: BlogState,
    site: SiteConfig,
    bodies: Sequence[bytes],
    *,
    path: str = "feed.json",
    next_path: str = "",
) -> bytes:
    """A feed document; ``next_path`` is the page of the archive that goes on."""
    blog = state.blog
    address = site.address(blog.slug)
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": prose.line(blog.headline),
        "home_page_url": address,
        "feed_url": address + path,
        "language": prose.line(blog.language),
        "authors": [{"name": prose.line(site.publisher) or "Wireroom"}],
    }
    if blog.standfirst:
        document["description"] = prose.line(blog.standfirst)
    if next_path:
        document["next_url"] = address + next_path
    if site.websub:
        document["hubs"] = [{"type": "WebSub", "url": hub} for hub in site.websub]
    if blog.state is Coverage.ENDED and path == "feed.json":
        document["expired"] = True
    return b'%s,"items":[%s]}\n' % (_encode(document)[:-1], BETWEEN.join(bodies))


def _extra(view: UpdateView, address: str) -> dict[str, Any]:
    extra: dict[str, Any] = {
        "status": view.status,
        "edition": view.edition,
        "ninjs": f"{address}ninjs/{view.id}.json",
    }
    if view.boxes:
        extra["corrections"] = [{"at": box.time.iso, "note": box.note} for box in view.boxes]
    if view.doubt:
        extra["under_review"] = view.doubt
    if view.notice:
        extra["notice"] = view.notice.words
        if view.notice.replaced_by:
            extra["replaced_by"] = f"urn:uuid:{view.notice.replaced_by}"
    return extra
