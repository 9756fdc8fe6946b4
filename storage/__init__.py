"""TinyDB on an engine that never loses a write.

:func:`open_store` is the way in; :class:`storage.table.Database` is TinyDB for any other use.
"""

TYPE_CHECKING = False  # as in typing: what only looks at a file (storage/pollbook.py) waits for nothing else
if TYPE_CHECKING:
    from pathlib import Path

    from storage.store import DocumentStore

__all__ = ["open_store"]


def open_store(name: "str | Path", *, patience: float = 5.0) -> "DocumentStore":
    """Open the store of this name, a path or an address; a file that is not there is made.

    ``patience`` is how many seconds a writer waits for other desks. A file that does not allow writing can be read. Raises
    :class:`StoreError` and its kinds.
    """
    from storage import opening

    return opening.open_store(name, patience=patience)
