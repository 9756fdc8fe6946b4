"""Hosts of their own for tests: network namespaces of Linux, wired to this one and cut off at will."""

import os
import shutil
import subprocess
from types import TracebackType
from typing import Self


class NoNamespacesError(Exception):
    """This machine does not let us make network namespaces; the message says why."""


def _ip(*arguments: str) -> None:
    done = subprocess.run(["ip", *arguments], capture_output=True, text=True, check=False, timeout=30)
    if done.returncode != 0:
        raise NoNamespacesError(f"ip {' '.join(arguments)}: {done.stderr.strip()}")


class Host:
    """A host that reaches this machine at ``address`` and nothing else; ``number`` tells hosts apart."""

    def __init__(self, number: int) -> None:
        if shutil.which("ip") is None:
            raise NoNamespacesError("the command ip is not installed (Debian: apt-get install iproute2)")
        self._name = f"wr{os.getpid()}-{number}"
        self._here = f"wrh{os.getpid() % 100_000}-{number}"
        self.address = f"10.203.{number}.1"
        self._its_own = f"10.203.{number}.2"

    def __enter__(self) -> Self:
        there = f"{self._here}x"
        _ip("netns", "add", self._name)
        try:
            _ip("link", "add", self._here, "type", "veth", "peer", "name", there)
            _ip("link", "set", there, "netns", self._name)
            _ip("address", "add", f"{self.address}/24", "dev", self._here)
            _ip("link", "set", self._here, "up")
            _ip("-n", self._name, "address", "add", f"{self._its_own}/24", "dev", there)
            _ip("-n", self._name, "link", "set", there, "up")
            _ip("-n", self._name, "link", "set", "lo", "up")
        except NoNamespacesError:
            self._remove()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._remove()

    def _remove(self) -> None:
        _ip("netns", "delete", self._name)  # its end of the wire goes with it, and ours with that

    @property
    def prefix(self) -> tuple[str, ...]:
        """What runs a command on this host."""
        return ("ip", "netns", "exec", self._name)

    def cut_off(self) -> None:
        """Lose everything that is sent from now on, either way."""
        _ip("link", "set", self._here, "down")

    def connect(self) -> None:
        """Carry what is sent again."""
        _ip("link", "set", self._here, "up")
