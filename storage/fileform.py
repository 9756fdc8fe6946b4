"""What a file of the newsroom is known by, and how connections to one are set up."""

import sqlite3

#: Marks a file as a store of this program: "Wire" in ASCII, SQLite's application_id.
APPLICATION_ID = 0x57697265

#: Number of the present layout of a file, which also counts how SQLite finds documents.
FILE_VERSION = 3

#: Pages of the write-ahead log before its content goes into the file, 16 MB; a page that many writes touch goes once.
#: A write keeps as many in memory until it ends: of a page that goes into the log before that, and is changed again, all sums
#: behind it are made anew.
LOG_PAGES = 4_000
#: Bytes a write-ahead log keeps on the disk once its content is in the file.
LOG_KEPT = 2**24


def set_up(connection: sqlite3.Connection) -> None:
    """Have what is written reach the disk, and nothing of what was taken away stay in the file."""
    connection.execute("PRAGMA synchronous = FULL")
    # where a plain fsync stops at the disk's own cache
    connection.execute("PRAGMA fullfsync = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    # what a kill took away is overwritten in the file
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
