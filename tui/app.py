"""The desk as a Textual app: themes, keys, one presenter of errors, and the process that asks the wires."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from msgspec.structs import replace
from textual import events
from textual.binding import Binding
from textual.dom import DOMNode
from textual.driver import Driver
from textual.screen import Screen

from tui import presenter
from tui.commands import registry
from tui.easel import PaintingApp
from tui.garbage import Caretaker
from tui.hands import Hands
from tui.memory import Layout, Memory
from tui.office import Office
from tui.screens.desk import DeskScreen
from tui.screens.sheet import OverDesk, Sheet
from tui.styles.palette import DARK, PALETTES, TERMINAL, Palette
from tui.styles.theme import theme_of
from tui.typeahead import TypeAhead, Typed
from tui.views import FirstLook
from tui.widgets.brush import Brush, brush_of
from tui.widgets.lines import LineList
from tui.widgets.reader import ReaderView
from tui.wire_process import WireProcess
from wireroom.config import Config
from wireroom.errors import WireroomError

if TYPE_CHECKING:
    from tui.probe import LoopProbe
    from wireroom.desk.newsroom import Newsroom

#: How long a thread that reads the store may keep the screen waiting for the interpreter.
SWITCH_SECONDS = 0.0005
TIDY_SECONDS = 1.0
#: What :meth:`DeskApp.run` returns when the editor chose the demo newsroom.
WANTS_DEMO = "demo"


class DeskApp(PaintingApp[str]):
    """The screen editors keep open.

    ``pull`` starts a process that polls the feeds; ``blog`` is the slug of the live blog to open with;
    ``command_line`` is how to call the command line on the same store;
    without it the desk runs nothing beside itself.
    ``remember`` is the file in which the sizes of panes and the theme outlive the sitting.
    ``look`` is what was read for the first frame; without it the desk reads it itself.
    ``settings_file`` is where settings are written when they are changed; without it they are only shown.
    ``run()`` returns :data:`WANTS_DEMO` when the editor asked for the demo newsroom.
    """

    TITLE = "Wireroom"
    CSS_PATH: ClassVar[str | list[str] | None] = ["styles/desk.tcss", "styles/forms.tcss"]  # type: ignore[assignment]
    ENABLE_COMMAND_PALETTE = False
    NOTIFICATION_TIMEOUT = 6

    def __init__(
        self,
        newsroom: "Newsroom",
        *,
        pull: bool,
        blog: str | None,
        command_line: Sequence[str] = (),
        remember: Path | None = None,
        settings_file: Path | None = None,
        look: FirstLook | None = None,
        driver_class: type[Driver] | None = None,
    ) -> None:
        super().__init__(driver_class)
        self._newsroom = newsroom
        self._pull = pull
        self.command_line = tuple(command_line)
        self.wires = WireProcess(self.command_line)
        self.settings_file = settings_file
        self.settings = newsroom.config
        """What is set now; most of it holds from the next start on."""
        config = newsroom.config.desk
        self.keys = registry.keymap(config.keymap, config.keys)
        self.commands_by_key = registry.by_key(self.keys)
        for palette in PALETTES.values():
            self.register_theme(theme_of(palette))
        self._probed = os.environ.get("WIREROOM_PROBE", "")
        self._probe: LoopProbe | None = None
        self.hands = Hands()
        self._caretaker = Caretaker(self)
        self._memory = Memory(remember)
        self._layout = self._memory.read()
        wanted = TERMINAL.name if self.no_color else self._layout.theme or config.theme
        self.theme = wanted if wanted in PALETTES else DARK.name
        self.ahead = TypeAhead(self, self._hand_over)
        self.office = Office(self, newsroom, self.brush, self.present, self.ahead)
        self.desk = DeskScreen(self.office, blog or "", look)

    def get_default_screen(self) -> Screen[object]:
        """The desk."""
        return self.desk  # type: ignore[return-value]

    def on_mount(self) -> None:
        """Set keys, begin to pull, and leave what was loaded out of further garbage collections."""
        config = self._newsroom.config.desk
        self.set_keymap(self.keys)
        for words in registry.warnings(config.keymap, config.keys):
            self.tell(words, title="Keys", severity="warning")
        self.desk.floor.resize(self._layout)
        if self._pull:
            self.wires.watch()
        self.call_after_refresh(self._settle_memory)

    async def on_event(self, event: events.Event) -> None:
        """Let typed keys wait for a screen that is being opened."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.hands.typed()
            self._caretaker.typed()
            if not self.ahead.keeps(event):
                await self._hand_over(event)
        else:
            await super().on_event(event)

    async def _hand_over(self, event: Typed) -> None:
        """Give a key to the desk's commands at once, or let it go its way through the widgets."""
        if isinstance(event, events.Key) and self.screen is self.desk and self.desk.keyboard.take(event):
            return
        node = self.focused or self.screen
        await super().on_event(event)
        if isinstance(event, events.Key) and not event.is_printable:
            self.ahead.hold_while_climbing(node)

    def _settle_memory(self) -> None:
        """Get ready what comes next, look for garbage when it keeps nobody waiting, and let threads take short turns."""
        from tui.rehearsal import Rehearsal

        self._caretaker.begin()
        self.set_interval(TIDY_SECONDS, self._caretaker.look)
        Rehearsal(self.desk).begin()
        sys.setswitchinterval(SWITCH_SECONDS)
        if self._probed:
            from tui.probe import LoopProbe

            self._probe = LoopProbe()
            self._probe.begin()

    def stands_alone(self) -> bool:
        """Whether nothing is over the desk, and nothing that was is left in memory."""
        return not OverDesk.alive and not self._notifications

    def has_closed(self) -> bool:
        """Whether something that was over the desk is closed, and left in memory."""
        return any(screen not in self.screen_stack for screen in OverDesk.alive)

    def ebb(self) -> None:
        """Give memory that became free back to the system, on a thread."""
        from wireroom.feeds.ebb import give_back

        self.office.work(give_back, lambda _: None)

    def on_unmount(self) -> None:
        """End what was started."""
        self.hands.rest()
        self._caretaker.end()
        if self._probe is not None:
            self._probe.end(Path(self._probed))
        self.desk.press.stop()
        self.wires.stop()
        self.office.close()

    def part(self) -> None:
        """Keep what was typed, finish what was begun and tell the others: the terminal is gone, and nothing is drawn."""
        if self.is_running:
            for screen in self.screen_stack:
                if isinstance(screen, Sheet):
                    screen.keep_typed()
        self.office.close()

    @property
    def palette(self) -> Palette:
        """The colours in force."""
        return PALETTES.get(self.theme, DARK)

    @property
    def layout(self) -> Layout:
        """The sizes of the panes, as they are remembered."""
        return self._layout

    def brush(self) -> Brush:
        """The colours in force, to paint with."""
        return brush_of(self.palette, plain=self.no_color)

    def stands(self, screen: Screen[Any]) -> bool:
        """Whether the terminal shows a screen as a whole; a sheet that opens is painted before it is shown."""
        return super().stands(screen) and (not isinstance(screen, OverDesk) or screen.shown)

    def present(self, error: WireroomError) -> None:
        """Show an error as help."""
        presenter.present(self, error)

    def tell(self, words: str, *, title: str = "", severity: str = "information") -> None:
        """Show a toast."""
        presenter.tell(self, words, title=title, severity=severity)

    def take_settings(self, config: Config) -> None:
        """Take over what the desk can without being opened again: theme and keys."""
        before, self.settings = self.settings.desk, config
        if config.desk.theme != before.theme and config.desk.theme in PALETTES:
            self.take_theme(config.desk.theme)
        self.keys = registry.keymap(config.desk.keymap, config.desk.keys)
        self.commands_by_key = registry.by_key(self.keys)
        self.set_keymap(self.keys)
        self.desk.keyboard.show_keys_anew()
        for words in registry.warnings(config.desk.keymap, config.desk.keys):
            self.tell(words, title="Keys", severity="warning")

    def turn_theme(self, steps: int) -> str:
        """Take another theme; tells its name, or why none is taken."""
        if self.no_color:
            return "none as long as NO_COLOR is set"
        names = list(PALETTES)
        self.take_theme(names[(names.index(self.theme) + steps) % len(names)])
        return self.theme

    def take_theme(self, name: str) -> None:
        """Show everything in a theme, and remember it; without colours it shows the next time that there are some."""
        if not self.no_color:
            self.theme = name
        for screen in self.screen_stack:
            for lines in screen.query(LineList):
                lines.repaint()
            for reader in screen.query(ReaderView):
                reader.repaint()
        self._keep_layout(replace(self._layout, theme=name))

    def resize_panes(self, *, wire: int = 0, upper: int = 0) -> None:
        """Give the wire more width, or wire and lanes more height, in percent."""
        self.give_panes(self._layout.wider(wire).taller(upper))

    def give_panes(self, layout: Layout) -> None:
        """Give the panes these sizes, and remember them."""
        self._keep_layout(layout)
        self.desk.floor.resize(layout)

    def _keep_layout(self, layout: Layout) -> None:
        if layout != self._layout:
            self._layout = layout
            self.office.act(lambda: self._memory.keep(layout))

    def leave_for_demo(self) -> None:
        """Close this desk; whoever opened it opens the demo newsroom."""
        self.exit(WANTS_DEMO)

    def handle_bindings_clash(self, clashed_bindings: set[Binding], node: DOMNode) -> None:
        """Clashes were told at the start, by name."""
