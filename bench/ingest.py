"""Ingest beside newsboat, sfeed and reader: the same feeds, the same server, one run.

``python -m bench.ingest [--feeds 500] [--items 60] [--reader PYTHON] [--only NAME]...``. Processor seconds are those
of the whole process tree; ``best of the others / wireroom`` says how many times less Wireroom takes. newsboat and
sfeed are Debian's; ``--reader`` names a Python that has the ``reader`` library. What is not at hand is left out.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from bench.ingest_wires import address

_ROUNDS = {
    "first load": "changed=0",
    "nothing changed": "changed=0",
    "10% changed": "changed=10",
    "all changed": "changed=100",
    "slow hosts": "changed=0&latency=1",
}
_READER_SCRIPT = Path(__file__).with_name("ingest_reader.py")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the wall, seconds of processors, and the peak of resident memory in MiB, of a process tree."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True, slots=True)
class Program:
    """A program under test: how it is told of the feeds, and the command of one round."""

    name: str
    subscribe: Callable[[Path, list[str]], None]
    command: Callable[[Path], list[str]]


def main() -> None:
    """Run every round with every program that is at hand, and print costs and ratios."""
    options = _options()
    programs = [one for one in _programs(options.reader) if not options.only or one.name in options.only]
    with tempfile.TemporaryDirectory() as scratch, _wires(options.feeds, options.items) as port:
        folder = Path(scratch)
        urls = [address(number, port) for number in range(options.feeds)]
        for program in programs:
            (folder / program.name).mkdir()
            program.subscribe(folder / program.name, urls)
        results: dict[str, dict[str, Cost]] = {}
        headlines = 0.0
        for name, turn in _ROUNDS.items():
            _turn(port, turn)
            results[name] = {}
            for program in programs:
                place = folder / program.name
                first = name == "first load" and program.name == "wireroom"
                watch = _Headlines(place / "news.wireroom") if first else None
                results[name][program.name] = _measure(program.command(place))
                headlines = watch.stop() if watch else headlines
            _print_round(name, results[name])
        if any(program.name == "wireroom" for program in programs):
            print(f"\nfirst 500 headlines after {headlines:.1f} s")
            _print_warm(folder / "wireroom" / "news.wireroom", port, results)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--items", type=int, default=60)
    parser.add_argument("--reader", default="", help="a Python that has the reader library")
    parser.add_argument("--only", action="append", default=[], help="leave the other programs out")
    return parser.parse_args()


def _programs(reader: str) -> Iterator[Program]:
    yield Program(
        "wireroom",
        _subscribe_wireroom,
        lambda place: [*_wireroom(place), "pull", "--all", "--json"],
    )
    if shutil.which("newsboat"):
        yield Program(
            "newsboat",
            _subscribe_newsboat,
            lambda place: [
                "newsboat",
                *(f"--{name}={place / file}" for name, file in _NEWSBOAT_FILES.items()),
                "--execute=reload",
            ],
        )
    if shutil.which("sfeed_update"):
        yield Program("sfeed", _subscribe_sfeed, lambda place: ["sfeed_update", str(place / "sfeedrc")])
    if reader:
        yield Program(
            "reader",
            lambda place, urls: _subscribe_reader(place, urls, reader),
            lambda place: [reader, str(_READER_SCRIPT), str(place / "reader.db"), "update"],
        )


_NEWSBOAT_FILES = {"url-file": "urls", "cache-file": "cache.db", "config-file": "config"}


def _wireroom(place: Path) -> list[str]:
    return [sys.executable, "-m", "tui", "--store", str(place / "news.wireroom")]


def _subscribe_wireroom(place: Path, urls: list[str]) -> None:
    outlines = "".join(f'<outline type="rss" text="Wire" xmlUrl="{url}"/>' for url in urls)
    opml = place / "wires.opml"
    opml.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', encoding="utf-8")
    subprocess.run(
        [*_wireroom(place), "feeds", "import", "--private", str(opml)], check=True, capture_output=True
    )


def _subscribe_newsboat(place: Path, urls: list[str]) -> None:
    (place / "urls").write_text("\n".join(urls) + "\n", encoding="utf-8")
    settings = "reload-threads 16\nmax-items 0\ndownload-timeout 60\n"
    (place / "config").write_text(settings, encoding="utf-8")


def _subscribe_sfeed(place: Path, urls: list[str]) -> None:
    """With its own recipe for etags, and 64 jobs."""
    (place / "etags").mkdir()
    feeds = "\n".join(f'feed "wire{number}" "{url}"' for number, url in enumerate(urls))
    fetch = f'curl -L --max-redirs 5 -f -s -m 60 --etag-save "{place}/etags/$1.new" --etag-compare "{place}/etags/$1" "$2"'
    keep = f'&& {{ [ -s "{place}/etags/$1.new" ] && mv "{place}/etags/$1.new" "{place}/etags/$1"; true; }}'
    (place / "sfeedrc").write_text(
        f'sfeedpath="{place}/feeds"\nmaxjobs=64\nfetch() {{ {fetch} {keep}; }}\nfeeds() {{\n{feeds}\n}}\n',
        encoding="utf-8",
    )


def _subscribe_reader(place: Path, urls: list[str], python: str) -> None:
    (place / "urls").write_text("\n".join(urls), encoding="utf-8")
    command = [python, str(_READER_SCRIPT), str(place / "reader.db"), "add", str(place / "urls")]
    subprocess.run(command, check=True, capture_output=True)


def _measure(command: list[str]) -> Cost:
    """Run a command to its end; 0 and 4 (some feeds failed) both count as done."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    memory = _Memory(process.pid)
    _, _, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    return Cost(wall, usage.ru_utime + usage.ru_stime, memory.stop())


