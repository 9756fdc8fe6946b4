"""The desk is started in a real terminal, by somebody who types before it is there."""

import os
import re
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pexpect
import pyte
import pytest

from storage import open_store
from tui.bootstrap import SystemClock
from wireroom.config import Config
from wireroom.desk.newsroom import Newsroom
from wireroom.model import Item

WIDTH, HEIGHT = 120, 36
PATIENCE = 120.0
#: What a shell says of its terminal; the size is one that the terminal does not have any more.
SHELL = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "COLUMNS": "80", "LINES": "24"}
#: A control sequence of which more is to come.
BEGUN_SEQUENCE = re.compile(rb"\x1b(\[[<>=?0-9;$]*)?\Z")
#: Kitty's keyboard protocol, and questions to the terminal: pyte takes them for something else.
UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][0-9;]*u|\x1b\[\?[0-9;]*\$p")


@pytest.fixture
def full_store(tmp_path: Path) -> Path:
    """A store with a feed and thirty items, and a closed file."""
    path = tmp_path / "full.wireroom"
    store = open_store(path)
    newsroom = Newsroom(store=store, clock=SystemClock(), editor="aigerim", config=Config())
    feed = newsroom.wire.add_feed("https://a.example.org/feed", title="Netwatch")
    begun = datetime.now(UTC) - timedelta(days=2)
    items = [
        Item(
            id=f"{number:08x}-0000-5000-8000-000000000000",
            feed=feed.id,
            identity=f"n{number}",
            headline=f"Line {number}",
            first_seen=begun + timedelta(minutes=number),
        )
        for number in range(30)
    ]
    with store.transaction() as tx:
        tx.put_items(items)
    store.close()
    return path


class Terminal:
    """A program in a terminal of its own; what it writes is drawn, and kept as it came."""

    def __init__(self, command: list[str], folder: Path, *, tells_when_it_goes: bool = True) -> None:
        homes = {f"XDG_{name}_HOME": str(folder) for name in ("CONFIG", "DATA", "STATE")}
        self._child = pexpect.spawn(
            command[0],
            command[1:],
            dimensions=(HEIGHT, WIDTH),
            ignore_sighup=not tells_when_it_goes,
            env={**os.environ, **SHELL, **homes},
        )
        self.settings = termios.tcgetattr(self._child.child_fd)
        self._screen = pyte.Screen(WIDTH, HEIGHT)
        self._stream = pyte.ByteStream(self._screen)
        self._rest = b""
        self.written = b""

    def type(self, keys: bytes) -> None:
        self._child.send(keys)

    def until(self, words: str) -> str:
        """Read until some words stand on the screen; gives the screen."""
        end = time.monotonic() + PATIENCE
        while words not in (seen := "\n".join(self._screen.display)):
            assert time.monotonic() < end, seen
            self._read()
        return seen

    def until_it_ends(self) -> int:
        """Read on to the end; gives the code it exits with, less than zero for a signal."""
        end = time.monotonic() + PATIENCE
        with suppress(EOFError):
            while True:
                assert time.monotonic() < end, "\n".join(self._screen.display)
                self._read()
        self._child.wait()
        return self._child.exitstatus if self._child.signalstatus is None else -self._child.signalstatus

    def go_away(self) -> None:
        """Vanish, and wait until the program has noticed."""
        os.close(self._child.child_fd)
        end = time.monotonic() + PATIENCE
        while self._child.isalive():
            assert time.monotonic() < end
            time.sleep(0.1)

    def settings_now(self) -> list[object]:
        return termios.tcgetattr(self._child.child_fd)

    def close(self) -> None:
        self._child.close(force=True)

    def _read(self) -> None:
        try:
            data = self._child.read_nonblocking(1 << 16, timeout=1)
        except pexpect.TIMEOUT:
            return
        except pexpect.EOF:
            raise EOFError from None
        self.written += data
        text = self._rest + data
        begun = BEGUN_SEQUENCE.search(text)
        whole = begun.start() if begun else len(text)
        text, self._rest = text[:whole], text[whole:]
        self._stream.feed(UNKNOWN_TO_PYTE.sub(b"", text))


@pytest.fixture
def terminal(full_store: Path, tmp_path: Path) -> Iterator[Terminal]:
    (tmp_path / "wireroom").mkdir()
    (tmp_path / "wireroom" / "config.toml").write_text("[desk]\npull = false\n", encoding="utf-8")
    command = [sys.executable, "-m", "tui", "--store", str(full_store), "--as", "aigerim"]
    terminal = Terminal(command, tmp_path)
    yield terminal
    terminal.close()


@pytest.mark.slow
def test_keys_typed_during_the_start_are_neither_shown_nor_lost(terminal: Terminal) -> None:
    terminal.until("Wire")
    terminal.type(b"jj")
    terminal.until("Line 29")
    terminal.type(b"j\r")
    seen = terminal.until("4 of 30")
    assert "jj" not in seen
    assert terminal.until("❯Detail")
    assert b"jj" not in terminal.written
    terminal.type(b"qq")
    assert terminal.until_it_ends() == 0
    assert terminal.settings_now() == terminal.settings


@pytest.mark.slow
def test_a_setting_is_written_into_the_file_from_a_desk_as_it_is_started(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.until("Line 29")
    terminal.type(b",")
    terminal.until("desk.pull")
    terminal.type(b"G\r")
    terminal.until("Value")
    terminal.type(b"\x1b[D\x13")
    terminal.until("desk.pull is yes; it holds from the next start on")
    assert "pull = true" in (tmp_path / "wireroom" / "config.toml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_desk_ends_with_its_terminal_though_nobody_tells_it(full_store: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tui", "--store", str(full_store), "--as", "aigerim"]
    terminal = Terminal(command, tmp_path, tells_when_it_goes=False)
    terminal.until("Line 29")
    terminal.type(b"jj")
    terminal.until("3 of 30")
    terminal.go_away()


@pytest.mark.slow
def test_the_terminal_is_given_back_when_there_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a store at all, " * 100, encoding="utf-8")
    terminal = Terminal([sys.executable, "-m", "tui", "--store", str(tmp_path / "notes.txt")], tmp_path)
    try:
        assert terminal.until_it_ends() != 0
        assert terminal.settings_now() == terminal.settings
        assert terminal.written.rfind(b"\x1b[?1049l") > terminal.written.rfind(b"\x1b[?1049h")
    finally:
        terminal.close()


TAKES_AND_WAITS = """
import signal
from tui.terminal import TERMINAL
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may ignore it
TERMINAL.take()
TERMINAL.write("taken")
try:
    signal.pause()
finally:
    TERMINAL.give_back()
"""


def test_an_interrupt_gets_through_a_terminal_that_is_taken_and_leaves_it_as_it_was(tmp_path: Path) -> None:
    terminal = Terminal([sys.executable, "-c", TAKES_AND_WAITS], tmp_path)
    try:
        terminal.until("taken")
        assert terminal.settings_now() != terminal.settings
        terminal.type(b"\x03")
        assert terminal.until_it_ends() != 0
        assert terminal.settings_now() == terminal.settings
        assert b"\x1b[?1049l" in terminal.written
    finally:
        terminal.close()
