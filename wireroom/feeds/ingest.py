"""Wires come in: due feeds are asked, what is new in them is read, and one transaction a batch writes it down.

Most polls bring nothing. What only news needs, parsers among it, is loaded when news comes.
"""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from wireroom.errors import StoreBusy, StoreFull, StoreUnreachable
from wireroom.feeds.aftercare import Aftercare, any_live
from wireroom.feeds.ebb import Ebb, give_back
from wireroom.feeds.polling import Poll, Polled
from wireroom.feeds.quiet import Outcome, Rhythm, write_quiet
from wireroom.feeds.roster import Roster
from wireroom.feeds.rounds import PullReport, Round, Tally
from wireroom.feeds.schedule import Schedule
from wireroom.feeds.sharing import Sharing
from wireroom.ports.clock import Clock
from wireroom.ports.fetching import Fetcher
from wireroom.ports.store import Store

if TYPE_CHECKING:
    from wireroom.feeds.documents import Parser
    from wireroom.feeds.glance import Glance
    from wireroom.feeds.skimming import Skimming
    from wireroom.feeds.stories import RunningStories

_LOOK_EVERY = 1.0
_WRITES = 3
_AFTERCARE_EVERY = timedelta(minutes=30)
_COVERED_FOR = timedelta(seconds=30)


class Stop(Protocol):
    """What ends a watch when it is set, as an event of :mod:`threading` does."""

    def is_set(self) -> bool:
        """Whether it is."""
        ...

    def wait(self, timeout: float) -> object:
        """Wait until it is, no longer than so many seconds."""
        ...


