"""From the name of a store to an open one."""

from pathlib import Path

from storage.store import DocumentStore
from wireroom.errors import StoreError

_POSTGRES = ("postgresql://", "postgres://")


def open_store(name: str | Path, *, patience: float = 5.0) -> DocumentStore:
    """Open the store of this name, a path or an address; a file that is not there is made.

    ``patience`` is how many seconds a writer waits for other desks. Raises :class:`StoreError` and its kinds.
    """
    if str(name).startswith(_POSTGRES):
        raise StoreError(
            "This Wireroom can't speak to PostgreSQL yet.", next_step="Name a file as the store instead."
        )
    from storage.schema import NEWSROOM
    from storage.sqlite import SQLiteEngine

    return DocumentStore(SQLiteEngine(Path(name), layout=NEWSROOM, patience=patience))
