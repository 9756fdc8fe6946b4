"""The wire pane: incoming copy, newest first, filtered as one types."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from tui.office import Office
from tui.panes.head import PaneHead
from tui.panes.stretch import Stretch
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
from tui.views import Page
from tui.widgets.lines import LineList
from tui.widgets.when import counted
from wireroom.filters import Condition
from wireroom.model import Item, Stage

if TYPE_CHECKING:
    from tui.widgets.filter_entry import FilterEntry


class WirePane(Vertical):
    """The wire. Items that arrive wait until they are asked for; neither cursor nor text moves for them."""

    BLANK = True  # what it holds covers it

    @dataclass
    class Empty(Message):
        """The usual view has nothing in it."""

    @dataclass
    class Heard(Message):
        """Copy came in that a bell is wanted for."""

        items: tuple[Item, ...]

    def __init__(self, office: Office, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._marks: re.Pattern[str] | None = None
        self.head = PaneHead("Wire", office.brush)
        self.lines: LineList[WireRow] = LineList(
            WirePainter(office.newsroom.clock, lambda: self._marks), office.brush, id="wire-lines"
        )
        self._stretch = Stretch(
            office,
            self.lines,
            self._say,
            empty=lambda: self.post_message(self.Empty()),
            heard=lambda items: self.post_message(self.Heard(items)),
        )
        self._terms: tuple[str, ...] = ()
        self._unread = 0
        self._entry: FilterEntry | None = None

    def compose(self) -> ComposeResult:
        """Head, filter (hidden until asked for) and lines."""
        yield self.head
        yield self.lines

    # -- what it shows

    @property
    def query_text(self) -> str:
        """The filter in force."""
        return self._stretch.opened.query

    @property
    def waiting(self) -> int:
        """How many new items wait."""
        return len(self._stretch.incoming)

    def open(self, query: str, *, stay: bool = False) -> None:
        """Show what a filter lets through, from the newest."""
        self._stretch.open(query, stay=stay)

    def show(self, page: Page) -> None:
        """Show the first page of the filter in force, read before."""
        self._stretch.show(page)

    def go_to_start(self) -> None:
        """Go to the newest item, after letting in what waits."""
        self._stretch.go_to_start()

    def go_to_end(self) -> None:
        """Go to the oldest item. What lies between is not loaded for it."""
        self._stretch.go_to_end()

    def look(self) -> None:
        """Ask what arrived and how the rows in sight stand now."""
        self._stretch.look()

    def reveal(self) -> None:
        """Put the items that wait on top."""
        self._stretch.reveal()

    def mark_terms(self, terms: tuple[str, ...]) -> None:
        """Mark watch terms in headlines."""
        if terms != self._terms:
            self._terms = terms
            self._marks = marks_of(terms)
            self.lines.repaint()

    def tell_unread(self, feeds: int) -> None:
        """Take how many feeds have items that nobody has read for cues yet: a filter by cues overlooks them."""
        if feeds == self._unread:
            return
        overlooked, self._unread = self._overlooked(), feeds
        if overlooked and not len(self.lines):
            self._stretch.open(self.query_text, anew=True)
        else:
            self._say()

    def listen_for(self, bell: Condition) -> None:
        """Tell of copy that comes in and fulfils a condition."""
        self._stretch.bell = bell

    # -- filtering

    @property
    def filtering(self) -> bool:
        """Whether a filter is being typed."""
        return self._entry is not None and self._entry.has_focus

    def type(self, event: events.Key) -> bool:
        """Take a letter of the filter and follow it at once; tells whether it was one."""
        if self._entry is None or not self._entry.takes(event):
            return False
        self._follow(self._entry.value)
        return True

    def ask_filter(self) -> None:
        """Open the filter's line, with the filter in force in it."""
        self._stretch.get_ready()
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
        self._stretch.acting.update(row.key for row in rows)
        self.lines.replace([replace(row, item=replace(row.item, stage=stage)) for row in rows])

    def take_items(self, items: Iterable[Item]) -> None:
        """Show items as the store has them after an act."""
        rows = []
        for item in items:
            self._stretch.acting.discard(item.id)
            if (row := self.lines.row(item.id)) is not None:
                rows.append(replace(row, item=item))
        self.lines.replace(rows)
        self._say()

    def forget_acts(self) -> None:
        """An act was refused: show what the store has."""
        self._stretch.forget_acts()

    # -- inside

    def _say(self) -> None:
        """Say in the head where one is, and in an empty list why it is empty."""
        opened, lines = self._stretch.opened, self.lines
        if opened.trouble:
            self.head.say(opened.trouble, "filter")
            return
        if lines.cut_off and opened.ended:
            place = f"{len(lines) - lines.position} from the end"
        else:
            place = place_words(lines.position, len(lines), ended=opened.ended, whole=opened.whole)
        picked = f" · {len(lines.picked)} selected" if lines.picked else ""
        query = "" if opened.query == USUAL_VIEW else f" · {opened.query}"
        overlooked = self._overlooked()
        self.head.say(
            f"{place}{picked}{f' · {overlooked}' if overlooked else ''}{query}",
            f"{self.waiting} new, i lets them in" if self.waiting else "",
        )
        if not len(lines):
            nothing = NOTHING_YET if opened.query == USUAL_VIEW else NO_MATCH
            later = ("", f"{overlooked}:", "the desk does it when no feed is due.") if overlooked else ()
            lines.say(*(READING if opened.loading else (*nothing, *later)))

    def _overlooked(self) -> str:
        """What a filter by cues overlooks, in words; empty if nothing."""
        if not self._unread or self.query_text == USUAL_VIEW:
            return ""
        from wireroom.desk.query import is_by_cues

        if not is_by_cues(self.query_text):
            return ""
        return f"{counted(self._unread, 'new feed')} not read for cues yet"

    def _follow(self, text: str) -> None:
        query = text.strip() or USUAL_VIEW
        if query != self.query_text:
            self.open(query)

    def on_filter_entry_typed(self, event: "FilterEntry.Typed") -> None:
        """Let the wire follow."""
        event.stop()
        self._follow(event.text)

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
        self.call_after_refresh(self._stretch.older)

    @on(LineList.NearStart)
    def _near_start(self) -> None:
        self._stretch.newer()
