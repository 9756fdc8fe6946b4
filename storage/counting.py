"""How many indexed rows hold some words, counted once for as long as the index of words is the same.

A letter more of a word mostly begins the very same words: then nothing is asked of the index at all.
"""

from collections.abc import Sequence

from msgspec import Struct, field

from storage.fulltext import FullText, Select

#: So much is remembered of a state of an index.
_REMEMBERED = 256


class _Known(Struct, frozen=True):
    """What an index answered in one of its states."""

    state: object
    names: dict[str, tuple[str, ...] | None] = field(default_factory=dict)
    """The words that begin so, by beginning; ``None`` where they are many."""
    counts: dict[str, int] = field(default_factory=dict)

    def names_within(self, beginning: str) -> tuple[str, ...] | None:
        """The words that begin so, where those with a shorter beginning are known."""
        for size in range(len(beginning), 0, -1):
            if (names := self.names.get(beginning[:size])) is not None:
                return tuple(name for name in names if name.startswith(beginning))
        return None


class IndexedCounts:
    """Counts of the rows in the index of each table; ``select`` runs a question. Ask inside a snapshot."""

    def __init__(self, select: Select) -> None:
        self._select = select
        self._known: dict[str, _Known] = {}

    def count(self, table: str, words: Sequence[str], *, phrase: bool) -> int:
        """How many rows the index finds."""
        full_text = FullText(table)
        known, state = self._known.get(table), self._select(full_text.state, ())
        if known is None or known.state != state or len(known.counts) + len(known.names) > _REMEMBERED:
            known = self._known[table] = _Known(state)
        if phrase:
            asked = full_text.asked(words, phrase=True)
        else:
            asked = " AND ".join(self._begun(full_text, known, word) for word in words)
        if asked not in known.counts:
            ((known.counts[asked],),) = self._select(f"SELECT count(*) FROM ({full_text.found})", (asked,))
        return known.counts[asked]

    def _begun(self, full_text: FullText, known: _Known, beginning: str) -> str:
        """What the index is asked for words that begin so: for the words by their names, where they are few.

        FTS5 answers a beginning by writing the lists of all its words into one first. If they are long, to read a few
        of them beside each other takes a quarter of that.
        """
        names = known.names_within(beginning)
        if names is None:
            if beginning not in known.names:
                known.names[beginning] = full_text.names(self._select, beginning)
            names = known.names[beginning]
        if not names:
            return f'"{beginning}"*'
        by_name = " OR ".join(f'"{name}"' for name in names)
        return f"({by_name})"
