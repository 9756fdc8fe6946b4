"""The editor that the environment names (``VISUAL``, ``EDITOR``): a text is changed in it, beside the desk."""

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from wireroom.errors import WireroomError

_ANOTHER = "Name an editor in EDITOR, such as nano, and open the desk again."


def edited(text: str) -> str:
    """Let that editor change a text; gives what it left.

    Raises ``WireroomError`` where it can't be started, and where what it left can't be read: that is kept then.
    """
    command = _command()
    folder = Path(tempfile.mkdtemp(prefix="wireroom-"))
    file = folder / "update.md"
    file.write_text(text, encoding="utf-8")
    try:
        subprocess.run([*command, str(file)], check=False)  # noqa: S603 - the editor's own choice
        left = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as trouble:
        raise WireroomError(
            f"What {command[0]} left is not written in UTF-8.", next_step=f"It lies in {file}."
        ) from trouble
    except OSError as trouble:
        shutil.rmtree(folder)
        raise WireroomError(
            f"Nothing came back from {command[0]}: {trouble.strerror}.", next_step=_ANOTHER
        ) from trouble
    shutil.rmtree(folder)
    return left.rstrip("\n")


def _command() -> list[str]:
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        return shlex.split(named) or ["vi"]
    except ValueError as trouble:
        raise WireroomError(f"EDITOR is {named!r}, which is no command.", next_step=_ANOTHER) from trouble
