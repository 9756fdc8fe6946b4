"""What the engines say differently in SQL; the questions of the newsroom are written once, over this."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from msgspec import Struct


class Narrowing(Struct, frozen=True):
    """A condition of SQL on the rows of a table, ``?`` for each parameter.

    It is ``exact`` where it takes precisely the rows that were asked for; elsewhere it takes more. With ``few``,
    so few rows fulfil it that it is best to fetch and then sort them, which an engine may have found out.
    """

    where: str
    parameters: tuple[Any, ...] = ()
    exact: bool = True
    few: bool = False


class Dialect(Protocol):
    """How one engine asks what the other asks in other words."""

    def field(self, name: str) -> str:
        """A text field of a row's document, for one that has no column of its own."""
        ...

    def among(self, column: str, values: Iterable[str]) -> Narrowing:
        """Rows whose column is one of the values."""
        ...

    def words(self, table: str, words: Sequence[str], *, phrase: bool) -> Narrowing:
        """Rows of ``items`` or ``updates`` whose copy holds all the folded words, each as a prefix.

        ``phrase`` asks for them whole and next to each other.
        """
        ...

    def count_words(self, table: str, words: Sequence[str], *, phrase: bool) -> int | None:
        """How many rows hold the words; ``None`` where an index can't tell alone."""
        ...

    def last_with_words(
        self, table: str, words: Sequence[str], *, phrase: bool, limit: int
    ) -> list[int] | None:
        """The places of the rows that hold the words, as many as came in last, last first.

        ``None`` where an index can't tell alone.
        """
        ...

    def highest_up_to(self, place: int) -> str | None:
        """A time that no item at this place or before it was first seen after, as text; ``None`` if unknown."""
        ...

    def get_ready(self, table: str) -> None:
        """Read what questions about words are answered with besides the index. Inside a snapshot."""
        ...

    def term(self, term: str) -> Narrowing:
        """Items with ``tag=...``, ``cue=...`` or ``origin=...``, the value folded."""
        ...

    def feeds(self, feeds: Sequence[str]) -> Narrowing:
        """Items of one of the feeds."""
        ...

    def citing(self, item_ids: Iterable[str]) -> Narrowing:
        """Updates with one of the items in evidence."""
        ...

    def ends_with(self, table: str, end: str, *, shortest: int) -> Narrowing:
        """Rows of a table whose id ends so; an end has at least ``shortest`` characters."""
        ...

    @property
    def uncited(self) -> str:
        """The condition that no update has an item in evidence."""
        ...

    @property
    def tag_counts(self) -> str:
        """The whole question for every tag on items and how often it is in use, by tag."""
        ...
