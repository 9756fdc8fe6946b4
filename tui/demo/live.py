"""Opens the desk on the demo while another process plays the day into its store."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tui import skeleton
from tui.bootstrap import Settings
from tui.demo.clock import RunningClock
from tui.demo.place import demo_newsroom, demo_settings
from tui.demo.play import story_clock
from tui.demo.story import bundled
from tui.opening import show_desk
from tui.wire_process import options
from wireroom.errors import StoreError


def open_live(settings: Settings, folder: Path, *, speed: float, with_editors: bool) -> None:
    """Open the desk and stay until it is closed; the wires come in ``speed`` times faster than they did."""
    with _teleprinters(settings, folder, speed, with_editors=with_editors) as started:
        clock = story_clock(speed=speed, started=started)
        newsroom = demo_newsroom(settings, folder, clock)
        try:
            skeleton.prepare()
            skeleton.draw()
            show_desk(
                newsroom,
                blog=bundled().blog.slug,
                pull=False,
                command_line=_line_inside(settings, folder, clock),
            )
        finally:
            newsroom.store.close()


def _line_inside(settings: Settings, folder: Path, clock: RunningClock) -> list[str]:
    """How to call the command line on the demo in ``folder``, up to the options and the name of a command."""
    line = [sys.executable, "-m", "tui.demo.line", str(folder), str(clock.speed), str(clock.started)]
    return [*line, *options(demo_settings(settings, folder))]


@contextmanager
def _teleprinters(settings: Settings, folder: Path, speed: float, *, with_editors: bool) -> Iterator[float]:
    """Run the process that plays the day; gives the moment (seconds since the epoch) from which its clock runs.

    It ends when its standard input does, also if the desk is killed.
    """
    command = [sys.executable, "-m", "tui.demo", str(folder), f"--speed={speed}", f"--store={settings.store}"]
    if not with_editors:
        command.append("--alone")
    with subprocess.Popen(  # noqa: S603 - our own module, our own arguments
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        said = process.stdout.readline().split()
        if said[:1] != ["ready"]:
            raise StoreError("The demo's wires did not start.", next_step="Try: wireroom demo --headless")
        try:
            yield float(said[1])
        finally:
            process.stdin.close()
