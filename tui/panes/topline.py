"""The line on top of the desk."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.panes.top_words import top_line
from tui.views import BlogView, RoomView
from tui.widgets.band import Band
from tui.widgets.brush import Brush
from tui.widgets.spans import Span
from wireroom.ports.clock import Clock

if TYPE_CHECKING:
    from wireroom.desk.presence import Pulse


class TopLine(Band):
    """Says which live blog is worked on, what time it is there, and how the newsroom stands."""

    def __init__(self, clock: Clock, brush: Callable[[], Brush]) -> None:
        super().__init__(brush, id="topline")
        self._clock = clock
        self._blog: BlogView | None = None
        self._room = RoomView()
        self._pulse: Pulse | None = None

    def show(
        self, *, blog: BlogView | None = None, room: RoomView | None = None, pulse: "Pulse | None" = None
    ) -> None:
        """Show a newer state; what is left out stays."""
        self._pulse = pulse or self._pulse
        self._blog = blog or self._blog
        self._room = room or self._room
        self.say_anew()

    def tick(self) -> None:
        """Paint again if a word of it changed."""
        self.say_anew()

    def line(self, width: int) -> list[Span]:
        """What there is room for."""
        return top_line(self._blog, self._room, self._pulse, self._clock.now(), width)
