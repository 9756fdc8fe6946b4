"""The command palette, as a sheet over the desk like any other."""

from textual.command import CommandPalette

from tui.screens.sheet import OverDesk


class DeskPalette(CommandPalette, OverDesk[None]):
    """Textual's palette over a desk that is painted once."""
