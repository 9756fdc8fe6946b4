"""What happens when Wireroom itself is at fault: the night goes on, and the traceback is kept for its makers."""

import traceback
from pathlib import Path
from typing import ClassVar

from wireroom.errors import WireroomError


class FaultError(WireroomError):
    """A mistake in Wireroom: what was asked for was not done, everything else stands."""

    title: ClassVar[str] = "A fault in Wireroom"


def fault_file() -> Path:
    """Where tracebacks are kept."""
    import platformdirs

    return platformdirs.user_log_path("wireroom") / "faults.log"


def fault_of(error: Exception) -> FaultError:
    """Make an error that can be shown, and keep the traceback. Runs away from the loop."""
    path = fault_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as log:
            log.write("".join(traceback.format_exception(error)) + "\n")
        kept = f"Please report it with the last lines of {path}."
    except OSError as trouble:
        kept = f"Please report it; its traceback could not be kept ({trouble})."
    return FaultError(
        f"{type(error).__name__}: {error}", next_step=f"It was not done; everything else stands. {kept}"
    )
