"""Naming an update in a form: by its headline, completed as one types, or by the end of its id."""

import re
from collections.abc import Iterable

from textual.suggester import Suggester

from tui.widgets.copy import line
from wireroom.desk.seat import short
from wireroom.errors import UsageError
from wireroom.model import Update
from wireroom.ports.store import Reader

_COMPLETED = re.compile(r"\(([0-9a-f]{8})\)$")
_AN_ID = re.compile(r"[0-9a-f-]{4,36}$")
_LAST = re.compile(r"(?P<before>.*\([0-9a-f]{8}\)\s*;\s*)?(?P<begun>.*)$", re.DOTALL)


def name_of(update: Update) -> str:
    """The name of an update in a field: its headline, and which one it is."""
    return f"{line(update.headline)} ({short(update.id)})"


def named(reader: Reader, text: str) -> tuple[str, ...]:
    """Find the ids of the updates that a field names, several apart by ``;``.

    Raises ``NotFoundError`` or ``UsageError`` for words that name no update, or more than one.
    """
    found: list[str] = []
    words = ""
    for part in text.split(";"):  # a headline may have one, too
        words = f"{words};{part}" if words else part.strip()
        name = words.strip()
        if completed := _COMPLETED.search(name):
            found.append(reader.resolve("update", completed[1]))
        elif _AN_ID.match(name):
            found.append(reader.resolve("update", name))
        else:
            continue
        words = ""
    if words.strip():
        found.append(reader.resolve("update", words.strip()))
    return tuple(dict.fromkeys(found))


def one_named(reader: Reader, text: str) -> str:
    """Find the one update that a field names; empty where it names none."""
    ids = named(reader, text)
    if len(ids) > 1:
        raise UsageError("Only one update can be taken the place of.", next_step="Leave the others out.")
    return ids[0] if ids else ""


class UpdateSuggester(Suggester):
    """Completes the headline that is being typed, the last of several, from the updates there are, newest first."""

    def __init__(self, updates: Iterable[Update]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._updates = list(updates)

    async def get_suggestion(self, value: str) -> str | None:
        """The text with its last headline completed."""
        typed = _LAST.match(value)
        begun = typed["begun"].casefold() if typed is not None else ""
        if typed is None or not begun:
            return None
        before = typed["before"] or ""
        for update in self._updates:
            if update.headline.casefold().startswith(begun):
                return before + name_of(update)
        return None
