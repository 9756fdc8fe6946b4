"""A glance at the wires: a round in which no feed has anything new, with next to nothing loaded for it.

Most rounds of a puller on a timer are like that, and loading what news needs would cost more than asking five
hundred feeds. So nothing here, and nothing that this module imports, takes ``typing``, msgspec, ``re`` or ``pathlib``:
what stands in the store is read and written as plain values (the :class:`PollBook`), and the first answer that is anything but a
304 ends the glance. Nothing was written then; who has the whole newsroom goes on with all that was asked and heard.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from wireroom.feeds.reached import not_modified, request_for
from wireroom.feeds.statuses import NOT_MODIFIED
from wireroom.ports.exchange import FetchResult
from wireroom.values import PlainValue

TYPE_CHECKING = False  # as in typing
if TYPE_CHECKING:
    from typing import Any

    from wireroom.feeds.fetch import CurlFetcher, FetchAnswers
    from wireroom.feeds.schedule import Schedule
    from wireroom.feeds.sharing import Sharing


class Unusual(Exception):  # noqa: N818 - no error: somebody else deals with it
    """Something that a glance does not deal with; nothing was written."""


class Wire(PlainValue):
    """A feed that is asked, and how polling it stands, as far as a 304 looks at it: fields of the model's, by their names."""

    feed: str
    url: str
    private: bool
    succeeded: datetime | None
    etag: str
    last_modified: str
    polls_since_full: int
    declared_interval: int | None
    learned_interval: int | None
    skip_hours: tuple[int, ...]
    skip_days: tuple[int, ...]
    items_a_day: float
    failures: int = 0
    moved_since: datetime | None = None


class Glance:
    """One round that has begun: whom it asked, what it heard and when, and the answers that are still on their way."""

    def __init__(
        self,
        wires: Sequence[Wire],
        fetcher: "CurlFetcher",
        now: Callable[[], datetime],
        puller: str,
        sharing: "Sharing",
    ) -> None:
        self.wires = {wire.feed: wire for wire in wires}
        self.heard: deque[tuple[FetchResult, datetime]] = deque()
        self.fetcher = fetcher
        self.puller = puller
        self.sharing = sharing
        self.answers: FetchAnswers = fetcher.fetch(
            request_for(wire.feed, wire.url, wire, private=wire.private) for wire in wires
        )
        self._now = now

    def is_quiet(self) -> bool:
        """Listen for as long as nothing is new; whether all answers said so."""
        for result in self.answers:
            self.heard.append((result, self._now()))
            self.sharing.tend()
            quiet = result.status == NOT_MODIFIED and not result.permanent_url
            if not quiet or self.wires[result.feed].succeeded is None:
                return False
        return True

    def changes(self, schedule: "Schedule") -> "Iterator[tuple[str, dict[str, Any]]]":
        """What changes in how polling the feeds stands, by feed, after a round in which nothing was new."""
        for result, at in self.heard:
            yield result.feed, not_modified(self.wires[result.feed], result, at, schedule, covered=False)
