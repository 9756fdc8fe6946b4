"""Records the demo as an asciinema file (asciicast version 2), from a real pseudo-terminal driven by keys.

Run it with ``python screenshots/record.py``; play the file with ``asciinema play screenshots/demo.cast``. Pauses longer
than a second and a half are shortened, so the file does not depend on how busy the machine was.
"""

import codecs
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pexpect
import pyte

HERE = Path(__file__).resolve().parent
COLUMNS, ROWS = 120, 36
PATIENCE_SECONDS = 60.0
LONGEST_PAUSE = 1.5
#: Between two keys of a text that is typed.
A_KEY = 0.05


@dataclass(frozen=True, slots=True)
class Step:
    """What is typed once the screen shows something, and how long one looks at what came of it.

    ``keys`` are sent one by one; each is a text or the bytes of a key.
    """

    shows: str
    keys: Sequence[str]
    look: float = 1.2


ENTER, ESCAPE, TAB, SAVE = "\r", "\x1b", "\t", "\x13"
F2 = "\x1bOQ"

STEPS = (
    Step("Developing", (), 2.0),
    Step("Wire", ("i", "j", "j", "j", "k"), 1.5),
    Step("Wire", ("/", *"fire"), 1.5),
    Step("fire", (ENTER, ESCAPE), 1.0),
    Step("Wire", ("g", "a", "s", "u"), 1.2),
    Step("Wire", ("g", "w"), 2.0),
    Step("Write up", ("\x1bOS",), 1.5),
    Step("Write up", (SAVE,), 1.5),
    Step("Developing", (F2, "H"), 2.5),
    Step("Verification", (ESCAPE, "c"), 1.0),
    Step("Confirm", (*"The decree is out.", SAVE), 2.5),
    Step("", (ESCAPE, "D"), 2.0),
    Step("", (ESCAPE, "F"), 2.0),
    Step("Health", (ESCAPE, "P"), 2.0),
    Step("Publish", (ENTER,), 2.5),
    Step("", (ESCAPE, ESCAPE, "?"), 1.5),
    Step("Help", (*"retract",), 1.5),
    Step("Help", (ESCAPE, "T"), 2.0),
    Step("Wire", ("Q",), 0.0),
)


class Recording:
    """A program in a terminal, and everything it wrote with the second at which it did."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_CONFIG_HOME": str(folder / "config"),
        }
        environment.pop("NO_COLOR", None)
        self._process = pexpect.spawn(
            command[0], list(command[1:]), dimensions=(ROWS, COLUMNS), env=environment, cwd=str(folder)
        )
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._begun = time.monotonic()
        self.events: list[tuple[float, str]] = []

    def close(self) -> None:
        """End the program."""
        self._process.close(force=True)

    def look(self, seconds: float) -> None:
        """Take down what is written within some time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                said = self._decoder.decode(self._process.read_nonblocking(65_536, timeout=left))
            except pexpect.TIMEOUT:
                return
            except pexpect.EOF:
                return
            if said:
                self.events.append((time.monotonic() - self._begun, said))
                self._stream.feed(said)

    def wait_for(self, words: str) -> None:
        """Wait until the screen shows some words."""
        end = time.monotonic() + PATIENCE_SECONDS
        while words not in "\n".join(self._screen.display):
            if time.monotonic() > end:
                sys.exit(f"{words!r} did not come:\n" + "\n".join(self._screen.display))
            self.look(0.1)

    def press(self, keys: Sequence[str]) -> None:
        """Press keys, in the pace of a hand."""
        for key in keys:
            self._process.send(key)
            self.look(A_KEY if key.isprintable() and len(keys) > 8 else 0.35)


@contextmanager
def recording(command: Sequence[str], folder: Path) -> Iterator[Recording]:
    """Record a command that keeps what it writes in a folder."""
    tape = Recording(command, folder)
    try:
        yield tape
    finally:
        tape.close()


def paced(events: Sequence[tuple[float, str]]) -> list[tuple[float, str]]:
    """The same with long pauses shortened."""
    out: list[tuple[float, str]] = []
    at = before = 0.0
    for then, said in events:
        at += min(then - before, LONGEST_PAUSE)
        before = then
        out.append((round(at, 3), said))
    return out


def moved(events: Sequence[tuple[float, str]], folder: Path) -> list[tuple[float, str]]:
    """The same with the folder it was recorded in called otherwise, in as many characters: it is of no interest."""
    instead = "/home/dana/newsroom".ljust(len(str(folder)), "-")[: len(str(folder))]
    return [(at, said.replace(str(folder), instead)) for at, said in events]


def write(path: Path, events: Sequence[tuple[float, str]], title: str) -> None:
    """Write an asciicast of version 2: a header, then an event a line."""
    header = {
        "version": 2,
        "width": COLUMNS,
        "height": ROWS,
        "title": title,
        "env": {"TERM": "xterm-256color"},
    }
    lines = [header, *([at, "o", said] for at, said in events)]
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def main() -> None:
    """Record the demo, its wires alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with recording([sys.executable, "-m", "tui", "demo"], folder) as tape:
            for step in STEPS:
                tape.wait_for(step.shows)
                tape.press(step.keys)
                tape.look(step.look)
        events = moved(paced(tape.events), folder)
    write(HERE / "demo.cast", events, "Wireroom: an hour of a breaking story")
    print(f"demo.cast: {events[-1][0]:.0f} seconds, {len(events)} events")


if __name__ == "__main__":
    main()
