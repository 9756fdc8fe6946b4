"""The stretch of the wire that is loaded: pages under the filter in force, at either end, and what comes in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from tui.office import Office
from tui.panes.incoming import Incoming
from tui.panes.wire_rows import USUAL_VIEW, WireRow
from tui.views import ARRIVALS_AT_ONCE, FIRST_PAGE, Arrivals, Page, load_arrivals, load_page, wire_rows
from tui.widgets.lines import LineList
from wireroom.errors import WireroomError
from wireroom.ports.store import Cursor

Answer = TypeVar("Answer")

NEXT_PAGE = 600
BEFORE_ALL = Cursor(first_seen=datetime(1970, 1, 1, tzinfo=UTC), id="")


@dataclass
class Opened:
    """A filter in force, and how far what it lets through is read."""

    query: str
    newest: Cursor = BEFORE_ALL
    """The place of the newest item that is known, in the list or among those that wait."""
    let_in: Cursor = BEFORE_ALL
    """The place of the newest item that was ever in the list: those beyond it wait."""
    ended: bool = False
    loading: bool = False
    trouble: str = ""
    whole: int | None = None
    """How many items the filter lets through, once that is counted."""


class Stretch:
    """Rows of the wire in a list: read where the cursor comes near an end, newest first.

    Every answer is held against the filter in force: a late one changes nothing. ``changed`` is told of whatever
    there is to say of it in the head of the pane, ``empty`` when the usual view has nothing in it.
    """

    def __init__(
        self,
        office: Office,
        lines: LineList[WireRow],
        changed: Callable[[], None],
        empty: Callable[[], object],
    ) -> None:
        self._office = office
        self._lines = lines
        self._changed = changed
        self._empty = empty
        self.opened = Opened(USUAL_VIEW)
        self.incoming = Incoming()
        self.acting: set[str] = set()
        """Items that are shown in a stage which the store has not confirmed yet: looks leave them alone."""

    # -- opening

    def open(self, query: str, *, stay: bool = False) -> None:
        """Show what a filter lets through, from the newest."""
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

        # While a filter is typed, no more is read than is seen; the rest follows behind it.
        limit = FIRST_PAGE if query == USUAL_VIEW else min(self._lines.page + 1, FIRST_PAGE)
        self._office.ask(
            lambda: load_page(newsroom, query, limit=limit), apply, group="wire-page", trouble=refuse
        )

    def show(self, page: Page, *, stay: bool = False) -> None:
        """Show the first page of the filter in force."""
        opened = self.opened
        opened.loading, opened.ended, opened.trouble = False, page.ended, ""
        if page.rows:
            opened.newest = opened.let_in = _place_of(page.rows[0])
        self._lines.cut_off = False
        self._lines.show(page.rows, stay=stay)
        self._changed()
        if not page.rows and opened.query == USUAL_VIEW:
            self._empty()
        self._count()

    def _count(self) -> None:
        """Count what a filter lets through; all there is on the wire is nobody's question."""
        opened, newsroom = self.opened, self._office.newsroom
        if opened.query == USUAL_VIEW or opened.ended:
            return

        def apply(whole: int | None) -> None:
            if opened is self.opened:
                opened.whole = whole
                self._changed()

        self._office.ask(
            lambda: newsroom.store.count_at_once(newsroom.wire.parse(opened.query)), apply, group="wire-count"
        )

    # -- both ends

    def older(self) -> None:
        """Load older items behind the last."""
        opened, lines = self.opened, self._lines
        if opened.ended or opened.loading or not len(lines):
            return
        after, newsroom = _place_of(lines[lines.last]), self._office.newsroom
        limit = NEXT_PAGE if len(lines) >= FIRST_PAGE else FIRST_PAGE

        def apply(page: Page) -> None:
            opened.ended = page.ended
            lines.append(page.rows)

        self._read(lambda: load_page(newsroom, opened.query, limit=limit, after=after), apply)

    def newer(self) -> None:
        """Load what lies above the first row, where there is something."""
        opened, lines = self.opened, self._lines
        if not lines.cut_off or opened.loading or not len(lines):
            return
        above = _place_of(lines[lines.first])

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

        def meet(error: WireroomError) -> None:
            opened.loading = False
            self._office.present(error)

        self._office.ask(question, apply, group="wire-more", trouble=meet)

    def _since(self, query: str, since: Cursor, limit: int) -> tuple[WireRow, ...]:
        """The oldest rows that came after a place, newest first. Never on the event loop."""
        newsroom = self._office.newsroom
        found = newsroom.store.wire_since(newsroom.wire.parse(query), since=since, limit=limit)
        return tuple(reversed(wire_rows(newsroom, found)))

    def _let_in(self, rows: Sequence[WireRow]) -> None:
        """Rows that came into the list at its start wait no longer."""
        waited = sum(_order(_place_of(row)) > _order(self.opened.let_in) for row in rows)
        self.incoming.forget(waited)
        if waited:
            self.opened.let_in = _place_of(rows[0])

    def _join(self) -> None:
        """What is loaded has grown up to the start of the wire: what waited is among it."""
        self._lines.cut_off = False
        self.incoming.take()
        self.opened.newest = max(self.opened.newest, self.opened.let_in, key=_order)

    # -- what comes in

    def look(self) -> None:
        """Ask what arrived and how the rows in sight stand now."""
        opened, newsroom = self.opened, self._office.newsroom
        if opened.loading or opened.trouble:
            return
        shown = [row.key for row in self._lines.visible_rows]

        def arrivals() -> Arrivals:
            return load_arrivals(newsroom, newsroom.wire.parse(opened.query), opened.newest, shown)

        def apply(found: Arrivals) -> None:
            if opened is self.opened:
                self._take(found)

        self._office.ask(arrivals, apply, group="wire-look")

    def _take(self, found: Arrivals) -> None:
        self._lines.replace(row for row in found.present if row.key not in self.acting)
        if found.rows:
            self.opened.newest = _place_of(found.rows[0])
            if len(self._lines):
                self.incoming.add(found.rows)
            else:
                self._lines.show(found.rows)
                self.opened.let_in = self.opened.newest
        self._changed()
        if len(found.rows) == ARRIVALS_AT_ONCE:
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
            self.opened.let_in = _place_of(rows[0])
            self._changed()
            self._count()


def _place_of(row: WireRow) -> Cursor:
    return Cursor(first_seen=row.item.first_seen, id=row.item.id)


def _order(place: Cursor) -> tuple[datetime, str]:
    return place.first_seen, place.id
