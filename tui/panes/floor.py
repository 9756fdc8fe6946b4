"""The floor: the panes of the desk side by side, and where on it one is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import Offset
from textual.message import Message
from textual.timer import Timer

from tui.easel import PaintingApp
from tui.memory import Layout
from tui.office import Office
from tui.panes.detail import DetailPane
from tui.panes.lane_rows import LANES, LaneRow
from tui.panes.lanes import LanesPane, LaneTabs
from tui.panes.plan import (
    FOLD_BELOW,
    READER_BELOW,
    lanes_ending_at,
    plan_floor,
    upper_ending_at,
    wire_ending_at,
)
from tui.panes.wire import WirePane
from tui.panes.wire_rows import USUAL_VIEW, WireRow
from tui.views import BlogView
from tui.widgets.lines import LineList
from tui.widgets.reader import ReaderView
from wireroom.model import Stage, Update

LISTS = ("wire", *LANES)
PANES = (*LISTS, "detail")
#: Moves that follow each other faster than this come from a key that is held down.
HELD_SECONDS = 0.07


class Floor(Container):
    """Wire, lanes and detail. One list is the one worked in; the detail shows what is under its cursor."""

    BLANK = True  # what it holds covers it

    @dataclass
    class Changed(Message):
        """Another pane, or another row of the list that is worked in."""

    @dataclass
    class Dragged(Message):
        """The mouse pulls at an edge between two panes."""

        layout: Layout

    def __init__(self, office: Office) -> None:
        super().__init__(id="floor")
        self.wire = WirePane(office, id="wire")
        self.lanes = LanesPane(office)
        self.detail = DetailPane(office)
        self.at = "wire"
        """The pane with the focus."""
        self.worked_in = "wire"
        """The list that was gone to last."""
        self.zone = "UTC"
        self._layout = Layout()
        self._width = self._height = 0
        self._grid = ("", "")
        self._edge: Callable[[Offset], Layout] | None = None
        """What the panes would be with the edge that is held at a place."""
        self._moved_at = 0.0
        self._rest: Timer | None = None

    def compose(self) -> ComposeResult:
        """The three panes."""
        yield self.wire
        yield self.lanes
        yield self.detail

    # -- what is here

    def lines(self, pane: str) -> "LineList[WireRow] | LineList[LaneRow]":
        """The list of a pane."""
        return self.lanes.lanes[pane].lines if pane in LANES else self.wire.lines

    @property
    def row(self) -> WireRow | LaneRow | None:
        """The row under the cursor of the list that is worked in."""
        return self.lines(self.worked_in).current

    @property
    def update_row(self) -> LaneRow | None:
        """The update under the cursor, in a lane."""
        return row if isinstance(row := self.row, LaneRow) else None

    @property
    def update(self) -> Update | None:
        """That update."""
        return row.update if (row := self.update_row) is not None else None

    @property
    def on_wire(self) -> bool:
        """Whether the wire is worked in and has items."""
        return isinstance(self.row, WireRow)

    @property
    def page(self) -> int:
        """How many rows or lines the pane with the focus shows."""
        if self.at == "detail":
            return max(self.detail.reader.size.height - 1, 1)
        return self.lines(self.at).page

    def update_of(self, update_id: str) -> Update | None:
        """An update of the live blog, wherever it stands."""
        lane = self.lanes.find(update_id)
        row = lane.lines.row(update_id) if lane is not None else None
        return row.update if row is not None else None

    def show_writers(self, writers: Mapping[str, str]) -> None:
        """Show who is writing which update at other desks."""
        self.lanes.show_writers(writers)

    def show_blog(self, view: BlogView | None) -> None:
        """Show a live blog in the lanes."""
        self.zone = view.blog.zone if view is not None else "UTC"
        self.lanes.show(view)
        self.show_detail()

    # -- moving in a pane

    def step(self, rows: int) -> None:
        """Move the cursor, or the text that is read."""
        if self.at == "detail":
            self.detail.reader.scroll_lines(rows)
        else:
            self.lines(self.at).move(rows)

    def go_top(self) -> None:
        """Go to the first row, after letting in what waits."""
        if self.at == "detail":
            self.step(-self.detail.reader.height_of_text)
            return
        if self.at == "wire":
            self.wire.go_to_start()
        else:
            self.lines(self.at).move_to(self.lines(self.at).first)

    def go_bottom(self) -> None:
        """Go to the last row there is."""
        if self.at == "detail":
            self.step(self.detail.reader.height_of_text)
        elif self.at == "wire":
            self.wire.go_to_end()
        else:
            self.lines(self.at).move_to(self.lines(self.at).last)

    def find_new(self, count: int, *, forward: bool) -> bool:
        """Go to the item so many further on that nobody has decided on; tells whether there is one."""
        return all(
            self.wire.lines.find(lambda row: row.item.stage is Stage.NEW, forward=forward)
            for _ in range(count)
        )

    # -- from pane to pane

    def turn(self, panes: int) -> None:
        """Go some panes on."""
        self.go(PANES[(PANES.index(self.at) + panes) % len(PANES)])

    def go(self, pane: str) -> None:
        """Go to a pane."""
        if pane == "detail":
            self.set_class(self.screen.size.width < READER_BELOW, "-reading")
            self._lay_out()
            if self.has_class("-reading"):  # it can't have the focus before it is laid out
                self.call_after_refresh(self.detail.reader.focus)
            else:
                self._show_focus(pane)
                self.screen.set_focus(self.detail.reader)
            return
        self.leave_reader()
        if pane in LANES:
            self.lanes.bring(pane)
        if self.lines(pane).region:
            self._show_focus(pane)
            self.screen.set_focus(self.lines(pane))
        else:
            self.call_after_refresh(self.lines(pane).focus)

    def _show_focus(self, pane: str) -> None:
        """Let cursors and heads say where keys go now, all in one frame; Textual tells of it piece by piece."""
        for name in LISTS:
            self.lines(name).take_focus(name == pane)
        self._arrive(pane)
        if isinstance(self.app, PaintingApp):
            self.app.paint_now()

    def leave_reader(self) -> None:
        """Show the lists again where the text had taken their place."""
        if self.has_class("-reading"):
            self.remove_class("-reading")
            self._lay_out()

    def show_update(self, update_id: str) -> None:
        """Go to an update in its lane."""
        lane = self.lanes.find(update_id)
        if lane is not None:
            lane.lines.move_to_key(update_id)
            self.worked_in = lane.lane
            self.go(lane.lane)

    def back(self) -> bool:
        """Leave what was entered last: the detail, zen, a selection, a filter. Tells whether there was anything."""
        if self.at == "detail":
            self.go(self.worked_in)
        elif self.has_class("-zen"):
            self.zen()
        elif self.wire.lines.picked:
            self.wire.lines.pick(())
            self.wire.recount()
        elif self.wire.query_text != USUAL_VIEW:
            self.wire.clear_filter()
        else:
            return False
        return True

    def zen(self) -> None:
        """Show one pane alone, or all."""
        self.toggle_class("-zen")
        self._show_alone()
        self._lay_out()

    def _show_alone(self) -> None:
        """Say for the style sheet which pane has the focus: zen shows no other."""
        self.set_class(self.at == "wire", "-at-wire")
        self.set_class(self.at in LANES, "-at-lane")
        self.set_class(self.at == "detail", "-at-detail")

    def fit(self, width: int, height: int) -> None:
        """Fold the lanes where there is no room for three, and give the reader back where there is room.

        Width and height are those of the screen; the line on top and the foot take their part.
        """
        self._width, self._height = width, max(height - 2, 1)
        self.lanes.fold(width < FOLD_BELOW)
        if width >= READER_BELOW:
            self.remove_class("-reading")
        self._lay_out()

    def resize(self, layout: Layout) -> None:
        """Give the panes other sizes."""
        self._layout = layout
        self._lay_out()

    def _lay_out(self) -> None:
        """Set columns and rows for the width, the sizes asked for, and what is shown alone."""
        if not self._width:
            return
        plan = plan_floor(self._width, self._height, self._layout)
        if self.has_class("-zen") or self.has_class("-reading"):
            columns, rows = "1fr", "1fr"
            self.lanes.allot(self._height)
        else:
            columns, rows = " ".join(map(str, plan.columns)), " ".join(map(str, plan.rows))
            self.lanes.allot(plan.lanes.height)
        if (columns, rows) != self._grid:
            self._grid = columns, rows
            self.styles.grid_columns = columns
            self.styles.grid_rows = rows

    def pass_time(self) -> None:
        """Show ages and times to decide as they are now."""
        for pane in LISTS:
            self.lines(pane).pass_time()
        self.detail.pass_time()

    # -- events

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Know which pane has the focus."""
        widget = event.widget
        if isinstance(widget, ReaderView):
            self._arrive("detail")
        elif isinstance(widget, LineList) and widget.id is not None:
            self._arrive(widget.id.removesuffix("-lines"))

    def _arrive(self, pane: str) -> None:
        self.at = pane
        if pane != "detail":
            self.worked_in = pane
        self.wire.head.activate(pane == "wire")
        self.detail.head.activate(pane == "detail")
        self.lanes.activate(pane if pane in LANES else "")
        for name in LISTS:
            self.lines(name).trace(name == self.worked_in)
        if self.has_class("-zen"):
            self._show_alone()
        self._follow()
        self.post_message(self.Changed())

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the edge under the mouse, if there is one."""
        if not self.has_class("-zen") and not self.has_class("-reading"):
            self._edge = self._edge_at(event.screen_offset - self.region.offset)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Pull the edge along."""
        if self._edge is None:
            return
        if not event.button:
            self._edge = None
            return
        self.capture_mouse()
        layout = self._edge(event.screen_offset - self.region.offset)
        if layout != self._layout:
            self.post_message(self.Dragged(layout))

    def on_mouse_up(self) -> None:
        """Let it go."""
        self._edge = None
        self.release_mouse()

    def _edge_at(self, at: Offset) -> Callable[[Offset], Layout] | None:
        width, height, plan = self._width, self._height, plan_floor(self._width, self._height, self._layout)
        if plan.ruled and at.x == plan.lanes.x and at.y < plan.rows[0]:
            return lambda to: wire_ending_at(to.x, width, self._layout)
        if plan.detail_ruled and plan.detail is not None and at.x == plan.detail.x:
            return lambda to: lanes_ending_at(to.x, width, self._layout)
        if len(plan.rows) > 1 and at.y == plan.rows[0]:
            return lambda to: upper_ending_at(to.y, height, self._layout)
        return None

    @on(LineList.Moved)
    def _moved(self, event: LineList.Moved) -> None:
        if event.lines is self.lines(self.worked_in):
            self._follow()
            self.post_message(self.Changed())

    def _follow(self) -> None:
        """Let the detail follow the cursor, a frame behind it; while a key is held down only when it rests."""
        now = monotonic()
        held, self._moved_at = now - self._moved_at < HELD_SECONDS, now
        if self._rest is not None:
            self._rest.stop()
        if held:
            self._rest = self.set_timer(HELD_SECONDS, self.show_detail)
        else:
            self.call_after_refresh(self.show_detail)

    @on(LineList.Opened)
    def _opened(self) -> None:
        self.go("detail")

    @on(LaneTabs.Chosen)
    def _tab_chosen(self, event: LaneTabs.Chosen) -> None:
        self.go(event.lane)

    def show_detail(self) -> None:
        """Show what is under the cursor."""
        self.detail.show(self.row, self.zone)
