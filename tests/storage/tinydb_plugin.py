"""A pytest plugin that puts this project's engine where TinyDB's own tests expect TinyDB's storages.

Loaded with ``-p`` into the run of that test suite only: ``TinyDB`` gets the durable table, and both storages the
tests name are the embedded engine, on the file that was named or on one of its own.
"""

import tempfile
from pathlib import Path
from typing import Any

import tinydb
import tinydb.database
import tinydb.storages
from tinydb.table import Table

from storage.table import DocumentTable, SQLiteStorage


class MemoryStorage(SQLiteStorage):
    """Stands for TinyDB's storage in memory: an engine on a file that nobody else knows."""

    def __init__(self) -> None:
        super().__init__(Path(tempfile.mkdtemp()) / "store")


class JSONStorage(SQLiteStorage):
    """Stands for TinyDB's storage in a JSON file; how that file is written does not apply."""

    def __init__(self, path: Any, **_options: Any) -> None:
        super().__init__(Path(path))


def table(storage: Any, name: str, **options: Any) -> Table:
    """Our table over our engine; a test that brings a storage of its own keeps TinyDB's."""
    ours = hasattr(storage, "engine")
    return (DocumentTable if ours else Table)(storage, name, **options)


for module in (tinydb, tinydb.storages, tinydb.database):
    module.JSONStorage = JSONStorage
for module in (tinydb.storages, tinydb):
    module.MemoryStorage = MemoryStorage
tinydb.TinyDB.default_storage_class = JSONStorage
tinydb.TinyDB.table_class = staticmethod(table)
