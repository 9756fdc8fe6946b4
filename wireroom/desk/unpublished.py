"""What readers have not been shown yet; apart from publishing, because a desk that opens needs only this of it."""

from wireroom.desk import acts
from wireroom.desk.seat import find_blog
from wireroom.ports.store import Reader


def unpublished_changes(store: Reader, blog: str) -> int:
    """Count the acts of a blog that its last snapshot does not show. Raises ``NotFoundError``."""
    found = find_blog(store, blog)
    last = store.last_snapshot(found.id)
    counted = store.count_acts(found.id, after=last.sequence if last else 0)
    return sum(
        number for (noun, what), number in counted.items() if what not in acts.SHOWING and noun != "alert"
    )
