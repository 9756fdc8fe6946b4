"""What is to be read of a round is read, gathered and written: in one thread where there is little of it."""

import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import open_store
from tests.feeds.documents import Story, rss
from tests.support.clock import FakeClock
from tests.support.loopback import loopback_wires
from wireroom.errors import ParseError, StoreFull
from wireroom.feeds.documents import Done, Entry, FeedDocument, ParsedFeed
from wireroom.feeds.polling import Poll, Polled
from wireroom.feeds.quiet import Outcome
from wireroom.feeds.reading import ReadingRoom, Write
from wireroom.feeds.rounds import Round
from wireroom.model import Act, Feed
from wireroom.ports.fetching import FetchRequest, FetchResult
from wireroom.ports.store import Store

_MEBIBYTE = 1024 * 1024


class _Answers:
    """Answers that come one a turn, in the order asked."""

    def __init__(self, results: Iterable[FetchResult]) -> None:
        self._coming = deque(results)
        self._arrived: deque[FetchResult] = deque()
        self.left = len(self._coming)

    def __iter__(self) -> Iterator[FetchResult]:
        while self.left:
            self.turn(0.0)
            yield from self.here()

    def here(self) -> Iterator[FetchResult]:
        while self._arrived:
            self.left -= 1
            yield self._arrived.popleft()

    def turn(self, seconds: float) -> None:
        if self._coming:
            self._arrived.append(self._coming.popleft())

    def fileno(self) -> int:
        return 0

    def due_in(self) -> float:
        return 0.0

    def ask(self, request: FetchRequest) -> None:
        raise NotImplementedError

    def close(self) -> None:
        self.left = 0


class _Parser:
    """A parser that reads one document a turn, once ``ready`` lets it."""

    def __init__(self, ready: Callable[[FeedDocument], bool] = lambda _: True) -> None:
        self.asked: list[tuple[str, bool, int]] = []
        self.most_waiting = 0
        self.closed = 0
        self._ready = ready
        self._waiting: deque[tuple[FeedDocument, Done]] = deque()

    def parse(self, document: FeedDocument, *, urgent: bool = False) -> ParsedFeed:
        raise NotImplementedError

    def submit(self, document: FeedDocument, done: Done, *, urgent: bool = False) -> None:
        self.asked.append((document.url, urgent, document.newest))
        self._waiting.append((document, done))
        self.most_waiting = max(self.most_waiting, len(self._waiting))

    def turn(self, seconds: float, beside: int | None = None) -> None:
        if self._waiting and self._ready(self._waiting[0][0]):
            document, done = self._waiting.popleft()
            if document.body.startswith(b"bad"):
                done(ParseError("No feed."))
            else:
                entry = Entry(headline="One", fingerprint=f"{len(document.known)}")
                done(ParsedFeed(entries=(entry,), rest=document.newest > 0))

    def rest(self) -> None:
        pass

    def close(self) -> None:
        self.closed += 1


class _Writing:
    """Notes what is written, by which thread."""

    def __init__(self) -> None:
        self.batches: list[tuple[threading.Thread, list[Polled]]] = []
        self.first = threading.Event()

    def __call__(self, batch: list[Polled]) -> list[Outcome]:
        self.batches.append((threading.current_thread(), batch))
        self.first.set()
        return [Outcome(feed=polled.poll.feed.id, kind="fetched", words="") for polled in batch]


def _round(*bodies: bytes, tend: Callable[[], None] = lambda: None) -> Round:
    """A round of which everything is still to come; a feed without a body answers with 404."""
    now = datetime(2026, 1, 5, tzinfo=UTC)
    feeds = [
        Feed(id=str(number), url=f"https://{number}.example", added=now) for number in range(len(bodies))
    ]
    answers = _Answers(
        FetchResult(feed=feed.id, status=200 if body else 404, url=feed.url, headers={}, body=body)
        for feed, body in zip(feeds, bodies, strict=True)
    )
    polls = {feed.id: Poll.of(feed, None, None) for feed in feeds}
    return Round(polls.get, answers, tend, feeds=len(polls))


def _finish(store: Store, round_: Round, parser: _Parser, write: Write) -> None:
    ReadingRoom(store, FakeClock(), parser, write).finish(round_)


