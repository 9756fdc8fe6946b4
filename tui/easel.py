"""Lines painted straight to the terminal, past Textual's compositor.

A key that moves a cursor changes two lines. Textual puts the whole frame together anew for them, in steps that go
through four message queues and a grid of frames; that takes several times as long as all the rest of the key. Here
the widget says which of its lines changed, and they are written in the next turn of the loop. What Textual does
later (a layout, a screen on top) it does as ever: it asks the same widget for the same lines.
"""

import asyncio
import os
from collections.abc import Container, Iterable
from typing import Any, Generic, Self, TypeVar

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS
from textual.app import App
from textual.driver import Driver
from textual.errors import NoWidget
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui.driver import DeskDriver
from tui.ink import Ink

Result = TypeVar("Result")

_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
#: A terminal that has not taken the last frame yet is asked again after this; what changes meanwhile goes along.
_SLOW_SECONDS = 0.01


class Painted(Widget):
    """A widget that knows each of its lines, exactly as wide as itself."""

    def strips_at(self, heights: Iterable[int]) -> list[Strip]:
        """The lines at some heights."""
        raise NotImplementedError

    def render_lines(self, crop: Region) -> list[Strip]:
        """Give the compositor lines, or parts of them.

        While another widget comes or goes Textual may have measured anew and still paint what it had measured before:
        it asks for lines that are not there any more, and does without them.
        """
        width, height = self.size
        lines = self.strips_at([y for y in crop.line_range if y < height])
        whole = crop.x == 0 and crop.width == width
        return lines if whole else [line.crop(crop.x, crop.right) for line in lines]

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Paint again: in the next turn of the loop where that can be, else with the next frame of the screen."""
        if repaint and not layout and not recompose and self.is_attached:
            lines = {y for region in regions for y in region.line_range} if regions else None
            if isinstance(self.app, PaintingApp) and self.app.takes(self, lines):
                return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def refresh_later(self) -> None:
        """Paint again with the next frame of the screen."""
        super().refresh()


class PaintingApp(App[Result], Generic[Result]):
    """An app whose painted widgets get to the terminal on the short way while nothing lies over them."""

    def __init__(self, driver_class: type[Driver] | None = None) -> None:
        # Where no colour is wanted Textual would take greys, dark ones on a light terminal, too.
        super().__init__(driver_class, ansi_color=True if "NO_COLOR" in os.environ else None)
        self._wanted: dict[Painted, set[int] | None] = {}

    def takes(self, widget: Painted, lines: Iterable[int] | None) -> bool:
        """Take lines of a widget (``None``: all) to be painted at once; tells whether that can be."""
        if not self._may_paint(widget):
            return False
        if not self._wanted:
            asyncio.get_running_loop().call_soon(self._paint)
        if lines is None:
            self._wanted[widget] = None
        elif (wanted := self._wanted.setdefault(widget, set())) is not None:
            wanted.update(lines)
        return True

    def paint_now(self) -> None:
        """Paint what was taken without waiting for the next turn: what follows in this one takes long."""
        if self._wanted:
            self._paint()

    def tell_terminal(self, sequence: str) -> None:
        """Send the terminal something that paints nothing."""
        if self._driver is not None and not self.is_headless:
            self._driver.write(sequence)
            self._driver.flush()

    def _may_paint(self, widget: Painted) -> bool:
        """Whether the terminal is there, and the widget on the screen in front, under nothing."""
        return (
            self._running
            and not self._batch_count
            and self._driver is not None
            and not self.is_headless
            and not self.is_inline
            and not self._notifications
            and self.stands(widget.screen)
        )

    def stands(self, screen: Screen[Any]) -> bool:
        """Whether the terminal shows a screen as a whole, in front, so that lines of it can follow."""
        return screen is self.screen

    def _paint(self) -> None:
        if isinstance(self._driver, DeskDriver) and self._driver.behind:
            asyncio.get_running_loop().call_later(_SLOW_SECONDS, self._paint)
            return
        wanted, self._wanted = self._wanted, {}
        ink, parts = Ink(self._colours), list[str]()
        for widget, lines in wanted.items():
            if not widget.is_attached:
                continue
            if not self._may_paint(widget) or not self._write(widget, lines, ink, parts):
                widget.refresh_later()
        if parts and self._driver is not None:
            parts += (ink.end(), _to(*self.cursor_position))
            if self._sync_available:
                parts = [_BEGIN, *parts, _END]
            self._driver.write("".join(parts))
            self._driver.flush()

    @property
    def _colours(self) -> ColorSystem:
        """How many colours the terminal has, as Textual takes it."""
        return COLOR_SYSTEMS.get(self.console.color_system or "", ColorSystem.TRUECOLOR)

    def _write(self, widget: Painted, lines: Container[int] | None, ink: Ink, parts: list[str]) -> bool:
        """Add what paints some lines of a widget; tells whether it stands on the screen as a whole."""
        try:
            place = self.screen.find_widget(widget)
        except NoWidget:
            return True
        region = place.region
        if not place.clip.contains_region(region) or region.size != widget.size:
            return False
        heights = [y for y in range(region.height) if lines is None or y in lines]
        for y, strip in zip(heights, widget.strips_at(heights), strict=True):
            parts += (_to(region.x, region.y + y), ink.line(strip))
        return True


def _to(x: int, y: int) -> str:
    return f"\x1b[{y + 1};{x + 1}H"
