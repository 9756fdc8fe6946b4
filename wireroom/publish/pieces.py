"""The pieces an update is shown with: rendered once for each form it takes, joined into every page and feed."""

from wireroom.model import LiveBlog
from wireroom.publish import jsonld
from wireroom.publish.settings import SiteConfig
from wireroom.publish.snapshot import BlogState
from wireroom.publish.story import Entry, Form
from wireroom.publish.syndication import atom
from wireroom.publish.theme import Theme
from wireroom.publish.times import Zone
from wireroom.publish.views import ROOT, update_view

#: Piece name -> bytes. ``html``, ``key`` and ``correction`` have ``ROOT`` before links to other pages.
Pieces = dict[str, bytes]

_ROOT = f"{ROOT}/".encode()


def make_pieces(entry: Entry, state: BlogState, site: SiteConfig, theme: Theme) -> Pieces:
    """Everything that lists and feeds need of one entry."""
    view = update_view(entry, entry.form, entry.edition, state.blog, Zone(state.blog.zone))
    made = {
        "html": theme.render("update.html", u=view).encode(),
        "posting": jsonld.posting(entry, state, site),
        "atom": atom.entry(entry, state, site),
        "key": theme.render("key-line.html", u=view).encode(),
        "day": f"{view.shown.date}|{view.shown.day}".encode(),
    }
    if entry.taken_back:
        made["atom#"] = atom.notice(entry, state, site)
    if entry.taken_back or view.boxes:
        made["correction"] = theme.render("correction-line.html", u=view).encode()
    return made


def earlier_fragment(entry: Entry, form: Form, edition: int, blog: LiveBlog, theme: Theme) -> bytes:
    """The fragment of an earlier form, as it was."""
    view = update_view(entry, form, edition, blog, Zone(blog.zone))
    return theme.render("update.html", u=view).encode()


def at_root(body: bytes) -> bytes:
    """Links as they are written on pages in the blog's own folder."""
    return body.replace(_ROOT, b"")


def below(body: bytes) -> bytes:
    """Links as they are written on pages one folder below."""
    return body.replace(_ROOT, b"../")
