"""JSON Feed 1.1, with what Wireroom knows beyond it under ``_wireroom``."""

from collections.abc import Sequence
from typing import Any

import msgspec

from wireroom.model import BlogState as Coverage
from wireroom.model import Status
from wireroom.publish import prose, words
from wireroom.publish.settings import SiteConfig
from wireroom.publish.snapshot import BlogState
from wireroom.publish.story import Entry
from wireroom.publish.syndication.atom import notice_title
from wireroom.publish.times import iso


def item(entry: Entry, state: BlogState, site: SiteConfig, content: str) -> bytes:
    """An update as an item with its ``content_html``; its id never changes."""
    update = entry.update
    address = site.address(state.blog.slug)
    document: dict[str, Any] = {
        "id": f"urn:uuid:{entry.id}",
        "url": f"{address}p/{entry.id}.html",
        "title": prose.line(words.headline(update)),
        "content_html": content,
        "date_published": iso(entry.shown),
        "date_modified": iso(entry.changed),
        "language": prose.line(update.language or state.blog.language),
        "tags": [words.LABELS[update.status].lower()],
        "_wireroom": _extra(entry, address),
    }
    if not entry.taken_back:
        document["tags"] += [prose.line(tag) for tag in update.tags]
    names = [name for name in map(prose.line, update.bylines) if name]
    if names:
        document["authors"] = [{"name": name} for name in names]
    return msgspec.json.encode(document)


def notice(entry: Entry, state: BlogState, site: SiteConfig) -> bytes:
    """The notice that takes an update back."""
    update = entry.update
    taken = update.kill or update.retraction
    document = {
        "id": f"urn:uuid:{entry.id}:{update.status}",
        "url": f"{site.address(state.blog.slug)}p/{entry.id}.html",
        "title": notice_title(entry),
        "content_text": prose.copy(words.notice(update)),
        "date_published": iso(taken.at if taken else entry.changed),
        "tags": ["notice"],
        "_wireroom": {"notice_of": f"urn:uuid:{entry.id}", "status": str(update.status)},
    }
    return msgspec.json.encode(document)


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
    return b'%s,"items":[%s]}\n' % (msgspec.json.encode(document)[:-1], b",".join(bodies))


def _extra(entry: Entry, address: str) -> dict[str, Any]:
    update = entry.update
    extra: dict[str, Any] = {
        "status": str(update.status),
        "edition": entry.edition,
        "ninjs": f"{address}ninjs/{entry.id}.json",
    }
    corrections = [
        {"at": iso(box.at), "note": prose.line(box.note)} for box in update.corrections if box.note
    ]
    if corrections and update.status is not Status.KILLED:
        extra["corrections"] = corrections
    if entry.taken_back:
        extra["notice"] = prose.copy(words.notice(update))
    return extra
