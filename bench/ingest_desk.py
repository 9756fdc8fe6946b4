"""How late the desk's event loop is while five hundred feeds load for the first time, against the same desk idle.

``python -m bench.ingest_desk [--feeds 500] [--items 60] [--idle 15]``. The desk runs in a real pseudo-terminal; a timer
on its own loop, every ten milliseconds, notes by how much it is late. The wires load as the desk loads them: in a
process of its own, at lower priority.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.desk_terminal import Terminal
from bench.ingest import served_wires, subscribe_wireroom
from bench.ingest_wires import address
from tui.wire_process import NICENESS

_EVERY = 0.01
_AT_ONCE = 200
_LATENESS = "WIREROOM_BENCH_LATENESS"


class _ProbedLoops(asyncio.DefaultEventLoopPolicy):
    """Event loops that write down when their timers came, and by how many seconds too late."""

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        loop = super().new_event_loop()
        noted: list[str] = []

        def look(due: float) -> None:
            noted.append(f"{time.monotonic()} {loop.time() - due}\n")
            if len(noted) == _AT_ONCE:
                with Path(os.environ[_LATENESS]).open("a", encoding="ascii") as out:
                    out.writelines(noted)
                noted.clear()
            due = loop.time() + _EVERY
            loop.call_at(due, look, due)

        loop.call_soon(look, loop.time())
        return loop


def main() -> None:
    """Measure and print."""
    if os.environ.get(_LATENESS):
        _be_the_desk()
        return
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--feeds", type=int, default=500)
    options.add_argument("--items", type=int, default=60)
    options.add_argument("--idle", type=float, default=15.0, help="seconds")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="wireroom-bench-") as scratch:
        folder = Path(scratch)
        with served_wires(folder, chosen.feeds, chosen.items) as port:
            subscribe_wireroom(folder, [address(number, port) for number in range(chosen.feeds)])
            spans = _watch(folder, chosen.idle)
        told = [line.split() for line in (folder / "lateness").read_text(encoding="ascii").splitlines()]
    print("event loop of the desk, milliseconds late")
    last = {}
    for name, (begun, ended) in spans.items():
        late = sorted(float(by) * 1000 for at, by in told if begun <= float(at) <= ended)
        last[name] = late[int(len(late) * 0.99)]
        print(f"  {name:8} p50 {statistics.median(late):6.2f}  p99 {last[name]:6.2f}  n {len(late)}")
    print(f"  later at the 99th percentile: {last['loading'] - last['idle']:.1f} ms")


def _be_the_desk() -> None:
    from tui.__main__ import main as desk

    asyncio.set_event_loop_policy(_ProbedLoops())
    sys.exit(desk())


def _watch(folder: Path, idle: float) -> dict[str, tuple[float, float]]:
    """Let the desk stand idle, then load the wires beside it; when each began and ended."""
    config = folder / "config" / "wireroom"
    config.mkdir(parents=True)
    (config / "config.toml").write_text("[desk]\npull = false\n", encoding="utf-8")
    desk = ["--store", str(folder / "news.wireroom")]
    env = {
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "data"),
        _LATENESS: str(folder / "lateness"),
    }
    terminal = Terminal([sys.executable, "-m", "bench.ingest_desk", *desk], width=160, height=48, env=env)
    try:
        terminal.drain(5)
        idle_began = time.monotonic()
        terminal.drain(idle)
        load_began = time.monotonic()
        pull = subprocess.Popen(
            [sys.executable, "-m", "tui", *desk, "pull", "--all"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.setpriority(os.PRIO_PROCESS, pull.pid, NICENESS)
        while pull.poll() is None:
            terminal.drain(0.2)
        load_ended = time.monotonic()
        terminal.drain(1)
    finally:
        terminal.close()
    return {"idle": (idle_began, load_began), "loading": (load_began, load_ended)}


if __name__ == "__main__":
    main()
