"""A text over the desk of which one may see only the paragraphs that hold some words."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from tui.screens.reading import TextScreen
from tui.widgets.blocks import BLANK, Block, text
from tui.widgets.line_input import LineInput
from tui.widgets.room import Room


class FilteredTextScreen(TextScreen):
    """``/`` opens a line; as long as it is there, only what holds all of its words stands above it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "Filter", id="text-filter"),
        Binding("escape", "leave", "Close", id="text-leave"),
    ]
    KEYS: ClassVar[str] = "j k move   / filter   Esc close"
    FILTERING: ClassVar[str] = "↑ ↓ move   Enter read on   Esc all of it"

    _entry: LineInput | None = None

    def action_filter(self) -> None:
        """Ask for words, or go back to those that were asked for."""
        if self._entry is None:
            self._entry = LineInput(hint="Only what holds these words", id="text-words")
            self.query_one(Room).mount(self._entry, before=self.reader)
        self._entry.focus()
        self.say_keys(self.FILTERING)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what holds the words."""
        event.stop()
        self.reader.show(holding(self._blocks, event.value), f"{self._heading} / {event.value}")

    def on_input_submitted(self) -> None:
        """Go into what is left."""
        self.reader.focus()

    def action_leave(self) -> None:
        """Show all of it again; from there, close."""
        if self._entry is None:
            self.dismiss()
            return
        self._entry.remove()
        self._entry = None
        self.reader.focus()
        self.say_keys(self.KEYS)
        self.show(self._blocks)


def holding(blocks: Iterable[Block], words: str) -> list[Block]:
    """The paragraphs that hold all of the words, each under its heading; all of them without words."""
    wanted = words.casefold().split()
    if not wanted:
        return list(blocks)
    return list(_headed(blocks, wanted)) or [text("Nothing here holds these words.", "quiet")]


def _headed(blocks: Iterable[Block], wanted: list[str]) -> Iterator[Block]:
    heading: Block | None = None
    begun = False
    for block in blocks:
        if block.heads:
            heading = block
        elif all(word in block.words.casefold() for word in wanted):
            if heading is not None:
                yield from (BLANK, heading) if begun else (heading,)
                heading = None
            begun = True
            yield block
