"""When an update must be decided, in words."""

from datetime import datetime, timedelta
from typing import NamedTuple

from tui.widgets.when import span
from wireroom.model import Status, Update


class Due(NamedTuple):
    """Words, empty where nothing is to be decided; ``now`` says that the time has come."""

    words: str = ""
    now: bool = False


def due(update: Update, at: datetime) -> Due:
    """When a developing update must be decided; how long ago a confirmed one was sent to review."""
    if update.review_due is None:
        return Due()
    left = update.review_due - at
    if update.status is Status.CONFIRMED:
        return Due(f"sent to review {span(-left)} ago", now=True)
    if update.status is not Status.DEVELOPING:
        return Due()
    return (
        Due(f"decide in {span(left)}")
        if left >= timedelta(minutes=1)
        else Due(f"overdue {span(-left)}", now=True)
    )
