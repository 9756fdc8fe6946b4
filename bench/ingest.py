"""Ingest beside newsboat, sfeed and reader: the same feeds, the same server, one run.

``python -m bench.ingest [--feeds 500] [--items 60] [--reader PYTHON] [--only NAME]... [--round NAME]... [--keep FOLDER] [--one-host]``.
Processor seconds are those of the whole process tree; ``best of the others / wireroom`` says how many times less
Wireroom takes. newsboat and sfeed are Debian's; ``--reader`` names a Python that has the ``reader`` library. What is
not at hand is left out. With ``--keep`` the programs' stores and all results stay in a folder, so that a long run can be
made in pieces (by program, by round): the feeds are the same in every piece, and the last one prints the whole table.
Each feed has a loopback host of its own; with ``--one-host`` all are on one, where connections are used again within a round (and none is slower than others).
Beside a round in which nothing changed stands the floor: the same requests by Python and libcurl alone, which decide
nothing and keep nothing.
"""

import argparse
import compileall
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.request import urlopen

from bench.ingest_wires import address
from tui.wire_process import FRUGAL

#: What happens to the feeds before each round. The last two are rounds of a running desk's own process.
_ROUNDS = {
    "first load": "changed=0",
    "nothing changed": "changed=0",
    "10% changed": "changed=10",
    "all changed": "changed=100",
    "slow hosts": "changed=0&latency=1",
    "running desk": "changed=0",
}
_SLOW_HOSTS = "slow hosts"
_RUNNING = "running desk"
#: With the first news a process loads what reading takes, once.
_RUNNING_ROUNDS = {"nothing changed": "changed=0", "first news": "changed=10", "10% changed": "changed=10"}
_NOTHING_CHANGED = "nothing changed"
_FLOOR = "floor"
_READER_SCRIPT = Path(__file__).with_name("ingest_reader.py")
_FLOOR_SCRIPT = Path(__file__).with_name("ingest_floor.py")


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


@dataclass(frozen=True, slots=True)
class Results:
    """Costs by round and program, and what else was seen; written down after every round where a folder is kept."""

    costs: dict[str, dict[str, Cost]]
    seen: dict[str, float]
    file: Path

    @classmethod
    def of(cls, file: Path) -> "Results":
        """What earlier pieces of the run came to."""
        kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"costs": {}, "seen": {}}
        costs = {
            name: {program: Cost(**cost) for program, cost in programs.items()}
            for name, programs in kept["costs"].items()
        }
        return cls(costs, kept["seen"], file)

    def add(self, name: str, program: str, cost: Cost) -> None:
        """Take in what one round cost one program."""
        self.costs.setdefault(name, {})[program] = cost
        costs = {name: {one: asdict(cost) for one, cost in by.items()} for name, by in self.costs.items()}
        self.file.write_text(json.dumps({"costs": costs, "seen": self.seen}), encoding="utf-8")


def main() -> None:
    """Run the rounds asked for with every program that is at hand, and print costs and ratios."""
    options = _options()
    programs = [one for one in _programs(options.reader) if not options.only or one.name in options.only]
    for package in ("wireroom", "storage", "tui"):
        compileall.compile_dir(package, quiet=1)  # as installing does
    with nullcontext(options.keep) if options.keep else tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        folder.mkdir(parents=True, exist_ok=True)
        results = Results.of(folder / "results.json")
        with served_wires(folder, options.feeds, options.items) as port:
            urls = [address(number, port, one_host=options.one_host) for number in range(options.feeds)]
            _run(folder, port, urls, programs, options.rounds or _usual(options), results)
    _print_table(results)


def _run(
    folder: Path,
    port: int,
    urls: list[str],
    programs: Sequence[Program],
    chosen: Sequence[str],
    results: Results,
) -> None:
    for name, turn in _ROUNDS.items():
        _turn(port, turn)
        for program in programs if name in chosen else ():
            place = folder / program.name
            if not place.exists():
                place.mkdir()
                program.subscribe(place, urls)
            if name == _RUNNING:
                if program.name == "wireroom":
                    _run_warm(place / "news.wireroom", port, results)
                continue
            first = name == "first load" and program.name == "wireroom"
            watch = _Headlines(place / "news.wireroom") if first else None
            cost = _measure(program.command(place))
            if watch:
                results.seen["headlines"] = watch.stop()
            results.add(name, program.name, cost)
            if name == _NOTHING_CHANGED and program.name == "wireroom":
                results.add(name, _FLOOR, _measure(_floor(place, rounds=1)))
            print(f"{name}, {program.name}: {cost.wall:.2f} s wall, {cost.cpu:.2f} s cpu", file=sys.stderr)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--items", type=int, default=60)
    parser.add_argument("--reader", default="", help="a Python that has the reader library")
    parser.add_argument("--only", action="append", default=[], help="leave the other programs out")
    parser.add_argument("--round", action="append", default=[], dest="rounds", choices=list(_ROUNDS))
    parser.add_argument("--one-host", action="store_true", help="all feeds on one loopback host")
    parser.add_argument("--keep", default="", metavar="FOLDER", help="for a run in pieces")
    return parser.parse_args()


def _usual(options: argparse.Namespace) -> list[str]:
    return [name for name in _ROUNDS if not options.one_host or name != _SLOW_HOSTS]


