"""``wireroom demo``: a newsroom in a box."""

import asyncio
import sys
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from tui.cli.kinds import is_clock
from tui.cli.lazy import DeskCommand
from tui.cli.output import json_option, line, plain, print_json, say
from tui.cli.session import Session, current_session
from tui.demo.place import DEFAULT_SPEED, demo_folder
from tui.widgets.when import counted
from wireroom.errors import UsageError


@click.command(cls=DeskCommand)
@click.option(
    "--speed",
    type=click.FloatRange(min=1, max=3600),
    default=DEFAULT_SPEED,
    show_default=True,
    metavar="N",
    help="How many times faster than the day itself.",
)
@click.option("--headless", is_flag=True, help="Play it through at once, publish, and print where.")
@click.option("--alone", is_flag=True, help="Without the two scripted editors: the desk is yours.")
@click.option("--until", default="", metavar="HH:MM", help="Stop the day then (headless).")
@json_option
def demo(speed: float, headless: bool, alone: bool, until: str, as_json: bool) -> None:
    """Open a newsroom in a box: one breaking story, replayed from bundled wires. No network needed."""
    if until and not is_clock(until):
        raise UsageError(
            f"{until!r} is no time of a day.", next_step="Write hours and minutes: --until 16:45"
        )
    if until and not headless:
        raise UsageError(
            "The desk of the demo stays open for the whole day.",
            next_step="Leave --until out, or add --headless.",
        )
    here = current_session()
    folder = demo_folder(here.settings.store)
    if headless:
        _play(here, folder, until=until, with_editors=not alone, as_json=as_json)
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "The demo opens the desk, which needs a terminal.",
            next_step="Play it without one: wireroom demo --headless",
        )
    _open(here, folder, speed=speed, with_editors=not alone)


def _open(here: Session, folder: Path, *, speed: float, with_editors: bool) -> None:
    from tui.demo.live import open_live

    open_live(here.settings, folder, speed=speed, with_editors=with_editors)


def _play(here: Session, folder: Path, *, until: str, with_editors: bool, as_json: bool) -> None:
    from tui.demo.headless import play_headless
    from tui.demo.story import bundled

    story = bundled()
    zone = ZoneInfo(story.zone)

    def tell(at: datetime, who: str, what: str) -> None:
        say(f"{at.astimezone(zone):%H:%M}  {who:<6} {line(what)}")

    started = time.perf_counter()
    played = asyncio.run(
        play_headless(story, here.settings, folder, tell=tell, until=until, with_editors=with_editors)
    )
    seconds = time.perf_counter() - started
    if as_json:
        print_json(plain(played) | {"seconds": seconds})
        return
    say(
        f"{counted(played.items, 'item')} from {counted(len(story.wires), 'wire')}, {played.edits} edited after they "
        f"came, {counted(played.updates, 'update')}, {counted(played.acts, 'act')} of the editors, in {seconds:.1f} s."
    )
    if played.published:
        click.echo(played.published)
