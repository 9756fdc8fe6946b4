"""The foot: which keys do what here, the count being typed, and what was done last."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from tui.panes.bands import foot_ends, foot_line
from tui.widgets.band import Band
from tui.widgets.brush import Brush
from tui.widgets.spans import Span


class Foot(Band):
    """One line of keys and words; the last act stands in front for as long as nothing else was done.

    What a key lacks is said here, too, until the next command: a hand slips often, and a toast would lie over the
    desk for seconds.
    """

    DEFAULT_CSS = """
    Foot { dock: bottom; }
    """

    @dataclass
    class Chosen(Message):
        """A key was clicked: the number of it among those that were given."""

        number: int

    def __init__(self, brush: Callable[[], Brush]) -> None:
        super().__init__(brush, id="foot")
        self._keys: Sequence[tuple[str, str]] = ()
        self._said = ""
        self._hint = ""
        self._count = ""

    def show(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show keys with their words."""
        if tuple(keys) != tuple(self._keys):
            self._keys = tuple(keys)
            self.refresh()

    def say(self, words: str) -> None:
        """Say what was done."""
        if words != self._said:
            self._said = words
            self.refresh()

    def hint(self, words: str) -> None:
        """Say in place of the last act why nothing was done; nothing to say brings that back."""
        if words != self._hint:
            self._hint = words
            self.refresh()

    def count(self, digits: str) -> None:
        """Show the count that is being typed."""
        if digits != self._count:
            self._count = digits
            self.refresh()

    @property
    def said(self) -> str:
        """What it says before the keys."""
        return self._hint or self._said

    def on_click(self, event: events.Click) -> None:
        """Tell which of the keys it shows is under the mouse."""
        for number, (begin, end) in enumerate(
            foot_ends(self._keys, self.size.width, said=self.said, count=self._count)
        ):
            if begin <= event.x < end:
                self.post_message(self.Chosen(number))

    def line(self, width: int) -> list[Span]:
        """Count, last act, keys."""
        return foot_line(self._keys, width, said=self.said, count=self._count)
