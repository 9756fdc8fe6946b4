"""Atom (RFC 4287) with archives (RFC 5005), threading (RFC 4685) and tombstones (RFC 6721).

Of eleven feed readers none honours a tombstone. So a retraction rewrites its entry and adds a notice that points at
it; a kill leaves a tombstone and a notice.
"""

from collections.abc import Sequence
from datetime import datetime

from wireroom.model import Status
from wireroom.publish import prose, words
from wireroom.publish.settings import SiteConfig
from wireroom.publish.snapshot import BlogState
from wireroom.publish.story import Entry
from wireroom.publish.syndication.xml import element
from wireroom.publish.times import Zone, distinct, iso

_OPENING = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" '
    'xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns:fh="http://purl.org/syndication/history/1.0"'
)
_STATUS_SCHEME = "urn:wireroom:status"


def entry(item: Entry, state: BlogState, site: SiteConfig, content: str) -> bytes:
    """An update as an entry with its ``content_html``; a killed one as a tombstone."""
    update = item.update
    if update.status is Status.KILLED:
        stone = element("at:deleted-entry", _NOTHING, ref=_urn(item.id), when=iso(item.changed))
        return stone.replace(_NOTHING, element("at:comment", prose.copy(words.notice(update)))).encode()
    parts = [
        element("id", _urn(item.id)),
        element("title", prose.line(words.headline(update))),
        element("link", rel="alternate", type="text/html", href=_permalink(item, state, site)),
        element("published", iso(item.shown)),
        element("updated", distinct(item.changed, item.moved)),
        *_authors(item),
        element(
            "category", term=str(update.status), scheme=_STATUS_SCHEME, label=words.LABELS[update.status]
        ),
    ]
    if not item.taken_back:
        parts += [element("category", term=prose.line(tag)) for tag in update.tags if prose.line(tag)]
    parts.append(element("content", content, type="html"))
    return _entry(parts, update.language or state.blog.language)


def notice(item: Entry, state: BlogState, site: SiteConfig) -> bytes:
    """The notice that takes an update back, pointing at it."""
    update = item.update
    at = _taken_back_at(item)
    text = prose.copy(words.notice(update))
    link = _permalink(item, state, site)
    parts = [
        element("id", f"{_urn(item.id)}:{update.status}"),
        element("title", notice_title(item)),
        element("link", rel="alternate", type="text/html", href=link),
        element("link", rel="related", type="text/html", href=link),
        element("published", iso(at)),
        element("updated", distinct(at, item.moved + 1)),
        element("thr:in-reply-to", ref=_urn(item.id), href=link, type="text/html"),
        element("category", term="notice", scheme=_STATUS_SCHEME, label="Notice"),
        element("content", "".join(f"<p>{_escaped(part)}</p>" for part in text.split("\n\n")), type="html"),
    ]
    return _entry(parts, update.language or state.blog.language)


def corrections(item: Entry, state: BlogState, site: SiteConfig) -> bytes:
    """Entries of the corrections feed: one for each correction of an update, and one for taking it back."""
    update = item.update
    zone = Zone(state.blog.zone)
    link = _permalink(item, state, site)
    found = [notice(item, state, site)] if item.taken_back else []
    boxes = [] if update.status is Status.KILLED else list(enumerate(update.corrections, 1))
    for number, box in reversed(boxes):
        if not box.note:
            continue
        title = f"Correction {zone.clock(box.at)} {zone.place}"
        parts = [
            element("id", f"{_urn(item.id)}:correction-{number}"),
            element("title", title if item.taken_back else f"{title}: {prose.line(update.headline)}"),
            element("link", rel="alternate", type="text/html", href=f"{link}#history"),
            element("published", iso(box.at)),
            element("updated", distinct(box.at, item.moved + number)),
            element("thr:in-reply-to", ref=_urn(item.id), href=link, type="text/html"),
            element("content", element("p", prose.line(box.note)), type="html"),
        ]
        found.append(_entry(parts, update.language or state.blog.language))
    return b"\n".join(found)


