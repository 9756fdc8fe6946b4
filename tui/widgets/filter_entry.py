"""The line in which a filter is typed; every change of it is told, so that the wire follows the fingers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from tui.easel import Painted


class FilterEntry(Input, Painted):
    """Filter as you type: Enter goes to the items, Escape clears."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """As Textual's own, but a letter more does not lay out the whole screen again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", "Clear", show=False, id="filter-clear"),
        Binding("down,tab", "done", "To the items", show=False, id="filter-done"),
    ]

    @dataclass
    class Typed(Message):
        """The filter reads differently now."""

        text: str

        def can_replace(self, message: Message) -> bool:
            """Only the last reading counts."""
            return isinstance(message, FilterEntry.Typed)

    @dataclass
    class Left(Message):
        """The editor is done; ``cleared`` says whether the filter is to go."""

        cleared: bool

    def __init__(self) -> None:
        super().__init__(
            id="filter",
            compact=True,
            placeholder="words  feed:  tag:  stage:  cue:  since:2h  -not",
            select_on_focus=False,
        )
        self.cursor_blink = False

    def render_lines(self, crop: Region) -> list[Strip]:
        """Give the compositor the line as Textual paints it."""
        return Widget.render_lines(self, crop)

    def strips_at(self, heights: Iterable[int]) -> list[Strip]:
        """The same; not as it was kept, because that is cleared on Textual's own way of painting only."""
        self._styles_cache.clear()
        return [strip for y in heights for strip in self.render_lines(Region(0, y, self.size.width, 1))]

    def takes(self, event: events.Key) -> bool:
        """Take a letter, as the long way through the widgets would; tells whether it was one."""
        if not self.has_focus or not event.is_printable or event.character is None:
            return False
        self.replace(event.character, *self.selection)
        return True

    def empty(self) -> None:
        """Take the text out without telling anybody."""
        with self.prevent(Input.Changed):
            self.value = ""

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the wire."""
        event.stop()
        self.post_message(self.Typed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the items."""
        event.stop()
        self.post_message(self.Left(cleared=False))

    def action_clear(self) -> None:
        """Give the filter up."""
        self.post_message(self.Left(cleared=True))

    def action_done(self) -> None:
        """Go to the items."""
        self.post_message(self.Left(cleared=False))
