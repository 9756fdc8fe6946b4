"""One round of polling: who is asked, what is on its way, and what came of it so far."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from types import TracebackType
from typing import Self

from msgspec import Struct, field

from wireroom.feeds.polling import Poll, Polled, concluded
from wireroom.feeds.quiet import Outcome
from wireroom.ports.clock import Clock
from wireroom.ports.fetching import Answers, FetchResult

#: Polls that brought nothing, written in one transaction.
_QUIET_AT_ONCE = 500


class PullReport(Struct, frozen=True, kw_only=True):
    """What a pull came to; each feed polled is counted once from ``fetched`` to ``failed``.

    ``fetched``: answers that were read; ``not_modified``: 304; ``unchanged``: the body of the last time;
    ``failures`` names feeds (id) and says why, ``names`` what those feeds are called.
    """

    feeds: int = 0
    fetched: int = 0
    not_modified: int = 0
    unchanged: int = 0
    failed: int = 0
    new_items: int = 0
    changed_items: int = 0
    seconds: float = 0.0
    failures: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


class Tally:
    """What the batches of one pull came to."""

    def __init__(self) -> None:
        self._totals: Counter[str] = Counter()
        self._failures: dict[str, str] = {}
        self._names: dict[str, str] = {}

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Count what was written."""
        for outcome in outcomes:
            if outcome.kind != "part":
                self._totals[outcome.kind] += 1
            self._totals["new_items"] += outcome.new_items
            self._totals["changed_items"] += outcome.changed_items
            if outcome.kind == "failed":
                self._failures[outcome.feed] = outcome.words
                if outcome.after is not None:
                    self._names[outcome.feed] = outcome.after.feed.title or outcome.after.feed.url

    def add_not_modified(self, polls: int) -> None:
        """Count polls that brought nothing, and were written elsewhere."""
        self._totals["not_modified"] += polls

    def report(self, feeds: int, seconds: float) -> PullReport:
        """The report of the whole pull."""
        return PullReport(
            feeds=feeds, seconds=seconds, failures=self._failures, names=self._names, **self._totals
        )


class Round:
    """The polls of one round, and their answers on the way.

    It is listened to until an answer has to be read, which needs more than listening: most rounds have
    none. ``polls`` gives the poll of a feed, by id; what was heard of a feed that has left since, and has none, is passed
    over. ``heard`` are answers that came before the round was taken over, with their times. ``keeps`` says whether somebody
    else keeps an answer, and is not asked about those. ``tend`` is called again and again.
    """

    def __init__(
        self,
        polls: Callable[[str], Poll | None],
        answers: Answers,
        tend: Callable[[], None],
        *,
        feeds: int,
        heard: Iterable[tuple[FetchResult, datetime]] = (),
        keeps: Callable[[FetchResult, datetime], bool] | None = None,
    ) -> None:
        self.feeds = feeds
        self.answers = answers
        self.tend = tend
        self.quiet: list[Polled] = []
        self.tally = Tally()
        self._polls = polls
        self._heard = deque(heard)
        self._keeps = keeps
        self._unread: tuple[Polled, bytes] | None = None

    def listen(self, clock: Clock, write: Callable[["Round"], None]) -> bool:
        """Take answers until one has to be read; whether there is one.

        What needs no reading gathers in ``quiet``; of a long round it is written in parts, so that it does not pile up.
        """
        for polled, body in self._concluded(self.answers, clock):
            if polled.unread:
                self._unread = polled, body
                return True
            self.quiet.append(polled)
            if len(self.quiet) == _QUIET_AT_ONCE:
                write(self)
        write(self)
        return False

    @property
    def goes_on(self) -> bool:
        """Whether there is an answer that nobody took."""
        return bool(self._unread or self._heard or self.answers.left)

    def here(self, clock: Clock) -> Iterator[tuple[Polled, bytes]]:
        """What the answers mean that have come and were not taken yet, and their bodies; first the one that has to be read."""
        if self._unread is not None:
            unread, self._unread = self._unread, None
            yield unread
        yield from self._concluded(self.answers.here(), clock)

    def _concluded(self, answers: Iterable[FetchResult], clock: Clock) -> Iterator[tuple[Polled, bytes]]:
        for result, at in self._taken(answers, clock):
            poll = self._polls(result.feed)
            if poll is not None:
                yield concluded(poll, result, at), result.body

    def _taken(self, answers: Iterable[FetchResult], clock: Clock) -> Iterator[tuple[FetchResult, datetime]]:
        """Answers that nobody keeps and when they came, first those that somebody has heard already."""
        while self._heard:
            yield self._heard.popleft()
        for result in answers:
            at = clock.now()
            self.tend()
            if self._keeps is None or not self._keeps(result, at):
                yield result, at

    def __enter__(self) -> Self:
        """The round itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give up what is still on its way."""
        self.answers.close()
