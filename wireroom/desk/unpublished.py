"""What readers have not been shown yet; apart from publishing, because a desk that opens needs only this of it."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from wireroom.desk import acts
from wireroom.model import Update, visible
from wireroom.ports.store import Reader


class Behind(Struct, frozen=True):
    """How far readers are behind the desk: the acts since their last snapshot, and when that was shown."""

    acts: int = 0
    shown: datetime | None = None

    def changes(self, updates: Iterable[Update], now: datetime) -> int:
        """How much of it they would see by now, with the embargoes of the blog's updates that have ended since."""
        shown = self.shown
        if shown is None:
            return self.acts
        return self.acts + sum(
            update.embargo is not None and update.embargo > shown and visible(update, now)
            for update in updates
        )


def behind(store: Reader, blog_id: str) -> Behind:
    """Count the acts of a blog that its last snapshot does not show and another one would."""
    last = store.last_snapshot(blog_id)
    counted = store.count_acts(blog_id, after=last.sequence if last else 0)
    number = sum(
        number
        for (noun, what), number in counted.items()
        if what not in acts.NOT_FOR_READERS and noun != "alert"
    )
    return Behind(number, last.at if last is not None else None)
