"""The process that asks the wires while the desk is open: the same command line, at lower priority."""

import os
import subprocess
from collections.abc import Sequence

#: How much the puller yields to the desk.
NICENESS = 10
PATIENCE_SECONDS = 3.0


class WireProcess:
    """Starts ``wireroom pull`` beside the desk and ends it with the desk.

    Parsing in a process of its own keeps the screen's event loop free: in threads it makes keys late by a tenth of
    a second. ``command`` is the command line up to the name of a command.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)
        self._watching: subprocess.Popen[bytes] | None = None
        self._asking: subprocess.Popen[bytes] | None = None

    def watch(self) -> None:
        """Keep pulling what falls due until :meth:`stop`."""
        if self._watching is None:
            self._watching = self._start("pull", "--watch")

    def ask_all(self) -> bool:
        """Pull everything once, now; tells whether this began it (``False``: one is under way)."""
        if self._asking is not None and self._asking.poll() is None:
            return False
        self._asking = self._start("pull", "--all")
        return True

    def stop(self) -> None:
        """End both, waiting for what they are writing."""
        running = [process for process in (self._watching, self._asking) if process is not None]
        for process in running:
            if process.poll() is None:
                process.terminate()
        for process in running:
            try:
                process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._watching = self._asking = None

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(  # noqa: S603 - our own command line, no shell
            [*self._command, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        if hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
        return process
