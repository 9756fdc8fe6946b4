"""The pieces an update is shown with: rendered once for each form it takes, joined into every page and feed."""

import hashlib

import msgspec

from wireroom.model import Status
from wireroom.publish import hosting, jsonld
from wireroom.publish.settings import SiteConfig
from wireroom.publish.story import Entry, Form
from wireroom.publish.syndication import atom, jsonfeed, plain, rss
from wireroom.publish.syndication.content import content_html
from wireroom.publish.theme import Theme
from wireroom.publish.views import ROOT, UpdateView, Views

#: Piece name -> bytes. ``html``, ``key`` and ``correction`` have ``ROOT`` before links to other pages; those of a
#: notice end in ``#``.
Pieces = dict[str, bytes]

#: What stands between two pieces of a kind, wherever they are joined.
BETWEEN = {
    "html": b"",
    "key": b"",
    "correction": b"",
    "atom": b"\n",
    "short": b"\n",
    "stone": b"\n",
    "corrections": b"\n",
    "rss": rss.BETWEEN,
    "json": jsonfeed.BETWEEN,
    "markdown": plain.BETWEEN_SECTIONS,
    "text": plain.BETWEEN_TEXTS,
    "sitemap": hosting.BETWEEN_LINES,
    "revision": hosting.BETWEEN_REVISIONS,
}

#: Pieces that few updates ever need: made when a list asks for them.
LATE = frozenset(("rss", "rss#", "embed"))

#: What stands before a link, and between two of a list of them: no copy holds either.
_LINK, _NEXT_LINK = f'="{ROOT}/'.encode(), f"&#32;{ROOT}/".encode()


def make_pieces(entry: Entry, views: Views, site: SiteConfig, theme: Theme) -> Pieces:
    """Everything that lists and feeds need of one entry, but for what is seldom asked for (:func:`late_piece`)."""
    view = views.of(entry)
    content = content_html(view)
    made = {
        "html": theme.fill("update.html", view),
        "day": f"{view.shown.date}|{view.shown.day}".encode(),
        "posting": jsonld.posting(view, site),
        "json": jsonfeed.item(view, views.address, content),
        "markdown": plain.markdown(view, entry.update.body),
        "text": plain.text(view),
        "sitemap": hosting.sitemap_line(view),
        "revision": hosting.revision_line(entry, [_wording_hash(form) for form in entry.forms]),
    }
    if view.status == Status.KILLED:
        made["stone"] = atom.tombstone(view)
    else:
        made["atom"], made["short"] = atom.entries(view, content)
    if entry.update.key_event:
        made["key"] = theme.fill("key-line.html", view)
        made["top"] = theme.fill("top-line.html", view)
    if view.taken_back:
        made["atom#"] = atom.notice(view)
        made["json#"] = jsonfeed.notice(view)
    if view.taken_back or view.boxes:
        made["correction"] = theme.fill("correction-line.html", view)
        made["corrections"] = atom.corrections(view)
    return made


def late_piece(kind: str, view: UpdateView, theme: Theme) -> bytes:
    """A piece of one of the kinds that are ``LATE``."""
    if kind == "embed":
        return theme.fill("embed-line.html", view)
    return rss.notice(view) if kind == "rss#" else rss.item(view, content_html(view))


def day_heading(day: bytes) -> bytes:
    """What stands in a list where a day begins; ``day`` is a piece of that name."""
    date, _, text = day.partition(b"|")
    return b'<h3 class="day"><time datetime="%s">%s</time></h3>' % (date, text)


def earlier_fragment(entry: Entry, edition: int, theme: Theme, views: Views) -> bytes:
    """The fragment of an earlier form, as it was."""
    return theme.fill("update.html", views.earlier(entry, edition))


def below(body: bytes) -> bytes:
    """Links as they are written on pages one folder below the blog's own."""
    return body.replace(_LINK, b'="../').replace(_NEXT_LINK, b"&#32;../")


def _wording_hash(form: Form) -> str:
    """A hash of what was said; of a killed update there is nothing left to hash."""
    update = form.update
    words = ["", ""] if update.status is Status.KILLED else [update.headline, update.body]
    return hashlib.sha256(msgspec.json.encode([update.status.value, *words])).hexdigest()
