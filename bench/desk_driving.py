"""What the parts of the desk's benchmark share: figures told, and the way to a desk that answers."""

import os
import statistics
from collections.abc import Sequence
from pathlib import Path

from bench.desk_terminal import Terminal


def percentile(values: Sequence[float], part: float) -> float:
    """The value that this part of all stay under."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


#: Ticks that are run in a tenth of a second at least while something is measured.
TOGETHER = 10


class Host:
    """What the host of a virtual machine kept from it, as Linux counts it."""

    def __init__(self) -> None:
        self._before = self._times()
        self._told = 0.0

    def stolen(self) -> float:
        """The part of the time wanted since this was asked last that went to others on the same host.

        Lines that are told together tell the same.
        """
        run, stolen = (now - then for now, then in zip(self._times(), self._before, strict=True))
        if run + stolen >= TOGETHER:
            self._before, self._told = self._times(), stolen / (run + stolen)
        return self._told

    @staticmethod
    def _times() -> tuple[int, int]:
        """Ticks in which programs ran, and in which they were ready and kept from it."""
        user, nice, system, _, _, irq, softirq, stolen, *_ = map(
            int, Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:]
        )
        return user + nice + system + irq + softirq, stolen


HOST = Host()


def load() -> str:
    """How busy the machine is, and how much of its time was stolen since the last line."""
    return f"load {os.getloadavg()[0]:.1f}, stolen {HOST.stolen():.0%}"


def say(name: str, milliseconds: Sequence[float]) -> None:
    """Print one line of figures."""
    print(
        f"  {name:<34} p50 {statistics.median(milliseconds):7.1f} ms   p99 {percentile(milliseconds, 0.99):7.1f} ms"
        f"   n {len(milliseconds):4}   {load()}"
    )


def until_it_answers(terminal: Terminal) -> None:
    """Wait for the desk: its first frame stands long before the first key is answered."""
    terminal.wait_for(b"1 of ")
    terminal.send(b"j")
    terminal.wait_for(b"2 of ")
    terminal.send(b"g")
    terminal.settle(quiet=1.0)


def to_the_top(terminal: Terminal) -> None:
    """Go to the wire's first item."""
    terminal.send(b"\x1bOP")
    terminal.settle()
    terminal.send(b"g")
    terminal.settle()
