"""The line widget: a list of any length of which only what is seen is ever painted.

Textual's own lists are made for appending and keep a widget or a rendered option a row; the wire grows at the top
and is long. This one keeps rows, a top and a cursor, and hands the compositor cached strips. It has no border, no
padding and no virtual size, so that nothing it does causes a layout. Textual's line filters are not applied: they take
most of a millisecond a line, and the brush knows the terminal's own colours and ``NO_COLOR`` itself.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, Self

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from tui.easel import Painted
from tui.widgets.ahead import Ahead
from tui.widgets.brush import Brush
from tui.widgets.look import PICKED_LOOK, USUAL_LOOK, Look, Painter, notice_line
from tui.widgets.painted_rows import Frame, PaintedRows
from tui.widgets.rows import Row, Rows, RowType
from tui.widgets.spans import Span


class LineList(Painted, Generic[RowType], can_focus=True):
    """A list of rows with a cursor.

    Rows have coordinates that never change: 0 is the first row that was shown, rows that arrive on top later have
    negative ones. So arrivals renumber nothing, and neither the cursor nor the top of the view moves for them.
    """

    DEFAULT_CSS = """
    LineList { width: 1fr; height: 1fr; }
    """
    NEAR_END: ClassVar[tuple[int, int]] = (100, 300)
    """With fewer rows than this below or above the cursor, more are asked for.

    Of a long list it is the second: one who has come that far turns pages, and a disk may take its time.
    """

    @dataclass
    class Moved(Message):
        """The cursor came to another row (``None``: the list is empty)."""

        lines: "LineList[Row]"
        key: str | None

        @property
        def control(self) -> "LineList[Row]":
            """The list it happened in."""
            return self.lines

        def can_replace(self, message: Message) -> bool:
            """Only where the cursor is now counts."""
            return isinstance(message, LineList.Moved) and message.lines is self.lines

    @dataclass
    class Opened(Message):
        """A row was clicked twice."""

        lines: "LineList[Row]"
        key: str

    @dataclass
    class NearEnd(Message):
        """The cursor comes near the last row that is loaded."""

        lines: "LineList[Row]"

        def can_replace(self, message: Message) -> bool:
            """Once is enough."""
            return isinstance(message, LineList.NearEnd) and message.lines is self.lines

    @dataclass
    class NearStart(Message):
        """The cursor comes near the first row."""

        lines: "LineList[Row]"

        def can_replace(self, message: Message) -> bool:
            """Once is enough."""
            return isinstance(message, LineList.NearStart) and message.lines is self.lines

    def __init__(
        self,
        painter: Painter[RowType],
        brush: Callable[[], Brush],
        *,
        lines_a_row: int = 1,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._brush = brush
        self._painted: PaintedRows[RowType] = PaintedRows(painter, brush)
        self._lines_a_row = lines_a_row
        self._rows: Rows[RowType] = Rows()
        self._cursor = 0
        self._top = 0
        self._picked: dict[str, None] = {}
        self._frame = Frame(self._line)
        self._notice: Sequence[str] = ()
        self._traced = False
        self._ahead = Ahead(self._paint_row, self.call_later)
        self.cut_off = False
        """Whether there are rows above the first that are not loaded; then coming near it is told, too."""

    # -- what it holds

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def first(self) -> int:
        """The coordinate of the first row."""
        return self._rows.first

    @property
    def last(self) -> int:
        """The coordinate of the last row that is loaded; less than ``first`` in an empty list."""
        return self._rows.last

    @property
    def cursor(self) -> int:
        """The coordinate of the row under the cursor."""
        return self._cursor

    @property
    def position(self) -> int:
        """How many rows stand above the cursor's, plus one; 0 in an empty list."""
        return self._cursor - self.first + 1 if len(self) else 0

    @property
    def current(self) -> RowType | None:
        """The row under the cursor."""
        return self._rows[self._cursor] if len(self) else None

    @property
    def page(self) -> int:
        """How many rows fit."""
        return max(self.size.height // self._lines_a_row, 1)

    @property
    def visible_rows(self) -> list[RowType]:
        """The rows on the screen."""
        end = min(self._top + self.page + 1, self.last + 1)
        return [self._rows[at] for at in range(max(self._top, self.first), end)]

    @property
    def picked(self) -> list[RowType]:
        """The rows that were selected, in the order of the selecting."""
        return [row for key in self._picked if (row := self.row(key)) is not None]

    def __getitem__(self, coordinate: int) -> RowType:
        """The row at a coordinate from ``first`` to ``last``."""
        return self._rows[coordinate]

    def row(self, key: str) -> RowType | None:
        """The row with a key, if it is loaded."""
        at = self._rows.where(key)
        return None if at is None else self._rows[at]

    def rows(self) -> Iterable[RowType]:
        """All loaded rows from the top."""
        return iter(self._rows)

    # -- filling

    def show(self, rows: Sequence[RowType], *, stay: bool = False) -> None:
        """Hold these rows instead. ``stay`` keeps the cursor on its row, if that is still there.

        Then the row also keeps its height, unless the top was in sight: what is new on top is seen, even if the
        cursor falls out of sight for it in a list that keys don't go to.
        """
        before = self.current
        height = self._cursor - self._top
        top_in_sight = self._top <= self._rows.first
        self._rows = Rows(rows)
        self._picked = {key: None for key in self._picked if key in self._rows}
        cursor = self._rows.where(before.key) if stay and before is not None else None
        if cursor is None:
            cursor = min(self._cursor, max(self.last, 0)) if stay and before is not None else 0
            cursor = max(cursor, 0)
        self._cursor = cursor
        self._top = 0 if top_in_sight else max(cursor - height, 0)
        self._fill()
        self._refresh_renewed()
        self._tell()

    def append(self, rows: Sequence[RowType]) -> None:
        """Add older rows at the end; rows that are there already are left out."""
        end_is_seen = self.last < self._top + self.page
        self._rows.append(rows)
        if end_is_seen:
            self.refresh()

    def prepend(self, rows: Sequence[RowType]) -> None:
        """Add newer rows, newest first, on top: neither cursor nor view moves."""
        was_empty = not len(self)
        self._rows.prepend(rows)
        if was_empty:
            self.refresh()

    def replace(self, rows: Iterable[RowType]) -> None:
        """Put newer states of rows in their places."""
        changed = [at for row in rows if (at := self._rows.replace(row)) is not None]
        if changed:
            self._refresh_rows(*changed)

    def say(self, *notice: str) -> None:
        """Set the words that stand in the list while it is empty."""
        if tuple(notice) != self._notice:
            self._notice = notice
            if not len(self):
                self.refresh()

    def trace(self, traced: bool) -> None:
        """Show where the cursor is also while another pane has the focus."""
        if traced != self._traced:
            self._traced = traced
            self._refresh_rows(self._cursor)

    def pass_time(self) -> None:
        """Paint the rows in sight again whose look hangs on the time and has changed."""
        aged = [
            at
            for at in range(max(self._top, self.first), min(self._top + self.page, self.last) + 1)
            if not self._painted.stand(self._rows[at], self._look(at), self.size.width)
        ]
        self._refresh_rows(*aged)

    def repaint(self) -> None:
        """Forget what was painted: the theme or what is marked in texts changed."""
        self._painted.forget()
        self.refresh()

    # -- moving and selecting

    def move(self, rows: int) -> None:
        """Move the cursor down, or up, by a number of rows."""
        self.move_to(self._cursor + rows)

    def move_to(self, coordinate: int) -> None:
        """Move the cursor to a row, or as near as there are rows."""
        if not len(self):
            return
        target = min(max(coordinate, self.first), self.last)
        if target == self._cursor:
            return
        before, self._cursor = self._cursor, target
        if self._keep_in_view():
            self.refresh()
        else:
            self._refresh_rows(before, target)
        self._tell()

    def move_to_key(self, key: str) -> bool:
        """Move the cursor to the row with a key; tells whether it is loaded."""
        at = self._rows.where(key)
        if at is not None:
            self.move_to(at)
        return at is not None

    def find(self, wanted: Callable[[RowType], bool], *, forward: bool = True) -> bool:
        """Move to the next row, or the one before, that is wanted; tells whether there was one."""
        at = self._rows.find(wanted, self._cursor, forward=forward)
        if at is not None:
            self.move_to(at)
        return at is not None

    def scroll_rows(self, rows: int) -> None:
        """Move the view; the cursor goes along only as far as it must to stay in sight."""
        if not len(self):
            return
        self._top = min(max(self._top + rows, self.first), max(self.last - self.page + 1, self.first))
        self.move_to(min(max(self._cursor, self._top), self._top + self.page - 1))
        self.refresh()

    def toggle_pick(self) -> None:
        """Select the row under the cursor, or give it up."""
        row = self.current
        if row is None:
            return
        if row.key in self._picked:
            del self._picked[row.key]
        else:
            self._picked[row.key] = None
        self._refresh_rows(self._cursor)

    def pick(self, keys: Iterable[str]) -> None:
        """Select exactly these rows."""
        self._picked = dict.fromkeys(key for key in keys if key in self._rows)
        self.refresh()

    def _fill(self) -> None:
        """Leave no room below the last row while rows above are out of sight, and keep the cursor of keys in view."""
        if self.size.height:
            self._top = max(min(self._top, self.last - self.page + 1), self.first)
            if self.has_focus or self._traced:
                self._keep_in_view()

    def _keep_in_view(self) -> bool:
        """Let the view follow the cursor; tells whether it moved."""
        before = self._top
        if self._cursor < self._top:
            self._top = self._cursor
        elif self._cursor >= self._top + self.page:
            self._top = self._cursor - self.page + 1
        return self._top != before

    def _tell(self) -> None:
        row = self.current
        self.post_message(self.Moved(self, row.key if row is not None else None))  # type: ignore[arg-type]
        few, many = self.NEAR_END
        near = few if len(self) < 2 * many else many
        if len(self) and self.last - self._cursor < near:
            self.post_message(self.NearEnd(self))  # type: ignore[arg-type]
        if self.cut_off and self._cursor - self.first < near:
            self.post_message(self.NearStart(self))  # type: ignore[arg-type]
        if self.has_focus:
            self.call_after_refresh(self._paint_ahead)

    def _paint_ahead(self) -> None:
        """Paint the page below and the one above: keys that move the cursor get there next."""
        page = self.page
        below = range(self._top + page, min(self._top + 2 * page, self.last + 1))
        self._ahead.want((*below, *range(max(self._top - page, self.first), self._top)))

    def _paint_row(self, at: int) -> None:
        width = self.size.width
        if width and self.first <= at <= self.last:
            self._row_strips(at, width)

    # -- painting

    def strips_at(self, heights: Iterable[int]) -> list[Strip]:
        """Lines of the frame; the compositor asks for all of them at any change on the screen, so they are kept."""
        lines = self._frame.lines(self.size)
        return [lines[y] for y in heights]

    def _line(self, y: int, width: int) -> Strip:
        at, line = divmod(y, self._lines_a_row)
        at += self._top
        if not len(self):
            return self._brush().strip(notice_line(self._notice, y, width), width)
        if at > self.last:
            return self._brush().strip([Span(" " * width)], width)
        return self._row_strips(at, width)[line]

    def _look(self, at: int) -> Look:
        """How a row looks, whatever it says."""
        picked = self._rows[at].key in self._picked
        if at == self._cursor:
            return Look(cursor=True, focused=self.has_focus, picked=picked, traced=self._traced)
        return PICKED_LOOK if picked else USUAL_LOOK

    def _row_strips(self, at: int, width: int) -> list[Strip]:
        return self._painted.strips(self._rows[at], self._look(at), width)

    def _refresh_rows(self, *coordinates: int) -> None:
        height, width = self._lines_a_row, self.size.width
        seen = [at - self._top for at in coordinates if 0 <= at - self._top <= self.page]
        if seen:
            regions = [Region(0, at * height, width, height) for at in seen]
            self._frame.spoil(y for region in regions for y in region.line_range)
            super().refresh(*regions)

    def _refresh_renewed(self) -> None:
        """Paint the lines that are others now: a letter more often leaves the page of a filter as it was."""
        renewed = self._frame.renewed(self.size)
        if len(renewed) == self.size.height:
            self.refresh()
        elif renewed:
            super().refresh(*(Region(0, y, self.size.width, 1) for y in renewed))

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Paint again, on the next frame; without regions, everything."""
        self._frame.spoil_all()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    # -- events

    def on_resize(self) -> None:
        """Show as many rows as fit now."""
        self._fill()
        self.repaint()

    def on_focus(self, event: events.Focus) -> None:
        """Show the cursor as the one that keys move. Only its row is painted; Textual would paint the whole list."""
        event.prevent_default()
        self.take_focus(True)
        if self.parent is not None:
            self.parent.post_message(events.DescendantFocus(self))

    def on_blur(self, event: events.Blur) -> None:
        """Show the cursor as resting."""
        event.prevent_default()
        self.take_focus(False)
        if self.parent is not None:
            self.parent.post_message(events.DescendantBlur(self))

    def take_focus(self, has_focus: bool) -> None:
        """Show whether keys move this cursor, before Textual has told of it."""
        if has_focus != self.has_focus:
            self.has_focus = has_focus
            if has_focus:  # rows that came on top may have pushed it out
                self.move_to(min(max(self._cursor, self._top), self._top + self.page - 1))
            self._refresh_rows(self._cursor)
            if has_focus:
                self.call_after_refresh(self._paint_ahead)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to where the mouse points; a second click opens."""
        at = self._top + event.y // self._lines_a_row
        if self.first <= at <= self.last:
            self.move_to(at)
            if event.chain == 2:
                self.post_message(self.Opened(self, self._rows[at].key))  # type: ignore[arg-type]

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the view down."""
        event.stop()
        self.scroll_rows(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the view up."""
        event.stop()
        self.scroll_rows(-3)
