"""Entries with their pieces, as lists, pages and feeds take them."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from wireroom.publish.pieces import Pieces
from wireroom.publish.story import Entry

#: Entries held at once; a publication asks for a few hundred.
_HELD = 2048


class Shown(NamedTuple):
    """An entry with its pieces, and the last change of it that matters to readers."""

    entry: Entry
    pieces: Pieces
    changed: datetime


class Showing(dict[str, Shown | None]):
    """Entries by id, made by ``make`` when first asked for; none for one that nobody may see.

    One publication asks for most of them several times, and the next for most of them again.
    """

    def __init__(self) -> None:
        super().__init__()
        self.make: Callable[[str], Shown | None] = _nothing

    def __missing__(self, entry_id: str) -> Shown | None:
        if len(self) >= _HELD:
            self.clear()
        shown = self[entry_id] = self.make(entry_id)
        return shown

    def those(self, entry_ids: list[str]) -> list[Shown]:
        """The entries that may be seen, in the order given."""
        return [shown for shown in map(self.__getitem__, entry_ids) if shown]


def _nothing(entry_id: str) -> Shown | None:
    raise KeyError(entry_id)
