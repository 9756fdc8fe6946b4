"""Keys typed while a screen is still being opened: kept back, then handed on in their order."""

from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode

Typed = events.Key | events.Paste

#: A key whose way ended in a widget that was taken off the screen holds the next ones no longer than this.
LONGEST_WAY_SECONDS = 0.25


class TypeAhead:
    """Stands before the keys of an app.

    A hand that knows the desk types the command and the words in one go. Until the screen that the command opens
    has its focus, keys would reach the screen under it and be commands there; so they wait.
    """

    def __init__(self, app: App[Any], deliver: Callable[[Typed], Awaitable[None]]) -> None:
        self._app = app
        self._deliver = deliver
        self._holds = 0
        self._kept: deque[Typed] = deque()
        self._handing = False

    def keeps(self, event: Typed) -> bool:
        """Keep a key back if it can't be handed on yet; tells whether it was kept."""
        if self._ready and not self._kept and not self._handing:
            return False
        self._kept.append(event)
        self._go_on()
        return True

    def hold(self) -> Callable[[], None]:
        """Keep keys back until what this gives is called."""
        self._holds += 1
        held = True

        def release() -> None:
            nonlocal held
            if held:
                held = False
                self._holds -= 1
                self._go_on()

        return release

    def hold_while_climbing(self, node: DOMNode) -> None:
        """Keep keys back until one that was handed to a widget has gone its way up to the app.

        Bindings run at the end of that way; a letter goes no farther than its widget, and would overtake them.
        """
        release = self.hold()
        way = node.ancestors_with_self

        def climb(at: int) -> None:
            while at < len(way):
                if way[at].call_later(climb, at + 1):
                    return
                at += 1
            release()

        self._app.set_timer(LONGEST_WAY_SECONDS, release)
        climb(0)

    @property
    def _ready(self) -> bool:
        """Whether nothing is being opened, and the screen on top has its widgets and so its focus."""
        return self._holds == 0 and self._app.screen.is_mounted

    def _go_on(self) -> None:
        if self._kept and self._holds == 0:
            # A screen takes calls once it is mounted; the keys are then handed on in the app's own turn.
            self._app.screen.call_later(self._app.call_later, self._hand_on)

    async def _hand_on(self) -> None:
        if self._handing:
            return
        self._handing = True
        try:
            while self._kept and self._ready:
                await self._deliver(self._kept.popleft())
        finally:
            self._handing = False
        self._go_on()
