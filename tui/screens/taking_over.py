"""Somebody else is at work on this: wait, or take it over."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tui.screens.sheet import Sheet
from tui.widgets.copy import content
from tui.widgets.hints import Hints
from tui.widgets.room import Room
from tui.widgets.when import clock
from wireroom.errors import BeingWritten


class TakeOverScreen(Sheet[bool]):
    """Who does what to it, since when in the zone of the desk; the answer is whether to take it over."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "dismiss(True)", "Take over", id="take-over"),
        Binding("escape,enter,q,n", "dismiss(False)", "Wait", id="take-over-wait"),
    ]

    def __init__(self, busy: BeingWritten, zone: str) -> None:
        super().__init__()
        self._busy = busy
        self._zone = zone

    def compose(self) -> ComposeResult:
        """The words, and the keys."""
        with Room(classes="sheet") as sheet:
            sheet.border_title = Content(self._busy.title)
            since = clock(self._busy.since, self._zone)
            words = f"{self._busy.editor} has been {self._busy.doing} this since {since}."
            yield Static(content(words), classes="intro")
            yield Static(content(self._busy.next_step), classes="label")
            yield Hints("t take it over   Esc wait")
