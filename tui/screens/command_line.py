"""The line that runs any command of the command line, on the same newsroom, as the same editor."""

import shlex
import subprocess
from collections.abc import Sequence
from os.path import commonprefix
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from tui.completing import Candidate, Here, begun, candidates, completed
from tui.panes.wire_rows import WireRow
from tui.screens.leaving import leave
from tui.screens.reading import read_blocks
from tui.screens.sheet import Sheet
from tui.widgets.blocks import BLANK, Block, printed, text
from tui.widgets.copy import cut, line
from tui.widgets.line_input import LineInput
from tui.widgets.room import Room
from wireroom.errors import UsageError

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen

#: Commands that never end by themselves, or that open a screen of their own.
ENDLESS = {"serve", "web", "demo"}
PATIENCE_SECONDS = 300
#: Cells of a headline that stand beside an id.
TOLD = 24
NOTHING_KNOWN = "Nothing known begins so: this has to be typed."
HINT = "any command of wireroom, without that word; a number goes to that row; q leaves. Tab completes."


class CommandLineScreen(Sheet[None]):
    """One line at the foot. Enter runs it, Escape leaves, Up brings back what was typed before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Leave", id="command-line-leave"),
        Binding("tab", "complete", "Complete", show=False, priority=True),
        Binding("up", "earlier(1)", "Earlier", show=False),
        Binding("down", "earlier(-1)", "Later", show=False),
    ]
    typed: ClassVar[list[str]] = []
    """What was typed in this sitting, newest last."""

    def __init__(self, desk: "DeskScreen", begun: str = "") -> None:
        super().__init__()
        self._desk = desk
        self._begun = begun
        self._here = here(desk)
        self._back = 0
        self._found: tuple[str, list[Candidate]] = ("", [])
        self._said = Static(Content(HINT), classes="keys -tight", markup=False)

    def compose(self) -> ComposeResult:
        """The line."""
        with Room(classes="sheet") as sheet:
            sheet.border_title = Content(":")
            yield LineInput(self._begun, id="command-line")
            yield self._said

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what the last word may become."""
        event.stop()
        typed, newsroom = event.value, self._desk.newsroom
        if not typed:
            self._said.update(Content(HINT))
            return
        self._desk.office.ask(
            lambda: candidates(newsroom, typed, self._here),
            lambda found: self._offer(typed, found),
            group="complete",
        )

    def _offer(self, typed: str, found: list[Candidate]) -> None:
        self._found = (typed, found)
        offers = [f"{one.word} {cut(line(one.told), TOLD)}".rstrip() for one in found[:40]]
        self._said.update(Content("  ".join(offers) or " "))

    def action_complete(self) -> None:
        """Complete the last word as far as all that it may become agree; all of it where only one is left."""
        entry = self.query_one(Input)
        typed, found = self._found
        if typed != entry.value:
            return
        if not found:
            self._said.update(Content(NOTHING_KNOWN))
            return
        words = [one.word for one in found]
        agreed = commonprefix(words)  # noqa: RUF071 - words, not paths
        if len(words) == 1 or (not agreed and self._here.names(words[0])):
            agreed = f"{words[0]} "
        entry.value = completed(typed, agreed)
        entry.cursor_position = len(entry.value)

    def action_earlier(self, steps: int) -> None:
        """Bring back what was typed before."""
        self._back = min(max(self._back + steps, 0), len(self.typed))
        self.query_one(Input).value = self.typed[-self._back] if self._back else ""

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Run it."""
        event.stop()
        typed = event.value.strip()
        if not typed:
            return
        self.typed.append(typed)
        if typed.isdigit():
            self.dismiss()
            lines = self._desk.wire.lines
            lines.move_to(lines.first + int(typed) - 1)
        elif typed in ("q", "quit"):
            self.dismiss()
            leave(self._desk)
        elif typed == "undo":  # the desk says what it would pass over, and asks
            self.dismiss()
            self._desk.undoing.take_back()
        else:
            self._run(typed)

    def _run(self, typed: str) -> None:
        command = self._desk.desk_app.command_line
        self._said.update(Content(f"running {typed} …"))

        def deed() -> list[Block]:
            return answer_blocks(command, typed)

        def done(blocks: list[Block]) -> None:
            if self.is_attached:
                self.dismiss()
            read_blocks(self._desk, f": {typed}", blocks)
            self._desk.lookout.look()
            self._desk.lookout.load_room()

        self._desk.office.ask(
            deed, done, group="command-line", trouble=lambda error: self._said.update(Content(str(error)))
        )


def here(desk: "DeskScreen") -> Here:
    """Where the editor stands."""
    row, view = desk.floor.row, desk.blog
    return Here(
        blog=view.blog.id if view is not None else "",
        update=update.id if (update := desk.floor.update) is not None else "",
        item=row.item.id if isinstance(row, WireRow) else "",
    )


def type_in(desk: "DeskScreen", name: str) -> None:
    """Open the line with a command typed in, and what it is done to as far as the place tells that."""
    newsroom, place = desk.newsroom, here(desk)

    def show(typed: str) -> None:
        desk.app.push_screen(CommandLineScreen(desk, typed))

    desk.office.open(lambda: begun(newsroom, name, place), show, group="command-line")


def answer_blocks(command: Sequence[str], typed: str) -> list[Block]:
    """Run a line and give what it printed. Raises ``UsageError`` for what can't run here."""
    if not command:
        raise UsageError("This desk was opened without a command line of its own.")
    try:
        words = shlex.split(typed)
    except ValueError as trouble:
        raise UsageError(f"Not understood: {trouble}.", next_step="Close the quotation mark.") from trouble
    if words[0] in ENDLESS:
        raise UsageError(
            f"{words[0]} goes on until it is ended.", next_step=f"Type 'wireroom {typed}' in a terminal."
        )
    try:
        done = subprocess.run(  # noqa: S603 - our own command line, no shell
            [*command, *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as trouble:
        raise UsageError(
            f"{typed} took longer than {PATIENCE_SECONDS // 60} minutes and was ended."
        ) from trouble
    blocks: list[Block] = []
    for stream, part in ((done.stderr, "developing" if done.returncode else "quiet"), (done.stdout, "text")):
        said = stream.decode("utf-8", "replace").rstrip()
        if said:
            blocks += printed(said, part)
    if not blocks:
        blocks.append(text("Done; it had nothing to say.", "confirmed"))
    if done.returncode:
        blocks += [BLANK, text(f"Ended with code {done.returncode}.", "retracted")]
    return blocks
