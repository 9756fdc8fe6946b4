"""The bell and the desktop's notification, when copy comes in with a watch term that asks for it.

Whatever the wire is filtered by.
"""

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from tui.notification import notification
from tui.widgets.copy import line
from tui.widgets.when import counted
from wireroom.model import Item
from wireroom.ports.store import Cursor

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen
    from wireroom.desk.newsroom import Newsroom

_THE_BEGINNING = Cursor(first_seen=datetime(1970, 1, 1, tzinfo=UTC), id="")
AT_ONCE = 50


class _Heard(Struct, frozen=True):
    """What came in since the last look that a bell is wanted for, oldest first, and where the next look begins."""

    items: tuple[Item, ...]
    until: Cursor


class Bells:
    """Listens from the moment the desk was opened."""

    def __init__(self, desk: "DeskScreen") -> None:
        self._desk = desk
        self._since: Cursor | None = None

    def look(self) -> None:
        """Ring once for everything that came since the last look."""
        newsroom, since = self._desk.newsroom, self._since
        self._desk.office.ask(
            lambda: _listen(newsroom, since),
            self._ring,
            group="bells",
            trouble=self._desk.company.out_of_reach,
        )

    def _ring(self, heard: _Heard) -> None:
        self._since = heard.until
        if heard.items:
            more = f" and {counted(len(heard.items) - 1, 'more item')}" if len(heard.items) > 1 else ""
            words = f"watched: {line(heard.items[-1].headline)}{more}"
            self._desk.say(words)
            self._desk.app.bell()
            self._desk.desk_app.tell_terminal(notification(words, os.environ))


def _listen(newsroom: "Newsroom", since: Cursor | None) -> _Heard:
    store = newsroom.store
    newest = store.wire(newsroom.wire.parse(""), limit=1)
    until = Cursor(first_seen=newest[0].first_seen, id=newest[0].id) if newest else _THE_BEGINNING
    terms = [term.term for term in store.watch_terms() if term.bell]
    if since is None or since == until or not terms:
        return _Heard((), until)
    wanted = " or ".join('"{}"'.format(term.replace('"', " ")) for term in terms)
    return _Heard(tuple(store.wire_since(newsroom.wire.parse(wanted), since=since, limit=AT_ONCE)), until)
