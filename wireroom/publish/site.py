"""Which files a snapshot consists of, and in which order they may be written.

The order keeps every reader whole: what is linked to comes before what links to it, ``latest.json`` last.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import msgspec

from wireroom.publish.history import history
from wireroom.publish.pages import Pages, Shown
from wireroom.publish.pieces import Pieces, at_root, earlier_fragment
from wireroom.publish.settings import SiteConfig
from wireroom.publish.snapshot import KILL_NOTICE, RETRACTION_NOTICE, BlogState
from wireroom.publish.story import Entry, page_name
from wireroom.publish.syndication import atom
from wireroom.publish.theme import Theme


@dataclass(frozen=True, slots=True)
class File:
    """One file of a snapshot: its path below the target, with slashes, and what it holds."""

    path: str
    body: bytes


class Site:
    """The files of one state. ``pieces_of`` gives an entry's pieces, rendered or remembered."""

    def __init__(
        self, state: BlogState, site: SiteConfig, theme: Theme, pieces_of: Callable[[Entry], Pieces]
    ) -> None:
        self._state = state
        self._site = site
        self._theme = theme
        self._pieces_of = pieces_of
        self._pages = Pages(state, site, theme)

    def assets(self) -> Iterator[File]:
        """Files named by content; pages name them."""
        paths = self._theme.assets
        yield File(paths["style"], self._theme.style)
        yield File(paths["script"], self._theme.script)
        yield File(paths["icon"], self._theme.icon)

    def of_entry(self, entry: Entry) -> Iterator[File]:
        """An update's fragments and its permalink page."""
        if entry.hidden:
            return
        shown = Shown(entry, self._pieces_of(entry))
        present = at_root(shown.pieces["html"])
        for edition in range(1, entry.edition):
            form = entry.forms[edition - 1]
            earlier = entry.taken_back or form.update.status not in _VISIBLE
            body = (
                present
                if earlier
                else at_root(earlier_fragment(entry, form, edition, self._state.blog, self._theme))
            )
            yield File(f"b/{entry.id}.{edition}.html", body)
        yield File(f"b/{entry.id}.{entry.edition}.html", present)
        yield File(f"p/{entry.id}.html", self._pages.permalink(shown, history(entry, self._state.blog)))

    def of_page(self, page: int) -> Iterator[File]:
        """A sealed page of the archive in every format."""
        listed = self._shown(self._state.page(page))
        name = f"a/{page_name(page)}"
        yield File(f"{name}.html", self._pages.archive_page(page, listed, oldest_first=False))
        yield File(f"{name}-oldest-first.html", self._pages.archive_page(page, listed, oldest_first=True))
        yield File(f"{name}.atom", self._atom_archive(page, listed))

    def onward(self) -> Iterator[File]:
        """What stands where the next archive page will be."""
        sealed = self._state.head.sealed
        if sealed:
            name = f"a/{page_name(sealed + 1)}"
            yield File(f"{name}.html", self._pages.onward_page(sealed + 1, oldest_first=False))
            yield File(f"{name}-oldest-first.html", self._pages.onward_page(sealed + 1, oldest_first=True))

    def listings(self) -> Iterator[File]:
        """Key events and corrections."""
        yield File("key-events.html", self._pages.key_events(self._shown(self._state.listed("keys"))))
        notices = self._shown(self._state.listed("notices"))
        yield File("corrections.html", self._pages.corrections(notices))

    def head(self) -> Iterator[File]:
        """Feeds and the head page, then ``latest.json``."""
        sealed = self._state.head.sealed
        blog = self._state.blog
        yield File(
            "feed.atom",
            atom.feed(
                self._state,
                self._site,
                path="feed.atom",
                title=blog.headline,
                name="",
                bodies=[self._row(row, "atom") for row in self._state.rows.get("recent", ())],
                changed=self._state.head.changed or blog.coverage_start or blog.created,
                earlier=f"a/{page_name(sealed)}.atom" if sealed else "",
            ),
        )
        newest = self._shown(self._state.newest())
        top = self._pages.top()
        yield File("oldest-first.html", self._pages.head_page(newest, top, oldest_first=True, card=""))
        yield File("index.html", self._pages.head_page(newest, top, oldest_first=False, card=""))
        yield File("latest.json", self._latest())

    def _latest(self) -> bytes:
        head = self._state.head
        return msgspec.json.encode({"position": head.position, "changes": head.changes})

    def _atom_archive(self, page: int, listed: list[Shown]) -> bytes:
        blog = self._state.blog
        return atom.feed(
            self._state,
            self._site,
            path=f"a/{page_name(page)}.atom",
            title=blog.headline,
            name=f"archive-{page}",
            bodies=[shown.pieces["atom"] for shown in reversed(listed)],
            changed=max((shown.entry.changed for shown in listed), default=blog.created),
            earlier=f"a/{page_name(page - 1)}.atom" if page > 1 else "",
            archive=True,
        )

    def _row(self, row: str, format_: str) -> bytes:
        entry_id = row.removesuffix(RETRACTION_NOTICE).removesuffix(KILL_NOTICE)
        pieces = self._pieces_of(self._state.entries[entry_id])
        return pieces[format_ if row == entry_id else f"{format_}#"]

    def _shown(self, entries: list[Entry]) -> list[Shown]:
        return [Shown(entry, self._pieces_of(entry)) for entry in entries]


_VISIBLE = frozenset(("developing", "confirmed", "retracted"))
