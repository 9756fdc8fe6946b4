"""The head of a pane: its name, and in quiet words what it holds."""

from collections.abc import Callable
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.message import Message

from tui.panes.bands import head_line
from tui.widgets.band import Band
from tui.widgets.brush import Brush
from tui.widgets.copy import line
from tui.widgets.spans import Span


class PaneHead(Band):
    """One line over a pane; the one whose pane has the focus is told by weight and by a sign."""

    @dataclass
    class Chosen(Message):
        """What stands out in the head was clicked."""

        head: "PaneHead"

    def __init__(self, name: str, brush: Callable[[], Brush], part: str = "") -> None:
        super().__init__(brush)
        self._title = name
        self._part = part
        self._words = ""
        self._loud = ""
        self._active = False

    def say(self, words: str, loud: str = "") -> None:
        """Set what stands after the name; ``loud`` comes first and stands out."""
        if (words, loud) != (self._words, self._loud):
            self._words, self._loud = words, loud
            self.refresh()

    def activate(self, active: bool) -> None:
        """Show whether the pane has the focus."""
        if active != self._active:
            self._active = active
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Tell when what stands out is clicked."""
        begin = cell_len(self._title) + 1
        if self._loud and begin < event.x <= begin + 1 + cell_len(line(self._loud)):
            self.post_message(self.Chosen(self))

    def line(self, width: int) -> list[Span]:
        """Name and words."""
        return head_line(
            self._title, width, words=self._words, loud=self._loud, part=self._part, active=self._active
        )
