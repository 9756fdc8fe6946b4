"""Files of a snapshot on disk: each written beside its place and renamed, so that no reader ever sees half of one."""

import gzip
import os
import time
from pathlib import Path

from wireroom.errors import PlaceError
from wireroom.publish.files import TWIN, File

#: nginx makes an ETag of whole-second mtime and size, so these move by a whole second with every change; and they
#: are on disk before a publication counts. Their twins, too: nginx sends those with an ETag of their own.
_WATCHED = ("index.html", "latest.json")

_MADE_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC

_TEXT = frozenset((".html", ".css", ".js", ".json", ".atom", ".rss", ".xml", ".txt", ".md", ".svg"))


class FolderWriter:
    """Writes into one folder, in the order it is given files.

    ``fresh`` is a folder that no reader looks into yet; ``before`` the folder readers look into until then.
    ``compress`` puts a ``.gz`` twin beside every text file.
    """

    def __init__(
        self, folder: Path, *, fresh: bool = False, before: Path | None = None, compress: bool = False
    ) -> None:
        self._folder = folder
        self._root = str(folder)
        self._fresh = fresh
        self._before = before or folder
        self._compress = compress

    def write(self, file: File) -> None:
        """Put a file in its place, whole. Raises ``PlaceError``."""
        path, body = file.path, file.body
        try:
            self._put(path, body)
            if self._compress and Path(path).suffix in _TEXT:
                self._put(f"{path}{TWIN}", gzip.compress(body, 6, mtime=0))
        except OSError as trouble:
            raise PlaceError(
                f"{self._folder / file.path} could not be written: {trouble.strerror or trouble}.",
                next_step="Make room or set permissions, then publish again; readers still see whole pages.",
            ) from trouble

    def same(self, file: File) -> bool:
        """Whether the file is there with these bytes."""
        path = self._folder / file.path
        try:
            return path.stat().st_size == len(file.body) and path.read_bytes() == file.body
        except FileNotFoundError:
            return False

    def standing(self, path: str) -> bytes:
        """What readers find at a path; nothing if there is no file."""
        try:
            with open(f"{self._root}/{path}", "rb", buffering=0) as there:  # noqa: PTH123 - asked for often
                return there.read()
        except FileNotFoundError:
            return b""

    def names(self, pattern: str) -> list[str]:
        """The paths that match a pattern."""
        return sorted(path.relative_to(self._folder).as_posix() for path in self._folder.glob(pattern))

    def remove(self, path: str) -> None:
        """Take a file and its twin away; what is gone already is fine."""
        for name in (path, f"{path}{TWIN}"):
            (self._folder / name).unlink(missing_ok=True)

    def sweep(self, kept: set[str]) -> list[str]:
        """Take away what an earlier snapshot or a cut-off publication left in the snapshot's own folders."""
        removed = []
        twins = {f"{path}{TWIN}" for path in kept} if self._compress else set()
        for folder in ("a", "b", "p", "ninjs", "feeds", "sitemaps", "assets", "media", ""):
            for path in sorted((self._folder / folder).glob("*")):
                name = f"{folder}/{path.name}" if folder else path.name
                ours = bool(folder) or _unfinished(path)
                if ours and path.is_file() and name not in kept and name not in twins:
                    path.unlink()
                    removed.append(name)
        return removed

    def _put(self, path: str, body: bytes) -> None:
        place = f"{self._root}/{path}"
        folder, _, name = place.rpartition("/")
        beside = place if self._fresh else f"{folder}/.{name}.part"
        try:
            descriptor = os.open(beside, _MADE_ANEW, 0o644)
        except FileNotFoundError:
            Path(folder).mkdir(parents=True, exist_ok=True)
            descriptor = os.open(beside, _MADE_ANEW, 0o644)
        try:
            written = os.write(descriptor, body)
            while written < len(body):
                written += os.write(descriptor, memoryview(body)[written:])
            if path.removesuffix(TWIN) in _WATCHED:
                moment = max(_next_second(f"{self._before}/{path}"), time.time())
                os.utime(descriptor, (moment, moment))
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if not self._fresh:
            os.rename(beside, place)  # noqa: PTH104 - a Path for each of many files would cost more than the rename


def _unfinished(path: Path) -> bool:
    return path.name.startswith(".") and path.name.endswith(".part")


def _next_second(path: str) -> float:
    """A time a whole second above the present one of a file."""
    try:
        return float(int(os.stat(path).st_mtime) + 1)  # noqa: PTH116 - as above
    except FileNotFoundError:
        return 1.0
