"""Opens the desk on the demo while another process plays the day into its store."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tui import skeleton
from tui.bootstrap import Settings
from tui.demo.clock import RunningClock
from tui.demo.place import demo_newsroom
from tui.demo.story import bundled
from wireroom.errors import StoreError


def open_live(settings: Settings, folder: Path, *, speed: float, with_editors: bool) -> None:
    """Open the desk and stay until it is closed; the wires come in ``speed`` times faster than they did."""
    skeleton.prepare()
    from tui.app import DeskApp

    story = bundled()
    clock = RunningClock(begins=story.begins, ends=story.ends, speed=speed, started=time.time())
    newsroom = demo_newsroom(settings, folder, clock)
    try:
        with _teleprinters(settings, folder, clock, with_editors=with_editors):
            DeskApp(newsroom, pull=False, blog=story.blog.slug).run()
    finally:
        newsroom.store.close()


@contextmanager
def _teleprinters(
    settings: Settings, folder: Path, clock: RunningClock, *, with_editors: bool
) -> Iterator[None]:
    """Run the process that plays the day; it ends when its standard input does, also if the desk is killed."""
    command = [sys.executable, "-m", "tui.demo", str(folder), f"--speed={clock.speed}"]
    command += [f"--started={clock.started}", f"--store={settings.store}"]
    if not with_editors:
        command.append("--alone")
    with subprocess.Popen(  # noqa: S603 - our own module, our own arguments
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        if process.stdout.readline().strip() != b"ready":
            raise StoreError("The demo's wires did not start.", next_step="Try: wireroom demo --headless")
        try:
            yield
        finally:
            process.stdin.close()
