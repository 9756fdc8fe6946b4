"""Fields under each other, in a form that scrolls where there is no room for all of them."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import ClassVar

from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.brush import Brush
from tui.widgets.copy import fit
from tui.widgets.spans import Span

#: Cells that a name beside its field takes, with a blank behind it.
NAME_CELLS = 13


class Fields(VerticalScroll, can_focus=False):
    """Asks for its widgets a few at a time: Textual would make and style all of them without a break."""

    AT_ONCE: ClassVar[int] = 3
    """So many widgets are made and taken in before the loop may do something else."""

    def __init__(
        self,
        widgets: Iterable[Widget],
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._coming = iter(widgets)

    async def mount_composed_widgets(self, widgets: list[Widget]) -> None:
        """Take them in."""
        await super().mount_composed_widgets(widgets)
        while some := list(islice(self._coming, self.AT_ONCE)):
            await self.mount_all(some)


class NamedFields(Fields):
    """Fields with their names beside them.

    It paints the names itself: a widget for each of them, and one for each pair, would double what a form costs.
    """

    def __init__(self, brush: Callable[[], Brush], fields: Iterable[tuple[str, Widget]], *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__((self._named(name, widget) for name, widget in fields), id=id)
        self._brush = brush
        self._names: dict[Widget, str] = {}

    def _named(self, name: str, widget: Widget) -> Widget:
        self._names[widget] = name
        return widget

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Let the names go along."""
        super().watch_scroll_y(old_value, new_value)
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Give the compositor the names at the heights of their fields."""
        width, brush, region = self.outer_size.width, self._brush(), self.region
        lines = [brush.strip([Span(" " * width)], width)] * self.outer_size.height
        for widget, name in self._names.items():
            y = widget.region.y - region.y
            if 0 <= y < len(lines):
                spans = [Span(fit(name, NAME_CELLS), "quiet"), Span(" " * max(width - NAME_CELLS, 0))]
                lines[y] = brush.strip(spans).adjust_cell_length(width)
        return [line.crop(crop.x, crop.right) for line in lines[crop.y : crop.bottom]]
