"""One night: a desk in this process, a colleague in another, a monkey at the keys, and what is left in the morning."""

import asyncio
import subprocess
import sys
import time
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.support.places import ROOT
from tests.tui.driving import settle
from tests.tui.soak.clock import night_clock
from tests.tui.soak.ledger import LedgerStore, acknowledged, missing_acts
from tests.tui.soak.monkey import Monkey
from tests.tui.soak.weighing import Weight, weigh
from tui.app import DeskApp
from wireroom.config import Config, DeskConfig, PublishConfig
from wireroom.desk.forms import WriteUp
from wireroom.desk.newsroom import Newsroom

#: How often memory is looked at.
LOOKS = 40
Size = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """What a night came to. ``weights`` is the memory of the desk's process, looked at evenly through the night."""

    keys: int
    seconds: float
    acts: int
    acts_of_the_colleague: int
    transactions: int
    faults: Sequence[BaseException]
    lost: Sequence[str]
    weights: Sequence[Weight]
    screens: Sequence[str]

    @property
    def growth(self) -> float:
        """How much the memory of the last quarter is above that of the one after half-time, as a share of it."""
        memory = [one.resident for one in self.weights]
        quarter = len(memory) // 4
        before, after = memory[2 * quarter : 3 * quarter], memory[-quarter:]
        return sum(after) / sum(before) * len(before) / len(after) - 1 if quarter else 0.0


class Wires:
    """Stands in for the processes beside the desk: nothing leaves this machine."""

    def ask_all(self) -> bool:
        """Pretend to ask."""
        return True

    def preview(self, slug: str) -> str:
        """Pretend to serve."""
        return f"http://127.0.0.1:9/{slug}"

    def stop(self) -> None:
        """Nothing was started."""


class Browser(webbrowser.BaseBrowser):
    """Stands in for the browser of this machine."""

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        """Pretend to open."""
        return True


async def night(
    folder: Path,
    *,
    seed: int,
    keys: int,
    size: Size = (100, 30),
    tell: Callable[[str], None] = lambda _: None,
) -> Morning:
    """Press so many keys on a desk over a new store in ``folder``."""
    place, mine, theirs = folder / "night.wireroom", folder / "mine.txt", folder / "theirs.txt"
    started = time.time()
    store = LedgerStore(place, mine)
    newsroom = Newsroom(
        store=store,
        clock=night_clock(started),
        editor="aigerim",
        config=Config(publish=PublishConfig(folder=str(folder / "site")), desk=DeskConfig(pull=False)),
    )
    _open(newsroom)
    app = DeskApp(
        newsroom,
        pull=False,
        blog="almaty",
        remember=folder / "desk.json",
        settings_file=folder / "config.toml",
    )
    app.command_line = (sys.executable, "-c", "print('done')")
    app.wires = Wires()  # type: ignore[assignment]
    webbrowser.register("wireroom-soak", None, Browser(), preferred=True)
    faults: list[BaseException] = []
    weights: list[Weight] = []
    screens: set[str] = set()
    begun = time.monotonic()
    with _colleague(place, theirs, seed, started) as broken:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: faults.append(_fault(context)))
        async with app.run_test(size=size, notifications=True) as pilot:
            for number, key in enumerate(islice(Monkey(seed).keys(), keys)):
                if not app.is_running:
                    break
                await pilot.press(key)
                screens.add(type(app.screen).__name__)
                if number % max(keys // LOOKS, 1) == 0:
                    weights.append(weigh(app, number))
                    tell(f"{weights[-1].told()}, at the {type(app.screen).__name__}")
            await settle(pilot)
            if not app.is_running:
                faults.append(RuntimeError("the desk was left"))
    faults += [*app.office.faults, *broken]
    transactions = store.revision()
    store.close()
    return Morning(
        keys=keys,
        seconds=time.monotonic() - begun,
        acts=acknowledged(mine),
        acts_of_the_colleague=acknowledged(theirs),
        transactions=transactions,
        faults=faults,
        lost=missing_acts(place, [mine, theirs]),
        weights=weights,
        screens=sorted(screens),
    )


@contextmanager
def _colleague(place: Path, ledger: Path, seed: int, started: float) -> Iterator[list[BaseException]]:
    """Let the colleague work; at the end the list holds what broke."""
    broken: list[BaseException] = []
    command = [
        sys.executable,
        "-m",
        "tests.tui.soak.colleague",
        str(place),
        str(ledger),
        str(seed),
        str(started),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT) as process:
        try:
            yield broken
        finally:
            assert process.stdin is not None
            process.stdin.close()
            if process.wait(60):
                broken.append(RuntimeError("the colleague broke down"))


def _open(newsroom: Newsroom) -> None:
    for title in ("Meridian Press", "Northern Wire", "Netwatch"):
        newsroom.wire.add_feed(f"https://{title[:3].casefold()}.example.org/feed", title=title, origin=title)
    newsroom.blogs.new("almaty", "Protests in Almaty", zone="Asia/Almaty")
    newsroom.blogs.write("almaty", WriteUp(headline="Airport closed", body="No flights leave, police say."))


def _fault(context: dict[str, object]) -> BaseException:
    error = context.get("exception")
    return error if isinstance(error, BaseException) else RuntimeError(str(context.get("message")))
