"""Where a snapshot stands on disk, and what is kept beside it.

A folder that is not there yet becomes a link to a tree beside it: a whole rebuild makes a new tree and switches the
link, in one step for every reader. A folder that somebody made, or linked to, is written in place, in the order
that keeps readers whole. Beside the folder ``live`` lies ``.live.wireroom`` with trees, the publisher's memory and a
lock.
"""

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import platformdirs

from wireroom.errors import PlaceError, PublishError

_TREE = "tree"
_SHELF = "shelf"
#: What a link to a tree says: no other link is the publisher's to switch.
_OWN_LINK = re.compile(rf"\..+\.wireroom/([0-9]+)/{_TREE}")


@cache
def boot_id() -> str:
    """What the system calls this run of the machine; empty where it does not say.

    A publication waits for the disk with the two files readers ask for first, and with no other. After the power went,
    what a publisher remembers of the others may be more than the disk has of them.
    """
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def stage_of(address: str) -> Path:
    """Where what goes to a distant target stands on this machine first."""
    name = hashlib.sha256(address.encode()).hexdigest()[:16]
    return platformdirs.user_data_path("wireroom") / "stages" / name


class Place:
    """One local folder that a live blog is published to, by its full path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = str(folder)
        self._linked: tuple[str, Path] | None = None
        self.beside = self.folder.parent / f".{self.folder.name}.wireroom"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One publisher at a time; a lock ends with its process."""
        if not os.path.isdir(self._path):  # noqa: PTH112 - asked for with every publication
            self._refuse_what_is_no_folder()
        try:
            descriptor = self._lock_file()
        except OSError as trouble:
            raise PlaceError(
                f"{self.folder} can't be published to: {trouble.strerror}.",
                next_step="Name a folder whose parent can be written.",
            ) from trouble
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    @contextmanager
    def written(self) -> Iterator[None]:
        """What the system refuses within the block is said as ``PlaceError``: a full disk, rights that are missing."""
        try:
            yield
        except OSError as trouble:
            raise PlaceError(
                f"{trouble.filename or self.folder} could not be written: {trouble.strerror or trouble}.",
                next_step="Make room or set permissions, then publish again; readers still see whole pages.",
            ) from trouble

    def _refuse_what_is_no_folder(self) -> None:
        if self.folder.exists():
            raise PublishError(f"{self.folder} is a file.", next_step="Name a folder, or one to be made.")
        if self.folder.is_symlink() and not self._generation:
            raise PublishError(
                f"{self.folder} is a link to {self.folder.readlink()}, where no folder is.",
                next_step="Make that folder, or take the link away.",
            )

    def _lock_file(self) -> int:
        path, flags = f"{self.beside}/lock", os.O_RDWR | os.O_CREAT
        try:
            return os.open(path, flags, 0o600)
        except FileNotFoundError:
            self.beside.mkdir(parents=True, exist_ok=True)
            return os.open(path, flags, 0o600)

    @property
    def switches(self) -> bool:
        """Whether a rebuild switches a link instead of writing in place."""
        return bool(self._generation) or not self.folder.exists()

    @property
    def shelf(self) -> Path:
        """The memory of what readers see now."""
        try:
            link = os.readlink(self._path)  # noqa: PTH115 - asked for with every publication
        except OSError:
            return self.beside / _SHELF
        if not _OWN_LINK.fullmatch(link):
            return self.beside / _SHELF
        if self._linked is None or self._linked[0] != link:
            self._linked = link, self.folder.parent / os.path.dirname(link) / _SHELF  # noqa: PTH120
        return self._linked[1]

    @property
    def stands(self) -> bool:
        """Whether there is a snapshot at all."""
        return os.path.isfile(f"{self._path}/latest.json")  # noqa: PTH113 - asked for with every publication

    def new_tree(self) -> Path:
        """An empty tree that no reader sees yet."""
        self._clear()
        following = int(self._generation or 0) + 1
        tree = self.beside / f"{following:06d}" / _TREE
        tree.mkdir(parents=True)
        return tree

    @contextmanager
    def cleared(self) -> Iterator[None]:
        """A tree that is not finished within the block leaves: it may be what filled the disk, and the store may be on it."""
        try:
            yield
        except BaseException:
            if self.switches:
                self._clear(ignore_errors=True)
            raise

    def _clear(self, *, ignore_errors: bool = False) -> None:
        """Take away trees that were never shown to readers."""
        current = self._generation
        for unfinished in self.beside.glob("[0-9]*"):
            if unfinished.name > current:
                shutil.rmtree(unfinished, ignore_errors=ignore_errors)

    def shelf_of(self, tree: Path) -> Path:
        """The memory that belongs to a tree."""
        return tree.parent / _SHELF

    def switch(self, tree: Path, *, keep: int) -> None:
        """Show readers a tree, and keep the newest ``keep`` trees with it."""
        link = self.beside / "link"
        link.unlink(missing_ok=True)
        link.symlink_to(os.path.relpath(tree, self.folder.parent))
        link.replace(self.folder)
        for old in sorted(self.beside.glob("[0-9]*"))[:-keep]:
            shutil.rmtree(old)

    def forget(self) -> None:
        """Drop the memory before a folder is rewritten in place: a publication cut off then starts afresh."""
        shutil.rmtree(self.shelf, ignore_errors=True)

    @property
    def _generation(self) -> str:
        """The number of the tree that readers see; empty where none of the publisher's own is linked."""
        if not self.folder.is_symlink():
            return ""
        own = _OWN_LINK.fullmatch(str(self.folder.readlink()))
        return own[1] if own is not None else ""
