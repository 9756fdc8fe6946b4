"""From the name of a store to an open one."""

from pathlib import Path

from storage.store import DocumentStore
from wireroom.errors import StoreError

_POSTGRES = ("postgresql://", "postgres://")


def open_store(name: str | Path, *, patience: float = 5.0) -> DocumentStore:
    """Open the store of this name, a path or an address; a file that is not there is made.

    ``patience`` is how many seconds a writer waits for other desks. Where a file, or its folder, does not allow writing, the
    store can be read, and writing raises :class:`StoreReadOnly`. Raises :class:`StoreError` and its kinds.
    """
    if str(name).startswith(_POSTGRES):
        return _open_postgres(str(name), patience)
    from storage.guard import allows_writing
    from storage.schema import NEWSROOM
    from storage.sqlite import SQLiteEngine

    path = Path(name)
    if path.is_file() and not allows_writing(path):
        from storage.sqlite_readonly import ReadOnlySQLite

        return DocumentStore(ReadOnlySQLite(path, layout=NEWSROOM, patience=patience))
    return DocumentStore(SQLiteEngine(path, layout=NEWSROOM, patience=patience))


def _open_postgres(address: str, patience: float) -> DocumentStore:
    try:
        from storage.pg.versions import NEWSROOM
        from storage.postgres import PostgresEngine
    except ModuleNotFoundError as missing:
        raise StoreError(
            f"PostgreSQL needs a part that is not installed: {missing.name}.",
            next_step="Install wireroom[postgres].",
        ) from missing
    return DocumentStore(PostgresEngine(address, layout=NEWSROOM, patience=patience))
