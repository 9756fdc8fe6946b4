"""Moving about: in a list, in a text, from pane to pane."""

from typing import TYPE_CHECKING

from tui.commands.command import Command

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


class Moving(Command):
    """Base of commands that move."""

    group = "Moving"


class Down(Moving):
    """Move down; 5j moves five."""

    keys = "j,down"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Move the cursor, or the text that is read."""
        desk.floor.step(desk.count)


class Up(Moving):
    """Move up."""

    keys = "k,up"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Move the cursor, or the text that is read."""
        desk.floor.step(-desk.count)


class HalfPageDown(Moving):
    """Move half a page down."""

    keys = "ctrl+d"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Move by half of what fits."""
        desk.floor.step(desk.count * max(desk.floor.page // 2, 1))


class HalfPageUp(Moving):
    """Move half a page up."""

    keys = "ctrl+u"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Move by half of what fits."""
        desk.floor.step(-desk.count * max(desk.floor.page // 2, 1))


class PageDown(Moving):
    """Move a page down."""

    keys = "pagedown,ctrl+f"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Move by what fits."""
        desk.floor.step(desk.count * desk.floor.page)


class PageUp(Moving):
    """Move a page up."""

    keys = "pageup,ctrl+b"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Move by what fits."""
        desk.floor.step(-desk.count * desk.floor.page)


class Top(Moving):
    """Go to the top; on the wire, new items that wait come in."""

    keys = "g,home"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Let in what waits, then go to the first row."""
        desk.floor.go_top()


class Bottom(Moving):
    """Go to the bottom; on the wire, to its oldest item."""

    keys = "G,end"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Go to the last row."""
        desk.floor.go_bottom()


class NextNew(Moving):
    """Go to the next item nobody has decided on."""

    keys = "n"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Look further down."""
        if not desk.floor.find_new(desk.count, forward=True):
            desk.say("no more new items below")


class PreviousNew(Moving):
    """Go to the item before that nobody has decided on."""

    keys = "N"
    newsboat = "p"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Look further up."""
        if not desk.floor.find_new(desk.count, forward=False):
            desk.say("no more new items above")


class LetIn(Moving):
    """Let the new items in that wait on top; the cursor stays where it is."""

    keys = "i"
    footer = "let in"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Put them on top."""
        desk.wire.reveal()


class NextPane(Moving):
    """Go to the next pane."""

    keys = "tab,l,right"
    footer = "pane"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Wire, developing, confirmed, retracted, detail, and round again."""
        desk.floor.turn(desk.count)


class PreviousPane(Moving):
    """Go to the pane before."""

    keys = "shift+tab,h,left"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """The other way round."""
        desk.floor.turn(-desk.count)


class GoWire(Moving):
    """Go to the wire."""

    keys = "f1"
    title = "Go to Wire"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Focus it."""
        desk.floor.go("wire")


class GoDeveloping(Moving):
    """Go to the lane Developing."""

    keys = "f2"
    title = "Go to Developing"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Focus it."""
        desk.floor.go("developing")


class GoConfirmed(Moving):
    """Go to the lane Confirmed."""

    keys = "f3"
    title = "Go to Confirmed"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Focus it."""
        desk.floor.go("confirmed")


class GoRetracted(Moving):
    """Go to the lane Retracted."""

    keys = "f4"
    title = "Go to Retracted"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Focus it."""
        desk.floor.go("retracted")


class GoDetail(Moving):
    """Go to the detail."""

    keys = "f5"
    title = "Go to Detail"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Focus it; on a narrow screen it takes all of it."""
        desk.floor.go("detail")


class Open(Moving):
    """Read what is under the cursor in full."""

    keys = "enter"
    title = "Read"
    newsboat = "enter,o"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Go to the detail."""
        desk.floor.go("detail")


class Back(Moving):
    """Go back: from the detail to the list, out of zen, out of a selection, out of a filter."""

    keys = "escape"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Undo the last of these that is in force."""
        desk.floor.back()


class Close(Moving):
    """Close what is open, as Escape does; where nothing is, leave the desk."""

    keys = "q"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Go back, or leave; asks first where something is unfinished."""
        if not desk.floor.back():
            from tui.screens.leaving import leave

            leave(desk)


COMMANDS = (
    Down, Up, HalfPageDown, HalfPageUp, PageDown, PageUp, Top, Bottom, NextNew, PreviousNew, LetIn,
    NextPane, PreviousPane, GoWire, GoDeveloping, GoConfirmed, GoRetracted, GoDetail, Open, Back, Close,
)  # fmt: skip
