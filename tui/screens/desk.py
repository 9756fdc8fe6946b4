"""The desk: wire, lanes and detail on one screen. It wires panes together; the newsroom does the work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen

from tui.commands.command import Command, Needs
from tui.commands.moving import undecided
from tui.commands.registry import ALL, BY_ID, show_key
from tui.office import Office
from tui.panes.detail import DetailPane
from tui.panes.foot import Foot
from tui.panes.lane_rows import LaneRow
from tui.panes.lanes import LANES, LanesPane, LaneTabs
from tui.panes.topline import TopLine
from tui.panes.wire import USUAL_VIEW, WirePane
from tui.panes.wire_rows import WireRow
from tui.views import BlogView, RoomView, load_blog, load_room
from tui.widgets.lines import LineList
from tui.widgets.reader import ReaderView
from wireroom.errors import NotFoundError, WireroomError
from wireroom.model import Item, Update

if TYPE_CHECKING:
    from tui.app import DeskApp
    from wireroom.desk.newsroom import Newsroom

Answer = TypeVar("Answer")

PANES = ("wire", *LANES, "detail")
LOOK_SECONDS = 0.4
ROOM_SECONDS = 5.0
#: Below these widths the lanes fold to tabs, and the detail becomes a reader that takes the whole screen.
FOLD_BELOW = 110
READER_BELOW = 90


@dataclass(frozen=True, slots=True)
class _Pulse:
    """How far the store and the blog on the screen have moved."""

    revision: int = -1
    position: int = -1


class DeskScreen(Screen[None]):
    """The screen editors keep open all night."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual's own declaration
        (0, "-narrow"), (READER_BELOW, "-medium"), (FOLD_BELOW, "-wide"), (150, "-huge")
    ]  # fmt: skip
    BINDINGS = [command.binding() for command in ALL if command.keys]  # noqa: RUF012 - Textual's own declaration
    AUTO_FOCUS = "#wire-lines"

    def __init__(self, office: Office, wanted_blog: str) -> None:
        super().__init__(id="desk")
        self.office = office
        self.wire = WirePane(office, id="wire")
        self.lanes = LanesPane(office)
        self.detail = DetailPane(office)
        self.topline = TopLine(office.newsroom.clock)
        self.foot = Foot()
        self.blog: BlogView | None = None
        self.at = "wire"
        self.last: type[Command] | None = None
        self._wanted_blog = wanted_blog
        self._list_pane = "wire"
        self._pulse = _Pulse()
        self.count = 1
        self._count = ""
        self._doors_shown = False

    def compose(self) -> ComposeResult:
        """Line on top, panes, foot."""
        yield self.topline
        with Container(id="floor"):
            yield self.wire
            yield self.lanes
            yield self.detail
        yield self.foot

    def on_mount(self) -> None:
        """Open the usual view and begin to look for changes."""
        self.wire.open(USUAL_VIEW)
        self.load_blog()
        self.load_room()
        self.set_interval(LOOK_SECONDS, self.look)
        self.set_interval(ROOM_SECONDS, self.load_room)
        self.set_interval(1.0, self.topline.tick)
        self.set_interval(20.0, self._pass_time)

    @property
    def newsroom(self) -> "Newsroom":
        """The use cases."""
        return self.office.newsroom

    @property
    def desk_app(self) -> "DeskApp":
        """The app, with what it adds to Textual's."""
        from tui.app import DeskApp

        assert isinstance(self.app, DeskApp)
        return self.app

    # -- commands

    def action_command(self, command_id: str) -> None:
        """Run a command with the count that was typed before its key."""
        self.count = min(int(self._count or "1"), 10_000)
        self._set_count("")
        command = BY_ID[command_id]
        if lacking := self.lacking(command):
            self.desk_app.tell(lacking)
            return
        if command.repeatable:
            self.last = command
        command.run(self)

    def lacking(self, command: type[Command]) -> str:
        """What is not there that a command needs, in words; empty if nothing."""
        have = {
            Needs.NOTHING: True,
            Needs.ITEM: bool(self.wire.chosen()) and self._list_pane == "wire",
            Needs.UPDATE: self._update() is not None and self._list_pane != "wire",
            Needs.EITHER: self.detail.shown is not None,
            Needs.BLOG: self.blog is not None,
        }
        return "" if have[command.needs] else command.needs.value

    def on_key(self, event: events.Key) -> None:
        """Collect the digits of a count."""
        digit = event.character or ""
        if digit.isdigit() and digit.isascii() and (self._count or digit != "0") and not self.wire.filtering:
            self._set_count((self._count + digit)[:5])
            event.stop()

    def _set_count(self, digits: str) -> None:
        self._count = digits
        self.foot.count(digits)

    def act(
        self,
        deed: Callable[[], Answer],
        then: Callable[[Answer], None],
        *,
        trouble: Callable[[WireroomError], None] | None = None,
    ) -> None:
        """Do something that writes, and show what became of it."""

        def done(answer: Answer) -> None:
            then(answer)
            self.look()

        self.office.act(deed, done, trouble=trouble)

    def say(self, words: str) -> None:
        """Say in the foot what was done."""
        self.foot.say(words)

    def triage_refused(self, error: WireroomError) -> None:
        """Show the rows as the store has them, and why."""
        self.wire.forget_acts()
        self.office.present(error)

    def undo(self) -> None:
        """Take the last act back."""
        trail = self.newsroom.trail

        def words() -> str:
            return "; ".join(trail.sentences(trail.undo()))

        def done(said: str) -> None:
            self.wire.forget_acts()
            self.say(said)

        self.act(words, done)

    # -- where one is

    @property
    def shows_item(self) -> bool:
        """Whether the detail shows an item of the wire."""
        return isinstance(self.detail.shown, WireRow)

    def update_here(self) -> Update:
        """The update under the cursor of the lane one is in. Raises ``NotFoundError`` without one."""
        update = self._update()
        if update is None:
            raise NotFoundError("There is no update here.", next_step=Needs.UPDATE.value)
        return update

    def _update(self) -> Update | None:
        lane = self.lanes.lanes.get(self._list_pane, self.lanes.front)
        return lane.update()

    @property
    def zone(self) -> str:
        """The zone times are told in."""
        return self.blog.blog.zone if self.blog is not None else "UTC"

    @property
    def narrow(self) -> bool:
        """Whether the detail is a reader that takes the whole screen."""
        return self.size.width < READER_BELOW

    @property
    def page(self) -> int:
        """How many rows or lines the pane with the focus shows."""
        if self.at == "detail":
            return max(self.detail.reader.size.height - 1, 1)
        return self._lines(self.at).page

    def step(self, rows: int) -> None:
        """Move the cursor, or the text that is read."""
        if self.at == "detail":
            self.detail.reader.scroll_lines(rows)
        else:
            self._lines(self.at).move(rows)

    def go_top(self) -> None:
        """Go to the first row, after letting in what waits."""
        if self.at == "detail":
            self.detail.reader.scroll_lines(-self.detail.reader.height_of_text)
            return
        if self.at == "wire":
            self.wire.reveal()
        self._lines(self.at).move_to(self._lines(self.at).first)

    def go_bottom(self) -> None:
        """Go to the last row that is loaded."""
        if self.at == "detail":
            self.detail.reader.scroll_lines(self.detail.reader.height_of_text)
        else:
            self._lines(self.at).move_to(self._lines(self.at).last)

    def find_new(self, count: int, *, forward: bool) -> None:
        """Go to the next item that nobody has decided on."""
        for _ in range(count):
            if not self.wire.lines.find(undecided, forward=forward):
                self.say("no more new items " + ("below" if forward else "above"))
                return

    def turn(self, panes: int) -> None:
        """Go some panes on."""
        self.go(PANES[(PANES.index(self.at) + panes) % len(PANES)])

    def go(self, pane: str) -> None:
        """Go to a pane."""
        if pane == "detail":
            self.set_class(self.narrow, "-reading")
            self.detail.display = True
            self.call_after_refresh(self.detail.reader.focus)
            return
        self.remove_class("-reading")
        if pane in LANES:
            self.lanes.bring(pane)
        self.call_after_refresh(self._lines(pane).focus)

    def back(self) -> None:
        """Leave what was entered last."""
        if self.at == "detail":
            self.go(self._list_pane)
        elif self.has_class("-zen"):
            self.zen()
        elif self.wire.lines.picked:
            self.wire.lines.pick(())
            self.wire.recount()
        elif self.wire.query_text != USUAL_VIEW:
            self.wire.clear_filter()

    def zen(self) -> None:
        """Show one pane alone, or all."""
        self.toggle_class("-zen")

    def _lines(self, pane: str) -> "LineList[WireRow] | LineList[LaneRow]":
        return self.lanes.lanes[pane].lines if pane in LANES else self.wire.lines

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
            self._list_pane = pane
        self.wire.head.activate(pane == "wire")
        self.detail.head.activate(pane == "detail")
        self.lanes.activate(pane if pane in LANES else "")
        for name in PANES[:-1]:
            self._lines(name).trace(name == self._list_pane)
        for name, here in (
            ("-at-wire", pane == "wire"),
            ("-at-lane", pane in LANES),
            ("-at-detail", pane == "detail"),
        ):
            self.set_class(here, name)
        self._show_detail()
        self._show_keys()

    def on_resize(self, event: events.Resize) -> None:
        """Fold the lanes where there is no room for three."""
        self.lanes.fold(event.size.width < FOLD_BELOW)
        if event.size.width >= READER_BELOW:
            self.remove_class("-reading")

    @on(LineList.Moved)
    def _moved(self, event: LineList.Moved) -> None:
        if event.lines is self._lines(self._list_pane):
            self._show_detail()

    @on(LineList.Opened)
    def _opened(self) -> None:
        self.go("detail")

    @on(LaneTabs.Chosen)
    def _tab_chosen(self, event: LaneTabs.Chosen) -> None:
        self.go(event.lane)

    @on(WirePane.Empty)
    def _empty(self) -> None:
        """Open the doors when there is not even a feed."""
        store = self.newsroom.store
        self.office.ask(lambda: not store.feeds(), self._first_run, group="first-run")

    def _first_run(self, nothing: bool) -> None:
        if nothing and not self._doors_shown:
            self._doors_shown = True
            from tui.screens.first_run import open_doors

            open_doors(self)

    def _show_detail(self) -> None:
        self.detail.show(self._lines(self._list_pane).current, self.zone)

    def _show_keys(self) -> None:
        keys = self.desk_app.keys
        self.foot.show(
            [
                (show_key(keys[command.id()].split(",")[0]), command.footer)
                for command in sorted(ALL, key=_foot_order)
                if command.footer and not self.lacking(command)
            ]
        )

    # -- what changes

    def load_blog(self) -> None:
        """Read the live blog again."""
        wanted = self.blog.blog.id if self.blog is not None and not self._wanted_blog else self._wanted_blog
        newsroom = self.newsroom
        self.office.ask(lambda: load_blog(newsroom, wanted), self._take_blog, group="blog")

    def open_blog(self, blog_id: str) -> None:
        """Work on another live blog."""
        self._wanted_blog = blog_id
        self.load_blog()

    def load_room(self) -> None:
        """Read feed health, colleagues and watch terms again."""
        newsroom = self.newsroom
        self.office.ask(lambda: load_room(newsroom), self._take_room, group="room")

    def _take_blog(self, view: BlogView | None) -> None:
        self.blog = view
        self.lanes.show(view)
        self.topline.show(blog=view)
        self._show_detail()
        self._show_keys()

    def _take_room(self, room: RoomView) -> None:
        self.topline.show(room=room)
        self.wire.mark_terms(room.terms)

    def look(self) -> None:
        """See whether anybody has written, and read again what that may have changed."""
        store = self.newsroom.store
        blog = self.blog.blog.id if self.blog is not None else ""
        self.office.ask(
            lambda: _Pulse(store.revision(), store.position(blog)), self._take_pulse, group="pulse"
        )

    def _take_pulse(self, pulse: _Pulse) -> None:
        before, self._pulse = self._pulse, pulse
        if pulse.revision == before.revision:
            return
        self.wire.look()
        if pulse.position != before.position or self.blog is None:
            self.load_blog()

    def _pass_time(self) -> None:
        """Show ages and times to decide as they are now."""
        for pane in PANES[:-1]:
            self._lines(pane).refresh()

    def show_update(self, update_id: str) -> None:
        """Go to an update in its lane."""
        lane = self.lanes.find(update_id)
        if lane is not None:
            lane.lines.move_to_key(update_id)
            self._list_pane = lane.lane
            self.go(lane.lane)

    # -- screens over the desk

    def next_theme(self, steps: int) -> None:
        """Take another theme."""
        self.say(f"theme: {self.desk_app.turn_theme(steps)}")

    def open_link(self) -> None:
        """Open the address of what is shown."""
        address = link_of(self.detail.shown)
        if not address:
            self.desk_app.tell("There is no link here.")
            return
        self.app.open_url(address)
        self.say(f"opened {address}")

    def compose_update(self, items: Sequence[Item]) -> None:
        """Write an update that rests on some items."""
        from tui.screens.composer import compose

        compose(self, items)

    def open_verification(self) -> None:
        """Read what the update rests on and what was done with it, and decide."""
        from tui.screens.verification import VerificationScreen

        row = self.lanes.lanes[self._list_pane].lines.current
        if row is not None:
            self.app.push_screen(VerificationScreen(self, row))

    def open_publish(self) -> None:
        """Show what will change for readers, then publish."""
        from tui.screens.publish import PublishScreen

        self.app.push_screen(PublishScreen(self))

    def choose_blog(self) -> None:
        """List the live blogs."""
        from tui.screens.picking import choose_blog

        choose_blog(self)


def _foot_order(command: type[Command]) -> bool:
    """What is done to the thing under the cursor comes first."""
    return command.needs not in (Needs.ITEM, Needs.UPDATE)


def link_of(row: WireRow | LaneRow | None) -> str:
    """The address behind an item, or behind the first evidence of an update that has one; empty without."""
    if isinstance(row, WireRow):
        found = row.item.link
    elif isinstance(row, LaneRow):
        found = next((piece.url for piece in row.update.evidence if piece.url), "")
    else:
        found = ""
    return found if found.startswith(("http://", "https://")) else ""
