"""The line that runs any command of the command line, on the same newsroom, as the same editor."""

import shlex
import subprocess
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from tui.screens.reading import read_blocks
from tui.widgets.copy import paragraphs
from tui.widgets.reader import BLANK, Block, text
from wireroom.errors import UsageError

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen

#: Commands that never end by themselves, or that open a screen of their own.
ENDLESS = {"serve", "web", "demo"}
PATIENCE_SECONDS = 300
KNOWN = (
    "alerts", "backup", "blog end", "blog list", "blog new", "blog reopen", "blog show", "blog summary", "check",
    "config", "correct", "cues", "edit", "export", "feeds add", "feeds export", "feeds import", "feeds list",
    "feeds show", "handover", "import", "item", "keep", "kill", "lint", "log", "mark", "publish", "pull", "restore",
    "rollback", "snapshots", "spike", "suggest", "tag", "undo", "update", "updates", "views", "watch add",
    "watch list", "watch remove", "wire", "write",
)  # fmt: skip


class CommandLineScreen(ModalScreen[None]):
    """One line at the foot. Enter runs it, Escape leaves, Up brings back what was typed before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Leave", id="command-line-leave"),
        Binding("up", "earlier(1)", "Earlier", show=False),
        Binding("down", "earlier(-1)", "Later", show=False),
    ]
    typed: ClassVar[list[str]] = []
    """What was typed in this sitting, newest last."""

    def __init__(self, desk: "DeskScreen") -> None:
        super().__init__()
        self._desk = desk
        self._back = 0
        self._said = Static(
            Content("wireroom, without the word: wire, updates, lint, log, config, 12 (a row), q"),
            classes="keys -tight",
        )

    def compose(self) -> ComposeResult:
        """The line."""
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = Content(":")
            entry = Input(compact=True, id="command-line", suggester=SuggestFromList(KNOWN))
            entry.cursor_blink = False
            yield entry
            yield self._said

    def action_earlier(self, steps: int) -> None:
        """Bring back what was typed before."""
        self._back = min(max(self._back + steps, 0), len(self.typed))
        self.query_one(Input).value = self.typed[-self._back] if self._back else ""

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Run it."""
        event.stop()
        line = event.value.strip()
        if not line:
            return
        self.typed.append(line)
        if line.isdigit():
            self.dismiss()
            lines = self._desk.wire.lines
            lines.move_to(lines.first + int(line) - 1)
        elif line in ("q", "quit"):
            self.app.exit()
        else:
            self._run(line)

    def _run(self, line: str) -> None:
        command = self._desk.desk_app.command_line
        self._said.update(Content(f"running {line} …"))

        def deed() -> list[Block]:
            return answer_blocks(command, line)

        def done(blocks: list[Block]) -> None:
            if self.is_attached:
                self.dismiss()
            read_blocks(self._desk, f": {line}", blocks)
            self._desk.look()
            self._desk.load_room()

        self._desk.office.ask(
            deed, done, group="command-line", trouble=lambda error: self._said.update(Content(str(error)))
        )


def answer_blocks(command: Sequence[str], line: str) -> list[Block]:
    """Run a line and give what it printed. Raises ``UsageError`` for what can't run here."""
    try:
        words = shlex.split(line)
    except ValueError as trouble:
        raise UsageError(f"Not understood: {trouble}.", next_step="Close the quotation mark.") from trouble
    if words[0] in ENDLESS:
        raise UsageError(
            f"{words[0]} goes on until it is ended.", next_step=f"Type 'wireroom {line}' in a terminal."
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
            f"{line} took longer than {PATIENCE_SECONDS // 60} minutes and was ended."
        ) from trouble
    blocks: list[Block] = []
    for stream, part in ((done.stderr, "developing" if done.returncode else "quiet"), (done.stdout, "text")):
        said = stream.decode("utf-8", "replace").rstrip()
        if said:
            blocks += [text(one, part) for one in paragraphs(said).split("\n")]
    if not blocks:
        blocks.append(text("Done.", "confirmed"))
    if done.returncode:
        blocks += [BLANK, text(f"Ended with code {done.returncode}.", "retracted")]
    return blocks
