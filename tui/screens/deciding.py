"""Deciding now: updates whose time is up or whose source has changed."""

from typing import TYPE_CHECKING

from tui.screens.picking import Option, PickScreen
from tui.screens.verification import open_verification
from tui.widgets.copy import line
from tui.widgets.due import due
from wireroom.desk.alerting import what_happened
from wireroom.model import Update

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen
    from wireroom.desk.newsroom import Newsroom


def decide_now(desk: "DeskScreen") -> None:
    """List what must be decided; the one that is chosen is opened for verification."""
    view, newsroom = desk.blog, desk.newsroom
    if view is None:
        return
    blog = view.blog.id

    def show(options: list[Option]) -> None:
        if not options:
            desk.desk_app.tell("Nothing has to be decided now.")
            return
        desk.app.push_screen(PickScreen(desk.office, "Decide now", options), chosen)

    def chosen(key: str | None) -> None:
        if key:
            desk.floor.show_update(key)
            open_verification(desk)

    desk.office.open(lambda: to_decide(newsroom, blog), show, group="deciding")


def to_decide(newsroom: "Newsroom", blog: str) -> list[Option]:
    """Updates whose source changed first, then those that are overdue."""
    now = newsroom.clock.now()
    found: dict[str, Option] = {}
    for alert in newsroom.blogs.alerts(blog):
        words = line(what_happened(alert.update, alert.alert))
        found.setdefault(alert.update.id, _option(alert.update, words, "alarm"))
    for update in newsroom.blogs.stale(blog):
        found.setdefault(update.id, _option(update, due(update, now).words, "developing"))
    return list(found.values())


def _option(update: Update, words: str, part: str) -> Option:
    return Option(update.id, update.headline, f"{words} · {update.status.value}", part)
