"""A glance at the wires: a round in which no feed has anything new, with next to nothing loaded for it.

Most rounds of a puller on a timer are like that, and loading what news needs would cost more than asking five
hundred feeds. So nothing here, and nothing that this module imports, takes ``typing``, msgspec, ``re`` or ``pathlib``:
what stands in the store is read and written as plain values (the :class:`PollBook`), and the first answer that is anything but a
304 ends the glance. Who has the whole newsroom goes on then with all that was asked and heard; answers without news are
kept here to the end and written as in a round that has no others, as long as nobody else writes meanwhile.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from wireroom.feeds.reached import not_modified, request_for
from wireroom.feeds.statuses import NOT_MODIFIED
from wireroom.ports.exchange import FetchResult
from wireroom.values import PlainValue

TYPE_CHECKING = False  # as in typing
if TYPE_CHECKING:
    from typing import Any

    from wireroom.feeds.asked import Book
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
        book: "Book",
        wires: Sequence[Wire],
        fetcher: "CurlFetcher",
        now: Callable[[], datetime],
        puller: str,
        sharing: "Sharing",
    ) -> None:
        self.book = book
        self.wires = {wire.feed: wire for wire in wires}
        self.fetcher = fetcher
        self.puller = puller
        self.sharing = sharing
        self.answers: FetchAnswers = fetcher.fetch(
            request_for(wire.feed, wire.url, wire, private=wire.private) for wire in wires
        )
        self._now = now
        self._heard: list[tuple[FetchResult, datetime]] = []
        self._kept: list[tuple[FetchResult, datetime]] = []

    def is_quiet(self) -> bool:
        """Listen for as long as nothing is new; whether all answers said so."""
        for result in self.answers:
            at = self._now()
            self.sharing.tend()
            if not self.keeps(result, at):
                self._heard.append((result, at))
                return False
        return True

    def keeps(self, result: FetchResult, at: datetime) -> bool:
        """Keep an answer that says that nothing is new; whether it does."""
        quiet = result.status == NOT_MODIFIED and not result.permanent_url
        if not quiet or self.wires[result.feed].succeeded is None:
            return False
        self._kept.append((result, at))
        return True

    def write_down(self, schedule: "Schedule", revision: int) -> int:
        """Write how the feeds stand that had nothing new; how many they are.

        Raises ``Unusual`` where the store is not at this revision; then it is still to be written.
        """
        if self._kept:
            self.book.write(self._changes(schedule), revision)
        written, self._kept = len(self._kept), []
        return written

    def hand_over(self) -> list[tuple[FetchResult, datetime]]:
        """The answers that somebody else has to look at, once."""
        heard, self._heard = self._heard, []
        return heard

    def give_up(self) -> None:
        """Let somebody else look at what is kept, too."""
        self._heard += self._kept
        self._kept = []

    def _changes(self, schedule: "Schedule") -> "Iterator[tuple[str, dict[str, Any]]]":
        """What changes in how polling feeds stands that had nothing new, by feed."""
        for result, at in self._kept:
            yield result.feed, not_modified(self.wires[result.feed], result, at, schedule, covered=False)
