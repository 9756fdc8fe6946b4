"""Drives a desk by keys, as an editor would, and waits for what the keys began."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Any, Self

from textual.pilot import Pilot
from textual.widget import Widget

from tui.app import DeskApp
from tui.screens.desk import DeskScreen
from tui.widgets.reader import ReaderView

#: Seconds: machines that run many tests at once are slow. A test that hangs is ended by pytest's own bound, later.
PATIENCE = 150.0


class Desk:
    """An open desk."""

    def __init__(self, app: DeskApp, size: tuple[int, int], *, headless: bool = True) -> None:
        self.app = app
        self._size = size
        self._headless = headless
        self._stack = AsyncExitStack()
        self.pilot: Pilot[str]

    async def __aenter__(self) -> Self:
        self.pilot = await self._stack.enter_async_context(
            self.app.run_test(size=self._size, notifications=True, headless=self._headless)
        )
        await self.settle()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.__aexit__(kind, error, trace)
        if error is None and self.app.office.faults:
            raise AssertionError("the desk met a fault") from self.app.office.faults[0]

    @property
    def screen(self) -> DeskScreen:
        """The desk screen, also under a dialog."""
        return self.app.desk

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, and wait for what they began."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type a text into the field with the focus."""
        for character in text:
            await self.pilot.press(NAMES.get(character, character))
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        await settle(self.pilot)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something that a timer begins, as long as a test may take; then fail with what is seen."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while not holds():
            assert loop.time() < end, self.seen()
            await self.pilot.pause(0.02)

    async def rest(self) -> None:
        """Let the desk look whether others have written."""
        self.screen.lookout.look()
        await self.settle()

    def fill(self, **values: str) -> None:
        """Fill in fields of the form that is open."""
        for name, value in values.items():
            put(self.app.screen.query_one(f"#field-{name}"), value)

    @property
    def toasts(self) -> list[str]:
        """What was said in toasts."""
        return [note.message for note in self.app._notifications]

    def detail(self) -> str:
        """The text of the detail pane."""
        return self.screen.floor.detail.reader.plain_text

    def text(self) -> str:
        """The text of the sheet that is open."""
        return "\n".join(reader.plain_text for reader in self.app.screen.query(ReaderView))

    def seen(self) -> str:
        """Everything on the screen, as text."""
        return "\n".join(
            "".join(segment.text for segment in line) for line in self.app.screen._compositor.render_strips()
        )


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until nothing is asked and every message was handled."""
    await pilot.pause()
    while isinstance(pilot.app, DeskApp) and (underway := pilot.app.office.underway):
        await asyncio.wait(underway)
        await pilot.pause()


NAMES = {
    " ": "space",
    "-": "minus",
    "#": "number_sign",
    "/": "slash",
    ":": "colon",
    ".": "full_stop",
    ",": "comma",
}


def put(widget: Widget, value: str) -> None:
    """Put a value into a field."""
    from textual.widgets import Input, TextArea

    from tui.widgets.choice import Choice

    if isinstance(widget, Choice):
        widget.choose(value)
    elif isinstance(widget, TextArea):
        widget.text = value
    elif isinstance(widget, Input):
        widget.value = value
    else:
        raise TypeError(f"{widget!r} is no field.")
