"""Which process holds a store for writing, as the kernel knows it.

SQLite's write-ahead log marks its writer by a lock on one byte of the ``-shm`` file. The kernel's own list says who
holds it; opening that file to ask would drop the locks of the asking process.
"""

from pathlib import Path

#: Byte of the -shm file that a writer locks (WAL_WRITE_LOCK, "The WAL-Index File Format").
_WRITER_BYTE = 120


def holder_of(store: Path, locks: Path = Path("/proc/locks")) -> int | None:
    """The process that holds the store for writing; None if nobody does or the system does not tell."""
    try:
        inode = Path(f"{store}-shm").stat().st_ino
        listed = locks.read_text()
    except OSError:
        return None
    for line in listed.splitlines():
        # "12: POSIX  ADVISORY  WRITE 4242 fe:00:131077 120 120"; with "->" it only waits
        fields = line.split()
        if "->" in fields or len(fields) != 8 or fields[3] != "WRITE":
            continue
        start, end = int(fields[6]), fields[7]
        covers = start <= _WRITER_BYTE and (end == "EOF" or int(end) >= _WRITER_BYTE)
        if covers and fields[5].rpartition(":")[2] == str(inode) and int(fields[4]) > 0:
            return int(fields[4])
    return None


def spoken_of(process: int) -> str:
    """A process in words: its command and number."""
    import textwrap

    try:
        command = Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="replace")
        words = textwrap.shorten(command.replace("\0", " "), 120, placeholder=" ...")
    except OSError:
        words = ""
    return f"process {process} ({words})" if words else f"process {process}"
