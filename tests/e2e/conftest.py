"""What end-to-end tests share: the installed command in a quiet place."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.terminal import WIREROOM

Installed = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody who has never used Wireroom."""
    return {
        "HOME": str(tmp_path / "home"),
        "XDG_DATA_HOME": str(tmp_path / "home/data"),
        "XDG_CONFIG_HOME": str(tmp_path / "home/config"),
        "XDG_CACHE_HOME": str(tmp_path / "home/cache"),
        "WIREROOM_EDITOR": "aigerim",
    }


@pytest.fixture
def installed(home: dict[str, str]) -> Installed:
    """Run the installed command to its end."""

    def call(*words: str, expect: int = 0) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [WIREROOM, *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **home},
        )
        assert done.returncode == expect, done.stderr
        return done

    return call


def document(done: "subprocess.CompletedProcess[str]") -> Any:
    """The JSON on stdout."""
    return json.loads(done.stdout)
