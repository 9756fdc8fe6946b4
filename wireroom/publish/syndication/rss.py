"""RSS 2.0, with the same rules as Atom: a retraction rewrites its item and adds another; a kill leaves a stub."""

from collections.abc import Sequence
from datetime import datetime

from wireroom.publish import prose
from wireroom.publish.settings import SiteConfig
from wireroom.publish.snapshot import BlogState
from wireroom.publish.syndication.content import notice_html, notice_title, taken
from wireroom.publish.syndication.xml import element, escaped
from wireroom.publish.times import rfc822
from wireroom.publish.views import UpdateView

#: What stands between two items.
BETWEEN = b"\n"

_OPENING = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
    "<channel>"
)


def item(view: UpdateView, content: str) -> bytes:
    """An update as an item with its ``content_html``; its guid never changes."""
    creators = "".join([f"<dc:creator>{escaped(name)}</dc:creator>\n" for name in view.bylines])
    tags = () if view.taken_back else view.tags
    categories = "".join([f"<category>{escaped(tag)}</category>\n" for tag in tags])
    return (
        "<item>\n"
        f"<title>{escaped(view.headline)}</title>\n"
        f"<link>{escaped(view.address)}</link>\n"
        f'<guid isPermaLink="false">urn:uuid:{view.id}</guid>\n'
        f"<pubDate>{rfc822(view.shown_at)}</pubDate>\n"
        f"{creators}"
        f'<category domain="urn:wireroom:status">{view.label}</category>\n'
        f"{categories}"
        f"<description>{escaped(content)}</description>\n</item>"
    ).encode()


def notice(view: UpdateView) -> bytes:
    """The notice that takes an update back."""
    parts = [
        element("title", notice_title(view)),
        element("link", view.address),
        element("guid", f"urn:uuid:{view.id}:{view.status}", isPermaLink="false"),
        element("pubDate", rfc822(taken(view).at)),
        element("category", "Notice", domain="urn:wireroom:status"),
        element("description", notice_html(view)),
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
        *[element("atom:link", rel="hub", href=hub) for hub in site.websub],
    ]
    return BETWEEN.join(("\n".join(head).encode(), *bodies, b"</channel>\n</rss>\n"))
