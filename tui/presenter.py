"""The one place where an error meets the editor: a toast for what passes, a dialog for what needs an answer."""

from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tui.faults import FaultError
from tui.screens.sheet import Sheet
from tui.widgets.copy import content, line, paragraphs
from tui.widgets.hints import Hints
from tui.widgets.room import Room
from wireroom.errors import EXIT_STORE, NotFoundError, RefusedError, WireroomError

if TYPE_CHECKING:
    from collections.abc import Sequence


class ProblemScreen(Sheet[None]):
    """What happened, what is missing, what to do now. Any of its keys closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,space,q", "dismiss", "Close", id="problem-close")
    ]

    def __init__(self, title: str, message: str, missing: "Sequence[str]", next_step: str) -> None:
        super().__init__()
        self._heading = title
        self._message = message
        self._missing = tuple(missing)
        self._next_step = next_step

    def compose(self) -> ComposeResult:
        """The words, one thing under the other."""
        with Room(classes="sheet") as sheet:
            sheet.border_title = Content(line(self._heading))
            yield Static(content(self._message), classes="intro", id="problem-message")
            if self._missing:
                yield Static(Content("What is missing"), classes="label")
                needs = "\n".join(f"- {line(need)}" for need in self._missing)
                yield Static(Content(needs), classes="intro", id="problem-missing")
            if self._next_step:
                yield Static(Content("What to do"), classes="label")
                yield Static(content(self._next_step), classes="intro", id="problem-next")
            yield Hints("Enter close")


def present(app: App[Any], error: WireroomError) -> None:
    """Show an error as help."""
    if isinstance(error, RefusedError | FaultError) or error.exit_code == EXIT_STORE:
        missing = error.missing if isinstance(error, RefusedError) else ()
        app.push_screen(ProblemScreen(error.title, error.message, missing, error.next_step))
        return
    severity = "information" if isinstance(error, NotFoundError) else "warning"
    tell(app, f"{error.message} {error.next_step}", title=error.title, severity=severity)


def tell(app: App[Any], words: str, *, title: str = "", severity: str = "information") -> None:
    """Show a toast; what it says is never read as markup."""
    app.notify(
        paragraphs(words),
        title=line(title),
        severity="warning" if severity == "warning" else "error" if severity == "error" else "information",
        markup=False,
    )
