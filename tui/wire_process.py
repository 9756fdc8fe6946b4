"""Processes beside the desk: one asks the wires, one serves a preview. All are the same command line."""

import os
import subprocess
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from wireroom.errors import StoreError, UsageError

if TYPE_CHECKING:
    from tui.bootstrap import Settings

#: How much the puller yields to the desk.
NICENESS = 10
#: What keeps a process small that runs all day: its threads share one store of glibc's memory, none keeps another.
FRUGAL = {"MALLOC_ARENA_MAX": "1"}
PATIENCE_SECONDS = 3.0


class WireProcess:
    """Starts ``wireroom pull`` and ``wireroom serve`` beside the desk and ends them with the desk.

    The one that keeps pulling also ends when the desk is killed: it reads a pipe that only the desk holds open.

    Parsing in a process of its own keeps the screen's event loop free: in threads it makes keys late by a tenth of
    a second. ``command`` is the command line up to the name of a command.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._addresses: dict[str, str] = {}

    def watch(self) -> None:
        """Keep pulling what falls due until :meth:`stop`."""
        if not self._runs("watch"):
            self._start("watch", "pull", "--watch", "--tied", tied=True)

    def ask_all(self) -> bool:
        """Pull everything once, now; tells whether this began it (``False``: one is under way)."""
        if self._runs("ask"):
            return False
        self._start("ask", "pull", "--all")
        return True

    def preview(self, slug: str) -> str:
        """Serve a live blog on loopback and give its address; waits for it, so never on the event loop.

        Raises ``StoreError`` when it could not be served.
        """
        name = f"preview {slug}"
        if not self._runs(name):
            process = self._start(name, "serve", slug, output=True)
            assert process.stdout is not None
            self._addresses[slug] = process.stdout.readline().decode("utf-8", "replace").strip()
        if not self._addresses[slug].startswith("http://"):
            raise StoreError(f"{slug} could not be served.", next_step=f"'wireroom serve {slug}' says why.")
        return self._addresses[slug]

    def stop(self) -> None:
        """End all of them, waiting for what they are writing."""
        for process in self._running.values():
            if process.poll() is None:
                process.terminate()
        for process in self._running.values():
            try:
                process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
        self._running.clear()

    def _runs(self, name: str) -> bool:
        process = self._running.get(name)
        return process is not None and process.poll() is None

    def _start(
        self, name: str, *words: str, output: bool = False, tied: bool = False
    ) -> subprocess.Popen[bytes]:
        if not self._command:
            raise UsageError("This desk was opened without a command line of its own.")
        process = subprocess.Popen(  # noqa: S603 - our own command line, no shell
            [*self._command, *words],
            stdin=subprocess.PIPE if tied else subprocess.DEVNULL,
            stdout=subprocess.PIPE if output else subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, **FRUGAL} if tied else None,
        )
        os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
        self._running[name] = process
        return process


def command_line(settings: "Settings") -> list[str]:
    """How to call this command line on the same newsroom, as the same editor."""
    return [sys.executable, "-m", "tui", *options(settings)]


def options(settings: "Settings") -> list[str]:
    """The options of the command line that ask for these settings."""
    words = []
    if settings.store:
        words += ["--store", settings.store]
    if settings.editor:
        words += ["--as", settings.editor]
    if settings.config is not None:
        words += ["--config", str(settings.config)]
    return words
