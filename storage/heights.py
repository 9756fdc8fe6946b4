"""How high up the wire the items of each stretch of the table stand at most.

The index of words tells in which order items came in, and the wire shows them by the time they were first seen, which
is nearly the same. So the items with some words that came in last are a page of the wire as soon as it is known that
nothing which came in before them stands higher. Of each stretch of places the latest time is kept in mind, which
makes that a look at a list: no other item has to be read for it.

An item's first sighting never changes, and what is removed lowers nothing that was said of the others. New rows go to the
end of the table; a table that was emptied and filled again has another row at the last place that was read.
"""

from itertools import accumulate

from msgspec import Struct

from storage.fulltext import Select

#: Places of a stretch.
_STRETCH = 256

_OF_EACH = f"SELECT place / {_STRETCH}, CAST(max(first_seen) AS TEXT) FROM d_items"
#: Of a whole table the index by which the wire is read tells it.
_HIGHEST, _HIGHEST_SINCE = f"{_OF_EACH} GROUP BY 1", f"{_OF_EACH} WHERE place >= ? GROUP BY 1"


class _Read(Struct, frozen=True):
    """What is kept in mind."""

    last: int
    """The last place that was read."""
    row: str
    """The id of the row there."""
    highest: tuple[str, ...]
    """Of each stretch the latest first sighting in it and in all before it."""


class Heights:
    """The latest first sightings of items up to a place; ``select`` runs a question. Ask inside a snapshot."""

    def __init__(self, select: Select) -> None:
        self._select = select
        self._read = _Read(0, "", ())

    def up_to(self, place: int) -> str | None:
        """A first sighting that no item at this place or before it is later than; ``None`` where that was not read."""
        known = self._known()
        stretch = place // _STRETCH
        return known.highest[stretch] if place <= known.last and stretch < len(known.highest) else None

    def catch_up(self) -> None:
        """Read what has come since; all of it at the first time, which takes as long as some tens of keys."""
        known = self._known()
        found = self._select("SELECT place, id FROM d_items ORDER BY place DESC LIMIT 1", ())
        if not found or found[0][0] == known.last:
            return
        ((last, row),) = found
        begun = known.last // _STRETCH * _STRETCH  # the stretch that was not full
        came: dict[int, str | None] = dict(
            self._select(_HIGHEST_SINCE if begun else _HIGHEST, (begun,) if begun else ())
        )
        before = known.highest[: begun // _STRETCH]
        stretches = (came.get(number) or "" for number in range(begun // _STRETCH, last // _STRETCH + 1))
        highest = accumulate(stretches, max, initial=before[-1] if before else "")
        next(highest)
        self._read = _Read(last, row, (*before, *highest))

    def _known(self) -> _Read:
        """What is kept in mind, if the rows are those it was read from."""
        known = self._read
        if known.last and self._select("SELECT id FROM d_items WHERE place = ?", (known.last,)) != [
            (known.row,)
        ]:
            known = self._read = _Read(0, "", ())
        return known
