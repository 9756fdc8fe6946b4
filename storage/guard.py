"""What is looked at before a file is opened as a store, so that nothing foreign is ever written to."""

import os
import sqlite3
import struct
from pathlib import Path

from storage.fileform import APPLICATION_ID
from wireroom.errors import StoreDamaged, StoreError, StoreReadOnly, StoreTooNew

_MAGIC = b"SQLite format 3\0"
_HEADER = 100  # bytes; the file format of SQLite, section 1.3
_APPLICATION_ID_AT = 68

#: File systems whose locks or shared memory do not hold between machines.
_NETWORK = frozenset(
    [
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "afs",
        "ncpfs",
        "ceph",
        "lustre",
        "glusterfs",
        "beegfs",
        "davfs",
        "orangefs",
        "fuse.sshfs",
        "fuse.s3fs",
        "fuse.rclone",
        "fuse.glusterfs",
        "fuse.davfs2",
        "fuse.curlftpfs",
        "fuse.goofys",
        "fuse.gcsfuse",
    ]
)

_MOUNTS = Path("/proc/self/mountinfo")


def allows_writing(path: Path) -> bool:
    """Whether a file, where there is one, and the folder it lies in can be written."""
    return all(os.access(place, os.W_OK) for place in (path, path.parent) if place.exists())


def look_before_reading(path: Path) -> None:
    """Raise the error that says why this file can't be read where it may not be written."""
    refuse_network(path)
    if not os.access(path, os.R_OK):
        raise StoreError(f"{path} can't be read.", next_step="Ask whoever owns it to let you read it.")
    _refuse_foreign(path)
    log, index = (path.with_name(f"{path.name}-{end}") for end in ("wal", "shm"))
    if not index.exists() and log.exists() and log.stat().st_size:
        raise StoreReadOnly(
            f"{path} was copied while a desk had it open, and {log.name} can only be read in where writing is allowed.",
            next_step="Copy both files to such a place; 'wireroom backup FILE' makes a copy that is whole by itself.",
        )


def look_before_opening(path: Path) -> None:
    """Raise the error that says why this path can't be a store one writes to."""
    refuse_network(path)
    if not path.parent.is_dir():
        raise StoreError(
            f"The folder {path.parent} is not there.", next_step="Make it, or name another file as the store."
        )
    if path.is_dir():
        raise StoreError(f"{path} is a folder.", next_step="Name a file in it as the store.")
    _refuse_read_only(path)
    if path.exists():
        _refuse_foreign(path)


def refuse_network(path: Path, mounts: Path = _MOUNTS) -> None:
    """Raise the error for a path on a file system that another machine serves."""
    place = path if path.exists() else path.parent
    if place.exists() and os.major(place.stat().st_dev):
        return  # a disk of this machine; to read the list of mounts can take longer than to open a store
    kind = file_system_of(path, mounts)
    if kind in _NETWORK:
        raise StoreError(
            f"{path} lies on a network file system ({kind}), where several desks would damage the store.",
            next_step="Keep the store on a local disk, or name a PostgreSQL store: --store postgresql://...",
        )


def file_system_of(path: Path, mounts: Path = _MOUNTS) -> str:
    """The kind of file system a path lies on, as the kernel names it; empty if the system does not tell."""
    try:
        lines = mounts.read_text(errors="surrogateescape").splitlines()
    except OSError:
        return ""
    place = Path(os.path.realpath(path))
    deepest, kind = -1, ""
    for line in lines:
        # number, parent, device, root, point, options, optional fields, a dash, kind, source, options: proc(5)
        before, _, after = line.partition(" - ")
        point = Path(before.split(" ")[4].encode().decode("unicode_escape"))
        depth = len(point.parts)
        if depth >= deepest and place.is_relative_to(point):
            deepest, kind = depth, after.split(" ")[0]
    return kind


def _refuse_read_only(path: Path) -> None:
    for place in (path, path.parent):
        if place.exists() and not os.access(place, os.W_OK):
            raise StoreReadOnly(
                f"{place} does not allow writing.",
                next_step="Allow writing to the file and its folder, or copy the store to another place.",
            )


def _refuse_foreign(path: Path) -> None:
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if not header:
        return
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise _not_a_store(path)
    (application,) = struct.unpack_from(">I", header, _APPLICATION_ID_AT)
    if application not in (0, APPLICATION_ID):
        raise _not_a_store(path)


def _not_a_store(path: Path) -> StoreDamaged:
    return StoreDamaged(
        f"{path} is not a store of Wireroom.",
        next_step="Name another file, or restore a backup if this was one.",
    )


def check_identity(connection: sqlite3.Connection, path: Path, known: int) -> int:
    """The version of the layout a file has, 0 for an empty one.

    Raises :class:`StoreTooNew` above ``known``, and :class:`StoreDamaged` where something else lives in it.
    """
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if application == APPLICATION_ID:
        refuse_newer(path, version, known)
        return version
    if application or version or connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise _not_a_store(path)
    return 0


def refuse_newer(path: Path, version: int, known: int) -> None:
    """Raise :class:`StoreTooNew` for a layout above the one this program knows."""
    if version > known:
        raise StoreTooNew(
            f"{path} has layout {version}; this Wireroom knows layouts up to {known}.",
            next_step="Update Wireroom on this machine.",
        )
