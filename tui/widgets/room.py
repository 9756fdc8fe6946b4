"""Containers that cost a frame next to nothing: what is seen of them is alike on every line."""

from textual.containers import Vertical
from textual.geometry import Region
from textual.strip import Strip


class Room(Vertical):
    """Holds other widgets. Only its first line, its last and one between them are ever painted.

    Textual paints each line of a container, and cuts it wherever something on the screen begins or ends.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        """Give the compositor the lines."""
        last = self.outer_size.height - 1
        if crop.bottom > last + 1:  # it has a place already, but was not told its size yet
            return super().render_lines(crop)
        painted: dict[int, Strip] = {}
        for y in {0, min(1, last), last}:
            (painted[y],) = super().render_lines(Region(crop.x, y, crop.width, 1))
        return [painted[y if y in (0, last) else 1] for y in crop.line_range]
