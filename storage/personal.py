"""Questions about what editors keep for themselves, and ids from their ends."""

from storage.shelves import Shelves, missing
from wireroom.errors import UsageError
from wireroom.model import Draft, SavedView, WatchTerm

_TABLES = {"item": "items", "update": "updates", "feed": "feeds"}
_SHORTEST_END = 4


class PersonalQuestions:
    """Reads drafts, watch terms and saved views."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    def drafts(self, editor: str) -> list[Draft]:
        """What this editor was writing, newest first."""
        return self._shelves.drafts.find("WHERE editor = ? ORDER BY saved DESC, id DESC", (editor,))

    def drafts_of_all(self) -> list[Draft]:
        """What anybody was writing, newest first, as far as this desk's login may see."""
        return self._shelves.drafts.find("ORDER BY saved DESC, id DESC")

    def watch_terms(self) -> list[WatchTerm]:
        """Terms in force, alphabetically."""
        return sorted(
            self._shelves.watch.find("WHERE removed IS NULL"), key=lambda term: term.term.casefold()
        )

    def saved_views(self) -> list[SavedView]:
        """Views in force, by name."""
        return sorted(
            self._shelves.views.find("WHERE removed IS NULL"), key=lambda view: view.name.casefold()
        )

    def resolve(self, noun: str, text: str) -> str:
        """The full id of an item, update or feed from the id or an unambiguous end of it."""
        table = _TABLES.get(noun)
        if table is None:
            raise UsageError(
                f"No ids of {noun!r} are kept.", next_step=f"Ask for one of {', '.join(_TABLES)}."
            )
        engine = self._shelves.engine
        if engine.rows_of(engine.shape(table), (text,)):
            return text
        if len(text) < _SHORTEST_END:
            raise UsageError(
                f"{text!r} is too short for the end of an id.",
                next_step=f"Give {_SHORTEST_END} characters or more.",
            )
        ending = engine.dialect.ends_with(table, text.lower(), shortest=_SHORTEST_END)
        found = engine.select(
            f"SELECT id FROM d_{table} WHERE {ending.where} ORDER BY id LIMIT 6", ending.parameters
        )
        if not found:
            raise missing(noun, text)
        if len(found) > 1:
            listed = ", ".join(str(row[0]) for row in found)
            raise UsageError(
                f"More than one {noun} ends in {text}: {listed}.", next_step="Give more of the id."
            )
        return str(found[0][0])
