"""What the desk remembers of how its editor left it: the sizes of the panes and the theme."""

from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace


class Layout(Struct, frozen=True):
    """Sizes in percent of the floor: the width of the wire, the height of what is above the detail.

    With the detail beside the lanes, the height says how they share the width (:func:`tui.panes.plan.plan_floor`).
    """

    wire: int = 60
    upper: int = 60
    theme: str = ""

    def wider(self, percent: int) -> "Layout":
        """The same with another width of the wire, within what leaves the others readable."""
        return replace(self, wire=min(max(self.wire + percent, 25), 80))

    def taller(self, percent: int) -> "Layout":
        """The same with another height of what is above the detail, within what leaves it readable."""
        return replace(self, upper=min(max(self.upper + percent, 25), 85))


class Memory:
    """A small file beside the store; without a path nothing is kept."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path

    def read(self) -> Layout:
        """The layout as it was left; the usual one where none was or it can't be read."""
        if self._path is None:
            return Layout()
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Layout)
        except (OSError, msgspec.DecodeError):
            return Layout()

    def keep(self, layout: Layout) -> None:
        """Write the layout down. Not being able to is no trouble worth an editor's time: it is only a convenience."""
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_bytes(msgspec.json.encode(layout))
        except OSError:
            self._path = None
