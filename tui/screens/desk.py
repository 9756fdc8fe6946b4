"""The desk: the screen editors keep open all night. It joins panes and commands; the newsroom does the work."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from textual import events, on
from textual._styles_cache import StylesCache
from textual.app import ComposeResult
from textual.reactive import Reactive
from textual.widget import Widget

from tui.bells import bell_for, ring
from tui.commands.command import Command, Needs
from tui.commands.registry import ALL, BY_ID, foot_commands, foot_keys
from tui.company import Company
from tui.office import Office
from tui.panes.floor import Floor
from tui.panes.foot import Foot
from tui.panes.head import PaneHead
from tui.panes.lane_rows import LaneRow
from tui.panes.plan import BESIDE_FROM, FOLD_BELOW, READER_BELOW
from tui.panes.topline import TopLine
from tui.panes.wire import WirePane
from tui.panes.wire_rows import USUAL_VIEW, WireRow
from tui.printing import Press, Round
from tui.screens.sheet import Layer
from tui.unfinished import tell_unfinished
from tui.views import BlogView, FirstLook, RoomView, load_blog, load_room
from tui.widgets.lines import LineList
from tui.widgets.reader import ReaderView
from wireroom.errors import NotFoundError, WireroomError
from wireroom.model import Item, Status, Update

if TYPE_CHECKING:
    from tui.app import DeskApp
    from wireroom.desk.newsroom import Newsroom

Answer = TypeVar("Answer")

LOOK_SECONDS = 0.4
ROOM_SECONDS = 5.0
#: A desk that is silent for a minute counts as gone.
PULSE_SECONDS = 10.0
#: How long ages on the screen are true enough, by the newsroom's clock.
AGES_HOLD = timedelta(seconds=20)


class _Pulse(Struct, frozen=True):
    """How far the store and the blog on the screen have moved."""

    revision: int = -1
    position: int = -1


class DeskScreen(Layer[None]):
    """Line on top, panes, foot; and what the commands call."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual's own declaration
        (0, "-narrow"),
        (READER_BELOW, "-medium"),
        (FOLD_BELOW, "-wide"),
        (BESIDE_FROM, "-huge"),
    ]
    BINDINGS = [command.binding() for command in ALL if command.keys]  # noqa: RUF012 - Textual's own declaration
    AUTO_FOCUS = "#wire-lines"
    BLANK = True  # what it holds covers it
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """As Textual's own, but the focus moves without the whole screen being painted again."""

    def __init__(self, office: Office, wanted_blog: str, look: FirstLook | None = None) -> None:
        super().__init__(id="desk")
        self.office = office
        self.floor = Floor(office)
        self.topline = TopLine(office.newsroom.clock, office.brush)
        self.foot = Foot(office.brush)
        self.press = Press(office)
        self.company = Company(self)
        self.blog: BlogView | None = None
        self.last: type[Command] | None = None
        self.count = 1
        self._digits = ""
        self._wanted_blog = wanted_blog
        self._first_look = look
        self._pulse = _Pulse()
        self._stamp: object = None
        self._aged = office.newsroom.clock.now()
        self._doors_shown = False
        self._told = 0
        """The number of the event that undo was last told to pass over."""
        self._keys_for: frozenset[Needs] = frozenset()

    def compose(self) -> ComposeResult:
        """Line on top, panes, foot."""
        # Textual sets this class when it tells the size, after the first layout: the second would be another one.
        width = self.app.size.width
        self.add_class(next(name for least, name in reversed(self.HORIZONTAL_BREAKPOINTS) if width >= least))
        yield self.topline
        yield self.floor
        yield self.foot

    def on_mount(self) -> None:
        """Open the usual view and begin to look for changes."""
        self.floor.fit(*self.app.size)
        if (look := self._first_look) is not None:
            self._show_first(look)
        else:
            self.wire.open(USUAL_VIEW)
            self.load_blog()
            self.load_room()
        behind = self.desk_app.hands.behind
        self.set_interval(LOOK_SECONDS, self._look_where_it_stirs)
        self.set_interval(ROOM_SECONDS, partial(behind, self.load_room))
        self.set_interval(PULSE_SECONDS, partial(behind, self.company.look))
        self.set_interval(PULSE_SECONDS, partial(behind, self.look))
        publish = self.newsroom.config.publish
        if every := 1 if publish.on_each_act else publish.every_seconds:
            self.set_interval(every, Round(self).turn)
        self.call_after_refresh(self.office.work, _load_what_comes_next, lambda _: self._look_around())
        self.set_interval(1.0, self.tick)

    def _look_around(self) -> None:
        """See, once the desk stands, who else is here and what its editor had typed the last time."""
        self.company.look()
        tell_unfinished(self)

    def tick(self) -> None:
        """Tell the time, and now and then how old things are. The newsroom's clock may run faster than a timer."""
        self.topline.tick()
        now = self.newsroom.clock.now()
        if now - self._aged >= AGES_HOLD:
            self._aged = now
            self.floor.pass_time()

    def _show_first(self, look: FirstLook) -> None:
        """Show what was read before this screen was made; what has changed since is found by the first look."""
        self._first_look = None
        self._take_room(look.room)
        self.wire.show(look.page)
        self._take_blog(look.blog)

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

    @property
    def wire(self) -> WirePane:
        """The wire."""
        return self.floor.wire

    @property
    def zone(self) -> str:
        """The zone times are told in."""
        return self.floor.zone

    def update_here(self) -> Update:
        """The update under the cursor of the lane one is in. Raises ``NotFoundError`` without one."""
        update = self.floor.update
        if update is None:
            raise NotFoundError("There is no update here.", next_step=Needs.UPDATE.value)
        return update

    # -- commands

    def action_command(self, command_id: str) -> None:
        """Run a command with the count that was typed before its key."""
        self.count = min(int(self._digits or "1"), 10_000)
        self._count("")
        command = BY_ID[command_id]
        lacking = self.lacking(command)
        self.foot.hint(lacking)
        if lacking:
            return
        if command.repeatable:
            self.last = command
        try:
            command.run(self)
        except WireroomError as error:
            self.office.present(error)

    def lacking(self, command: type[Command]) -> str:
        """What is not there that a command needs, in words; empty if nothing."""
        return "" if command.needs in self.present() else command.needs.value

    def present(self) -> frozenset[Needs]:
        """What there is that a command may need."""
        here = {Needs.NOTHING}
        if self.floor.on_wire:
            here |= {Needs.ITEM, Needs.SPIKABLE}
        if (update := self.floor.update) is not None:
            here.add(Needs.UPDATE)
            if update.status is Status.DRAFT:
                here.add(Needs.SPIKABLE)
        if self.floor.row is not None:
            here.add(Needs.EITHER)
        if self.blog is not None:
            here.add(Needs.BLOG)
        return frozenset(here)

    def take(self, event: events.Key) -> bool:
        """Take a key that is a command's, a count's or a letter of the filter; tells whether it was one.

        The next key then meets what this one began, which it would not on the long way through the widgets.
        """
        if self.wire.filtering:
            return self.wire.type(event)
        if not isinstance(self.focused, LineList | ReaderView):
            return False
        digit = event.character or ""
        if digit.isdigit() and digit.isascii() and (self._digits or digit != "0"):
            self._count((self._digits + digit)[:5])
            return True
        command = self.desk_app.commands_by_key.get(event.key)
        if command is None:
            return False
        self.action_command(command)
        return True

    def _count(self, digits: str) -> None:
        self._digits = digits
        self.foot.count(digits)

    @on(Floor.Changed)
    def _show_keys(self) -> None:
        present = self.present()
        if present == self._keys_for:
            return
        self._keys_for = present
        self.foot.show(foot_keys(self.desk_app.keys, present))

    @on(Foot.Chosen)
    def _foot_chosen(self, event: Foot.Chosen) -> None:
        self.action_command(foot_commands(self.desk_app.keys, self._keys_for)[event.number].id())

    @on(PaneHead.Chosen)
    def _head_chosen(self, event: PaneHead.Chosen) -> None:
        """Items that wait are let in and shown; updates to decide are gone through."""
        if event.head is self.wire.head:
            self.action_command("let-in")
            self.floor.go("wire")
            self.floor.go_top()
        else:
            self.action_command("decide-now")

    @on(Floor.Dragged)
    def _edge_dragged(self, event: Floor.Dragged) -> None:
        self.desk_app.give_panes(event.layout)

    def show_keys_anew(self) -> None:
        """Show other keys in the foot."""
        self._keys_for = frozenset()
        self._show_keys()

    # -- acts

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

    def mention(self, words: str) -> None:
        """Say something where it is seen: in the foot, or over the sheet that hides it."""
        if self.app.screen is self:
            self.say(words)
        else:
            self.desk_app.tell(words)

    def triage_refused(self, error: WireroomError) -> None:
        """Show the rows as the store has them, and why."""
        self.wire.forget_acts()
        self.office.present(error)

    def undo(self, times: int = 1, *, then: Callable[[str], None] | None = None) -> None:
        """Take so many acts back; ``then`` is told which in place of the foot.

        What was done since and can't be taken back is told first: the same key again then goes on to the act before.
        """
        trail, told, zone = self.newsroom.trail, self._told, self.zone

        def deed() -> tuple[str, int]:
            passed = trail.passed_over()
            if passed and passed[0].sequence != told:
                return f"{trail.stays(passed, zone)} Undo again goes on to the act before.", passed[
                    0
                ].sequence
            words = [sentence for _ in range(times) for sentence in trail.sentences(trail.undo(), zone)]
            return "; ".join(words), told

        def done(answer: tuple[str, int]) -> None:
            words, now_told = answer
            if now_told != told:
                self._told = now_told
                self.desk_app.tell(words, title="Not undone")
                return
            self.wire.forget_acts()
            (then or self.say)(words)

        self.act(deed, done, trouble=self.triage_refused)

    # -- what changes

    def _look_where_it_stirs(self) -> None:
        """Look, unless the store's file says that nobody has written since the last time: most of the night it does."""
        before, self._stamp = self._stamp, self.newsroom.store.stamp()
        if self._stamp is None or self._stamp != before:
            self.desk_app.hands.behind(self.look)

    def look(self) -> None:
        """See whether anybody has written, and read again what that may have changed."""
        store = self.newsroom.store
        blog = self.blog.blog.id if self.blog is not None else ""
        self.office.ask(
            lambda: _Pulse(store.revision(), store.position(blog)),
            self._take_pulse,
            group="pulse",
            trouble=self.company.out_of_reach,
        )

    def _take_pulse(self, pulse: _Pulse) -> None:
        before, self._pulse = self._pulse, pulse
        if pulse.revision == before.revision:
            return
        self.wire.look()
        if pulse.position != before.position or self.blog is None:
            self.load_blog()

    def load_blog(self) -> None:
        """Read the live blog again."""
        wanted = self._wanted_blog or (self.blog.blog.id if self.blog is not None else "")
        newsroom = self.newsroom
        self.office.ask(
            lambda: load_blog(newsroom, wanted),
            self._take_blog,
            group="blog",
            trouble=self.company.out_of_reach,
        )

    def open_blog(self, blog_id: str) -> None:
        """Work on another live blog."""
        self._wanted_blog = blog_id
        self.load_blog()

    def _take_blog(self, view: BlogView | None) -> None:
        self.blog = view
        self.topline.show(blog=view)
        self.floor.show_blog(view)
        self._show_keys()

    def load_room(self) -> None:
        """Read feed health, colleagues and watch terms again."""
        newsroom = self.newsroom
        self.office.ask(
            lambda: load_room(newsroom), self._take_room, group="room", trouble=self.company.out_of_reach
        )

    def show_company(self) -> None:
        """Show who else is here, and who is writing what."""
        self.topline.show(pulse=self.company.pulse)
        self.floor.show_writers(self.company.writers)

    def _take_room(self, room: RoomView) -> None:
        self.topline.show(room=room)
        self.wire.mark_terms(room.terms)
        self.wire.listen_for(bell_for(room.bells))
        self.wire.tell_unread(room.unread)

    def on_screen_resume(self) -> None:
        """Let go of what the closed screen had painted: Textual remembers a thousand widgets by a colour of theirs."""
        StylesCache.get_inner_outer.cache_clear()

    def on_resize(self, event: events.Resize) -> None:
        """Let the panes fit."""
        self.floor.fit(*event.size)

    @on(WirePane.Heard)
    def _ring(self, event: WirePane.Heard) -> None:
        """Ring for what came in."""
        ring(self, event.items)

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

    # -- screens over the desk

    def compose_update(self, items: Sequence[Item], follows: Update | None = None) -> None:
        """Write an update that rests on some items, or that follows another update."""
        from tui.screens.composer import compose

        compose(self, items, follows)

    def open_verification(self) -> None:
        """Read what the update rests on and what was done with it, and decide."""
        from tui.screens.verification import VerificationScreen

        if (row := self.floor.update_row) is not None:
            self.app.push_screen(VerificationScreen(self, row))

    def open_link(self) -> None:
        """Open the address of what is under the cursor."""
        address = link_of(self.floor.row)
        if not address:
            self.foot.hint("There is no link here.")
            return
        self.open_address(address)

    def open_address(self, address: str) -> None:
        """Open an address in the browser of this machine."""
        self.app.open_url(address)
        self.mention(f"opened {address}")


def _load_what_comes_next() -> None:
    """Import what the first look at the others, the first update and the first filter need: nobody waits for it yet."""
    from tui.panes import update_copy  # noqa: F401
    from tui.widgets import filter_entry  # noqa: F401
    from wireroom.desk import liveblog, presence, query  # noqa: F401


def link_of(row: WireRow | LaneRow | None) -> str:
    """The address behind an item, or behind the first evidence of an update that has one; empty without."""
    if isinstance(row, WireRow):
        found = row.item.link
    elif isinstance(row, LaneRow):
        found = next((piece.url for piece in row.update.evidence if piece.url), "")
    else:
        found = ""
    return found if found.startswith(("http://", "https://")) else ""
