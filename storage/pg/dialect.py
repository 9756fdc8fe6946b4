"""How PostgreSQL asks."""

from collections.abc import Iterable, Sequence

from storage.dialect import Narrowing
from storage.entries import item_terms, item_words, update_cites, update_words
from wireroom.filters import folded_words

#: No lexeme may have more than 2,046 bytes; so many letters fit whatever the script.
LONGEST_WORD = 500

#: A text search vector ends at 1 MiB; words beyond so many bytes of distinct words are not looked up.
_MOST_WORDS = 900_000

#: Bytes that a character takes in UTF-8.
_MOST_BYTES = 4


class PostgresDialect:
    """Questions over arrays, text search and the columns of :mod:`storage.pg.layout`."""

    uncited = "NOT EXISTS (SELECT 1 FROM d_updates WHERE cites && ARRAY[d_items.id]::text[])"

    tag_counts = (
        "SELECT substr(term, 5) AS tag, count(*) FROM (SELECT unnest(terms) AS term FROM d_items "
        "WHERE json_array_length(body -> 'tags') > 0) AS found WHERE starts_with(term, 'tag=') "
        "GROUP BY tag ORDER BY tag"
    )

    def field(self, name: str) -> str:
        """A text field of a row's document."""
        return f"body ->> '{name}'"

    def among(self, column: str, values: Iterable[str]) -> Narrowing:
        """Rows whose column is one of the values."""
        return Narrowing(f"{column} = ANY(?::text[])", (list(values),))

    def words(self, table: str, words: Sequence[str], *, phrase: bool) -> Narrowing:  # noqa: ARG002 - one column name in both tables
        """Rows whose copy holds the words; that they stand next to each other is left to be asked again."""
        cut = [word[:LONGEST_WORD] for word in words]
        whole = all(len(word) < LONGEST_WORD for word in words)
        asked = " & ".join(f"'{word}'{'' if phrase and whole else ':*'}" for word in cut)
        return Narrowing("words @@ ?::tsquery", (asked,), exact=whole and not phrase)

    def count_words(self, table: str, words: Sequence[str], *, phrase: bool) -> int | None:  # noqa: ARG002 - the port's
        """PostgreSQL reads every row an index leads to: ``None``."""
        return None

    def last_with_words(self, table: str, words: Sequence[str], *, phrase: bool, limit: int) -> None:
        """PostgreSQL's index gives rows in no order: ``None``."""

    def highest_up_to(self, place: int) -> None:
        """No page is read from the end of an index: ``None``."""

    def get_ready(self, table: str) -> None:
        """All is in the index."""

    def term(self, term: str) -> Narrowing:
        """Items with a tag, cue or origin."""
        cut = term[:LONGEST_WORD]
        return Narrowing("terms @> ?::text[]", ([cut],), exact=len(cut) < LONGEST_WORD)

    def feeds(self, feeds: Sequence[str]) -> Narrowing:
        """Items of one of the feeds; of a single one they come out of the index in the order of the wire."""
        return Narrowing("feed = ?", (feeds[0],)) if len(feeds) == 1 else self.among("feed", feeds)

    def citing(self, item_ids: Iterable[str]) -> Narrowing:
        """Updates with one of the items in evidence."""
        return Narrowing("cites && ?::text[]", (sorted(set(item_ids)),))

    def ends_with(self, table: str, end: str, *, shortest: int) -> Narrowing:  # noqa: ARG002 - one way for all
        """Rows whose id ends so, found by the index on the last characters."""
        return Narrowing(f"right(id, {shortest}) = ? AND right(id, ?) = ?", (end[-shortest:], len(end), end))


def search_columns(table: str, body: bytes) -> tuple[list[str], ...]:
    """What fills the columns of :data:`storage.pg.layout.SEARCHED` for one document."""
    if table == "items":
        return _distinct(item_words(body)), sorted({term[:LONGEST_WORD] for term in item_terms(body)})
    if table == "updates":
        return _distinct(update_words(body)), sorted(update_cites(body))
    return ()


def _distinct(copy: str) -> list[str]:
    found = sorted({word[:LONGEST_WORD] for word in folded_words(copy)})
    if len(copy) * _MOST_BYTES < _MOST_WORDS:
        return found
    words: list[str] = []
    room = _MOST_WORDS
    for word in found:
        room -= len(word.encode())
        if room < 0:
            break
        words.append(word)
    return words
