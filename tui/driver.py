"""Textual's driver for a terminal on which the first frame stands already."""

from textual.drivers.linux_driver import LinuxDriver

from tui.terminal import TERMINAL

_SECOND_SCREEN = "\x1b[?1049h"


class DeskDriver(LinuxDriver):
    """Takes the terminal over from the opening, without clearing what stands on it."""

    _taken_over = False

    def start_application_mode(self) -> None:
        """Begin, and remember how the terminal was set before the opening took it."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._taken_over = TERMINAL.handed_over = True
        if TERMINAL.before is not None:
            self.attrs_before = TERMINAL.before

    def write(self, data: str) -> None:
        """Write; going to the second screen again would clear it in some terminals."""
        if data == _SECOND_SCREEN and not self._taken_over:
            return
        super().write(data)
