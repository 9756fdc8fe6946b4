"""One of a few words, chosen with the arrow keys: all stand on one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget


class Choice(Widget, can_focus=True):
    """Words of which one is chosen. A first letter chooses, too."""

    DEFAULT_CSS = """
    Choice {
        height: 1; width: 1fr; background: $wr-band; color: $wr-quiet;
        &:focus { background: $wr-cursor; color: $wr-text; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,space", "turn(1)", "Next", show=False),
        Binding("left,h", "turn(-1)", "Previous", show=False),
    ]

    @dataclass
    class Changed(Message):
        """Another word was chosen."""

        choice: "Choice"
        value: str

    def __init__(self, options: Sequence[str], value: str, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._options = tuple(options)
        self._at = self._options.index(value)

    @property
    def value(self) -> str:
        """The word that is chosen."""
        return self._options[self._at]

    def choose(self, value: str) -> None:
        """Choose a word."""
        if value != self.value:
            self._at = self._options.index(value)
            self.refresh()
            self.post_message(self.Changed(self, value))

    def action_turn(self, steps: int) -> None:
        """Choose the next word, or the one before."""
        self.choose(self._options[(self._at + steps) % len(self._options)])

    def on_key(self, event: events.Key) -> None:
        """Choose by first letter."""
        letter = (event.character or "").casefold()
        names = [option for option in self._options if letter and option.casefold().startswith(letter)]
        if names and letter not in "hl":
            after = [option for option in names if self._options.index(option) > self._at]
            self.choose((after or names)[0])
            event.stop()

    def render(self) -> Content:
        """All words with the chosen one in brackets; only that one where there is no room."""
        chosen = Content.styled(f"[{self.value}]", "bold $wr-accent")
        if sum(cell_len(option) + 2 for option in self._options) > self.size.width:
            return Content("").join([Content("‹ "), chosen, Content(" ›")])
        words = [chosen if at == self._at else Content(f" {word} ") for at, word in enumerate(self._options)]
        return Content("").join(words)
