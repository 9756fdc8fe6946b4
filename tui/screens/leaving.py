"""Leaving the desk: at once where nothing is open, else after saying what is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tui.screens.sheet import Sheet
from tui.widgets.copy import line
from tui.widgets.hints import Hints
from tui.widgets.room import Room
from tui.widgets.when import counted

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


class LeaveScreen(Sheet[bool]):
    """What stays open when one leaves; the answer is whether to leave."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y,q,Q", "dismiss(True)", "Leave", id="leave-yes"),
        Binding("escape,n", "dismiss(False)", "Stay", id="leave-no"),
    ]

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__()
        self._reasons = tuple(reasons)

    def compose(self) -> ComposeResult:
        """The reasons to stay, and the keys."""
        with Room(classes="sheet") as sheet:
            sheet.border_title = Content("Leave the desk?")
            yield Static(Content("\n".join(f"- {line(one)}" for one in self._reasons)), classes="intro")
            yield Hints("q, y or Enter leave   Esc or n stay")


def leave(desk: "DeskScreen") -> None:
    """Leave, or ask first where something is open."""
    newsroom, view, printing = desk.newsroom, desk.blog, desk.press.now
    open_now = []
    if printing is not None:
        open_now.append(
            f"{printing.blog} is being published; leaving stops it, and readers see what they saw."
        )
    if view is not None and (unpublished := view.unpublished(newsroom.clock.now())):
        open_now.append(f"{counted(unpublished, 'change')} of {view.blog.slug} not published.")

    def reasons() -> list[str]:
        drafts = len(newsroom.blogs.drafts())
        words = f"{counted(drafts, 'draft')} of yours not filed; what was typed is kept." if drafts else ""
        return [*open_now, *filter(None, [words])]

    def ask(found: list[str]) -> None:
        if not found:
            desk.app.exit()
        else:
            desk.app.push_screen(LeaveScreen(found), lambda yes: desk.app.exit() if yes else None)

    desk.office.open(reasons, ask, group="leaving")
