"""What stands beside the fields of the composer: the item, the others of its story as evidence, how the body will read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from textual.app import ComposeResult
from textual.message import Message

from tui.office import Office
from tui.panes.item_copy import item_blocks
from tui.panes.markdown_copy import markdown_blocks
from tui.panes.wire_rows import WirePainter, WireRow
from tui.screens.form import Values
from tui.widgets.blocks import BLANK, Block, text
from tui.widgets.lines import LineList
from tui.widgets.reader import ReaderView
from tui.widgets.room import Room
from tui.widgets.spans import Span

Side = Literal["item", "story", "preview"]


class ComposerSide(Room):
    """One of three sides at a time. In the story, items are picked as evidence."""

    @dataclass
    class Picked(Message):
        """An item of the story was picked, or given up."""

    def __init__(self, office: Office, rows: Sequence[WireRow], zone: str, reasons: Sequence[str]) -> None:
        super().__init__(id="composer-side")
        self._clock = office.newsroom.clock
        self._rows = rows
        self._zone = zone
        self._reasons = reasons
        self._reader = ReaderView(office.brush, id="composer-reader")
        self.story: LineList[WireRow] = LineList(
            WirePainter(self._clock, lambda: None), office.brush, id="composer-story"
        )
        self.shown: Side = "item"

    def compose(self) -> ComposeResult:
        """A text and a list, in the same place."""
        yield self._reader
        yield self.story

    def fill(self, story: Sequence[WireRow], picked: Iterable[str]) -> None:
        """Take the other items of the story, some of them picked."""
        self.story.show(list(story))
        self.story.say("No other item tells this story.")
        self.story.pick(picked)

    def show(self, side: Side, values: Values) -> None:
        """Show a side, with the write-up as it is filled in."""
        self.shown = side
        self.story.display = side == "story"
        self._reader.display = side != "story"
        self._reader.show(_preview(values) if side == "preview" else self._item(), side)

    def _item(self) -> list[Block]:
        blocks: list[Block] = []
        if self._reasons:
            blocks += [*(Block((Span(reason, "quiet"),), hang=2) for reason in self._reasons), BLANK]
        for row in self._rows:
            blocks += [*item_blocks(row, self._clock, self._zone), BLANK]
        return blocks or [text("It rests on no item of the wire.", "quiet")]

    def key_space(self) -> None:
        """Pick the item under the cursor of the story as evidence, or give it up."""
        if self.story.has_focus:
            self.story.toggle_pick()
            self.story.move(1)
            self.post_message(self.Picked())

    def key_j(self) -> None:
        """Move down in the story."""
        if self.story.has_focus:
            self.story.move(1)

    def key_k(self) -> None:
        """Move up in the story."""
        if self.story.has_focus:
            self.story.move(-1)


def _preview(values: Values) -> list[Block]:
    status = values["status"]
    return [
        text(status.upper(), status if status != "draft" else "quiet", bold=True),
        text(values["headline"], bold=True),
        BLANK,
        *markdown_blocks(values["body"]),
    ]
