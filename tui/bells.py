"""The bell and the desktop's notification, when copy comes in with a watch term that asks for it.

Whatever the wire is filtered by: it is listened for where the newest items are read (:mod:`tui.newest`).
"""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.notification import notification
from tui.widgets.copy import line
from tui.widgets.when import counted
from wireroom.filters import Condition, Or, Words, asked_words
from wireroom.model import Item

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


def bell_for(terms: Sequence[str]) -> Condition:
    """What copy holds that a bell is wanted for: what is marked in headlines, so a word as a word begins with it."""
    return Or(tuple(Words(term, phrase=len(asked_words(term)) > 1) for term in terms))


def ring(desk: "DeskScreen", items: Sequence[Item]) -> None:
    """Ring once for items that came in, oldest first."""
    more = f" and {counted(len(items) - 1, 'more item')}" if len(items) > 1 else ""
    words = f"watched: {line(items[-1].headline)}{more}"
    desk.say(words)
    desk.app.bell()
    desk.desk_app.tell_terminal(notification(words, os.environ))
