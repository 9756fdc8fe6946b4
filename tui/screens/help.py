"""The help: every command with its keys, searchable."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input

from tui.commands.command import Command
from tui.commands.registry import ALL, show_keys
from tui.screens.sheet import MOVING, Sheet
from tui.styles.glyphs import KEY_EVENT, PINNED, STAGE, STATUS
from tui.widgets.blocks import BLANK, Block, text
from tui.widgets.copy import fit
from tui.widgets.hints import Hints
from tui.widgets.line_input import LineInput
from tui.widgets.reader import ReaderView
from tui.widgets.room import Room
from tui.widgets.spans import Span

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


class HelpScreen(Sheet[None]):
    """Keys by group; typing narrows them down."""

    FULL = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close", id="help-close"),
        *MOVING,
    ]

    def __init__(self, desk: "DeskScreen") -> None:
        super().__init__()
        self._desk = desk
        self.reader = ReaderView(desk.office.brush, id="help-reader")

    def compose(self) -> ComposeResult:
        """A line to search in, and the rows."""
        with Room(classes="sheet") as sheet:
            sheet.border_title = Content("Help")
            yield LineInput(hint="Type to search", id="help-search")
            yield self.reader
            yield Hints("↑ ↓ move   Esc close", tight=True)

    def on_mount(self) -> None:
        """Show everything."""
        self._show("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches."""
        self._show(event.value)

    def action_move(self, lines: int) -> None:
        """Move the rows."""
        self.reader.scroll_lines(lines)

    def _show(self, wanted: str) -> None:
        self.reader.show(help_blocks(self._desk.desk_app.keys, wanted), f"help {wanted}")


def help_blocks(keys: dict[str, str], wanted: str = "") -> list[Block]:
    """The rows whose name, keys or words hold what is wanted."""
    blocks: list[Block] = []
    for group in dict.fromkeys(command.group for command in ALL):
        rows = [
            _row(command, keys)
            for command in ALL
            if command.group == group and _matches(command, keys, wanted)
        ]
        if rows:
            blocks += [text(group, "accent", bold=True), *rows, BLANK]
    if not wanted:
        blocks += _signs()
    return blocks or [text("No command matches. The palette finds those of the command line, too.", "quiet")]


def _matches(command: type[Command], keys: dict[str, str], wanted: str) -> bool:
    where = (
        f"{command.name()} {command.help()} {command.id()} {show_keys(keys.get(command.id(), ''))}".casefold()
    )
    return all(word in where for word in wanted.casefold().split())


def _row(command: type[Command], keys: dict[str, str]) -> Block:
    shown = show_keys(keys.get(command.id(), "")) or ":"
    spans = (Span(f"{command.name()}: ", bold=True), Span(command.help(), "quiet"))
    return Block(spans, indent=1, hang=14, lead=Span(fit(shown, 13) + " ", "accent"))


def _signs() -> list[Block]:
    pairs = [
        *((sign, stage.value) for stage, sign in STAGE.items()),
        *((sign, status.value) for status, sign in STATUS.items()),
    ]
    pairs += [
        (PINNED, "pinned"),
        (KEY_EVENT, "key event"),
        ("4/2", "4 items tell the story, from 2 origins"),
        ("v2", "second wording"),
    ]
    return [
        text("Signs", "accent", bold=True),
        *(Block((Span(word),), 1, 14, Span(fit(sign, 13) + " ", "accent")) for sign, word in pairs),
    ]
