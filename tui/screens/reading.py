"""Texts over the desk: anything one only reads."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from tui.screens.sheet import Sheet
from tui.widgets.blocks import Block
from tui.widgets.hints import Hints
from tui.widgets.reader import ReaderView
from tui.widgets.room import Room

if TYPE_CHECKING:
    from tui.office import Office
    from tui.screens.desk import DeskScreen


class TextScreen(Sheet[None]):
    """Blocks on a sheet that fills the screen, scrolled like everything else."""

    FULL = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Close", id="text-close"),
        Binding("j,down", "move(1)", "Down", show=False),
        Binding("k,up", "move(-1)", "Up", show=False),
        Binding("ctrl+d,pagedown,space", "page(1)", "Page down", show=False),
        Binding("ctrl+u,pageup", "page(-1)", "Page up", show=False),
        Binding("g,home", "move(-100000)", "Top", show=False),
        Binding("G,end", "move(100000)", "Bottom", show=False),
    ]
    KEYS: ClassVar[str] = "j k move   Esc close"

    def __init__(self, office: "Office", title: str, blocks: Sequence[Block] = ()) -> None:
        super().__init__()
        self.office = office
        self._heading = title
        self._blocks = blocks
        self.reader = ReaderView(office.brush, id="text-reader")
        self._keys = Hints(self.KEYS, tight=True)

    def compose(self) -> ComposeResult:
        """A sheet with the text."""
        with Room(classes="sheet") as sheet:
            sheet.border_title = Content(self._heading)
            yield self.reader
            yield self._keys

    def on_mount(self) -> None:
        """Show what is there."""
        self.reader.focus()
        if self._blocks:
            self.show(self._blocks)

    def show(self, blocks: Sequence[Block]) -> None:
        """Show a text in place of the one before."""
        self.reader.show(blocks, self._heading)

    def say_keys(self, words: str) -> None:
        """Say which keys do what now."""
        self._keys.show(words)

    def action_move(self, lines: int) -> None:
        """Move the text."""
        self.reader.scroll_lines(lines)

    def action_page(self, pages: int) -> None:
        """Move it by what fits."""
        self.reader.scroll_lines(pages * max(self.reader.size.height - 2, 1))


def read_blocks(desk: "DeskScreen", title: str, blocks: Sequence[Block]) -> None:
    """Show blocks over the desk."""
    from tui.screens.filtered import FilteredTextScreen

    desk.app.push_screen(FilteredTextScreen(desk.office, title, blocks))


def read_answer(desk: "DeskScreen", title: str, question: Callable[[], Sequence[Block]]) -> None:
    """Read something from the store and show it over the desk."""
    desk.office.open(question, lambda blocks: read_blocks(desk, title, blocks), group="text")
