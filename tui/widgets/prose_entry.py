"""Several lines of text that are written: the same everywhere, and as quiet as a desk needs it."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import TextArea


class ProseEntry(TextArea):
    """Wraps at words; Tab leaves it; nothing blinks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "to_the_top", "Top", show=False),
        Binding("ctrl+end", "to_the_end", "End", show=False),
    ]

    def __init__(self, value: str = "", *, id: str, hint: str = "", classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(
            value,
            id=id,
            classes=classes,
            placeholder=hint,
            soft_wrap=True,
            tab_behavior="focus",
            highlight_cursor_line=False,
        )
        self.cursor_blink = False

    def action_to_the_top(self) -> None:
        """Go before the first word."""
        self.move_cursor((0, 0))

    def action_to_the_end(self) -> None:
        """Go behind the last word."""
        self.move_cursor(self.document.end)
