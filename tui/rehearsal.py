"""What opens over the desk is got ready behind the keys: modules are imported, and styles are read that no pane needs.

The first composer of a night would otherwise hold the loop for a tenth of a second.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from textual.widget import Widget
from textual.widgets import Static

from tui.widgets.fields import Fields

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen

#: In the order in which a night asks for them.
MODULES = (
    "tui.screens.reading", "tui.screens.verification", "tui.screens.form", "tui.widgets.prose_entry",
    "tui.screens.mark_forms", "tui.screens.words_forms", "tui.screens.small_forms", "tui.screens.composer",
    "tui.screens.lists", "tui.screens.publish", "tui.screens.health", "tui.screens.watching", "tui.screens.records",
    "tui.screens.picking", "tui.screens.help", "tui.screens.settings", "tui.screens.command_line",
    "tui.screens.leaving", "tui.screens.drafts", "tui.screens.conflict", "tui.screens.taking_over",
    "tui.screens.palette", "tui.screens.filtered",
)  # fmt: skip


class Rehearsal:
    """Imports on a thread, one module behind each key, or one after the other while nobody types.

    Styles are read when the keyboard rests: Textual lays out and paints the whole screen for them.
    """

    def __init__(self, desk: "DeskScreen", modules: Iterable[str] = MODULES) -> None:
        self._desk = desk
        self._left = deque(modules)

    def begin(self) -> None:
        """Go on with what is left."""
        self._desk.desk_app.hands.behind(self._step)

    def _step(self) -> None:
        if self._left:
            module = self._left.popleft()
            self._desk.office.work(lambda: import_module(module), lambda _: self.begin())
        else:
            self._desk.desk_app.hands.at_rest(self._read_styles)

    def _read_styles(self) -> None:
        self._desk.mount(Props())


class Props(Fields):
    """One of each kind of widget that only sheets hold. They are never seen, and gone when they are made."""

    DEFAULT_CSS = "Props { display: none; }"
    AT_ONCE = 1

    def __init__(self) -> None:
        super().__init__(_props())

    def on_mount(self) -> None:
        """All of them were made."""
        self.remove()


def _props() -> Iterator[Widget]:
    from tui.widgets.choice import Choice
    from tui.widgets.hints import Hints
    from tui.widgets.line_input import LineInput
    from tui.widgets.prose_entry import LineEntry

    yield Static()
    yield LineInput(id="prop-line")
    yield LineEntry(id="prop-prose")
    yield Choice(("yes", "no"), "yes")
    yield Hints("Esc leave")