def _programs(reader: str) -> Iterator[Program]:
    yield Program(
        "wireroom",
        subscribe_wireroom,
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
    """As it is installed, if it is."""
    installed = Path(sys.executable).with_name("wireroom")
    command = [str(installed)] if installed.exists() else [sys.executable, "-m", "tui"]
    return [*command, "--store", str(place / "news.wireroom")]


def subscribe_wireroom(place: Path, urls: list[str]) -> None:
    """Import the feeds into a store in a folder."""
    outlines = "".join(f'<outline type="rss" text="Wire" xmlUrl="{url}"/>' for url in urls)
    opml = place / "wires.opml"
    opml.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', encoding="utf-8")
    subprocess.run(
        [*_wireroom(place), "feeds", "import", "--private", str(opml)], check=True, capture_output=True
    )


def _floor(place: Path, *, rounds: int) -> list[str]:
    """The command that asks what Wireroom asks, and no more."""
    from storage import open_store

    store = open_store(str(place / "news.wireroom"))
    tags = {feed: health.etag for feed, health in store.healths().items()}
    asked = place / "asked"
    asked.write_text("".join(f"{one.url} {tags[one.id]}\n" for one in store.feeds()), encoding="ascii")
    store.close()
    return [sys.executable, str(_FLOOR_SCRIPT), str(asked), str(rounds)]


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


def _environment() -> dict[str, str]:
    """Python keeps its bytecode, as it does where programs are installed."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _measure(command: list[str]) -> Cost:
    """Run a command to its end; 0 and 4 (some feeds failed) both count as done."""
    started = time.monotonic()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment()
    )
    memory = _Memory(process.pid)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - started
    peak = memory.stop()
    if process.returncode not in (0, 4):
        raise SystemExit(f"{command} ended with {process.returncode}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, peak)


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


def _served(folder: Path) -> tuple[int, int]:
    """A free port and the time of the newest items, the same for all pieces of a run: both are part of the feeds."""
    kept = folder / "served.json"
    if not kept.exists():
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            kept.write_text(json.dumps([probe.getsockname()[1], int(time.time())]), encoding="utf-8")
    port, since = json.loads(kept.read_text(encoding="utf-8"))
    return port, since


@contextmanager
def served_wires(folder: Path, feeds: int, items: int) -> Iterator[int]:
    """The feeds on loopback; gives the port. A folder is served the same feeds again."""
    port, since = _served(folder)
    arguments = (str(number) for number in (port, feeds, items, since))
    command = [sys.executable, "-m", "bench.ingest_wires", *arguments]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        if not server.stdout.readline():
            raise SystemExit(f"The feeds can't be served on port {port}.")
        yield port
    finally:
        server.terminate()
        server.wait()


def _turn(port: int, query: str) -> None:
    with urlopen(f"http://127.0.0.1:{port}/control?{query}") as answer:
        answer.read()


def _run_warm(store: Path, port: int, results: Results) -> None:
    """The rounds of a running desk's ingest process, which has pulled once before."""
    command = [sys.executable, "-m", "bench.ingest_warm", str(store)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=_environment() | FRUGAL
    )
    assert process.stdin is not None
    assert process.stdout is not None
    for name, turn in {"": "changed=0", **_RUNNING_ROUNDS}.items():
        _turn(port, turn)
        process.stdin.write("pull\n")
        process.stdin.flush()
        said = json.loads(process.stdout.readline())
        if name:
            cost = Cost(said["wall"], said["cpu"], said["resident"])
            results.add(f"{_RUNNING}, {name}", "wireroom", cost)
        if name == _NOTHING_CHANGED:
            started = time.monotonic()
            floor = subprocess.run(
                _floor(store.parent, rounds=2), check=True, capture_output=True, text=True, env=_environment()
            )
            results.add(
                f"{_RUNNING}, {name}", _FLOOR, Cost(time.monotonic() - started, float(floor.stdout), 0.0)
            )
    process.stdin.close()
    process.wait()


def _print_table(results: Results) -> None:
    for name, costs in results.costs.items():
        against = results.costs.get(name.removeprefix(f"{_RUNNING}, "), {})
        others = {one: cost for one, cost in against.items() if one not in ("wireroom", _FLOOR)}
        _print_round(name, costs, others)
    if "headlines" in results.seen:
        first = results.costs["first load"]["wireroom"].wall
        shown = results.seen["headlines"]
        print(f"\nfirst 500 headlines after {shown:.1f} s, {shown / first:.2f} of the first load")


def _print_round(name: str, costs: Mapping[str, Cost], others: Mapping[str, Cost]) -> None:
    print(f"\n{name}")
    for program, cost in costs.items():
        print(f"  {program:10} {cost.wall:7.2f} s wall {cost.cpu:7.2f} s cpu {cost.peak:6.0f} MiB peak")
    own = costs.get("wireroom")
    if own and others:
        cpu = min(cost.cpu for cost in others.values()) / own.cpu
        wall = min(cost.wall for cost in others.values()) / own.wall
        memory = min(cost.peak for cost in others.values()) / own.peak
        print(f"  best of the others / wireroom: cpu {cpu:.1f}, wall {wall:.1f}, memory {memory:.2f}")
    if own and others and (floor := costs.get(_FLOOR)):
        most = min(cost.cpu for cost in others.values()) / floor.cpu
        print(f"  wireroom / floor: cpu {own.cpu / floor.cpu:.2f}; best of the others / floor: {most:.1f}")


if __name__ == "__main__":
    main()
