"""The pieces an update is shown with: rendered once for each form it takes, joined into every page and feed."""

import hashlib

import msgspec

from wireroom.model import Status
from wireroom.publish import hosting, jsonld
from wireroom.publish.settings import SiteConfig
from wireroom.publish.snapshot import BlogState
from wireroom.publish.story import Entry, Form
from wireroom.publish.syndication import atom, jsonfeed, plain, rss
from wireroom.publish.theme import Theme
from wireroom.publish.views import ROOT, Views

#: Piece name -> bytes. ``html``, ``key`` and ``correction`` have ``ROOT`` before links to other pages; those of a
#: notice end in ``#``.
Pieces = dict[str, bytes]

_LINK = f'="{ROOT}/'.encode()


def make_pieces(entry: Entry, state: BlogState, site: SiteConfig, theme: Theme, views: Views) -> Pieces:
    """Everything that lists and feeds need of one entry."""
    view = views.of(entry)
    content = atom.content_html(entry, state)
    made = {
        "html": theme.render("update.html", u=view).encode(),
        "day": f"{view.shown.date}|{view.shown.day}".encode(),
        "posting": jsonld.posting(entry, state, site),
        "atom": atom.entry(entry, state, site, content),
        "rss": rss.item(entry, state, site, content),
        "json": jsonfeed.item(entry, state, site, content),
        "markdown": plain.markdown(entry, state, site),
        "text": plain.text(entry, state, site),
        "sitemap": hosting.sitemap_line(entry, state, site),
        "revision": hosting.revision_line(entry, [_wording_hash(form) for form in entry.forms]),
    }
    if entry.update.key_event:
        made["key"] = theme.render("key-line.html", u=view).encode()
        made["top"] = theme.render("top-line.html", u=view).encode()
    if entry.taken_back:
        made["atom#"] = atom.notice(entry, state, site)
        made["rss#"] = rss.notice(entry, state, site)
        made["json#"] = jsonfeed.notice(entry, state, site)
    if entry.taken_back or view.boxes:
        made["correction"] = theme.render("correction-line.html", u=view).encode()
        made["corrections"] = atom.corrections(entry, state, site)
    return made


def earlier_fragment(entry: Entry, edition: int, theme: Theme, views: Views) -> bytes:
    """The fragment of an earlier form, as it was."""
    return theme.render("update.html", u=views.earlier(entry, edition)).encode()


def below(body: bytes) -> bytes:
    """Links as they are written on pages one folder below the blog's own."""
    return body.replace(_LINK, b'="../')


def _wording_hash(form: Form) -> str:
    """A hash of what was said; of a killed update there is nothing left to hash."""
    update = form.update
    words = ["", ""] if update.status is Status.KILLED else [update.headline, update.body]
    return hashlib.sha256(msgspec.json.encode([str(update.status), *words])).hexdigest()
