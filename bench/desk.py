"""The desk in a real pseudo-terminal: start, keys, filter, idle, with and without items arriving.

``python -m bench.desk [start] [keys] [arriving] [sheets] [night] [--items 100000] [--rounds 5] [--presses 150]`` runs the parts
that are named, or all. Beside it, in the same run, a bare Textual app (the floor of any start) and newsboat, if it is
installed, with the same headlines. Times run from the key to the committed frame. Every line says how busy the machine
was. What was filled once is kept in ``--folder`` and used again by the next part.
"""

import argparse
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from bench.desk_driving import load, say, to_the_top, until_it_answers
from bench.desk_night import night, openings, something_to_decide
from bench.desk_store import NAMES, WORDS, fill, headline
from bench.desk_terminal import Terminal
from storage import open_store

WIDTH, HEIGHT = 160, 48
NIGHT_SECONDS, IDLE_SECONDS = 45, 20
PARTS = ("start", "keys", "arriving", "sheets", "night")
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    BINDINGS = [("j", "answer")]
    def compose(self):
        yield Static("ready-to-read")
    def action_answer(self):
        self.query_one(Static).update("answered")
Bare().run()
"""


#: Answers each key with as much as a page of the wire, and does nothing else.
ECHO = """
import os, tty
tty.setraw(0)
line = b"\\x1b[1;1H" + 180 * b"x"
page = b"\\x1b[?2026h" + 41 * line + b"\\x1b[?2026l"
os.write(1, b"\\x1b[?2026$p" + page)
while os.read(0, 64):
    os.write(1, page)
