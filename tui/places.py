"""Where a user's files belong on this system."""

import os
import sys
from pathlib import Path

_NAME = "wireroom"


def config_folder() -> Path:
    """Where the configuration lies."""
    return _xdg("XDG_CONFIG_HOME", ".config") or _asked("user_config_path")


def data_folder() -> Path:
    """Where the store lies that nobody named."""
    return _xdg("XDG_DATA_HOME", ".local", "share") or _asked("user_data_path")


def _xdg(variable: str, *default: str) -> Path | None:
    """The folder by the rule of freedesktop.org on Linux, where every command asks for it; nothing elsewhere."""
    home = Path(os.environ.get("HOME", ""))
    if sys.platform != "linux" or "ANDROID_ROOT" in os.environ or not home.is_absolute():
        return None
    named = Path(os.environ.get(variable, ""))
    return (named if named.is_absolute() else home.joinpath(*default)) / _NAME


def _asked(kind: str) -> Path:
    """The folder as platformdirs knows it, which takes a tenth of a short command to load."""
    import platformdirs

    folder: Path = getattr(platformdirs, kind)(_NAME)
    return folder