def test_a_round_with_little_news_is_written_at_once_where_it_is_read(store: Store) -> None:
    parser, writing, tended = _Parser(), _Writing(), []
    round_ = _round(b"1", b"", b"bad", b"2", tend=lambda: tended.append(1))
    _finish(store, round_, parser, writing)

    ((thread, batch),) = writing.batches
    assert thread is threading.current_thread()
    ends = [(polled.poll.feed.id, polled.parsed is not None, polled.trouble) for polled in batch]
    assert sorted(ends) == [
        ("0", True, ""), ("0", True, ""),
        ("1", False, "404 Not Found"),
        ("2", False, "No feed"),
        ("3", True, ""), ("3", True, ""),
    ]  # fmt: skip
    assert round_.tally.report(4, 0.0).fetched == 6
    assert tended


def test_what_brought_nothing_is_in_no_hurry(store: Store) -> None:
    writing = _Writing()
    _finish(store, _round(b"1", *[b""] * 450), _Parser(), writing)
    ((thread, batch),) = writing.batches
    assert (thread, len(batch)) == (threading.current_thread(), 452)


def test_the_first_items_of_a_new_feed_are_urgent_and_the_rest_is_not(store: Store) -> None:
    parser = _Parser()
    _finish(store, _round(b"1"), parser, _Writing())
    assert parser.asked == [("https://0.example", True, 5), ("https://0.example", False, 0)]


def test_much_news_is_written_by_another_while_more_is_read(store: Store) -> None:
    """The last document is not read before the first batch is written."""
    writing = _Writing()
    parser = _Parser(lambda document: document.body != b"last" or writing.first.wait(60))
    _finish(store, _round(*[b"1"] * 200, b"last"), parser, writing)

    (first, batch), *_, (last, _) = writing.batches
    assert (first.name, len(batch)) == ("scribe", 100)
    assert last is threading.current_thread()
    assert not first.is_alive()
    assert sum(len(batch) for _, batch in writing.batches) == 402


def test_what_a_batch_meets_reaches_who_pulls(store: Store) -> None:
    def full(_batch: list[Polled]) -> list[Outcome]:
        raise StoreFull("The disk is full.")

    for bodies in ([b"1"], [b"1"] * 300):
        with pytest.raises(StoreFull):
            _finish(store, _round(*bodies), _Parser(), full)
        assert not [thread for thread in threading.enumerate() if thread.name == "scribe"]


def test_what_stops_the_reading_ends_the_parser_after_what_was_read_is_written(store: Store) -> None:
    def interrupted(document: FeedDocument) -> bool:
        if document.body == b"last":
            raise KeyboardInterrupt
        return True

    parser, writing = _Parser(interrupted), _Writing()
    with pytest.raises(KeyboardInterrupt):
        _finish(store, _round(*[b"1"] * 200, b"last"), parser, writing)
    assert parser.closed == 1
    assert not [thread for thread in threading.enumerate() if thread.name == "scribe"]


def test_a_bound_lies_on_the_bodies_that_wait(store: Store) -> None:
    parser = _Parser()
    _finish(store, _round(*[bytes(12 * _MEBIBYTE)] * 12), parser, _Writing())
    assert parser.most_waiting == 3  # the third begins below the bound of 32 MiB


def test_a_cold_pull_with_news_runs_in_one_thread_and_loads_no_event_loop(tmp_path: Path) -> None:
    program = (
        "import sys, threading, tui.__main__ as command\n"
        "threading.Thread.start = None\n"
        "def leave(code): print(*filter(sys.modules.get, sys.modules), file=sys.stderr); sys.exit(code)\n"
        "command._leave = leave\n"
        f"sys.argv[1:] = ['--store', {str(tmp_path / 'n.wireroom')!r}, 'pull', '--all', '--json']\n"
        "command.main()"
    )
    with loopback_wires() as wires:
        store, now = open_store(tmp_path / "n.wireroom"), datetime(2026, 1, 5, tzinfo=UTC)
        feed = Feed(id="f", url=wires.serve("/w", rss([Story(guid="1")])), added=now, private=True)
        with store.transaction() as tx:
            tx.record(Act(at=now, who="aigerim", what="added feed"), feed)
        store.close()
        run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)

    assert '"new_items": 1' in run.stdout
    loaded = set(run.stderr.split())
    assert "wireroom.feeds.reading" in loaded
    assert not loaded & {
        "asyncio",
        "concurrent.futures",
        "logging",
        "ssl",
        "_hashlib",
        "wireroom.feeds.scribe",
    }
