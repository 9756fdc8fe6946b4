"""``wireroom demo``: a newsroom in a box."""

import asyncio
import shutil
import sys
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import platformdirs

from tui.cli.lazy import DeskCommand
from tui.cli.output import count, json_option, line, plain, print_json, say
from tui.cli.session import Session, current_session
from wireroom.errors import UsageError

#: Story minutes that pass in a real one: the day takes a quarter of an hour.
DEFAULT_SPEED = 60.0


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
    here = current_session()
    folder = _folder(here)
    if headless:
        _play(here, folder, until=until, with_editors=not alone, as_json=as_json)
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "The demo opens the desk, which needs a terminal.",
            next_step="Play it without one: wireroom demo --headless",
        )
    _open(here, folder, speed=speed, with_editors=not alone)


def open_demo(here: Session) -> None:
    """Open the demo as it is by default, in a store of its own whatever this run's store is."""
    here.choose(store="")
    _open(here, _folder(here), speed=DEFAULT_SPEED, with_editors=True)


def _open(here: Session, folder: Path, *, speed: float, with_editors: bool) -> None:
    from tui.demo.live import open_live

    open_live(here.settings, folder, speed=speed, with_editors=with_editors)


def _folder(here: Session) -> Path:
    """The demo's own folder, empty: a demo is never played into a newsroom that somebody works in."""
    asked = here.settings.store
    if not asked:
        folder = platformdirs.user_data_path("wireroom") / "demo"
        shutil.rmtree(folder, ignore_errors=True)
    else:
        if "://" in asked or Path(asked).exists():
            raise UsageError(
                f"The demo makes a store of its own, and {asked} is there already.",
                next_step="Name a file that does not exist, or leave out --store.",
            )
        folder = Path(asked).parent
    folder.mkdir(parents=True, exist_ok=True)
    return folder


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
        f"{count(played.items, 'item')} from {count(len(story.wires), 'wire')}, {played.edits} edited after they "
        f"came, {count(played.updates, 'update')}, {count(played.acts, 'act')} of the editors, in {seconds:.1f} s."
    )
    if played.published:
        click.echo(played.published)
