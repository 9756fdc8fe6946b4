"""Embargoes by the log as well as by the clock: what readers were shown is not hidden again where a clock is put back.

A clock may be set right, and each desk of a newsroom has its own. The log is the clock of what is published: with the
first act at or after its end an embargo is over, whatever time the next act names.
"""

from datetime import datetime

from wireroom.desk import acts
from wireroom.model import STANDING_STATUSES, Update, visible
from wireroom.ports.store import Reader


def seen(reader: Reader, update: Update, at: datetime, *, until: int | None = None) -> bool:
    """Whether readers can see something of an update at a time, or could by the log (up to a position)."""
    if visible(update, at):
        return True
    embargo = update.embargo
    return embargo is not None and visible(update, embargo) and _is_over(reader, update.blog, embargo, until)


def held_back(reader: Reader, update: Update, at: datetime) -> bool:
    """Whether an update stands published from a later time on: nobody has read it yet."""
    return update.status in STANDING_STATUSES and not seen(reader, update, at)


def not_before_its_embargo(reader: Reader, update: Update, at: datetime) -> datetime:
    """The time at which an update is taken back: that of its embargo, where the clock says that it was never seen.

    What is taken back before its embargo ends was never said, and readers are not told of it.
    """
    if update.embargo is None or at >= update.embargo or not seen(reader, update, at):
        return at
    return update.embargo


def _is_over(reader: Reader, blog_id: str, embargo: datetime, until: int | None) -> bool:
    later = reader.events(blog=blog_id, since=embargo, until=until, listing=True)
    return any(event.what not in acts.SHOWING and event.noun != "alert" for event in later)
