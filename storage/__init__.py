"""TinyDB on an engine that never loses a write.

:func:`open_store` is the way in; :class:`storage.table.Database` is TinyDB for any other use.
"""

from storage.opening import open_store

__all__ = ["open_store"]
