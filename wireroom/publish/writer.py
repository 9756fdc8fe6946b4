"""Files of a snapshot on disk: each written beside its place and renamed, and only those that changed."""

import os
from pathlib import Path

from wireroom.errors import PublishError
from wireroom.publish.site import File

#: nginx makes an ETag of whole-second mtime and size, so these move by a whole second with every change; and they
#: are on disk before a publication counts.
_LAST = ("index.html", "latest.json")


class FolderWriter:
    """Writes into one folder, in the order it is given files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: set[Path] = set()

    def write(self, file: File) -> None:
        """Put a file in its place, whole. Raises ``PublishError``."""
        path = self._folder / file.path
        beside = path.with_name(f".{path.name}.part")
        try:
            self._make_folder(path.parent)
            at_least = _next_second(path) if file.path in _LAST else 0.0
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
            try:
                _write_all(descriptor, file.body)
                if at_least:
                    moment = max(at_least, os.fstat(descriptor).st_mtime)
                    os.utime(descriptor, (moment, moment))
                    os.fsync(descriptor)
            finally:
                os.close(descriptor)
            beside.replace(path)
        except OSError as trouble:
            raise PublishError(
                f"{path} could not be written: {trouble.strerror or trouble}.",
                next_step="Make room or set permissions, then publish again; readers still see whole pages.",
            ) from trouble

    def remove(self, path: str) -> None:
        """Take a file away; one that is gone already is fine."""
        (self._folder / path).unlink(missing_ok=True)

    def _make_folder(self, folder: Path) -> None:
        if folder not in self._made:
            folder.mkdir(parents=True, exist_ok=True)
            self._made.add(folder)


def _next_second(path: Path) -> float:
    """A time a whole second above the present one of a file."""
    try:
        return float(int(path.stat().st_mtime) + 1)
    except FileNotFoundError:
        return 1.0


def _write_all(descriptor: int, body: bytes) -> None:
    view = memoryview(body)
    while view:
        view = view[os.write(descriptor, view) :]
