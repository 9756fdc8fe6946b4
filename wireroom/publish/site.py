"""Which files a snapshot consists of, and in which order they may be written.

The order keeps every reader whole: what is linked to comes before what links to it, ``latest.json`` last. In a
folder that readers look into, a path can come more than once: see ``standing``.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress

from msgspec.structs import replace

from wireroom.errors import NotFoundError
from wireroom.publish import hosting
from wireroom.publish.card import CardText
from wireroom.publish.documents import Documents
from wireroom.publish.files import File, Kept
from wireroom.publish.frame import Frames
from wireroom.publish.history import history
from wireroom.publish.pages import NAMED, Pages
from wireroom.publish.pieces import earlier_fragment
from wireroom.publish.settings import SiteConfig
from wireroom.publish.showing import Showing, Shown
from wireroom.publish.snapshot import BlogState, Changes
from wireroom.publish.standing import Standing
from wireroom.publish.story import Entry, archived_pages, page_name, page_of, page_row, sealed_pages
from wireroom.publish.syndication import ninjs
from wireroom.publish.theme import Theme
from wireroom.publish.views import Views, picture_path

CARD = "card.png"

#: Files of a sealed page, and of the blog itself.
_OF_A_PAGE = 8
_ON_TOP = 30


class Site:
    """The files of one state.

    ``showing`` gives entries with their pieces, rendered or remembered; ``standing`` the paths of an owner's files that stand, with their hashes; ``picture_of`` a picture's bytes by its id. ``card`` says whether the snapshot has a card for social networks.
    """

    def __init__(
        self,
        state: BlogState,
        site: SiteConfig,
        theme: Theme,
        frames: Frames,
        showing: Showing,
        picture_of: Callable[[str], bytes],
        views: Views,
        *,
        card: bool = False,
        standing: Callable[[str], Mapping[str, str]],
    ) -> None:
        self._standing = standing
        self._views = views
        self._picture_of = picture_of
        self._state = state
        self._slug = state.blog.slug
        self._site = site
        self._theme = theme
        self._showing = showing
        self._documents = Documents(state, site, showing)
        self._pages = Pages(
            state,
            site,
            theme,
            frames,
            views,
            showing,
            card=f"{site.address(state.blog.slug)}{CARD}" if card else "",
        )

    def pages(self, pages: Iterable[int]) -> Iterator[File | Kept]:
        """All files of some sealed pages and their updates, where nobody looks yet."""
        for page in pages:
            yield from self._entries(self._page(page), None, [])
            yield from self._documents.of_page(page)
            yield from self._of_page(page)
            yield from self._documents.sitemaps([page], opened=False)
            self._showing.clear()
            self._views.forget()

    def everything(
        self, standing: Standing | None, *, elsewhere: Collection[int] = ()
    ) -> Iterator[File | Kept]:
        """All files but those of pages that are made ``elsewhere``.

        ``standing`` is what readers find meanwhile; none if nobody looks yet.
        """
        state = self._state
        last = page_of(max(state.head.count, 1))
        yield from self._assets()
        late: list[str] = []
        if standing:
            for page in range(1, last + 1):
                listed = state.rows.get(page_row(page), ())
                yield from self._stand_ins((state.entries[entry_id] for entry_id in listed), standing)
            yield from self._onward(range(1, state.head.sealed + 1), standing)
        pages = [page for page in range(1, last + 1) if page not in elsewhere]
        for page in pages:
            yield from self._entries(self._page(page), standing, late)
            self._showing.clear()
            self._views.forget()
        for page in pages:
            if page <= state.head.archived:
                yield from self._documents.of_page(page)
            if page <= state.head.sealed:
                yield from self._of_page(page)
        yield from self._onward([state.head.sealed + 1])
        yield from self._documents.sitemaps(pages, opened=True)
        yield from self._key_events()
        yield from self._corrections()
        yield from self._documents.feeds(state.rows.__contains__)
        yield from self._hosting()
        yield from self._head(late)

    def changed(self, changes: Changes, count_before: int, standing: Standing) -> Iterator[File | Kept]:
        """The files that a fold touched, where everything else stands as it was; readers find it meanwhile.

        There were ``count_before`` entries.
        """
        state = self._state
        sealed, sealed_before = state.head.sealed, sealed_pages(count_before)
        fresh = set(range(sealed_before + 1, sealed + 1))
        entries = {entry_id: state.entries[entry_id] for entry_id in changes.entries}
        for page in fresh:
            entries.update((shown.entry.id, shown.entry) for shown in self._page(page))
        listed = sorted(entries.values(), key=lambda entry: entry.number)
        pages = {page_of(entry.number) for entry in listed}
        late: list[str] = []
        yield from self._stand_ins(listed, standing)
        yield from self._onward(sorted(fresh), standing)
        if sealed != sealed_before:
            yield from self._onward([sealed + 1])
        yield from self._entries(self._showing.those([entry.id for entry in listed]), standing, late)
        archived = range(archived_pages(count_before) + 1, state.head.archived + 1)
        for page in sorted(page for page in pages.union(archived) if page <= state.head.archived):
            yield from self._documents.of_page(page)
        for page in sorted(page for page in pages | fresh if page <= sealed):
            yield from self._of_page(page)
        opened = page_of(max(state.head.count, 1)) != page_of(max(count_before, 1)) or sealed != sealed_before
        listing = [page for page in sorted(pages) if self._touches(page_row(page), changes, "sitemap")]
        yield from self._documents.sitemaps(listing, opened=opened)
        if self._touches("keys", changes, "key"):
            yield from self._key_events()
        if self._touches("notices", changes, "correction", "corrections"):
            yield from self._corrections()
        yield from self._documents.feeds(lambda row: self._touches(row, changes, "short"))
        yield from self._head(late)

    def permalinks(self) -> set[str]:
        """The paths of all updates' own pages, from rows and entries in memory."""
        return {f"p/{entry_id}.html" for entry_id in self._state.entries}

    def stand_in(self, path: str) -> File:
        """A page that leads to the head page, where one comes or has gone."""
        return File(path, self._pages.onward_page(path, "index.html"))

    def expected(self) -> int:
        """About how many files there are, from what is in memory."""
        entries, head = self._state.entries, self._state.head
        return sum(entries[entry_id].edition + 2 for entry_id in entries) + _OF_A_PAGE * head.sealed + _ON_TOP

    def card_text(self) -> CardText:
        """What the card says."""
        return self._pages.card_text()

    def _assets(self) -> Iterator[File]:
        paths = self._theme.assets
        yield File(paths["style"], self._theme.style)
        yield File(paths["script"], self._theme.script)
        yield File(paths["icon"], self._theme.icon)

    def _hosting(self) -> Iterator[File]:
        yield File("_headers", hosting.headers())
        yield File("nginx.conf", hosting.nginx(self._state.blog.slug))

    def _stand_ins(self, listed: Iterable[Entry], standing: Standing) -> Iterator[File]:
        """Pages for updates that others may link to before their turn comes."""
        for entry in listed:
            path = f"p/{entry.id}.html"
            if standing.lacks(path):
                yield replace(self.stand_in(path), owner=f"entry/{entry.id}")

    def _entries(
        self, listed: Iterable[Shown], standing: Standing | None, late: list[str]
    ) -> Iterator[File | Kept]:
        """Files of updates. Permalinks whose place readers don't find yet are ``late``: they come again."""
        for shown in listed:
            entry = shown.entry
            there = standing is None or standing.shows(self._pages.place(entry), entry.id)
            yield from self._of_entry(shown, place=there)
            if not there:
                late.append(entry.id)

    def _of_entry(self, shown: Shown, *, place: bool) -> Iterator[File | Kept]:
        """An update's fragments, news object and permalink page."""
        entry = shown.entry
        owner = f"entry/{entry.id}"
        present = shown.pieces["html"]
        media = () if entry.taken_back else entry.update.media
        for picture in [picture for one in media for picture in one.ids]:
            with suppress(NotFoundError):  # a kill of another update took it
                yield File(picture_path(entry.id, picture), self._picture_of(picture), owner)
        yield from self._earlier(entry, owner, present)
        yield File(f"b/{entry.id}.{entry.edition}.html", present, owner)
        yield File(
            f"ninjs/{entry.id}.json", ninjs.news_object(self._views.of(entry), self._slug, self._site), owner
        )
        if entry.taken_back:
            notice = ninjs.notice_object(self._views.of(entry), self._slug, self._site)
            yield File(f"ninjs/{entry.id}.notice.json", notice, owner)
        yield self._permalink(shown, place=place)

    def _permalink(self, shown: Shown, *, place: bool) -> File:
        """An update's own page; ``place``: with a link to where it stands among the others."""
        entry = shown.entry
        steps = history(entry, self._state.blog)
        body = self._pages.permalink(shown, steps, place=place)
        return File(f"p/{entry.id}.html", body, f"entry/{entry.id}")

    def _earlier(self, entry: Entry, owner: str, present: bytes) -> Iterator[File | Kept]:
        """The earlier fragments: overwritten when what they said was taken back, else as they stand."""
        changes = entry.taken_back or any(form.update.media for form in entry.forms)
        stands: Mapping[str, str] = {} if changes else self._standing(owner)
        for edition in range(1, entry.edition):
            path = f"b/{entry.id}.{edition}.html"
            if path in stands:
                yield Kept(path)
            elif entry.taken_back:
                yield File(path, present, owner)
            else:
                yield File(path, earlier_fragment(entry, edition, self._theme, self._views), owner)

    def _of_page(self, page: int) -> Iterator[File]:
        """A sealed page of the archive as HTML."""
        name, row = page_name(page), page_row(page)
        ids = self._state.rows.get(row, [])
        yield File(f"a/{name}.html", self._pages.archive_page(page, ids, oldest_first=False), row)
        yield File(f"a/{name}-oldest-first.html", self._pages.archive_page(page, ids, oldest_first=True), row)

    def _onward(self, pages: Iterable[int], standing: Standing | None = None) -> Iterator[File]:
        """What stands where archive pages will be; with ``standing`` only where nothing stands yet."""
        for page in pages:
            name, owner = page_name(page), page_row(page)
            for path, target in (
                (f"a/{name}.html", "index.html"),
                (f"a/{name}-oldest-first.html", "oldest-first.html"),
            ):
                if standing is None or standing.lacks(path):
                    yield File(path, self._pages.onward_page(path, target), owner)

    def _key_events(self) -> Iterator[File]:
        yield File("key-events.html", self._pages.key_events(self._state.rows.get("keys", [])))

    def _corrections(self) -> Iterator[File]:
        yield self._documents.corrections()
        yield File("corrections.html", self._pages.corrections(self._state.rows.get("notices", [])))

    def _head(self, late: list[str]) -> Iterator[File]:
        """The feeds of everything, the pages that stand on top, and last what open pages poll."""
        yield from self._documents.head()
        yield from self._top(late)

    def _top(self, late: list[str]) -> Iterator[File]:
        newest = self._newest(NAMED)
        top = self._pages.top()
        yield File("top.html", top)
        yield File("embed.html", self._pages.embed(newest))
        for oldest_first, name in ((True, "oldest-first.html"), (False, "index.html")):
            listed = self._documents.on_top(backwards=not oldest_first)
            yield File(name, self._pages.head_page(listed, newest, top, oldest_first=oldest_first))
        for shown in self._showing.those(late):
            yield self._permalink(shown, place=True)
        yield File("latest.json", hosting.latest(self._state, [shown.entry for shown in newest], top))

    def _touches(self, row: str, changes: Changes, *kinds: str) -> bool:
        """Whether a list of pieces of these kinds is another: in what it lists, or in how that is shown."""
        if row in changes.rows:
            return True
        listed = changes.entries.intersection(self._state.rows.get(row, ()))
        return any(self._showing.differs(entry_id, kinds) for entry_id in listed)

    def _page(self, page: int) -> list[Shown]:
        return self._showing.those(self._state.rows.get(page_row(page), ()))

    def _newest(self, number: int) -> list[Shown]:
        """The newest entries of the head page, so many of them."""
        head = self._state.head
        found: list[Shown] = []
        for page in range(page_of(max(head.count, 1)), head.sealed, -1):
            for entry_id in reversed(self._state.rows.get(page_row(page), ())):
                found.append(self._showing[entry_id])
                if len(found) == number:
                    return found
        return found
