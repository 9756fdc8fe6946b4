"""Where a user's files belong on this system."""

import os
import sys

TYPE_CHECKING = False  # as in typing, which the empty desk does not wait for
if TYPE_CHECKING:
    from pathlib import Path

_NAME = "wireroom"


def config_folder() -> "Path":
    """Where the configuration lies."""
    return _path(_config())


def data_folder() -> "Path":
    """Where the store lies that nobody named."""
    return _path(_data())


def config_file(name: str) -> str:
    """A file of what was configured."""
    return os.path.join(_config(), name)


def data_file(name: str) -> str:
    """A file that is kept."""
    return os.path.join(_data(), name)


def state_file(name: str) -> str:
    """A file of what a sitting leaves for the next."""
    return os.path.join(_xdg("XDG_STATE_HOME", ".local", "state") or _asked("user_state_dir"), name)


def _config() -> str:
    return _xdg("XDG_CONFIG_HOME", ".config") or _asked("user_config_dir")


def _data() -> str:
    return _xdg("XDG_DATA_HOME", ".local", "share") or _asked("user_data_dir")


def _xdg(variable: str, *default: str) -> str:
    """The folder by the rule of freedesktop.org on Linux, where every command asks for it; nothing elsewhere."""
    home, named = os.environ.get("HOME", ""), os.environ.get(variable, "")
    if sys.platform != "linux" or "ANDROID_ROOT" in os.environ or not os.path.isabs(home):
        return ""
    return os.path.join(named if os.path.isabs(named) else os.path.join(home, *default), _NAME)


def _path(folder: str) -> "Path":
    from pathlib import Path

    return Path(folder)


def _asked(kind: str) -> str:
    """The folder as platformdirs knows it, which takes a tenth of a short command to load."""
    import platformdirs

    folder: str = getattr(platformdirs, kind)(_NAME)
    return folder
