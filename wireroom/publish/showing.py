"""Entries with their pieces as lists, pages and feeds take them, joined in runs.

A list of a hundred pieces is fetched from a hundred places in memory each time it is joined, and most of a publication
would be spent on that. So pieces are joined in runs of about four, which are kept until one of their pieces changes.
An entry that changed often has many pieces that did not: lists of those need not be made anew at all.
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
    """Rows that stand together, as entries and what marks their notices, and the runs of their pieces.

    A run is kept by its kind and whether it goes against the order of the rows.
    """

    __slots__ = ("rows", "runs")

    def __init__(self, rows: tuple[str, ...]) -> None:
        self.rows = [_parts(row) for row in rows]
        self.runs: dict[tuple[str, bool], Run | None] = {}

    def forget(self, kinds: Iterable[str]) -> None:
        """Let go of the runs of these kinds: a piece of one of the entries changed."""
        for kind in kinds:
            self.runs.pop((kind, False), None)
            self.runs.pop((kind, True), None)


class Showing:
    """Entries by id, made by ``make`` when first asked for.

    ``late`` makes a piece that few entries ever need. What is made is kept until the entry is forgotten.
    """

    def __init__(self) -> None:
        self.make: Callable[[str], Shown] = _nothing
        self.late: Callable[[str, Entry], bytes] = _no_piece
        self._shown: dict[str, Shown] = {}
        self._aside: dict[str, Shown] = {}
        self._differing: dict[str, frozenset[str]] = {}
        self._stretches: dict[tuple[str, ...], _Stretch] = {}
        self._within: dict[str, list[_Stretch]] = {}
        self._lists: dict[str, tuple[Sequence[str], list[_Stretch]]] = {}

    def __getitem__(self, entry_id: str) -> Shown:
        if self._aside:
            self._renew()
        try:
            return self._shown[entry_id]
        except KeyError:
            if len(self._shown) >= _HELD:
                self._shown.clear()
            shown = self._shown[entry_id] = self.make(entry_id)
            return shown

    def those(self, entry_ids: Iterable[str]) -> list[Shown]:
        """The entries, in the order given."""
        return list(map(self.__getitem__, entry_ids))

    def runs(self, kind: str, row: str, ids: Sequence[str], *, backwards: bool = False) -> list[Run]:
        """The pieces of a kind, in the order of ``ids`` or against it; what has none is left out.

        ``row`` names the list: as long as it is the same object, it is not looked through again.
        """
        if self._aside:
            self._renew()
        found: list[Run] = []
        wanted = kind, backwards
        stretches = self._parted(row, ids)
        for stretch in reversed(stretches) if backwards else stretches:
            try:
                run = stretch.runs[wanted]
            except KeyError:
                run = stretch.runs[wanted] = self._joined(
                    kind, reversed(stretch.rows) if backwards else stretch.rows
                )
            if run is not None:
                found.append(run)
        return found

    def forget(self, entry_id: str) -> None:
        """Set an entry aside that changed: it is made anew before anything is taken from here."""
        self._differing.pop(entry_id, None)
        shown = self._shown.pop(entry_id, None)
        if shown is not None:
            self._aside[entry_id] = shown
        elif entry_id not in self._aside:
            for stretch in self._within.get(entry_id, ()):
                stretch.runs.clear()

    def differs(self, entry_id: str, kinds: Iterable[str]) -> bool:
        """Whether a piece of one of these kinds is another than before the entry changed; also where nobody knows."""
        if self._aside:
            self._renew()
        known = self._differing.get(entry_id)
        return known is None or not known.isdisjoint(kinds)

    def clear(self) -> None:
        """Let go of everything: a long blog has much."""
        for known in (self._shown, self._aside, self._differing):
            known.clear()
        self._let_go_of_lists()

    def piece(self, shown: Shown, kind: str) -> bytes:
        """One piece; nothing where the entry has none of that kind."""
        found = shown.pieces.get(kind)
        if found is None and kind in LATE:
            found = shown.pieces[kind] = self.late(kind, shown.entry)
        return found or b""

    def _renew(self) -> None:
        """Make anew what was set aside, and let go of the runs of what is another now."""
        while self._aside:
            entry_id, before = self._aside.popitem()
            now = self._shown[entry_id] = self.make(entry_id)
            within = self._within.get(entry_id, ())
            if now.changed != before.changed or now.pieces["day"] != before.pieces["day"]:
                for stretch in within:
                    stretch.runs.clear()
                continue
            known = before.pieces.keys() | now.pieces.keys()
            kinds = {kind.rstrip("#") for kind in known if before.pieces.get(kind) != now.pieces.get(kind)}
            differing = self._differing[entry_id] = LATE.union(kinds)
            for stretch in within:
                stretch.forget(differing)

    def _joined(self, kind: str, rows: Iterable[tuple[str, str]]) -> Run | None:
        parts: list[bytes] = []
        day = first = b""
        changes: list[datetime] = []
        for entry_id, notice in rows:
            shown = self[entry_id]
            body = self.piece(shown, kind + notice)
            if body:
                before, day = day, shown.pieces["day"]
                first = first or day
                if kind == "html" and before and before != day:
                    body = day_heading(day) + body
                parts.append(body)
                changes.append(shown.changed)
        return Run(BETWEEN[kind].join(parts), max(changes), first, day) if parts else None

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
            for entry_id, _ in stretch.rows:
                self._within.setdefault(entry_id, []).append(stretch)
        return stretch

    def _let_go_of_lists(self) -> None:
        self._lists.clear()
        self._stretches.clear()
        self._within.clear()


def bodies(runs: Iterable[Run]) -> list[bytes]:
    """What runs hold, to be joined with what stands between their pieces."""
    return [run.body for run in runs]


def _parts(row: str) -> tuple[str, str]:
    """The entry of a row; with ``#``, and whatever follows it, it is of the notice that takes it back."""
    entry_id, notice, _ = row.partition("#")
    return entry_id, notice


def _nothing(entry_id: str) -> Shown:
    raise KeyError(entry_id)


def _no_piece(kind: str, _: Entry) -> bytes:
    raise KeyError(kind)
