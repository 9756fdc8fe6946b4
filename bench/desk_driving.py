"""What the parts of the desk's benchmark share: figures told, and the way to a desk that answers."""

import os
import statistics
from collections.abc import Sequence

from bench.desk_terminal import Terminal


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