class Puller:
    """Polls feeds into a store, one round at a time.

    ``open_parser`` makes the parser when there is something to read. Items that nobody used leave the store when they
    are older than ``keep``; without it, never.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        fetcher: Fetcher,
        open_parser: "Callable[[], Parser]",
        *,
        schedule: Schedule | None = None,
        sharing: Sharing | None = None,
        keep: timedelta | None = None,
        ebb: Ebb | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._fetcher = fetcher
        self._open_parser = open_parser
        self._parser: Parser | None = None
        self._turn = Lock()
        self._sharing = sharing
        self._aftercare = Aftercare(store, clock, fetcher, keep)
        self._rhythm = Rhythm(schedule or Schedule())
        self._roster = Roster(store, self._rhythm)
        self._stories: RunningStories | None = None
        self._skimming: Skimming | None = None
        self._ebb = ebb or Ebb(fetcher.ease, store.ease, give_back)
        self._covered_until = datetime.min.replace(tzinfo=UTC)

    def pull_now(
        self, *, everything: bool, feeds: Iterable[str] | None = None, begun: "Glance | None" = None
    ) -> PullReport:
        """Poll what is due, or ``everything``, or the ``feeds`` named by id, and write down what came.

        For who pulls once: where there was nothing to ask, what was left for idle time is done, and nothing is kept running.
        With ``begun``, which asked with this puller's fetcher, nobody is asked anew.
        """
        try:
            report = self._pull(everything, feeds, begun)
        finally:
            self._end_parser()
        if not report.feeds and not everything:
            self._skim_backlog()
        return report

    def pull_on(self, *, everything: bool, feeds: Iterable[str] | None = None) -> PullReport:
        """As :meth:`pull_now`, for who goes on: parsers stay, and what a burst of work took goes back."""
        with self._turn:
            report = self._pull(everything, feeds)
            self._ebb.after(report.feeds, report.fetched)
        return report

    async def pull(self, *, everything: bool, feeds: Iterable[str] | None = None) -> PullReport:
        """As :meth:`pull_on`, beside an event loop."""
        from asyncio import to_thread

        return await to_thread(self.pull_on, everything=everything, feeds=feeds)

    def watch(self, stop: Stop, on_report: Callable[[PullReport], None] | None = None) -> None:
        """Poll what is due, again and again, until ``stop`` is set.

        A store that is full, held by somebody else or out of reach is reported as a failure and tried again: nothing is lost, as
        validators are written with the items.
        """
        look_after_at = self._clock.now() + _AFTERCARE_EVERY
        unread = True
        while not stop.is_set():
            try:
                report = self.pull_on(everything=False)
                if self._clock.now() >= look_after_at:
                    look_after_at = self._clock.now() + _AFTERCARE_EVERY
                    unread = True
                    self.look_after()
                if unread or report.new_items:
                    unread = self._skim_backlog()
            except (StoreBusy, StoreFull, StoreUnreachable) as trouble:
                report = PullReport(feeds=1, failed=1, failures={"store": str(trouble)})
            if report.feeds and on_report is not None:
                on_report(report)
            stop.wait(_LOOK_EVERY)
            self._rest_parser()

    def look_after(self) -> None:
        """Look after what is stored: resolve relayed links, see that cited pages are there, let old items leave."""
        if self._aftercare.has_links():
            self._aftercare.look_after_links()
        self.retire()

    def retire(self) -> int:
        """Let items leave that nobody used and that are old enough; how many left."""
        return self._aftercare.retire()

    def close_now(self) -> None:
        """End the parser's processes and close connections, after the pull that is under way."""
        with self._turn:
            self._end_parser()
            self._fetcher.close()

    async def close(self) -> None:
        """As :meth:`close_now`, beside an event loop."""
        from asyncio import to_thread

        await to_thread(self.close_now)

    # a round

    def _pull(
        self, everything: bool, feeds: Iterable[str] | None, begun: "Glance | None" = None
    ) -> PullReport:
        """One round: listening until something has to be read."""
        started = time.monotonic()
        try:
            with self._go_on(begun) if begun else self._begin(everything, feeds) as round_:
                if round_.listen(self._clock, self._write_quiet):
                    self._finish(round_)
                if begun is not None:
                    self._settle(begun, round_.tally)
        finally:
            self._end_round()
        if everything:
            self.look_after()
        return round_.tally.report(round_.feeds, time.monotonic() - started)

    def _begin(self, everything: bool, feeds: Iterable[str] | None) -> Round:
        """Find out who is asked, and ask."""
        polls = self._polls(everything, feeds)
        answers = self._fetcher.fetch(poll.request() for poll in polls.values())
        return Round(polls.get, answers, self._tend(), feeds=len(polls))

    def _go_on(self, begun: "Glance") -> Round:
        """Take over whom a glance asked, and what it heard. If nobody else has written, it keeps what brings nothing."""
        if self._store.revision() != begun.book.read_at:
            return self._take_over(begun)
        self._rhythm.seen = begun.book.read_at
        return Round(
            begun.book.poll,
            begun.answers,
            self._tend(),
            feeds=len(begun.wires),
            heard=begun.hand_over(),
            keeps=begun.keeps,
        )

    def _take_over(self, begun: "Glance") -> Round:
        """Take over all that a glance has, with how its feeds stand now."""
        begun.give_up()
        polls = {poll.feed.id: poll for poll in self._roster.chosen(begun.wires)}
        return Round(polls.get, begun.answers, self._tend(), feeds=len(polls), heard=begun.hand_over())

    def _settle(self, begun: "Glance", tally: Tally) -> None:
        """Have written what a glance kept; where it can't, as somebody else has written, it is written as ever."""
        from wireroom.feeds.glance import Unusual

        try:
            tally.add_not_modified(begun.write_down(self._rhythm.schedule, self._rhythm.seen))
        except Unusual:
            kept = self._take_over(begun)
            kept.tally = tally
            kept.listen(self._clock, self._write_quiet)

    def _tend(self) -> Callable[[], None]:
        """What keeps up the claims on hosts, where others share them."""
        return _nothing if self._sharing is None else self._sharing.tend

    def _finish(self, round_: Round) -> None:
        """Have read what came, and what else comes."""
        from wireroom.feeds.reading import ReadingRoom

        if self._parser is None:
            self._parser = self._open_parser()
        ReadingRoom(self._store, self._clock, self._parser, self._write).finish(round_)

    def _rest_parser(self) -> None:
        """End what of the parser had nothing to do for long."""
        with self._turn:
            if self._parser is not None:
                self._parser.rest()

    def _end_parser(self) -> None:
        if self._parser is not None:
            self._parser.close()
            self._parser = None

    def _end_round(self) -> None:
        if self._sharing is not None:
            self._sharing.give_back()

    def _skim_backlog(self) -> bool:
        """Look for the cues of one feed's backlog; whether there was one."""
        if self._skimming is None:
            from wireroom.feeds.skimming import Skimming

            self._skimming = Skimming(self._store)
        return self._skimming.skim_next()

    def _polls(self, everything: bool, chosen: Iterable[str] | None) -> dict[str, Poll]:
        """The feeds to poll and how they stand."""
        roster, now = self._roster, self._clock.now()
        if chosen is not None:
            polls = roster.chosen(chosen)
        elif everything:
            polls = roster.everyone()
        elif self._sharing is not None:
            polls = roster.polls(self._sharing.due_feeds(roster, now))
        else:
            polls = roster.polls(roster.due_feeds(now))
        return {poll.feed.id: poll for poll in polls}

    # writing

    def _write_quiet(self, round_: Round) -> None:
        if not round_.quiet:
            return

        def write(batch: list[Polled]) -> list[Outcome]:
            with self._rhythm.transaction(self._store) as tx:
                return write_quiet(tx, batch, self._rhythm)

        round_.tally.add(self._persistently(write, round_.quiet))
        round_.quiet.clear()

    def _write(self, batch: list[Polled]) -> list[Outcome]:
        """Write what was read, and what needed no reading, in one transaction."""
        from wireroom.feeds.stories import RunningStories
        from wireroom.feeds.writing import write_batch

        stories = self._stories = self._stories or RunningStories()
        return self._persistently(lambda batch: write_batch(self._store, batch, self._rhythm, stories), batch)

    def _persistently(
        self, write: Callable[[list[Polled]], list[Outcome]], batch: list[Polled]
    ) -> list[Outcome]:
        """Write, again where the connection breaks: hosts need not be asked again for that."""
        self._look_at_coverage()
        outcomes = None
        for _ in range(_WRITES - 1):
            with suppress(StoreUnreachable):
                outcomes = write(batch)
                break
        if outcomes is None:
            outcomes = write(batch)
        self._roster.follow(outcomes)
        return outcomes

    def _look_at_coverage(self) -> None:
        """Learn, now and then, which feeds a running live blog leans on."""
        now = self._clock.now()
        if now < self._covered_until:
            return
        self._covered_until = now + _COVERED_FOR
        self._rhythm.covered = frozenset()
        if any_live(self._store):
            from wireroom.feeds.sourcewatch import cited_items

            items = self._store.items(cited_items(self._store))
            self._rhythm.covered = frozenset(item.feed for item in items)


def _nothing() -> None:
    """Nobody shares the hosts."""
