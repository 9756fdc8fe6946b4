"""Atom (RFC 4287) with archives (RFC 5005), threading (RFC 4685) and tombstones (RFC 6721).

Of eleven feed readers none honours a tombstone. So a retraction rewrites its entry and adds a notice that points at
it; a kill leaves a tombstone and a notice.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from msgspec import Struct

from wireroom.publish import prose
from wireroom.publish.settings import SiteConfig
from wireroom.publish.snapshot import BlogState
from wireroom.publish.syndication.content import in_short, notice_html, notice_title, taken
from wireroom.publish.syndication.xml import element, escaped
from wireroom.publish.times import distinct, iso
from wireroom.publish.views import UpdateView

_OPENING = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" '
    'xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns:fh="http://purl.org/syndication/history/1.0"'
)
_STATUS_SCHEME = "urn:wireroom:status"


def tombstone(view: UpdateView) -> bytes:
    """What stands for a killed update."""
    said = escaped(view.notice.words) if view.notice else ""
    return (
        f'<at:deleted-entry ref="urn:uuid:{view.id}" when="{view.changed.iso}">'
        f"<at:comment>{said}</at:comment></at:deleted-entry>"
    ).encode()


def entries(view: UpdateView, content: str) -> tuple[bytes, bytes]:
    """An update as an entry with its ``content_html``, and in short for lists by status and tag.

    In short there is what is said about the words instead of the words, which lie out of line (RFC 4287, 4.1.3.2):
    such a list changes with an update's status, notes and headline, and with nothing else.
    """
    authors = "".join([f"<author><name>{escaped(name)}</name></author>\n" for name in view.bylines])
    tags = () if view.taken_back else view.tags
    categories = "".join([f'<category term="{escaped(tag)}"/>\n' for tag in tags])
    address = escaped(view.address)
    opening = (
        f"{_opening(view)}\n"
        f"<id>urn:uuid:{view.id}</id>\n"
        f"<title>{escaped(view.headline)}</title>\n"
        f'<link rel="alternate" type="text/html" href="{address}"/>\n'
        f"<published>{view.shown.iso}</published>\n"
        f"<updated>{distinct(view.changed_at, view.moved)}</updated>\n"
        f"{authors}"
        f'<category term="{view.status}" scheme="{_STATUS_SCHEME}" label="{view.label}"/>\n'
        f"{categories}"
    )
    whole = f'{opening}<content type="html">{escaped(content)}</content>\n</entry>'
    short = (
        f"{opening}<summary>{escaped(in_short(view))}</summary>\n"
        f'<content type="text/html" src="{address}"/>\n</entry>'
    )
    return whole.encode(), short.encode()


def notice(view: UpdateView) -> bytes:
    """The notice that takes an update back, pointing at it."""
    at = taken(view)
    parts = [
        element("id", f"urn:uuid:{view.id}:{view.status}"),
        element("title", notice_title(view)),
        element("link", rel="alternate", type="text/html", href=view.address),
        element("link", rel="related", type="text/html", href=view.address),
        element("published", at.time.iso),
        element("updated", distinct(at.at, view.moved + 1)),
        element("thr:in-reply-to", ref=f"urn:uuid:{view.id}", href=view.address, type="text/html"),
        element("category", term="notice", scheme=_STATUS_SCHEME, label="Notice"),
        element("content", notice_html(view), type="html"),
    ]
    return _entry(parts, view)


def corrections(view: UpdateView) -> bytes:
    """Entries of the corrections feed: one for each correction of an update, and one for taking it back."""
    found = [notice(view)] if view.taken_back else []
    for box in reversed(view.boxes):
        title = f"Correction {box.time.clock} {box.time.place}"
        parts = [
            element("id", f"urn:uuid:{view.id}:correction-{box.number}"),
            element("title", title if view.taken_back else f"{title}: {view.headline}"),
            element("link", rel="alternate", type="text/html", href=f"{view.address}#history"),
            element("published", box.time.iso),
            element("updated", distinct(box.at, view.moved + box.number)),
            element("thr:in-reply-to", ref=f"urn:uuid:{view.id}", href=view.address, type="text/html"),
            element("content", element("p", box.note), type="html"),
        ]
        found.append(_entry(parts, view))
    return b"\n".join(found)


def feed(
    state: BlogState,
    site: SiteConfig,
    *,
    path: str,
    title: str,
    name: str,
    stones: Sequence[bytes] = (),
    bodies: Sequence[bytes],
    changed: datetime,
    earlier: str = "",
    archive: bool = False,
) -> bytes:
    """A feed document. ``path`` is its file, ``earlier`` the archive document before it, both from the blog's root.

    ``name`` tells the blog's feeds apart in their ids. ``stones`` are tombstones, which go before the first entry: RFC
    4287's grammar wants extensions there.
    """
    blog = state.blog
    said = _Said(
        blog=blog.id,
        slug=blog.slug,
        language=blog.language,
        standfirst=blog.standfirst,
        path=path,
        title=title,
        name=name,
        earlier=earlier,
        archive=archive,
    )
    before, after = _heading(said, site)
    return b"\n".join((before + iso(changed).encode() + after, *stones, *bodies, b"</feed>\n"))


class _Said(Struct, frozen=True, kw_only=True):
    """What stands above the entries of a feed, but for the time of its last change."""

    blog: str
    slug: str
    language: str
    standfirst: str
    path: str
    title: str
    name: str
    earlier: str
    archive: bool


@lru_cache(maxsize=256)
def _heading(said: _Said, site: SiteConfig) -> tuple[bytes, bytes]:
    """What stands above the entries, before and after the time of the last change."""
    address = site.address(said.slug)
    before = [
        f'{_OPENING} xml:lang="{escaped(prose.line(said.language))}">',
        element("id", f"urn:uuid:{said.blog}{':' + said.name if said.name else ''}"),
        element("title", prose.line(said.title)),
        element("subtitle", prose.line(said.standfirst)) if said.standfirst else "",
        element("link", rel="self", type="application/atom+xml", href=address + said.path),
        element("link", rel="alternate", type="text/html", href=address),
        "<updated>",
    ]
    after = [
        "</updated>",
        f"<author>{element('name', prose.line(site.publisher) or 'Wireroom')}</author>",
        element("generator", "Wireroom"),
        element("link", rel="prev-archive", type="application/atom+xml", href=address + said.earlier)
        if said.earlier
        else "",
        element("link", rel="current", type="application/atom+xml", href=f"{address}feed.atom")
        if said.archive
        else "",
        element("fh:archive") if said.archive else "",
        element("link", rel="related", type="application/atom+xml", href=f"{address}feed.atom")
        if said.name and not said.archive
        else "",
        *([element("link", rel="hub", href=hub) for hub in site.websub] if not said.archive else []),
    ]
    return (
        "\n".join(part for part in before if part).encode(),
        "\n".join(part for part in after if part).encode(),
    )


def _opening(view: UpdateView) -> str:
    return f'<entry xml:lang="{escaped(view.lang)}">' if view.lang else "<entry>"


def _entry(parts: Sequence[str], view: UpdateView) -> bytes:
    return "\n".join((_opening(view), *parts, "</entry>")).encode()
