"""A conflict: somebody else changed the text. Both stand side by side, and a third can be made of them."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from tui.panes.difference import difference
from tui.widgets.copy import content, paragraphs
from tui.widgets.reader import ReaderView, prose
from wireroom.errors import Conflict
from wireroom.model import Status, Update

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


class ConflictScreen(ModalScreen[None]):
    """Theirs on the left with what it changes, yours on the right to be worked on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f10", "save", "Save yours", id="conflict-save"),
        Binding("f2", "take_theirs", "Take theirs", id="conflict-theirs"),
        Binding("f3", "both", "Both, one under the other", id="conflict-both"),
        Binding("escape", "dismiss", "Leave theirs", id="conflict-leave"),
    ]
    AUTO_FOCUS = "TextArea"

    def __init__(
        self, desk: "DeskScreen", error: Conflict, update_id: str, words: tuple[str, str] | None
    ) -> None:
        super().__init__()
        self._desk = desk
        self._error = error
        self._update_id = update_id
        self._words = words
        self._theirs = ReaderView(desk.office.brush, id="conflict-theirs")
        self._yours = TextArea(
            paragraphs(error.yours),
            id="conflict-yours",
            soft_wrap=True,
            tab_behavior="focus",
            highlight_cursor_line=False,
        )
        self._yours.cursor_blink = False

    def compose(self) -> ComposeResult:
        """What happened, both texts, the keys."""
        with Vertical(classes="sheet -full") as sheet:
            sheet.border_title = Content(self._error.title)
            yield Static(content(f"{self._error.message} {self._error.next_step}"), classes="intro")
            with Horizontal(id="conflict-texts"):
                with Vertical():
                    yield Static(Content("Theirs, as it stands"), classes="label")
                    yield self._theirs
                with Vertical():
                    yield Static(Content("Yours; the first line is the headline"), classes="label")
                    yield self._yours
            yield Static(
                Content("Ctrl+S save yours over it   F2 take theirs   F3 both   Esc leave theirs"),
                classes="keys -tight",
            )

    def on_mount(self) -> None:
        """Show theirs, and how it differs from yours."""
        blocks = prose(self._error.theirs)
        if self._error.yours:
            blocks += [*prose(""), difference(self._error.theirs, self._error.yours)]
        self._theirs.show(blocks, self._update_id)

    def action_take_theirs(self) -> None:
        """Begin again from their text."""
        self._yours.text = paragraphs(self._error.theirs)

    def action_both(self) -> None:
        """Put their text under yours, to be merged by hand."""
        self._yours.text = paragraphs(f"{self._yours.text}\n\n{self._error.theirs}")

    def action_save(self) -> None:
        """Save what stands on the right, on the revision that is now known."""
        headline, _, body = self._yours.text.strip().partition("\n")
        store = self._desk.newsroom.store
        self._desk.office.ask(
            lambda: store.update(self._update_id),
            lambda update: self._open_form(update, headline.strip(), body.strip()),
            group="conflict",
        )

    def _open_form(self, update: Update, headline: str, body: str) -> None:
        from tui.screens.mark_forms import correct_form, edit_form

        self.dismiss()
        form = edit_form if update.status is Status.DRAFT else correct_form
        form(self._desk, update, (headline, body))
