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

from tui.completing import candidates, completed
from tui.screens.leaving import leave
from tui.screens.reading import read_blocks
from tui.screens.sheet import Sheet
from tui.widgets.blocks import BLANK, Block, printed, text
from tui.widgets.copy import line
from tui.widgets.line_input import LineInput
from tui.widgets.room import Room
from wireroom.errors import UsageError

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen

#: Commands that never end by themselves, or that open a screen of their own.
ENDLESS = {"serve", "web", "demo"}
PATIENCE_SECONDS = 300
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

    def __init__(self, desk: "DeskScreen") -> None:
        super().__init__()
        self._desk = desk
        self._back = 0
        self._found: tuple[str, list[str]] = ("", [])
        self._said = Static(Content(HINT), classes="keys -tight", markup=False)

    def compose(self) -> ComposeResult:
        """The line."""
        with Room(classes="sheet") as sheet:
            sheet.border_title = Content(":")
            yield LineInput(id="command-line")
            yield self._said

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what the last word may become."""
        event.stop()
        typed, newsroom = event.value, self._desk.newsroom
        if not typed:
            self._said.update(Content(HINT))
            return
        self._desk.office.ask(
            lambda: candidates(newsroom, typed), lambda found: self._offer(typed, found), group="complete"
        )

    def _offer(self, typed: str, found: list[str]) -> None:
        self._found = (typed, found)
        self._said.update(Content(line("  ".join(found[:40])) or " "))

    def action_complete(self) -> None:
        """Complete the last word as far as all that it may become agree; all of it where only one is left."""
        entry = self.query_one(Input)
        typed, found = self._found
        if typed != entry.value:
            return
        if not found:
            self._said.update(Content(NOTHING_KNOWN))
            return
        agreed = found[0] + " " if len(found) == 1 else commonprefix(found)  # noqa: RUF071 - words, not paths
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
            self._desk.undo()
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
            self._desk.look()
            self._desk.load_room()

        self._desk.office.ask(
            deed, done, group="command-line", trouble=lambda error: self._said.update(Content(str(error)))
        )


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
