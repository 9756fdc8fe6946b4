"""The live blog in three lanes; where there is no room for three, they fold to tabs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from tui.office import Office
from tui.panes.bands import tab_words, tabs_line
from tui.panes.head import PaneHead
from tui.panes.lane_rows import LANES, LanePainter, LaneRow, lane_view
from tui.panes.plan import lane_heights
from tui.views import BlogView
from tui.widgets.band import Band
from tui.widgets.brush import Brush
from tui.widgets.lines import LineList
from tui.widgets.room import Room
from tui.widgets.spans import Span
from wireroom.model import Update


class LanePane(Vertical):
    """One lane: head and lines."""

    BLANK = True  # what it holds covers it

    def __init__(self, name: str, office: Office) -> None:
        super().__init__(id=f"lane-{name}")
        self.lane = name
        self.head = PaneHead(name.capitalize(), office.brush, name)
        self.lines: LineList[LaneRow] = LineList(
            LanePainter(office.newsroom.clock), office.brush, lines_a_row=2, id=f"{name}-lines"
        )
        self.to_decide = 0

    def compose(self) -> ComposeResult:
        """Head over lines."""
        yield self.head
        yield self.lines

    def show(self, view: BlogView | None, writers: Mapping[str, str]) -> None:
        """Show the updates of the lane; ``writers`` says who is writing which of them."""
        shown = lane_view(self.lane, view, writers)
        rows = shown.rows
        if rows and [row.key for row in rows] == [row.key for row in self.lines.rows()]:
            self.lines.replace(rows)
        elif rows or len(self.lines):
            self.lines.show(rows, stay=True)
        self.lines.say(*shown.notice)
        self.to_decide = shown.to_decide
        self.head.say(shown.words, shown.loud)

    def update(self) -> Update | None:
        """The update under the cursor."""
        row = self.lines.current
        return row.update if row is not None else None


class LaneTabs(Band):
    """One line that names the lanes and says how many updates each holds."""

    DEFAULT_CSS = """
    LaneTabs { display: none; }
    """

    @dataclass
    class Chosen(Message):
        """A tab was clicked."""

        lane: str

    def __init__(self, brush: Callable[[], Brush]) -> None:
        super().__init__(brush, id="lane-tabs")
        self._tabs: list[tuple[str, int, int]] = []
        self._front = ""
        self._active = False

    def show(self, tabs: list[tuple[str, int, int]], front: str, *, active: bool) -> None:
        """Show lanes as (name, updates, to decide)."""
        if (tabs, front, active) != (self._tabs, self._front, self._active):
            self._tabs, self._front, self._active = tabs, front, active
            self.refresh()

    def line(self, width: int) -> list[Span]:
        """The tabs; the one in front has the sign."""
        return tabs_line(self._tabs, self._front, width, active=self._active)

    def on_click(self, event: events.Click) -> None:
        """Bring the lane under the mouse to the front."""
        left = 0
        for name, words in tab_words(self._tabs, self._front, self.size.width, active=self._active):
            left += cell_len(words)
            if event.x < left:
                self.post_message(self.Chosen(name))
                return


class LanesPane(Room):
    """Three lanes. Folded, it shows one of them, the one that was gone to last, under tabs."""

    def __init__(self, office: Office) -> None:
        super().__init__(id="lanes")
        self.tabs = LaneTabs(office.brush)
        self.lanes = {name: LanePane(name, office) for name in LANES}
        self._folded = False
        self._height = 0
        self._active = ""
        self._front = "developing"
        self._view: BlogView | None = None
        self._writers: Mapping[str, str] = {}

    def compose(self) -> ComposeResult:
        """Tabs, and the lanes one over the other."""
        yield self.tabs
        yield from self.lanes.values()

    def show(self, view: BlogView | None) -> None:
        """Show a live blog."""
        self._view = view
        for lane in self.lanes.values():
            lane.show(view, self._writers)
        self._share()
        self._arrange()

    def show_writers(self, writers: Mapping[str, str]) -> None:
        """Show who is writing which update."""
        if writers != self._writers:
            self._writers = dict(writers)
            self.show(self._view)

    def fold(self, folded: bool) -> None:
        """Show one lane only, under tabs, or all three."""
        self._folded = folded
        self._share()
        self._arrange()

    def bring(self, name: str) -> LanePane:
        """Bring a lane to the front."""
        self._front = name
        self._arrange()
        return self.lanes[name]

    def activate(self, name: str) -> None:
        """Show which lane has the focus; empty for none."""
        self._active = name
        if name:
            self._front = name
        for key, lane in self.lanes.items():
            lane.head.activate(key == name)
        self._arrange()

    def find(self, update_id: str) -> LanePane | None:
        """The lane that holds an update."""
        return next((lane for lane in self.lanes.values() if lane.lines.row(update_id) is not None), None)

    @property
    def front(self) -> LanePane:
        """The lane that was gone to last."""
        return self.lanes[self._front]

    def allot(self, height: int) -> None:
        """Let the lanes share this many lines by what they hold."""
        self._height = height
        self._share()

    def _share(self) -> None:
        lanes = list(self.lanes.values())
        if self._folded:
            shares = ["1fr"] * len(lanes)
        else:
            shares = [str(cells) for cells in lane_heights(self._height, [len(lane.lines) for lane in lanes])]
        for lane, share in zip(lanes, shares, strict=True):
            if str(lane.styles.height) != share:
                lane.styles.height = share

    def _arrange(self) -> None:
        self.tabs.display = self._folded
        for name, lane in self.lanes.items():
            lane.display = not self._folded or name == self._front
            lane.head.display = not self._folded
        tabs = [(name, len(lane.lines), lane.to_decide) for name, lane in self.lanes.items()]
        self.tabs.show(tabs, self._front, active=bool(self._active))
