"""The line on top: live blog, its state, clocks, feed health in words, what is unpublished, who else is here."""

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from tui.views import BlogView, RoomView
from tui.widgets.copy import cut, line
from tui.widgets.when import zone
from wireroom.model import BlogState
from wireroom.ports.clock import Clock

if TYPE_CHECKING:
    from wireroom.desk.presence import Pulse

STATE_STYLE = {
    BlogState.DRAFT: "$wr-quiet",
    BlogState.LIVE: "bold $wr-confirmed",
    BlogState.ENDED: "bold $wr-quiet",
}


class TopLine(Widget):
    """One line; what matters least leaves first when there is no room."""

    DEFAULT_CSS = """
    TopLine { height: 1; width: 1fr; background: $wr-band; color: $wr-text; }
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(id="topline")
        self._clock = clock
        self._blog: BlogView | None = None
        self._room = RoomView()
        self._pulse: Pulse | None = None
        self._shown = Content("")

    def show(
        self, *, blog: BlogView | None = None, room: RoomView | None = None, pulse: "Pulse | None" = None
    ) -> None:
        """Show a newer state; what is left out stays."""
        self._pulse = pulse or self._pulse
        self._blog = blog or self._blog
        self._room = room or self._room
        self.tick()

    def tick(self) -> None:
        """Paint again if a word of it changed."""
        shown = self._line(self.size.width)
        if shown != self._shown or str(shown) != str(self._shown):
            self._shown = shown
            self.refresh()

    def on_resize(self) -> None:
        """Choose the words again."""
        self.tick()

    def render(self) -> Content:
        """The line."""
        return self._shown

    @property
    def words(self) -> str:
        """What the line says."""
        return str(self._shown)

    def _line(self, width: int) -> Content:
        left = self._left(max(width // 3, 18))
        room = width - cell_len(str(left)) - 1
        right: list[tuple[str, str]] = []
        for words, style in self._right():
            size = cell_len(words) + (3 if right else 0)
            if size <= room:
                right.append((words, style))
                room -= size
        joined = Content(" · ").join(Content.styled(words, style) for words, style in right)
        return Content("").join([left, Content(" " * max(room, 0)), joined, Content(" ")])

    def _left(self, width: int) -> Content:
        if self._blog is None:
            return Content("").join(
                [Content.styled(" WIREROOM", "bold $wr-accent"), Content(" no live blog yet")]
            )
        blog = self._blog.blog
        return Content("").join(
            [
                Content.styled(f" {cut(line(blog.slug), width)}", "bold $wr-accent"),
                Content(" "),
                Content.styled(blog.state.value.upper(), STATE_STYLE[blog.state]),
            ]
        )

    def _right(self) -> list[tuple[str, str]]:
        """From what matters most."""
        now = self._clock.now()
        parts: list[tuple[str, str]] = []
        if self._pulse is not None and not self._pulse.reached:
            parts.append(("CUT OFF", "bold $wr-retracted"))
        elif self._pulse is not None and self._pulse.read_only:
            parts.append(("READ ONLY", "bold $wr-retracted"))
        name = self._blog.blog.zone if self._blog is not None else "UTC"
        local = now.astimezone(zone(name))
        if name != "UTC":
            parts.append((f"{local:%H:%M} {name.rpartition('/')[2].replace('_', ' ')}", "bold $wr-text"))
        parts.append((f"{now:%H:%M} UTC", "$wr-quiet" if name != "UTC" else "bold $wr-text"))
        if self._blog is not None and self._blog.unpublished:
            parts.append((f"{self._blog.unpublished} unpublished", "bold $wr-developing"))
        room = self._room
        if room.failing:
            parts.append((f"{room.failing} of {room.feeds} feeds failing", "bold $wr-retracted"))
        elif room.feeds:
            parts.append((f"{room.feeds} feeds well", "$wr-quiet"))
        others = self._pulse.others if self._pulse is not None else ()
        here = list(dict.fromkeys(desk.editor for desk in others))
        lately = [name for name in room.colleagues if name not in here]
        if here:
            parts.append((f"also here: {line(', '.join(here))}", "$wr-quiet"))
        if lately:
            parts.append((f"lately: {line(', '.join(lately))}", "$wr-quiet"))
        return parts
