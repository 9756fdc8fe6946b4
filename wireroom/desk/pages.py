"""What the wire answers with: apart from the other answers, because a desk that opens needs only this one."""

from collections.abc import Mapping
from dataclasses import dataclass

from wireroom.model import Feed, Item
from wireroom.ports.store import ClusterSize, Cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class WirePage:
    """A page of the wire: its items, the size of each story in it, its feeds, and where the next page begins."""

    items: list[Item]
    sizes: Mapping[str, ClusterSize]
    feeds: Mapping[str, Feed]
    next: Cursor | None = None
