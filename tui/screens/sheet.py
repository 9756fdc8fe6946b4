"""Sheets: forms, lists, texts and dialogs over the desk. They cost a frame no more than what they say themselves."""

import asyncio
from collections import deque
from time import monotonic
from typing import Any, ClassVar, Self, TypeVar
from weakref import WeakSet

from textual import events
from textual.binding import Binding
from textual.color import Color
from textual.geometry import Region, Size
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tui.screens.backdrop import Backdrop, Seen

Answer = TypeVar("Answer")

#: So long after a layout no other follows: Textual lays a new screen out twice, and what is painted in between is lost.
LAID_OUT_SECONDS = 0.006
#: So long are widgets painted before the loop may do something else.
SLICE_SECONDS = 0.003

#: Keys of the action ``move``, through what a sheet shows, also while letters are typed in it.
MOVING = (
    Binding("down", "move(1)", "Down", show=False),
    Binding("up", "move(-1)", "Up", show=False),
    Binding("pagedown", "move(10)", "Page down", show=False),
    Binding("pageup", "move(-10)", "Page up", show=False),
)
#: The same where no letters are typed.
MOVING_BY_LETTERS = (
    Binding("j", "move(1)", "Down", show=False),
    Binding("k", "move(-1)", "Up", show=False),
    Binding("ctrl+d", "move(10)", "Page down", show=False),
    Binding("ctrl+u", "move(-10)", "Page up", show=False),
    Binding("g,home", "move(-100000)", "Top", show=False),
    Binding("G,end", "move(100000)", "Bottom", show=False),
)


class Layer(Screen[Answer]):
    """A screen that others may lie over."""

    def seen(self) -> list[Strip]:
        """Its lines, as they stand now: for what lies over it. None while a layout is due that leaves something out."""
        return self._compositor.render_strips() if self._whole else []

    @property
    def _whole(self) -> bool:
        """Whether all that was laid out is there. What was taken off has given its styles up and can't be painted."""
        return all(widget.is_attached for widget in self._compositor.visible_widgets)

    def _compositor_refresh(self) -> None:
        """Give the terminal a frame; while something has been taken off, only with the layout that follows."""
        if self._whole:
            super()._compositor_refresh()

    def on_screen_suspend(self) -> None:
        """Another lies over it. Textual wants it painted again for that; nothing of it has changed."""
        self._repaint_required = False
        self._repaint_regions.clear()


class OverDesk(Layer[Answer]):
    """A screen that lies over others: styled once before it is seen, and laid out in a turn of its own.

    Textual does both again as soon as it tells the screen that it is in front, and how large it is.
    """

    FULL: ClassVar[bool] = False
    """Whether it takes the whole screen: then nothing that lies under it is painted at all."""

    alive: ClassVar[WeakSet[Screen[Any]]] = WeakSet()
    """Those that are open, and those that were and have not been cleared away yet."""

    _styled = False
    _fitted = Size(0, 0)
    shown = False
    """Whether its first frame has been given; nothing of it is painted by itself before."""

    def __init__(self, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's names
        super().__init__(name=name, id=id, classes=classes)
        self.alive.add(self)
        self._backdrop = Backdrop()
        self._first_frame: Timer | None = None
        self._unpainted: deque[Widget] = deque()
        self.set_class(self.FULL, "-full")

    # -- painting

    def render_lines(self, crop: Region) -> list[Strip]:
        """Give the compositor what is seen beside the sheet."""
        lines = self._backdrop.lines(*self._surroundings)[crop.y : crop.bottom]
        if crop.x == 0 and crop.width == self.size.width:
            return lines
        return [line.crop(crop.x, crop.right) for line in lines]

    @property
    def _surroundings(self) -> tuple[Seen | None, Size, Color]:
        """What stands beside it: a screen or none, its own size, and the colour that is mixed in."""
        return None if self.FULL else self._below, self.size, self.styles.background

    @property
    def _below(self) -> Seen | None:
        """The screen that it lies on."""
        stack = self.app.screen_stack
        under = stack[: stack.index(self)] if self in stack else ()
        return next((screen for screen in reversed(under) if isinstance(screen, Seen)), None)

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Paint again. Regions are given by Textual alone: there a screen below has changed."""
        if regions:
            if self.FULL:
                return self
            self.spoil()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def spoil(self) -> None:
        """What lies below has changed; so it has for every sheet in between."""
        self._backdrop.forget()
        below = self._below
        if isinstance(below, OverDesk):
            below.spoil()

    def _compositor_refresh(self) -> None:
        """Give the terminal a frame; the first one only when all that stands in it has been painted ahead."""
        if self.shown:
            super()._compositor_refresh()
        elif self._first_frame is None:
            self._first_frame = self.set_timer(LAID_OUT_SECONDS, self._begin_painting)
        else:
            self._first_frame.reset()

    def _begin_painting(self) -> None:
        self._unpainted.extend(self._compositor.visible_widgets)
        self._paint_some()

    def _paint_some(self) -> None:
        """Paint what stands beside it, then widgets, for a short while; or show what was painted: nothing of it is painted again for the frame."""
        if not self.is_attached:
            return
        if not self._unpainted:
            self.shown = True
            self._compositor_refresh()
            return
        visible, end = self._compositor.visible_widgets, monotonic() + SLICE_SECONDS
        beside = self._backdrop.paint(*self._surroundings, until=end)
        while beside and self._unpainted and monotonic() < end:
            widget = self._unpainted.popleft()
            if widget.is_attached and (place := visible.get(widget)):
                region, clip = place
                widget.render_lines(region.intersection(clip).translate(-region.offset))
        # In a turn of its own each time: what goes through the queue of messages is done in one and the same.
        asyncio.get_running_loop().call_soon(self._paint_some)

    # -- opening

    def on_compose(self) -> None:
        """Take the terminal's size before anything is laid out."""
        self._size = self._fitted = self.app.size
        for cells, points in (
            (self._fitted.width, self.HORIZONTAL_BREAKPOINTS),
            (self._fitted.height, self.VERTICAL_BREAKPOINTS),
        ):
            names = [name for least, name in sorted(points or ()) if cells >= least][-1:]
            self.add_class(*names, update=False)  # what they change are the styles of what is not made yet

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """It is in front; the first time, its styles have just been made."""
        event.refresh_styles = event.refresh_styles and self._styled
        self._styled = True

    def on_resize(self, event: events.Resize) -> None:
        """It has a size: that for which it is laid out already, unless the terminal's has changed."""
        if event.size == self._fitted:
            event.stop()
            event.prevent_default()
        self._fitted = event.size


class Sheet(ModalScreen[Answer], OverDesk[Answer]):
    """What is asked, told or listed over the desk; its keys alone count until it is closed."""

    def keep_typed(self) -> None:
        """Keep what was typed and is not kept yet. Most sheets keep nothing."""
