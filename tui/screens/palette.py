"""The command palette: every command that makes sense where one is, found by its name or by what it does."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.fuzzy import Matcher
from textual.widgets import Input

from tui.cli.sections import SECTIONS
from tui.commands.registry import ALL, show_keys
from tui.screens.command_line import ENDLESS, type_in
from tui.screens.picking import Option, OptionPainter
from tui.screens.sheet import MOVING, Sheet
from tui.widgets.hints import Hints
from tui.widgets.line_input import LineInput
from tui.widgets.lines import LineList
from tui.widgets.room import Room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.screens.desk import DeskScreen

#: What a command of the command line begins with here, as on the desk.
TYPED = ":"


class PaletteScreen(Sheet[str | None]):
    """A line to search in, and the commands it leaves; the answer is the id of the one that is chosen.

    Textual's own palette makes a widget's worth of styles for every command, and holds the loop for that.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Leave", id="palette-leave"),
        *MOVING,
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (120, "-broad")]  # noqa: RUF012 - Textual's own declaration

    def __init__(self, desk: "DeskScreen") -> None:
        super().__init__()
        self._options = options(desk)
        painter = OptionPainter()
        painter.measure(self._options)
        self.lines: LineList[Option] = LineList(painter, desk.office.brush, id="palette-lines")
        self.lines.say("No command matches.")

    def compose(self) -> ComposeResult:
        """A sheet with the line, the commands and the keys."""
        with Room(classes="sheet -tall") as sheet:
            sheet.border_title = Content("Commands")
            yield LineInput(hint="Search for commands", id="palette-search")
            yield self.lines
            yield Hints("Enter run   ↑ ↓ move   Esc leave", tight=True)

    def on_mount(self) -> None:
        """Show all of them."""
        self.lines.trace(True)
        self.lines.show(self._options)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches, the best first."""
        self.lines.show(found(self._options, event.value))

    def on_input_submitted(self) -> None:
        """Run what is under the cursor."""
        self._choose()

    def on_line_list_opened(self) -> None:
        """Run what was clicked twice."""
        self._choose()

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self.lines.move(rows)

    def _choose(self) -> None:
        row = self.lines.current
        if row is not None:
            self.dismiss(row.key)


def open_palette(desk: "DeskScreen") -> None:
    """Let one find a command, and run it."""

    def run(key: str | None) -> None:
        if key is None:
            return
        if key.startswith(TYPED):
            type_in(desk, key.removeprefix(TYPED))
        else:
            desk.keyboard.run(key)

    desk.app.push_screen(PaletteScreen(desk), run)


def options(desk: "DeskScreen") -> list[Option]:
    """The commands for which there is what they need, each with its first key; then those of the command line."""
    keys, present = desk.desk_app.keys, desk.keyboard.present()
    first = {command_id: listed.partition(",")[0] for command_id, listed in keys.items()}
    return [
        Option(command.id(), command.name(), command.help(), typed=show_keys(first.get(command.id(), "")))
        for command in ALL
        if command.needs in present
    ] + [
        Option(f"{TYPED}{lazy.name}", f"{TYPED} {lazy.name}", lazy.help)
        for section in SECTIONS.values()
        for lazy in section
        if lazy.name not in ENDLESS
    ]


def found(listed: "Sequence[Option]", query: str) -> list[Option]:
    """Those whose name is like the query, then those whose words hold all of its."""
    if not query.strip():
        return list(listed)
    matcher, wanted = Matcher(query), query.casefold().split()
    scores = {option.key: matcher.match(option.name) for option in listed}
    named = sorted((one for one in listed if scores[one.key] > 0), key=lambda one: -scores[one.key])
    told = [
        one for one in listed if not scores[one.key] and all(word in one.words.casefold() for word in wanted)
    ]
    return [*named, *told]
