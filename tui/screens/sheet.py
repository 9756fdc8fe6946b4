"""Sheets: forms, lists, texts and dialogs over the desk. They cost a frame no more than what they say themselves."""

from typing import ClassVar, Self, TypeVar

from textual import events
from textual.geometry import Region, Size
from textual.screen import ModalScreen, Screen
from textual.strip import Strip

from tui.screens.backdrop import Backdrop, Seen

Answer = TypeVar("Answer")


class OverDesk(Screen[Answer]):
    """A screen that lies over others: styled once and laid out once before it is seen.

    Textual does both again as soon as it tells the screen that it is in front, and how large it is.
    """

    FULL: ClassVar[bool] = False
    """Whether it takes the whole screen: then nothing that lies under it is painted at all."""

    _styled = False
    _fitted = Size(0, 0)

    def __init__(self, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's names
        super().__init__(name=name, id=id, classes=classes)
        self._backdrop = Backdrop()
        self.set_class(self.FULL, "-full")

    # -- painting

    def seen(self) -> list[Strip]:
        """Its lines, as they stand now: for what lies over it in turn."""
        return self._compositor.render_strips()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Give the compositor what is seen beside the sheet."""
        lines = self._lines_beside()[crop.y : crop.bottom]
        if crop.x == 0 and crop.width == self.size.width:
            return lines
        return [line.crop(crop.x, crop.right) for line in lines]

    def _lines_beside(self) -> list[Strip]:
        below = None if self.FULL else self._below
        return self._backdrop.lines(below, self.size, self.styles.background)

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

    # -- opening

    def on_compose(self) -> None:
        """Take the classes of its size before anything is laid out, and paint what is under it in a turn of its own."""
        self._fitted = self.app.size
        for cells, points in (
            (self._fitted.width, self.HORIZONTAL_BREAKPOINTS),
            (self._fitted.height, self.VERTICAL_BREAKPOINTS),
        ):
            self.add_class(*[name for least, name in sorted(points or ()) if cells >= least][-1:])
        self._lines_beside()

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