def feed(
    state: BlogState,
    site: SiteConfig,
    *,
    path: str,
    title: str,
    name: str,
    bodies: Sequence[bytes],
    changed: datetime,
    earlier: str = "",
    archive: bool = False,
) -> bytes:
    """A feed document. ``path`` is its file, ``earlier`` the archive document before it, both from the blog's root.

    ``name`` tells the blog's feeds apart in their ids. Tombstones go before the first entry: RFC 4287's grammar
    wants extensions there.
    """
    blog = state.blog
    address = site.address(blog.slug)
    lines = [
        f'{_OPENING} xml:lang="{element("x", prose.line(blog.language))[3:-4]}">',
        element("id", f"urn:uuid:{blog.id}{':' + name if name else ''}"),
        element("title", prose.line(title)),
        element("subtitle", prose.line(blog.standfirst)) if blog.standfirst else "",
        element("link", rel="self", type="application/atom+xml", href=address + path),
        element("link", rel="alternate", type="text/html", href=address),
        element("updated", iso(changed)),
        f"<author>{element('name', prose.line(site.publisher) or 'Wireroom')}</author>",
        element("generator", "Wireroom"),
        element("link", rel="prev-archive", type="application/atom+xml", href=address + earlier)
        if earlier
        else "",
        element("link", rel="current", type="application/atom+xml", href=f"{address}feed.atom")
        if archive
        else "",
        element("fh:archive") if archive else "",
        *([element("link", rel="hub", href=hub) for hub in site.websub] if not archive else []),
    ]
    stones = [body for body in bodies if body.startswith(b"<at:")]
    entries = [body for body in bodies if not body.startswith(b"<at:")] if stones else bodies
    head = "\n".join(part for part in lines if part).encode()
    return b"\n".join((head, *stones, *entries, b"</feed>\n"))


def notice_title(item: Entry) -> str:
    """The headline of a notice: never the claim that is taken back."""
    if item.update.status is Status.KILLED:
        return "Removed: notice to readers"
    return prose.line(words.headline(item.update)).replace("Retracted:", "Retraction:", 1)


def content_html(item: Entry, state: BlogState) -> str:
    """An update's body with its status first, and what was corrected or taken back before the words."""
    update = item.update
    zone = Zone(state.blog.zone)
    parts = [f"<p><strong>{_escaped(words.status_words(update, zone))}</strong></p>"]
    if item.taken_back:
        parts += [f"<p>{_escaped(part)}</p>" for part in prose.copy(words.notice(update)).split("\n\n")]
        return "".join(parts)
    parts += [
        f"<p><strong>Correction {zone.clock(box.at)} {_escaped(zone.place)}:</strong> {_escaped(prose.line(box.note))}</p>"
        for box in reversed(update.corrections)
        if box.note
    ]
    if update.doubt:
        parts.append(f"<p><strong>Under review:</strong> {_escaped(prose.line(update.doubt))}</p>")
    parts.append(prose.html(update.body))
    if update.evidence:
        names = ", ".join(
            f"{prose.line(piece.who or piece.origin)} ({words.EVIDENCE[piece.kind]})"
            for piece in update.evidence
        )
        parts.append(f"<p>Sources: {_escaped(names)}</p>")
    return "".join(parts)


_NOTHING = "\ue000"


def _entry(parts: Sequence[str], language: str) -> bytes:
    opening = f'<entry xml:lang="{_escaped(prose.line(language))}">' if language else "<entry>"
    return "\n".join((opening, *parts, "</entry>")).encode()


def _authors(item: Entry) -> list[str]:
    names = (prose.line(byline) for byline in item.update.bylines)
    return [f"<author>{element('name', name)}</author>" for name in names if name]


def _taken_back_at(item: Entry) -> datetime:
    taken = item.update.kill or item.update.retraction
    return taken.at if taken else item.changed


def _permalink(item: Entry, state: BlogState, site: SiteConfig) -> str:
    return f"{site.address(state.blog.slug)}p/{item.id}.html"


def _urn(update_id: str) -> str:
    return f"urn:uuid:{update_id}"


def _escaped(text: str) -> str:
    return element("x", text)[3:-4] if text else ""
