"""Text that is written: the same everywhere, and as quiet as a desk needs it."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.events import Paste
from textual.widgets import TextArea
from textual.widgets.text_area import Location


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

    def watch(self, obj: DOMNode, attribute_name: str, callback: Any, init: bool = True) -> None:
        """Watch as any widget, but not the theme of the app: its list of watchers would keep this alive all night.

        No theme changes under a text that is being written.
        """
        if not (obj is self.app and attribute_name == "theme"):
            super().watch(obj, attribute_name, callback, init)

    def action_to_the_top(self) -> None:
        """Go before the first word."""
        self.move_cursor((0, 0))

    def action_to_the_end(self) -> None:
        """Go behind the last word."""
        self.move_cursor(self.document.end)


class LineEntry(ProseEntry):
    """One line that is shown on several where it is long; Enter goes to the next field, pasted lines become one."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "app.focus_next", show=False, priority=True)]

    def on_mount(self) -> None:
        """Begin behind the last word, as one goes on writing there."""
        self.action_to_the_end()

    def get_cursor_line_start_location(self, smart_home: bool = False) -> Location:  # noqa: ARG002 - Textual's name
        """Its beginning: however many lines it takes on the screen, it is one."""
        return 0, 0

    def get_cursor_line_end_location(self) -> Location:
        """Its end."""
        return self.document.end

    async def _on_paste(self, event: Paste) -> None:
        """Take a pasted text as one line."""
        event.prevent_default()
        self.replace(" ".join(event.text.split()), *self.selection)
