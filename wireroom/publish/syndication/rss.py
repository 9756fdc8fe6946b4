"""RSS 2.0, with the same rules as Atom: a retraction rewrites its item and adds another; a kill leaves a stub."""

from collections.abc import Sequence
from datetime import datetime

from wireroom.publish import prose, words
from wireroom.publish.settings import SiteConfig
from wireroom.publish.snapshot import BlogState
from wireroom.publish.story import Entry
from wireroom.publish.syndication.atom import notice_title
from wireroom.publish.syndication.xml import element
from wireroom.publish.times import rfc822

_OPENING = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
    "<channel>"
)


def item(entry: Entry, state: BlogState, site: SiteConfig, content: str) -> bytes:
    """An update as an item with its ``content_html``; its guid never changes."""
    update = entry.update
    link = f"{site.address(state.blog.slug)}p/{entry.id}.html"
    parts = [
        element("title", prose.line(words.headline(update))),
        element("link", link),
        element("guid", f"urn:uuid:{entry.id}", isPermaLink="false"),
        element("pubDate", rfc822(entry.shown)),
        *(element("dc:creator", name) for name in map(prose.line, update.bylines) if name),
        element("category", words.LABELS[update.status], domain="urn:wireroom:status"),
    ]
    if not entry.taken_back:
        parts += [element("category", prose.line(tag)) for tag in update.tags if prose.line(tag)]
    parts.append(element("description", content))
    return "\n".join(("<item>", *parts, "</item>")).encode()


def notice(entry: Entry, state: BlogState, site: SiteConfig) -> bytes:
    """The notice that takes an update back."""
    update = entry.update
    taken = update.kill or update.retraction
    parts = [
        element("title", notice_title(entry)),
        element("link", f"{site.address(state.blog.slug)}p/{entry.id}.html"),
        element("guid", f"urn:uuid:{entry.id}:{update.status}", isPermaLink="false"),
        element("pubDate", rfc822(taken.at if taken else entry.changed)),
        element("category", "Notice", domain="urn:wireroom:status"),
        element("description", element("p", prose.copy(words.notice(update)))),
    ]
    return "\n".join(("<item>", *parts, "</item>")).encode()


def feed(state: BlogState, site: SiteConfig, bodies: Sequence[bytes], changed: datetime) -> bytes:
    """The channel with its newest items."""
    blog = state.blog
    address = site.address(blog.slug)
    head = [
        _OPENING,
        element("title", prose.line(blog.headline)),
        element("link", address),
        element("description", prose.line(blog.standfirst) or prose.line(blog.headline)),
        element("language", prose.line(blog.language)),
        element("lastBuildDate", rfc822(changed)),
        element("generator", "Wireroom"),
        element("atom:link", rel="self", type="application/rss+xml", href=f"{address}feed.rss"),
    ]
    return b"\n".join(("\n".join(head).encode(), *bodies, b"</channel>\n</rss>\n"))