"""


class Bench:
    """One run: a store, and where everything lies."""

    def __init__(self, folder: Path, items: int) -> None:
        self.folder = folder
        self.items = items
        self.store = folder / "bench.wireroom"
        self.env = {"XDG_CONFIG_HOME": str(folder / "config"), "XDG_DATA_HOME": str(folder / "data")}

    def fill(self) -> None:
        """Make the store, unless it is there."""
        if self.store.exists():
            return
        begun = time.perf_counter()
        store = open_store(str(self.store))
        fill(store, self.items)
        store.close()
        print(f"{self.items:,} items stored in {time.perf_counter() - begun:.0f} s")

    def desk(self, **env: str) -> Terminal:
        """Start the desk."""
        config = self.folder / "config" / "wireroom"
        config.mkdir(parents=True, exist_ok=True)
        (config / "config.toml").write_text("[desk]\npull = false\n", encoding="utf-8")
        command = [sys.executable, "-m", "tui", "--store", str(self.store), "--as", "bench"]
        return Terminal(command, width=WIDTH, height=HEIGHT, env=self.env | env)

    def bare(self) -> Terminal:
        """Start a bare Textual app."""
        return Terminal([sys.executable, "-c", BARE], width=WIDTH, height=HEIGHT, env=self.env)

    def echo(self) -> Terminal:
        """Start a program that only answers keys: what is late there is the machine."""
        return Terminal([sys.executable, "-c", ECHO], width=WIDTH, height=HEIGHT, env=self.env)

    def newsboat(self) -> Terminal:
        """Start newsboat on its filled cache."""
        return Terminal(self._newsboat(), width=WIDTH, height=HEIGHT, env={})

    def fill_newsboat(self) -> None:
        """Give newsboat a feed with as many headlines, and let it read that, unless it has."""
        if (self.folder / "cache.db").exists():
            return

        source = random.Random(7)
        feed = self.folder / "feed.xml"
        with feed.open("w", encoding="utf-8") as out:
            out.write('<rss version="2.0"><channel><title>Wire</title><link>https://a.example/</link>')
            for number in range(self.items):
                out.write(f"<item><title>{escape(headline(source))}</title><guid>n{number}</guid></item>")
            out.write("</channel></rss>")
        (self.folder / "urls").write_text(f"file://{feed}\n", encoding="utf-8")
        (self.folder / "nbconfig").write_text("max-items 0\n", encoding="utf-8")
        subprocess.run([*self._newsboat(), "-x", "reload"], check=True, capture_output=True, timeout=600)

    def _newsboat(self) -> list[str]:
        at = self.folder
        return [
            "newsboat",
            "-u",
            f"{at / 'urls'}",
            "-c",
            f"{at / 'cache.db'}",
            "-C",
            f"{at / 'nbconfig'}",
            "-q",
        ]


class Program(NamedTuple):
    """A program to start: what its first full frame shows, and what the answer to a first key."""

    name: str
    make: Callable[[], Terminal]
    shown: bytes
    key: bytes
    answer: bytes


class Started(NamedTuple):
    """Milliseconds to the first byte, to the first full frame, and to the answer to a key pressed at that."""

    first_byte: float
    first_frame: float
    first_answer: float


def start(program: Program) -> Started:
    """Start a program, press a key when its first full frame stands, and wait for the answer."""
    terminal = program.make()
    try:
        framed = terminal.wait_for(program.shown)
        terminal.send(program.key)
        answered = terminal.wait_for(program.answer)
        return Started(*(1000 * (at - terminal.started) for at in (terminal.first_byte, framed, answered)))
    finally:
        terminal.close()


def starts(bench: Bench, rounds: int, *, newsboat: bool) -> None:
    """Start every program in turn, several times."""
    print("Start")
    programs = [
        Program("bare Textual app", bench.bare, b"ready-to-read", b"j", b"answered"),
        Program("wireroom", bench.desk, b"1 of 120+", b"j", b"2 of 120+"),
    ]
    if newsboat:
        programs.append(Program("newsboat", bench.newsboat, b"Wire", b"?", b"Help"))
    found: dict[str, list[Started]] = {program.name: [] for program in programs}
    for _ in range(rounds):
        for program in programs:
            found[program.name].append(start(program))
    for name, times in found.items():
        say(f"{name}: first full frame", [one.first_frame for one in times])
        say(f"{name}: answers its first key", [one.first_answer for one in times])
    say("wireroom: something stands there", [one.first_byte for one in found["wireroom"]])
    ours = [statistics.median(figures) for figures in zip(*found["wireroom"], strict=True)]
    for name, times in found.items():
        if name != "wireroom":
            _, framed, answered = (statistics.median(figures) for figures in zip(*times, strict=True))
            print(
                f"  wireroom / {name}: first full frame {ours[1] / framed:.2f}, first answer {ours[2] / answered:.2f}"
            )


def presses(terminal: Terminal, key: bytes, count: int, *, gap: float = 0.05) -> list[float]:
    """Milliseconds from a key to the frame it caused, for each press."""
    times = []
    for _ in range(count):
        terminal.drain(gap)
        at = terminal.send(key)
        times.append((terminal.next_frame() - at) * 1000)
    return times


def machine(bench: Bench, count: int) -> None:
    """Press keys in a program that does nothing but answer them."""
    terminal = bench.echo()
    try:
        terminal.settle()
        say("the machine by itself: a key", presses(terminal, b"j", count))
    finally:
        terminal.close()


def keys(bench: Bench, count: int) -> None:
    """Press keys on a desk with everything in its store."""
    machine(bench, count)
    terminal = bench.desk()
    try:
        until_it_answers(terminal)
        say("down", presses(terminal, b"j", count))
        to_the_top(terminal)
        held(terminal, b"j", count / 30)
        say("page down", presses(terminal, b"\x06", count))
        to_the_top(terminal)
        say("lane switch", presses(terminal, b"\t", count))
        to_the_top(terminal)
        say("mark (keep)", presses(terminal, b"a", count))
        to_the_top(terminal)
        letters(terminal, count, WORDS, "common words")
        letters(terminal, count, NAMES, "rare words")
        before, begun = terminal.cpu_seconds(), time.perf_counter()
        terminal.drain(IDLE_SECONDS)
        busy = (terminal.cpu_seconds() - before) / (time.perf_counter() - begun)
        print(
            f"  {'processor while nothing is typed':<34} {busy:.1%}   resident {terminal.resident():.0f} MiB   {load()}"
        )
    finally:
        terminal.close()


def held(terminal: Terminal, key: bytes, seconds: float, *, rate: float = 30) -> None:
    """Hold a key down as a keyboard repeats it: how late each frame comes, and whether the cursor got all the way.

    Begins at the top of the wire, and goes back there.
    """
    times, pressed = [], 0
    begun = time.perf_counter()
    while (due := begun + pressed / rate) < begun + seconds:
        terminal.drain(max(due - time.perf_counter(), 0))
        at = terminal.send(key)
        times.append((terminal.next_frame() - at) * 1000)
        pressed += 1
    say(f"held at {rate:.0f} Hz", times)
    terminal.settle()
    terminal.send(b"k")
    arrived = terminal.shows(f"{pressed} of ".encode())
    print(f"  {'':<34} {pressed} presses, {'none' if arrived else 'SOME'} dropped")
    to_the_top(terminal)


def letters(terminal: Terminal, count: int, words: Sequence[str], kind: str) -> None:
    """Type words into the filter letter by letter, so many letters.

    Told is when the first page that a letter leaves stands, and when the whole does: with how many there are in all,
    which is said of words from two letters on.
    """
    source = random.Random(3)
    first: list[float] = []
    whole: list[float] = []
    while len(first) < count:
        word = source.choice(words)
        terminal.send(b"/")
        terminal.settle()
        for typed in range(1, len(word) + 1):
            at = terminal.send(word[typed - 1 : typed].encode())
            wanted = [f" · {word[:typed]}", f"1 of [0-9]+ · {word[:typed]}"][: min(typed, 2)]
            page, *counted = [(shown - at) * 1000 for shown in terminal.frames_with(*wanted)]
            first.append(page)
            whole += counted
            terminal.drain(0.1)
        terminal.send(b"\x1b")
        terminal.settle()
    say(f"filter, {kind}: first page", first)
    say(f"filter, {kind}: the whole", whole)


def sheets(bench: Bench, rounds: int) -> None:
    """Open everything that opens over the desk, several times."""
    terminal = bench.desk()
    try:
        openings(terminal, rounds)
    finally:
        terminal.close()


@contextmanager
def arrivals(bench: Bench, rate: int) -> Iterator[None]:
    """Let items arrive from another process meanwhile."""
    source = subprocess.Popen(
        [sys.executable, "-m", "bench.desk_store", str(bench.store), "--rate", str(rate), "--seconds", "600"]
    )
    try:
        yield
    finally:
        source.terminate()
        source.wait()


def newsboat_keys(bench: Bench, count: int) -> None:
    """Press keys in newsboat's list of articles."""
    terminal = bench.newsboat()
    try:
        terminal.wait_for(b"Wire")
        terminal.settle()
        terminal.send(b"\r")
        terminal.settle(quiet=1.0)
        say("newsboat: down", presses(terminal, b"j", count))
        say("newsboat: page down", presses(terminal, b"\x1b[6~", count // 3))
        print(f"  {'newsboat: resident':<34} {terminal.resident():.0f} MiB")
    finally:
        terminal.close()


def run(bench: Bench, parts: Sequence[str], chosen: argparse.Namespace) -> None:
    """Run some parts and print them."""
    newsboat = shutil.which("newsboat") is not None and not chosen.without_newsboat
    bench.fill()
    if newsboat and {"start", "keys"}.intersection(parts):
        said = subprocess.run(["newsboat", "-v"], capture_output=True, text=True, check=False).stdout
        print(f"beside newsboat {re.findall(r'[0-9.]+', said)[0]}")
        bench.fill_newsboat()
    if "start" in parts:
        starts(bench, chosen.rounds, newsboat=newsboat)
    if "keys" in parts:
        print("Keys, nothing arriving")
        keys(bench, chosen.presses)
        if newsboat:
            newsboat_keys(bench, chosen.presses)
    if "arriving" in parts:
        print(f"Keys, {chosen.rate} items a second arriving")
        with arrivals(bench, chosen.rate):
            keys(bench, chosen.presses)
    if "sheets" in parts:
        print("What opens over the desk: from the key to the frame")
        something_to_decide(bench.store)
        sheets(bench, max(chosen.presses // 25, 1))
    if "night" in parts:
        print("A night compressed")
        something_to_decide(bench.store)
        with arrivals(bench, chosen.rate):
            night(bench.desk, bench.store, rate=chosen.rate, seconds=NIGHT_SECONDS)


def main() -> None:
    """Run the parts that are named, or all."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("parts", nargs="*", help="default: all")
    options.add_argument("--items", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--presses", type=int, default=150)
    options.add_argument("--rate", type=int, default=50, help="items a second that arrive")
    options.add_argument("--folder", type=Path, help="where stores are kept; without it they are made anew")
    options.add_argument("--without-newsboat", action="store_true")
    chosen = options.parse_args()
    # Whoever ends the benchmark ends the desks it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    parts = chosen.parts or PARTS
    if unknown := set(parts) - set(PARTS):
        options.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    with tempfile.TemporaryDirectory(prefix="wireroom-bench-") as passing:
        folder = chosen.folder or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        run(Bench(folder, chosen.items), parts, chosen)


if __name__ == "__main__":
    main()
