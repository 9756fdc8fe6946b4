"""The stretch of the wire that is loaded: pages under the filter in force, at either end, and what comes in."""

import asyncio
from collections.abc import Callable, Sequence
from itertools import islice
from typing import TypeVar

from tui.newest import Loaded, Newest, News, Seen, read_news
from tui.office import Office
from tui.panes.incoming import Incoming
from tui.panes.opened import Opened
from tui.panes.wire_rows import BEFORE_ALL, USUAL_VIEW, WireRow, order
from tui.views import FIRST_PAGE, Page, load_page, wire_rows
from tui.widgets.lines import LineList
from wireroom.errors import UsageError, WireroomError
from wireroom.filters import Condition, Or
from wireroom.model import Item
from wireroom.ports.store import Cursor

Answer = TypeVar("Answer")

NEXT_PAGE = 600
#: So many rows of a filter follow behind its first page, so many at a time: the next letter's first page is among them.
TYPED_ROWS, TYPED_PAGE = 500, 250
#: So many rows of a filter are looked through in the turn of a key at most.
SIFTED = 1_000


class Stretch:
    """Rows of the wire in a list: read where the cursor comes near an end, newest first.

    Every answer is held against the filter in force: a late one changes nothing. ``changed`` is told of whatever
    there is to say of it in the head of the pane, ``empty`` when the usual view has nothing in it, ``heard`` of what came
    in that a ``bell`` is wanted for.
    """

    def __init__(
        self,
        office: Office,
        lines: LineList[WireRow],
        changed: Callable[[], None],
        empty: Callable[[], object],
        heard: Callable[[tuple[Item, ...]], object],
    ) -> None:
        self._office = office
        self._lines = lines
        self._changed = changed
        self._empty = empty
        self._heard = heard
        self.bell: Condition = Or(())
        self.opened = self._listed = Opened(USUAL_VIEW)
        self.incoming = Incoming()
        self._newest: Newest | None = None
        self._doubted: set[str] = set()
        self._owes_look = False
        self.acting: set[str] = set()
        """Items that are shown in a stage which the store has not confirmed yet: looks leave them alone."""

    # -- opening

    def open(self, query: str, *, stay: bool = False, anew: bool = False) -> None:
        """Show what a filter lets through, from the newest: at once where the newest items are enough to know it.

        ``anew`` asks the store whatever is kept in mind: it has changed since.
        """
        opened = self.opened = Opened(query, loading=True)
        self.incoming.take()
        newsroom = self._office.newsroom

        def apply(page: Page) -> None:
            if opened is self.opened:
                self.show(page, stay=stay)

        def refuse(error: WireroomError) -> None:
            if opened is self.opened:
                opened.trouble, opened.loading = str(error), False
                self._changed()
                self._look_if_owed()

        # While a filter is typed, no more is read than is seen; the rest follows behind it.
        limit = FIRST_PAGE if query == USUAL_VIEW else min(self._lines.page + 1, FIRST_PAGE)
        try:
            page = None if anew else self._known_page(query, limit, loaded=self._loaded())
        except UsageError as error:
            refuse(error)
            return
        if page is not None:
            self.show(page, stay=stay)
            return
        self._office.ask(
            lambda: load_page(newsroom, query, limit=limit), apply, group="wire-page", trouble=refuse
        )

    def get_ready(self) -> None:
        """Let be read what the first letter of a filter is answered with."""
        store = self._office.newsroom.store
        self._office.ask(store.get_ready_for_words, lambda _: None, group="wire-ready")

    def _known_page(
        self, query: str, limit: int, *, after: Cursor | None = None, loaded: Loaded | None = None
    ) -> Page | None:
        """A page of a filter, where it is known without asking the store. Raises ``UsageError`` for a mistake in it."""
        condition = self._office.newsroom.wire.parse_at_once(query)
        if condition is None or self._newest is None:
            return None
        return self._newest.page(condition, limit=limit, after=after, loaded=loaded)

    def _loaded(self) -> Loaded | None:
        """What the list has loaded from the newest item on: a page of a filter that lets less through is among it."""
        listed, lines = self._listed, self._lines
        condition = self._office.newsroom.wire.parse_at_once(listed.query)
        if condition is None or lines.cut_off:
            return None
        rows = list(islice(lines.rows(), SIFTED))
        ended = listed.ended and len(rows) == len(lines)
        return Loaded(condition, rows, listed.words, listed.up_to, ended, listed.revision)

    def show(self, page: Page, *, stay: bool = False) -> None:
        """Show the first page of the filter in force."""
        opened = self._listed = self.opened
        opened.loading, opened.ended, opened.trouble = False, page.ended, ""
        opened.revision, opened.doubtful = page.revision, not page.sure
        if page.rows:
            opened.newest = opened.let_in = page.rows[0].place
        newest = self._newest.rows[0].place if self._newest is not None and self._newest.rows else BEFORE_ALL
        opened.up_to = max(opened.let_in, newest, key=order)
        opened.words.update(page.words)
        self._lines.cut_off = False
        self._lines.show(page.rows, stay=stay)
        self._changed()
        if not page.rows and opened.query == USUAL_VIEW:
            self._empty()
        opened.counting = opened.query != USUAL_VIEW and not opened.ended
        # Behind the frame: the counting thread would take turns with it.
        asyncio.get_running_loop().call_soon(self._count, opened)
        self._look_if_owed()

    def _count(self, opened: Opened) -> None:
        """Count what a filter lets through; all there is on the wire is nobody's question."""
        newsroom = self._office.newsroom
        if opened.query == USUAL_VIEW:
            return
        if opened.ended:
            if opened.doubtful and opened is self.opened:
                self.older()
            return

        def refuse(error: WireroomError) -> None:
            opened.counting = False
            self._office.present(error)

        def apply(whole: int | None) -> None:
            opened.whole, opened.counting = whole, False
            if opened is self.opened:
                self._changed()
                if opened.wants_more or opened.doubtful:
                    asyncio.get_running_loop().call_soon(self.older)  # behind the frame that tells the count

        self._office.ask(
            lambda: newsroom.store.count_at_once(newsroom.wire.parse(opened.query)),
            apply,
            group="wire-count",
            trouble=refuse,
        )

    # -- both ends

    def older(self) -> None:
        """Load older items behind the last; behind the count, which somebody looks at."""
        opened, lines = self.opened, self._lines
        opened.wants_more = opened.counting
        if opened.counting or opened.loading or opened.trouble:
            return
        if opened.doubtful:
            self._make_sure()
            return
        if opened.ended or not len(lines):
            return
        after, newsroom = lines[lines.last].place, self._office.newsroom
        typed = opened.query != USUAL_VIEW
        first, at_once = (TYPED_ROWS, TYPED_PAGE) if typed else (FIRST_PAGE, FIRST_PAGE)
        limit = at_once if len(lines) < first else NEXT_PAGE

        def apply(page: Page) -> None:
            opened.ended = page.ended
            opened.words.update(page.words)
            lines.append(page.rows)
            if typed:
                self._read_on(opened)

        if (known := self._known_page(opened.query, limit, after=after)) is not None:
            apply(known)
            self._changed()
            return
        self._read(lambda: load_page(newsroom, opened.query, limit=limit, after=after), apply)

    def _read_on(self, opened: Opened) -> None:
        """Read more of a filter that is typed, until its next letter can be answered."""
        if not opened.ended and len(self._lines) < TYPED_ROWS:
            asyncio.get_running_loop().call_soon(self.older)

    def _make_sure(self) -> None:
        """Read from the store what is shown of a filter because a wider one had loaded it, if anything was written since."""
        opened, lines, newsroom = self.opened, self._lines, self._office.newsroom
        limit, revision = max(len(lines), TYPED_PAGE), opened.revision

        def read() -> Page | None:
            stands = newsroom.store.revision() == revision
            return None if stands else load_page(newsroom, opened.query, limit=limit)

        def apply(page: Page | None) -> None:
            opened.doubtful = False
            if page is not None:
                take(page)
            self._read_on(opened)

        def take(page: Page) -> None:
            opened.ended, opened.revision, opened.words = page.ended, page.revision, dict(page.words)
            shown, up_to = tuple(lines.rows()), order(max(opened.up_to, opened.let_in, key=order))
            rows = tuple(
                (row.key in self.acting and lines.row(row.key)) or row
                for row in page.rows
                if order(row.place) <= up_to  # the others wait
            )
            if rows[: len(shown)] == shown:
                lines.append(rows[len(shown) :])
            else:
                lines.show(rows, stay=True)

        self._read(read, apply)

    def newer(self) -> None:
        """Load what lies above the first row, where there is something."""
        opened, lines = self.opened, self._lines
        if not lines.cut_off or opened.loading or not len(lines):
            return
        above = lines[lines.first].place

        def apply(rows: tuple[WireRow, ...]) -> None:
            lines.prepend(rows)
            self._let_in(rows)
            if len(rows) < NEXT_PAGE:
                self._join()

        self._read(lambda: self._since(opened.query, above, NEXT_PAGE), apply)

    def go_to_start(self) -> None:
        """Go to the newest item, after letting in what waits."""
        if self._lines.cut_off or not self.incoming.held:
            self.open(self.opened.query)
        else:
            self.reveal()
            self._lines.move_to(self._lines.first)

    def go_to_end(self) -> None:
        """Go to the oldest item. What lies between is not loaded for it."""
        opened, lines = self.opened, self._lines
        if opened.ended:
            lines.move_to(lines.last)
            return

        def apply(rows: tuple[WireRow, ...]) -> None:
            opened.ended = True
            joins = any(lines.row(row.key) is not None for row in rows)
            if joins:
                lines.append(rows)
            else:
                lines.show(rows)
            lines.move_to(lines.last)
            lines.cut_off = bool(rows) and not joins

        self._read(lambda: self._since(opened.query, BEFORE_ALL, FIRST_PAGE), apply)

    def _read(self, question: Callable[[], Answer], take: Callable[[Answer], None]) -> None:
        """Read more of the filter in force; a page that could not be read can be asked for again."""
        opened = self.opened
        opened.loading = True

        def apply(answer: Answer) -> None:
            if opened is self.opened:
                opened.loading = False
                take(answer)
                self._changed()
                self._look_if_owed()

        def meet(error: WireroomError) -> None:
            opened.loading = False
            self._office.present(error)
            self._look_if_owed()

        self._office.ask(question, apply, group="wire-more", trouble=meet)

    def _since(self, query: str, since: Cursor, limit: int) -> tuple[WireRow, ...]:
        """The oldest rows that came after a place, newest first. Never on the event loop."""
        newsroom = self._office.newsroom
        found = newsroom.store.wire_since(newsroom.wire.parse(query), since=since, limit=limit)
        return tuple(reversed(wire_rows(newsroom, found)))

    def _let_in(self, rows: Sequence[WireRow]) -> None:
        """Rows that came into the list at its start wait no longer."""
        waited = sum(order(row.place) > order(self.opened.let_in) for row in rows)
        self.incoming.forget(waited)
        if waited:
            self.opened.let_in = rows[0].place

    def _join(self) -> None:
        """What is loaded has grown up to the start of the wire: what waited is among it."""
        self._lines.cut_off = False
        self.incoming.take()
        self.opened.newest = max(self.opened.newest, self.opened.let_in, key=order)

    # -- what comes in

    def look(self) -> None:
        """Ask what was written since the last look: what arrived, and how rows that are known stand now."""
        opened, newsroom, known = self.opened, self._office.newsroom, self._newest
        if opened.loading:
            self._owes_look = True
            return
        seen = Seen(
            query=USUAL_VIEW if opened.trouble else opened.query,
            newest=opened.newest,
            rows=tuple(self._lines.visible_rows),
            revision=opened.revision,
            doubted=frozenset(self._doubted),
            bell=self.bell,
        )

        def apply(news: News) -> None:
            if opened is not self.opened or opened.loading:
                self.look()
                return
            self._doubted -= seen.doubted
            self._take(news)

        self._office.ask(lambda: read_news(newsroom, known, seen), apply, group="wire-look")

    def _look_if_owed(self) -> None:
        """Make the look that was put off while something was read."""
        if self._owes_look:
            self._owes_look = False
            self.look()

    def _take(self, news: News) -> None:
        self._newest = news.newest
        self._lines.replace(row for row in news.present if row.key not in self.acting)
        self.incoming.replace(news.present)
        if news.heard:
            self._heard(news.heard)
        if self.opened.trouble:
            return
        if news.arrived:
            self.opened.newest = news.arrived[0].place
            if len(self._lines):
                self.incoming.add(news.arrived)
            else:
                self._lines.show(news.arrived)
                self.opened.let_in = self.opened.newest
        self._changed()

    def forget_acts(self) -> None:
        """What was shown before the store confirmed it may be otherwise there: read it again."""
        self._doubted |= self.acting
        self.acting.clear()
        self.look()

    def reveal(self) -> None:
        """Put the items that wait on top; of many only the next are read, and those above them as one comes near."""
        lines = self._lines
        if lines.cut_off:
            self.open(self.opened.query)
        elif not self.incoming.held:
            lines.cut_off = True
            self.newer()
        elif rows := self.incoming.take():
            lines.prepend(rows)
            self.opened.let_in = rows[0].place
            self._changed()
            self._count(self.opened)
