"""The wire pane: incoming copy, newest first, filtered as one types."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from tui.office import Office
from tui.panes.head import PaneHead
from tui.panes.wire_rows import (
    NO_MATCH,
    NOTHING_YET,
    READING,
    USUAL_VIEW,
    WirePainter,
    WireRow,
    marks_of,
    place_words,
)
from tui.views import FIRST_PAGE, Arrivals, Page, load_arrivals, load_page, wire_rows
from tui.widgets.lines import LineList
from wireroom.errors import WireroomError
from wireroom.model import Item, Stage
from wireroom.ports.store import Cursor

if TYPE_CHECKING:
    from tui.widgets.filter_entry import FilterEntry

NEXT_PAGE = 600
THE_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class _Opened:
    """A filter in force, what it shows and what waits."""

    query: str
    number: int
    newest: Cursor
    ended: bool = False
    loading: bool = False
    trouble: str = ""


class WirePane(Vertical):
    """The wire. Items that arrive wait until they are asked for; neither cursor nor text moves for them."""

    @dataclass
    class Empty(Message):
        """The usual view has nothing in it."""

    def __init__(self, office: Office, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._office = office
        self._marks: re.Pattern[str] | None = None
        self.head = PaneHead("Wire", office.brush)
        self.lines: LineList[WireRow] = LineList(
            WirePainter(office.newsroom.clock, lambda: self._marks), office.brush, id="wire-lines"
        )
        self._opened = _Opened(USUAL_VIEW, 0, Cursor(first_seen=THE_BEGINNING, id=""))
        self._waiting: list[WireRow] = []
        self._acting: set[str] = set()
        self._terms: tuple[str, ...] = ()
        self._entry: FilterEntry | None = None

    def compose(self) -> ComposeResult:
        """Head, filter (hidden until asked for) and lines."""
        yield self.head
        yield self.lines

    # -- what it shows

    @property
    def query_text(self) -> str:
        """The filter in force."""
        return self._opened.query

    @property
    def waiting(self) -> int:
        """How many new items wait."""
        return len(self._waiting)

    def open(self, query: str, *, stay: bool = False) -> None:
        """Show what a filter lets through, from the newest."""
        number = self._opened.number + 1
        self._opened = _Opened(query, number, Cursor(first_seen=THE_BEGINNING, id=""), loading=True)
        self._waiting = []
        newsroom = self._office.newsroom

        def apply(page: Page) -> None:
            if number == self._opened.number:
                self.show(page, stay=stay)

        def refuse(error: WireroomError) -> None:
            if number == self._opened.number:
                self._opened.trouble = str(error)
                self._opened.loading = False
                self._say()

        # While a filter is typed, no more is read than is seen; the rest follows behind it.
        limit = FIRST_PAGE if query == USUAL_VIEW else min(self.lines.page + 1, FIRST_PAGE)
        self._office.ask(
            lambda: load_page(newsroom, query, limit=limit), apply, group="wire-page", trouble=refuse
        )

    def more(self) -> None:
        """Load older items behind the last."""
        opened = self._opened
        rows = self.lines
        if opened.ended or opened.loading or not len(rows):
            return
        opened.loading = True
        oldest = rows[rows.last].item
        after = Cursor(first_seen=oldest.first_seen, id=oldest.id)
        newsroom = self._office.newsroom
        limit = NEXT_PAGE if len(rows) >= FIRST_PAGE else FIRST_PAGE

        def apply(page: Page) -> None:
            if opened is self._opened:
                opened.loading = False
                opened.ended = page.ended
                rows.append(page.rows)
                self._say()

        self._office.ask(
            lambda: load_page(newsroom, opened.query, limit=limit, after=after),
            apply,
            group="wire-more",
            trouble=self._not_read(opened),
        )

    def newer(self) -> None:
        """Load what lies above the first row, where only the end of the wire is loaded."""
        opened, lines = self._opened, self.lines
        if not lines.cut_off or opened.loading or not len(lines):
            return
        opened.loading = True
        first = lines[lines.first].item
        above = Cursor(first_seen=first.first_seen, id=first.id)

        def apply(rows: tuple[WireRow, ...]) -> None:
            if opened is self._opened:
                opened.loading = False
                lines.prepend(rows)
                if len(rows) < NEXT_PAGE:
                    self._join(rows)
                self._say()

        self._office.ask(
            lambda: self._since(opened.query, above, NEXT_PAGE),
            apply,
            group="wire-more",
            trouble=self._not_read(opened),
        )

    def go_to_start(self) -> None:
        """Go to the newest item, after letting in what waits."""
        if self.lines.cut_off:
            self.open(self.query_text)
        else:
            self.reveal()
            self.lines.move_to(self.lines.first)

    def go_to_end(self) -> None:
        """Go to the oldest item. What lies between is not loaded for it."""
        opened, lines = self._opened, self.lines
        if opened.ended:
            lines.move_to(lines.last)
            return
        opened.loading = True

        def apply(rows: tuple[WireRow, ...]) -> None:
            if opened is not self._opened:
                return
            opened.loading, opened.ended = False, True
            joins = any(lines.row(row.key) is not None for row in rows)
            if joins:
                lines.append(rows)
            else:
                lines.show(rows)
            lines.move_to(lines.last)
            lines.cut_off = bool(rows) and not joins
            self._say()

        before_all = Cursor(first_seen=THE_BEGINNING, id="")
        self._office.ask(
            lambda: self._since(opened.query, before_all, FIRST_PAGE),
            apply,
            group="wire-more",
            trouble=self._not_read(opened),
        )

    def _not_read(self, opened: _Opened) -> Callable[[WireroomError], None]:
        """Meet a page that could not be read: it can be asked for again."""

        def meet(error: WireroomError) -> None:
            opened.loading = False
            self._office.present(error)

        return meet

    def _since(self, query: str, since: Cursor, limit: int) -> tuple[WireRow, ...]:
        """The oldest rows that came after a place, newest first. Never on the event loop."""
        newsroom = self._office.newsroom
        found = newsroom.store.wire_since(newsroom.wire.parse(query), since=since, limit=limit)
        return tuple(reversed(wire_rows(newsroom, found)))

    def _join(self, newest: Sequence[WireRow]) -> None:
        """The end of the wire has grown up to its start: what waited is among what was loaded."""
        self.lines.cut_off = False
        self._waiting = []
        if newest:
            item = newest[0].item
            self._opened.newest = Cursor(first_seen=item.first_seen, id=item.id)

    def look(self) -> None:
        """Ask what arrived and how the rows in sight stand now."""
        opened = self._opened
        if opened.loading or opened.trouble:
            return
        shown = [row.key for row in self.lines.visible_rows]
        newsroom = self._office.newsroom

        def arrivals() -> Arrivals:
            return load_arrivals(newsroom, newsroom.wire.parse(opened.query), opened.newest, shown)

        def apply(found: Arrivals) -> None:
            if opened is self._opened:
                self._take(found)

        self._office.ask(arrivals, apply, group="wire-look")

    def reveal(self) -> None:
        """Put the items that wait on top."""
        if self.lines.cut_off:
            self.open(self.query_text)
        elif self._waiting:
            self.lines.prepend(self._waiting)
            self._waiting = []
            self._say()

    def mark_terms(self, terms: tuple[str, ...]) -> None:
        """Mark watch terms in headlines."""
        if terms != self._terms:
            self._terms = terms
            self._marks = marks_of(terms)
            self.lines.repaint()

    # -- filtering

    @property
    def filtering(self) -> bool:
        """Whether a filter is being typed."""
        return self._entry is not None and self._entry.has_focus

    def ask_filter(self) -> None:
        """Open the filter's line, with the filter in force in it."""
        if self._entry is None:
            from tui.widgets.filter_entry import FilterEntry

            self._entry = FilterEntry()
            self.mount(self._entry, after=self.head)
        if self.query_text != USUAL_VIEW:
            self._entry.value = self.query_text
        self._entry.display = True
        # At once, and not after what is queued: the next key belongs into it.
        self.screen.set_focus(self._entry)

    def clear_filter(self) -> None:
        """Show the usual view again."""
        if self._entry is not None:
            self._entry.display = False
            self._entry.empty()
        self.screen.set_focus(self.lines)
        if self.query_text != USUAL_VIEW:
            self.open(USUAL_VIEW)

    # -- triage, seen at once

    def chosen(self) -> list[Item]:
        """The selected items, or the one under the cursor."""
        if picked := self.lines.picked:
            return [row.item for row in picked]
        current = self.lines.current
        return [current.item] if current is not None else []

    def from_cursor(self, count: int) -> list[Item]:
        """So many items from the cursor on."""
        rows = list(self.lines.rows())
        at = self.lines.position - 1
        return [row.item for row in rows[at : at + count]] if at >= 0 else []

    def recount(self) -> None:
        """Say again how many are selected."""
        self._say()

    def show_stage(self, ids: Iterable[str], stage: Stage) -> None:
        """Show a stage before the store has confirmed it."""
        rows = [row for key in ids if (row := self.lines.row(key)) is not None]
        self._acting.update(row.key for row in rows)
        self.lines.replace([replace(row, item=replace(row.item, stage=stage)) for row in rows])

    def take_items(self, items: Iterable[Item]) -> None:
        """Show items as the store has them after an act."""
        rows = []
        for item in items:
            self._acting.discard(item.id)
            if (row := self.lines.row(item.id)) is not None:
                rows.append(replace(row, item=item))
        self.lines.replace(rows)
        self._say()

    def forget_acts(self) -> None:
        """An act was refused: show what the store has."""
        self._acting.clear()
        self.look()

    # -- inside

    def show(self, page: Page, *, stay: bool = False) -> None:
        """Show the first page of the filter in force."""
        opened, rows = self._opened, page.rows
        opened.loading, opened.ended, opened.trouble = False, page.ended, ""
        self.lines.cut_off = False
        if rows:
            opened.newest = Cursor(first_seen=rows[0].item.first_seen, id=rows[0].item.id)
        self.lines.show(rows, stay=stay)
        self._say()
        if not rows and opened.query == USUAL_VIEW:
            self.post_message(self.Empty())

    def _take(self, found: Arrivals) -> None:
        self.lines.replace(row for row in found.present if row.key not in self._acting)
        if found.rows:
            newest = found.rows[0].item
            self._opened.newest = Cursor(first_seen=newest.first_seen, id=newest.id)
            self._waiting = [*found.rows, *self._waiting]
            if not len(self.lines):
                rows, self._waiting = self._waiting, []
                self.lines.show(rows)
        self._say()

    def _say(self) -> None:
        opened = self._opened
        if opened.trouble:
            self.head.say(opened.trouble, "filter")
            return
        if self.lines.cut_off:
            loaded = f"{len(self.lines) - self.lines.position} from the end"
        else:
            loaded = place_words(self.lines.position, len(self.lines), ended=opened.ended)
        picked = f" · {len(self.lines.picked)} selected" if self.lines.picked else ""
        query = "" if opened.query == USUAL_VIEW else f" · {opened.query}"
        self.head.say(
            f"{loaded}{picked}{query}", f"{len(self._waiting)} new, i lets them in" if self._waiting else ""
        )
        if not len(self.lines):
            if opened.loading:
                self.lines.say(*READING)
            else:
                self.lines.say(*(NOTHING_YET if opened.query == USUAL_VIEW else NO_MATCH))

    def on_filter_entry_typed(self, event: "FilterEntry.Typed") -> None:
        """Let the wire follow."""
        event.stop()
        query = event.text.strip() or USUAL_VIEW
        if query != self.query_text:
            self.open(query)

    def on_filter_entry_left(self, event: "FilterEntry.Left") -> None:
        """Go to the items, with the filter or without."""
        event.stop()
        if event.cleared:
            self.clear_filter()
        else:
            self.lines.focus()
            if self._entry is not None:
                self._entry.display = self.query_text != USUAL_VIEW

    @on(LineList.Moved)
    def _moved(self) -> None:
        """Count a frame behind the cursor: what a frame costs depends on how far apart its changes are."""
        self.call_after_refresh(self._say)

    @on(LineList.NearEnd)
    def _near_end(self) -> None:
        self.more()

    @on(LineList.NearStart)
    def _near_start(self) -> None:
        self.newer()
