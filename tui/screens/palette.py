"""The command palette, as a sheet over the desk like any other."""

from textual.command import CommandPalette
from textual.widgets import Input

from tui.screens.sheet import OverDesk


class DeskPalette(CommandPalette, OverDesk[None]):
    """Textual's palette over a desk that is painted once; nothing in it blinks."""

    def on_mount(self) -> None:
        """Let the cursor stand still."""
        self.query_one(Input).cursor_blink = False