class _Sampler(threading.Thread):
    """Looks again and again until it is stopped."""

    every = 0.05

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._over = threading.Event()
        self.start()

    def run(self) -> None:
        while not self._over.wait(self.every):
            self.look()

    def look(self) -> None:
        """Take one sample."""
        raise NotImplementedError

    def end(self) -> None:
        """Wait for the last sample."""
        self._over.set()
        self.join()


class _Memory(_Sampler):
    """The peak of what a process and its children hold together, in MiB."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._peak = 0.0
        super().__init__()

    def look(self) -> None:
        self._peak = max(self._peak, sum(_resident(process) for process in _tree(self._root)))

    def stop(self) -> float:
        """The peak so far."""
        self.end()
        return self._peak


class _Headlines(_Sampler):
    """When the wire shows 500 headlines, in seconds from now."""

    def __init__(self, store: Path) -> None:
        from storage import open_store

        self._store = open_store(str(store))
        self._since = time.monotonic()
        self._after = 0.0
        super().__init__()

    def look(self) -> None:
        from wireroom.filters import Everything

        if not self._after and self._store.count_wire(Everything()) >= 500:
            self._after = time.monotonic() - self._since

    def stop(self) -> float:
        """The seconds it took."""
        self.end()
        self._store.close()
        return self._after


def _tree(root: int) -> Iterator[int]:
    yield root
    try:
        children = Path(f"/proc/{root}/task/{root}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in children:
        yield from _tree(int(child))


def _resident(process: int) -> float:
    try:
        return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) / 256
    except (OSError, IndexError):
        return 0.0


@contextmanager
def _wires(feeds: int, items: int) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "bench.ingest_wires", str(port), str(feeds), str(items)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        server.stdout.readline()
        yield port
    finally:
        server.terminate()
        server.wait()


def _turn(port: int, query: str) -> None:
    with urlopen(f"http://127.0.0.1:{port}/control?{query}") as answer:
        answer.read()


def _print_round(name: str, costs: Mapping[str, Cost]) -> None:
    print(f"\n{name}")
    for program, cost in costs.items():
        print(f"  {program:10} {cost.wall:7.2f} s wall {cost.cpu:7.2f} s cpu {cost.peak:6.0f} MiB peak")
    own, others = costs.get("wireroom"), [cost for program, cost in costs.items() if program != "wireroom"]
    if own and others:
        cpu = min(cost.cpu for cost in others) / own.cpu
        wall = min(cost.wall for cost in others) / own.wall
        memory = min(cost.peak for cost in others) / own.peak
        print(f"  best of the others / wireroom: cpu {cpu:.1f}, wall {wall:.1f}, memory {memory:.2f}")


def _print_warm(store: Path, port: int, results: Mapping[str, Mapping[str, Cost]]) -> None:
    """The same with a running desk's ingest process: nothing changed, then 10%."""
    command = [sys.executable, "-m", "bench.ingest_warm", str(store)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    for turn, name in (("changed=0", ""), ("changed=0", "nothing changed"), ("changed=10", "10% changed")):
        _turn(port, turn)
        process.stdin.write("pull\n")
        process.stdin.flush()
        said = json.loads(process.stdout.readline())
        if name:
            others = [cost.cpu for program, cost in results[name].items() if program != "wireroom"]
            ratio = f", best of the others / wireroom: cpu {min(others) / said['cpu']:.1f}" if others else ""
            print(
                f"running desk, {name}: {said['wall']:.2f} s wall {said['cpu']:.2f} s cpu, {said['resident']:.0f} MiB{ratio}"
            )
    process.stdin.close()
    process.wait()


if __name__ == "__main__":
    main()
