"""The desk in a real pseudo-terminal: start, keys, filter, idle, with and without items arriving.

``python -m bench.desk [start] [keys] [arriving] [night] [--items 100000] [--rounds 5] [--presses 150]`` runs the parts
that are named, or all. Beside it, in the same run, a bare Textual app (the floor of any start) and newsboat, if it is
installed, with the same headlines. Times run from the key to the committed frame. Every line says how busy the machine
was. What was filled once is kept in ``--folder`` and used again by the next part.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

from bench.desk_store import fill, headline
from bench.desk_terminal import Terminal
from storage import open_store

WIDTH, HEIGHT = 160, 48
PARTS = ("start", "keys", "arriving", "night")
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("ready-to-read")
Bare().run()
"""


def percentile(values: Sequence[float], part: float) -> float:
    """The value that this part of all stay under."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


def load() -> str:
    """How busy the machine is."""
    return f"load {os.getloadavg()[0]:.1f}"


def say(name: str, milliseconds: Sequence[float]) -> None:
    """Print one line of figures."""
    print(
        f"  {name:<34} p50 {statistics.median(milliseconds):7.1f} ms   p99 {percentile(milliseconds, 0.99):7.1f} ms"
        f"   n {len(milliseconds):4}   {load()}"
    )


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

    def newsboat(self) -> Terminal:
        """Start newsboat on its filled cache."""
        return Terminal(self._newsboat(), width=WIDTH, height=HEIGHT, env={})

    def fill_newsboat(self) -> None:
        """Give newsboat a feed with as many headlines, and let it read that, unless it has."""
        import random

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


def start(make: Callable[[], Terminal], shown: bytes) -> tuple[float, float]:
    """Milliseconds to the first byte and to the frame that shows what is waited for."""
    terminal = make()
    try:
        terminal.wait_for(shown)
        return (terminal.first_byte - terminal.started) * 1000, (
            time.perf_counter() - terminal.started
        ) * 1000
    finally:
        terminal.close()


def starts(bench: Bench, rounds: int, *, newsboat: bool) -> None:
    """Start every program in turn, several times."""
    print("Start to a full first frame")
    found: dict[str, list[float]] = {}
    first: dict[str, list[float]] = {}
    for _ in range(rounds):
        programs: list[tuple[str, Callable[[], Terminal], bytes]] = [
            ("bare Textual app", bench.bare, b"ready-to-read"),
            ("wireroom", bench.desk, b"1 of "),
        ]
        if newsboat:
            programs.append(("newsboat", bench.newsboat, b"Wire"))
        for name, make, shown in programs:
            bytes_at, frame_at = start(make, shown)
            first.setdefault(name, []).append(bytes_at)
            found.setdefault(name, []).append(frame_at)
    for name, times in found.items():
        say(name, times)
    say("wireroom: something stands there", first["wireroom"])
    wireroom = statistics.median(found["wireroom"])
    for name, times in found.items():
        if name != "wireroom":
            print(f"  wireroom / {name}: {wireroom / statistics.median(times):.2f}")


def presses(terminal: Terminal, key: bytes, count: int, *, gap: float = 0.05) -> list[float]:
    """Milliseconds from a key to the frame it caused, for each press."""
    times = []
    for _ in range(count):
        terminal.drain(gap)
        at = terminal.send(key)
        times.append((terminal.next_frame() - at) * 1000)
    return times


def keys(bench: Bench, count: int) -> None:
    """Press keys on a desk with everything in its store."""
    terminal = bench.desk()
    try:
        terminal.wait_for(b"1 of ")
        terminal.settle()
        say("down", presses(terminal, b"j", count))
        held(terminal, b"j", count / 30)
        say("page down", presses(terminal, b"\x06", count // 3))
        say("lane switch", presses(terminal, b"\t", count // 3))
        terminal.send(b"\x1bOP")
        terminal.settle()
        say("mark (keep)", presses(terminal, b"a", count // 3))
        say("filter, a letter", letters(terminal, ("airport", "curfew", "minister")))
        terminal.send(b"\x1b")
        terminal.settle()
        before, begun = terminal.cpu_seconds(), time.perf_counter()
        terminal.drain(5)
        busy = (terminal.cpu_seconds() - before) / (time.perf_counter() - begun)
        print(
            f"  {'processor while nothing is typed':<34} {busy:.1%}   resident {terminal.resident():.0f} MiB   {load()}"
        )
    finally:
        terminal.close()


def held(terminal: Terminal, key: bytes, seconds: float, *, rate: float = 30) -> None:
    """Hold a key down as a keyboard repeats it: how late each frame comes, and how far the cursor got."""
    times, pressed = [], 0
    begun = time.perf_counter()
    while (due := begun + pressed / rate) < begun + seconds:
        terminal.drain(max(due - time.perf_counter(), 0))
        at = terminal.send(key)
        times.append((terminal.next_frame() - at) * 1000)
        pressed += 1
    say(f"held at {rate:.0f} Hz, {pressed} presses", times)
    terminal.settle()
    terminal.send(b"G")
    terminal.settle()
    terminal.send(b"g")
    terminal.settle()


def night(bench: Bench, rate: int, seconds: float) -> None:
    """The night drill with the probe on: keys of every kind while items arrive, and what held the loop."""
    import json
    import random

    report = bench.folder / "probe.json"
    source = random.Random(5)
    terminal = bench.desk(WIREROOM_PROBE=str(report))
    try:
        terminal.wait_for(b"1 of ")
        terminal.settle()
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            terminal.send(
                source.choice((b"j", b"j", b"j", b"k", b"\x06", b"\x02", b"\t", b"a", b"s", b"n", b"\x04"))
            )
            terminal.drain(0.06)
        terminal.send(b"\x1bOP")
        terminal.settle()
        terminal.send(b"q")
        terminal.wait_for_end()
    finally:
        terminal.close()
    found = json.loads(report.read_text(encoding="utf-8"))
    print(
        f"  the loop's longest wait {found['longest']:.1f} ms, {len(found['long'])} above 16 ms "
        f"in {found['turns']} turns ({rate} items a second arriving)   {load()}"
    )


def letters(terminal: Terminal, words: Sequence[str]) -> list[float]:
    """Type filters letter by letter."""
    times: list[float] = []
    for word in words:
        terminal.send(b"/")
        terminal.settle()
        for letter in word:
            times += presses(terminal, letter.encode(), 1, gap=0.15)
        terminal.send(b"\x1b")
        terminal.settle()
    return times


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
    if "night" in parts:
        print("A night compressed")
        with arrivals(bench, chosen.rate):
            night(bench, chosen.rate, seconds=30)


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
    parts = chosen.parts or PARTS
    if unknown := set(parts) - set(PARTS):
        options.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    with tempfile.TemporaryDirectory(prefix="wireroom-bench-") as passing:
        folder = chosen.folder or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        run(Bench(folder, chosen.items), parts, chosen)


if __name__ == "__main__":
    main()
