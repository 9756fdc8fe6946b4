"""The process behind an open demo: serves the wires, pulls them and plays the editors, until stdin closes.

Plays the first hour at once; then says ``ready`` on stdout, with the moment (seconds since the epoch) from which the
story's clock runs.
"""

import argparse
import asyncio
import contextlib
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from tui.bootstrap import Settings, open_puller
from tui.demo.clock import ReadyClock
from tui.demo.editors import Editors
from tui.demo.place import demo_newsroom
from tui.demo.play import OPENS, Performance, story_clock
from tui.demo.story import bundled
from wireroom.errors import NotFoundError

#: A desk that is silent for a minute counts as gone.
PULSE_SECONDS = 10.0


def main(arguments: Sequence[str]) -> None:
    """Play the day to somebody who watches."""
    parser = argparse.ArgumentParser(prog="python -m tui.demo", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--speed", type=float, required=True)
    parser.add_argument("--store", default="")
    parser.add_argument("--alone", action="store_true")
    asked = parser.parse_args(arguments)
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(_play(asked))


async def _play(asked: argparse.Namespace) -> None:
    story = bundled()
    clock = ReadyClock(story.begins)
    newsroom = demo_newsroom(Settings(store=asked.store), asked.folder, clock)
    puller = open_puller(newsroom)

    def opened() -> None:
        started = time.time()
        if not asked.alone:
            performance.editors.attend()
        clock.run(story_clock(speed=asked.speed, started=started))
        print(f"ready {started}", flush=True)  # noqa: T201 - the desk waits for this line

    async def arrive(at: datetime) -> None:
        clock.set(at)
        await asyncio.sleep(max(0.0, (at - clock.now()).total_seconds() / asked.speed))

    performance = Performance(
        story,
        newsroom,
        puller,
        arrive=arrive,
        tell=lambda *_: None,
        opens=OPENS,
        opened=opened,
        with_editors=not asked.alone,
        forgiving=True,
        minutes_between_pulls=1,
    )
    playing = asyncio.create_task(performance.play())
    present = asyncio.create_task(_attend(performance.editors)) if not asked.alone else None
    left = asyncio.create_task(_stdin_closes())
    try:
        await asyncio.wait({playing, left}, return_when=asyncio.FIRST_COMPLETED)
        if playing.done():
            playing.result()
            await left
        else:
            playing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await playing
    finally:
        if present is not None:
            present.cancel()
            performance.editors.leave()
        await puller.close()
        newsroom.store.close()


async def _attend(editors: Editors) -> None:
    """Let the desk see its colleagues, from the moment its live blog is there."""
    while True:
        with contextlib.suppress(NotFoundError):
            editors.attend()
        await asyncio.sleep(PULSE_SECONDS)


async def _stdin_closes() -> None:
    """Wait until whoever started this process is gone."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()


if __name__ == "__main__":
    main(sys.argv[1:])
