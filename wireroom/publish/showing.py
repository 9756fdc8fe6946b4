"""Entries with their pieces as lists, pages and feeds take them, joined in runs.

A list of a hundred pieces is fetched from a hundred places in memory each time it is joined, and most of a publication
would be spent on that. So pieces are joined in runs of about four, which are kept until one of their entries changes.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from wireroom.publish.pieces import BETWEEN, LATE, Pieces, day_heading
from wireroom.publish.story import Entry

#: Entries held at once; a publication asks for a few hundred.
_HELD = 2048

#: Stretches held at once; a publication asks for some hundred.
_STRETCHES = 1024

#: A row that ends in one of these ends a run. What stands before it does not matter, so a list that grows on top and is
#: cut off below keeps its runs. Ids end in a hexadecimal digit.
_ENDS = ("0", "4", "8", "c")


class Shown(NamedTuple):
    """An entry with its pieces, and the last change of it that matters to readers."""

    entry: Entry
    pieces: Pieces
    changed: datetime


class Run(NamedTuple):
    """Pieces joined: their last change, and the days of the first and of the last."""

    body: bytes
    changed: datetime
    first: bytes
    last: bytes


class _Stretch:
    """Rows that stand together, and the runs of their pieces by kind, in their order and against it."""

    __slots__ = ("backwards", "onwards", "rows")

    def __init__(self, rows: tuple[str, ...]) -> None:
        self.rows = rows
        self.onwards: dict[str, Run | None] = {}
        self.backwards: dict[str, Run | None] = {}

    def forget(self) -> None:
        """Let go of the runs: one of the entries changed."""
        self.onwards.clear()
        self.backwards.clear()


class Showing:
    """Entries by id, made by ``make`` when first asked for; none for one that nobody may see.

    ``late`` makes a piece that few entries ever need. What is made is kept until the entry is forgotten.
    """

    def __init__(self) -> None:
        self.make: Callable[[str], Shown | None] = _nothing
        self.late: Callable[[str, Entry], bytes] = _no_piece
        self._shown: dict[str, Shown | None] = {}
        self._stretches: dict[tuple[str, ...], _Stretch] = {}
        self._within: dict[str, list[_Stretch]] = {}
        self._lists: dict[str, tuple[Sequence[str], list[_Stretch]]] = {}

    def __getitem__(self, entry_id: str) -> Shown | None:
        try:
            return self._shown[entry_id]
        except KeyError:
            if len(self._shown) >= _HELD:
                self._shown.clear()
            shown = self._shown[entry_id] = self.make(entry_id)
            return shown

    def those(self, entry_ids: Iterable[str]) -> list[Shown]:
        """The entries that may be seen, in the order given."""
        return [shown for shown in map(self.__getitem__, entry_ids) if shown]

    def runs(self, kind: str, row: str, ids: Sequence[str], *, backwards: bool = False) -> list[Run]:
        """The pieces of a kind, in the order of ``ids`` or against it; what has none is left out.

        ``row`` names the list: as long as it is the same object, it is not looked through again.
        """
        found: list[Run] = []
        stretches = self._parted(row, ids)
        for stretch in reversed(stretches) if backwards else stretches:
            made = stretch.backwards if backwards else stretch.onwards
            if kind not in made:
                made[kind] = self._joined(kind, stretch.rows[::-1] if backwards else stretch.rows)
            run = made[kind]
            if run is not None:
                found.append(run)
        return found

    def forget(self, entry_id: str) -> None:
        """Let go of an entry that changed."""
        self._shown.pop(entry_id, None)
        for stretch in self._within.get(entry_id, ()):
            stretch.forget()

    def clear(self) -> None:
        """Let go of everything: a long blog has much."""
        self._shown.clear()
        self._let_go_of_lists()

    def piece(self, shown: Shown, kind: str) -> bytes:
        """One piece; nothing where the entry has none of that kind."""
        found = shown.pieces.get(kind)
        if found is None and kind in LATE:
            found = shown.pieces[kind] = self.late(kind, shown.entry)
        return found or b""

    def _joined(self, kind: str, rows: Iterable[str]) -> Run | None:
        parts: list[bytes] = []
        days: list[bytes] = []
        changes: list[datetime] = []
        for row in rows:
            entry_id, notice, _ = row.partition("#")
            shown = self[entry_id]
            body = self.piece(shown, kind + notice) if shown else b""
            if shown and body:
                day = shown.pieces["day"]
                if kind == "html" and days and days[-1] != day:
                    body = day_heading(day) + body
                parts.append(body)
                days.append(day)
                changes.append(shown.changed)
        return Run(BETWEEN[kind].join(parts), max(changes), days[0], days[-1]) if parts else None

    def _parted(self, row: str, ids: Sequence[str]) -> list[_Stretch]:
        known = self._lists.get(row)
        if known is not None and known[0] is ids:
            return known[1]
        if len(self._stretches) >= _STRETCHES:
            self._let_go_of_lists()
        stretches: list[_Stretch] = []
        begin = 0
        for end, one in enumerate(ids, 1):
            if end == len(ids) or one.endswith(_ENDS):
                stretches.append(self._stretch(tuple(ids[begin:end])))
                begin = end
        self._lists[row] = ids, stretches
        return stretches

    def _stretch(self, rows: tuple[str, ...]) -> _Stretch:
        stretch = self._stretches.get(rows)
        if stretch is None:
            stretch = self._stretches[rows] = _Stretch(rows)
            for row in rows:
                self._within.setdefault(_entry_id(row), []).append(stretch)
        return stretch

    def _let_go_of_lists(self) -> None:
        self._lists.clear()
        self._stretches.clear()
        self._within.clear()


def bodies(runs: Iterable[Run]) -> list[bytes]:
    """What runs hold, to be joined with what stands between their pieces."""
    return [run.body for run in runs]


def _entry_id(row: str) -> str:
    """The entry of a row; ``#`` and what follows marks the notice that takes it back."""
    return row.partition("#")[0]


def _nothing(entry_id: str) -> Shown | None:
    raise KeyError(entry_id)


def _no_piece(kind: str, _: Entry) -> bytes:
    raise KeyError(kind)
