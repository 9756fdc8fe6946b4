"""What the wire answers with: apart from the other answers, because a desk that opens needs only this one."""

from collections.abc import Mapping

from msgspec import Struct

from wireroom.model import Feed, Item
from wireroom.ports.store import ClusterSize, Cursor


class WirePage(Struct, frozen=True, kw_only=True):
    """A page of the wire: its items, the size of each story in it, its feeds, and where the next page begins."""

    items: list[Item]
    sizes: Mapping[str, ClusterSize]
    feeds: Mapping[str, Feed]
    next: Cursor | None = None
