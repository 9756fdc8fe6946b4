"""Lists of updates that are no pages: feeds and their archives, plain documents, revisions, sitemaps."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from wireroom.model import Status
from wireroom.publish import hosting, words
from wireroom.publish.files import File
from wireroom.publish.settings import SiteConfig
from wireroom.publish.showing import Run, Showing, bodies
from wireroom.publish.snapshot import BlogState
from wireroom.publish.story import FEED, page_name, page_of, page_row
from wireroom.publish.syndication import atom, jsonfeed, plain, rss

_STATUSES = (Status.DEVELOPING, Status.CONFIRMED, Status.RETRACTED)

_PLAIN = (("md", plain.markdown_document, "markdown"), ("txt", plain.text_document, "text"))


class Documents:
    """The documents of one state, from entries that ``showing`` gives."""

    def __init__(self, state: BlogState, site: SiteConfig, showing: Showing) -> None:
        self._state = state
        self._site = site
        self._showing = showing
        self._headline = state.blog.headline

    def of_page(self, page: int) -> Iterator[File]:
        """A page of the archive in every format but HTML."""
        name, row = f"a/{page_name(page)}", page_row(page)
        earlier = f"a/{page_name(page - 1)}" if page > 1 else ""
        ids = self._state.rows.get(row, [])

        def newest(kind: str) -> list[Run]:
            return self._showing.runs(kind, row, ids, backwards=True)

        body = self._atom(
            f"{name}.atom",
            self._headline,
            f"archive-{page}",
            newest,
            earlier=f"{earlier}.atom" if earlier else "",
            archive=True,
        )
        yield File(f"{name}.atom", body, row)
        items = bodies(newest("json"))
        following = f"{earlier}.json" if earlier else ""
        body = jsonfeed.feed(self._state, self._site, items, path=f"{name}.json", next_path=following)
        yield File(f"{name}.json", body, row)
        for suffix, document, kind in _PLAIN:
            path = f"{earlier}.{suffix}" if earlier else ""
            body = document(self._state, self._site, bodies(newest(kind)), path, sealed=True)
            yield File(f"{name}.{suffix}", body, row)
        lines = bodies(self._showing.runs("revision", row, ids))
        yield File(f"{name}.revisions.json", hosting.revisions(self._state, lines, page=page), row)

    def sitemaps(self, pages: Iterable[int], *, opened: bool) -> Iterator[File]:
        """The sitemaps of these pages; with ``opened`` also what lists the pages."""
        for page in pages:
            row = page_row(page)
            lines = bodies(self._showing.runs("sitemap", row, self._state.rows.get(row, [])))
            yield File(f"sitemaps/{page_name(page)}.xml", hosting.sitemap(lines), row)
        if opened:
            yield File("sitemaps/pages.xml", hosting.sitemap_of_pages(self._state, self._site))
            yield File("sitemap.xml", hosting.sitemap_index(self._state, self._site))

    def corrections(self) -> File:
        """The feed of corrections and retractions."""
        ids = self._state.rows.get("notices", [])[::-1][:FEED]
        title = f"Corrections and retractions: {self._headline}"
        path = "corrections.atom"

        def listed(kind: str) -> list[Run]:
            return self._showing.runs("corrections", "", ids) if kind == "atom" else []

        return File(path, self._atom(path, title, "corrections", listed))

    def feeds(self, wanted: Callable[[str], bool]) -> Iterator[File]:
        """Feeds by status and by tag, of the rows that are wanted: entries in short."""
        for status in _STATUSES:
            if wanted(f"status/{status}"):
                yield self._feed(f"status/{status}", f"feeds/{status}.atom", words.LABELS[status])
        for slug, tag in sorted(self._state.head.tags.items()):
            if wanted(f"tag/{slug}"):
                yield self._feed(f"tag/{slug}", f"feeds/tag-{slug}.atom", tag)

    def head(self) -> Iterator[File]:
        """The feeds of everything, and the newest updates in plain formats.

        Whatever no page of the archive has yet is in each of them, so that none is missing; feeds also hold what changed
        last.
        """
        state, site = self._state, self._site
        archived = state.head.archived
        before = f"a/{page_name(archived)}" if archived else ""
        changed = state.changed
        recent = state.rows.get("recent", [])
        told = set(recent)
        pages = [state.rows.get(page_row(page), []) for page in self._pages_after(archived)]
        untold = [entry_id for page in pages for entry_id in reversed(page) if entry_id not in told]

        def all_of(kind: str) -> list[Run]:
            return self._showing.runs(kind, "recent", recent) + self._showing.runs(kind, "", untold)

        body = self._atom(
            "feed.atom",
            self._headline,
            "",
            all_of,
            earlier=f"{before}.atom" if before else "",
            changed=changed,
        )
        yield File("feed.atom", body)
        items = bodies(self._showing.runs("rss", "recent", recent))
        yield File("feed.rss", rss.feed(state, site, items, changed))
        following = f"{before}.json" if before else ""
        yield File("feed.json", jsonfeed.feed(state, site, bodies(all_of("json")), next_path=following))
        for suffix, document, kind in _PLAIN:
            path = f"{before}.{suffix}" if before else ""
            yield File(f"blog.{suffix}", document(state, site, bodies(self._after(archived, kind)), path))
        lines = bodies(self._after(archived, "revision", backwards=False))
        yield File("revisions.json", hosting.revisions(state, lines))

    def on_top(self, *, backwards: bool) -> list[Run]:
        """The fragments of the head page, newest first or as they were filed."""
        return self._after(self._state.head.sealed, "html", backwards=backwards)

    def _after(self, page: int, kind: str, *, backwards: bool = True) -> list[Run]:
        """The pieces of a kind on the pages after one, newest first unless asked for as they were filed."""
        pages: Sequence[int] = self._pages_after(page)
        rows = [page_row(page) for page in (pages if backwards else reversed(pages))]
        return [
            run
            for row in rows
            for run in self._showing.runs(kind, row, self._state.rows.get(row, []), backwards=backwards)
        ]

    def _pages_after(self, page: int) -> range:
        """The pages after one, newest first."""
        return range(page_of(max(self._state.head.count, 1)), page, -1)

    def _feed(self, row: str, path: str, title: str) -> File:
        ids = self._state.rows[row]
        name = row.replace("/", "-")

        def listed(kind: str) -> list[Run]:
            return self._showing.runs("short" if kind == "atom" else kind, row, ids)

        left = self._state.head.left.get(row)
        return File(path, self._atom(path, f"{title}: {self._headline}", name, listed, left=left))

    def _atom(
        self,
        path: str,
        title: str,
        name: str,
        listed: Callable[[str], list[Run]],
        *,
        earlier: str = "",
        archive: bool = False,
        changed: datetime | None = None,
        left: datetime | None = None,
    ) -> bytes:
        """A feed, changed when what it lists has, or when something ``left`` it; else as told."""
        begun, entries = self._state.begun, listed("atom")
        stones = listed("stone") if self._state.head.counts.get(Status.KILLED) else []
        return atom.feed(
            self._state,
            self._site,
            path=path,
            title=title,
            name=name,
            stones=bodies(stones),
            bodies=bodies(entries),
            changed=changed or max((left or begun, begun, *(run.changed for run in (*entries, *stones)))),
            earlier=earlier,
            archive=archive,
        )
