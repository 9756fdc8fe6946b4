"""The live blog in three lanes; where there is no room for three, they fold to tabs."""

from collections.abc import Mapping
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.office import Office
from tui.panes.head import PaneHead
from tui.panes.lane_rows import LanePainter, LaneRow
from tui.views import BlogView
from tui.widgets.lines import LineList
from wireroom.model import Status, Update

#: Which updates each lane holds.
LANES = {
    "developing": (Status.DRAFT, Status.DEVELOPING),
    "confirmed": (Status.CONFIRMED,),
    "retracted": (Status.RETRACTED, Status.KILLED),
}

#: A lane with more lines than this gets no larger part of the height for it.
LONGEST_SHARE = 25

NOTHING_IN = {
    "developing": ("Nothing undecided.", "w writes up an item of the wire."),
    "confirmed": ("Nothing confirmed yet.", "c confirms an update."),
    "retracted": ("Nothing taken back.",),
}


class LanePane(Vertical):
    """One lane: head and lines."""

    def __init__(self, name: str, office: Office) -> None:
        super().__init__(id=f"lane-{name}")
        self.lane = name
        self.head = PaneHead(name.capitalize(), name)
        self.lines: LineList[LaneRow] = LineList(
            LanePainter(office.newsroom.clock, office.brush), lines_a_row=2, id=f"{name}-lines"
        )
        self.to_decide = 0

    def compose(self) -> ComposeResult:
        """Head over lines."""
        yield self.head
        yield self.lines

    def show(self, view: BlogView | None, writers: Mapping[str, str]) -> None:
        """Show the updates of the lane; ``writers`` says who is writing which of them."""
        if view is None:
            self.lines.show([])
            self.lines.say("No live blog yet.", "B begins one.")
            self.head.say("")
            return
        updates = view.of(*LANES[self.lane])
        alerts: dict[str, int] = {}
        for alert in view.alerts:
            alerts[alert.update] = alerts.get(alert.update, 0) + 1
        rows = [
            LaneRow(
                update,
                view.blog.zone,
                view.blog.pinned == update.id,
                alerts.get(update.id, 0),
                writers.get(update.id, ""),
            )
            for update in updates
        ]
        if [row.key for row in rows] == [row.key for row in self.lines.rows()]:
            self.lines.replace(rows)
        else:
            self.lines.show(rows, stay=True)
        self.lines.say(*NOTHING_IN[self.lane])
        self.to_decide = sum(alerts.get(update.id, 0) for update in updates)
        self.head.say(str(len(rows)), f"{self.to_decide} to decide" if self.to_decide else "")

    def update(self) -> Update | None:
        """The update under the cursor."""
        row = self.lines.current
        return row.update if row is not None else None


class LaneTabs(Widget):
    """One line that names the lanes and says how many updates each holds."""

    DEFAULT_CSS = """
    LaneTabs { height: 1; width: 1fr; background: $wr-band; color: $wr-quiet; display: none; }
    """

    @dataclass
    class Chosen(Message):
        """A tab was clicked."""

        lane: str

    def __init__(self) -> None:
        super().__init__(id="lane-tabs")
        self._tabs: list[tuple[str, int, int]] = []
        self._front = ""
        self._active = False

    def show(self, tabs: list[tuple[str, int, int]], front: str, *, active: bool) -> None:
        """Show lanes as (name, updates, to decide)."""
        if (tabs, front, active) != (self._tabs, self._front, self._active):
            self._tabs, self._front, self._active = tabs, front, active
            self.refresh()

    def render(self) -> Content:
        """The line; the tab in front has the sign."""
        parts = []
        for name, words in self._words():
            front = name == self._front
            style = f"bold $wr-{name}" if front else f"$wr-{name}"
            parts.append(Content.styled(words, f"{style} underline" if front and self._active else style))
        return Content("").join(parts)

    def _words(self) -> list[tuple[str, str]]:
        words = []
        for name, updates, to_decide in self._tabs:
            sign = "❯" if name == self._front and self._active else "▸" if name == self._front else " "
            alarm = f" !{to_decide}" if to_decide else ""
            words.append((name, f"{sign}{name.capitalize()} {updates}{alarm}  "))
        return words

    def on_click(self, event: events.Click) -> None:
        """Bring the lane under the mouse to the front."""
        left = 0
        for name, words in self._words():
            left += cell_len(words)
            if event.x < left:
                self.post_message(self.Chosen(name))
                return


class LanesPane(Vertical):
    """Three lanes. Folded, it shows one of them, the one that was gone to last, under tabs."""

    def __init__(self, office: Office) -> None:
        super().__init__(id="lanes")
        self.tabs = LaneTabs()
        self.lanes = {name: LanePane(name, office) for name in LANES}
        self._folded = False
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

    def _share(self) -> None:
        """Give the lanes height by what they hold: an empty one needs no third of the screen."""
        for lane in self.lanes.values():
            share = f"{min(2 * max(len(lane.lines), 1) + 1, LONGEST_SHARE)}fr"
            if lane.styles.height is None or str(lane.styles.height) != share:
                lane.styles.height = share

    def _arrange(self) -> None:
        self.tabs.display = self._folded
        for name, lane in self.lanes.items():
            lane.display = not self._folded or name == self._front
            lane.head.display = not self._folded
        tabs = [(name, len(lane.lines), lane.to_decide) for name, lane in self.lanes.items()]
        self.tabs.show(tabs, self._front, active=bool(self._active))
