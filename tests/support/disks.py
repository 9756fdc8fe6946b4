"""Small disks for tests: file systems of their own, which only root may mount."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A file system in memory, mounted at a folder that is made for it; skips where that is not allowed."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "wireroom-test", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        reason = "only root may mount a small file system"
        (pytest.fail if os.environ.get("CI") and os.geteuid() == 0 else pytest.skip)(reason)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def seen_read_only(folder: Path, at: Path) -> Iterator[Path]:
    """A second place at which a folder is seen and nothing can be written; skips where that is not allowed."""
    with mounted(at, "size=4k"):
        subprocess.run(["mount", "--bind", str(folder), str(at)], check=True)
        try:
            subprocess.run(["mount", "-o", "remount,bind,ro", str(at)], check=True)
            yield at
        finally:
            subprocess.run(["umount", "--lazy", str(at)], check=True)
