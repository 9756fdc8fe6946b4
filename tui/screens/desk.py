"""The desk: the screen editors keep open all night. It joins panes and commands; the newsroom does the work."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual import events, on
from textual._styles_cache import StylesCache
from textual.app import ComposeResult
from textual.reactive import Reactive
from textual.widget import Widget

from tui.bells import bell_for, ring
from tui.commands.command import Needs
from tui.commands.registry import ALL
from tui.company import Company
from tui.keyboard import Keyboard
from tui.lookout import Lookout
from tui.office import Office
from tui.panes.floor import Floor
from tui.panes.foot import Foot
from tui.panes.head import PaneHead
from tui.panes.plan import BESIDE_FROM, FOLD_BELOW, READER_BELOW
from tui.panes.topline import TopLine
from tui.panes.wire import WirePane
from tui.panes.wire_rows import USUAL_VIEW
from tui.printing import Press, Round
from tui.screens.sheet import Layer
from tui.undoing import Undoing
from tui.unfinished import tell_unfinished
from tui.views import BlogView, FirstLook, RoomView
from wireroom.errors import NotFoundError, WireroomError
from wireroom.model import Update

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
        self.lookout = Lookout(self, wanted_blog)
        self.keyboard = Keyboard(self)
        self.undoing = Undoing(self)
        self.blog: BlogView | None = None
        """The live blog that is worked on."""
        self._first_look = look
        self._aged = office.newsroom.clock.now()
        self._doors_shown = False

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
            self.lookout.load_blog()
            self.lookout.load_room()
        behind = self.desk_app.hands.behind
        self.set_interval(LOOK_SECONDS, self.lookout.glance)
        self.set_interval(ROOM_SECONDS, partial(behind, self.lookout.load_room))
        self.set_interval(PULSE_SECONDS, partial(behind, self.company.look))
        self.set_interval(PULSE_SECONDS, partial(behind, self.lookout.look))
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
        self.show_room(look.room)
        self.wire.show(look.page)
        self.show_blog(look.blog)

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

    # -- keys

    def action_command(self, command_id: str) -> None:
        """Run a command: what the key of a binding asks for."""
        self.keyboard.run(command_id)

    @property
    def count(self) -> int:
        """The number typed before the key of the command that runs; 1 without one."""
        return self.keyboard.count

    @on(Floor.Changed)
    def _floor_changed(self) -> None:
        self.keyboard.show_keys()

    @on(Foot.Chosen)
    def _foot_chosen(self, event: Foot.Chosen) -> None:
        self.keyboard.run_shown(event.number)

    @on(PaneHead.Chosen)
    def _head_chosen(self, event: PaneHead.Chosen) -> None:
        """Items that wait are let in and shown; updates to decide are gone through."""
        if event.head is self.wire.head:
            self.keyboard.run("let-in")
            self.floor.go("wire")
            self.floor.go_top()
        else:
            self.keyboard.run("decide-now")

    @on(Floor.Dragged)
    def _edge_dragged(self, event: Floor.Dragged) -> None:
        self.desk_app.give_panes(event.layout)

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
            self.lookout.look()

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

    # -- what changes

    def show_blog(self, view: BlogView | None) -> None:
        """Show the live blog as it stands now."""
        self.blog = view
        self.topline.show(blog=view)
        self.floor.show_blog(view)
        self.keyboard.show_keys()

    def show_room(self, room: RoomView) -> None:
        """Show feed health, colleagues and watch terms as they stand now."""
        self.topline.show(room=room)
        self.wire.mark_terms(room.terms)
        self.wire.listen_for(bell_for(room.bells))
        self.wire.tell_unread(room.unread)

    def show_company(self) -> None:
        """Show who else is here, and who is writing what."""
        self.topline.show(pulse=self.company.pulse)
        self.floor.show_writers(self.company.writers)

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


def _load_what_comes_next() -> None:
    """Import what the first look at the others, the first update and the first filter need: nobody waits for it yet."""
    from tui.panes import update_copy  # noqa: F401
    from tui.widgets import filter_entry  # noqa: F401
    from wireroom.desk import liveblog, presence, query  # noqa: F401
