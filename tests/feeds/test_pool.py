"""Parser processes come when they are needed and go when they are not, whatever a document does to them."""

import gc
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.feeds.documents import Story, rss
from wireroom.errors import ParseError
from wireroom.feeds.documents import FeedDocument, ParsedFeed
from wireroom.feeds.pool import ParserPool
from wireroom.feeds.spawning import Fork, new_interpreter

_DOCUMENT = FeedDocument(
    body=rss([Story(guid="1", headline="One")]),
    url="https://wire.example/rss",
    headers={},
    at=datetime(2026, 1, 5, tzinfo=UTC),
)
_LOOKS = 100_000


OpenPool = Callable[..., AbstractContextManager[ParserPool]]


@pytest.fixture(params=[Fork, new_interpreter], ids=["copy", "new interpreter"])
def open_pool(request: pytest.FixtureRequest) -> OpenPool:
    """Pools whose processes begin the one way or the other."""

    @contextmanager
    def opened(size: int = 1, *, seconds: float = 60.0, idle: float = 90.0) -> Iterator[ParserPool]:
        """A pool that leaves neither a process nor a pipe behind."""
        gc.collect()
        before = _descriptors()
        pool = ParserPool(size, seconds=seconds, idle=idle, spawn=request.param)
        try:
            yield pool
        finally:
            pool.close()
        assert pool.running == 0
        assert _descriptors() == before

    return opened


def _descriptors() -> int:
    return sum(1 for _ in Path("/dev/fd").iterdir())


def _process(pool: ParserPool) -> int:
    """The number of the system for a pool's only process."""
    (process,) = [*pool._busy, *pool._idle]
    return process.pid


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _document(*headlines: str) -> FeedDocument:
    stories = [Story(guid=headline, headline=headline) for headline in headlines]
    return replace(_DOCUMENT, body=rss(stories))


def test_a_process_that_has_nothing_to_do_ends_and_another_takes_its_place(open_pool: OpenPool) -> None:
    with open_pool(idle=0.01) as pool:
        first = pool.parse(_DOCUMENT)
        process, looks = _process(pool), 0
        while pool.running and looks < _LOOKS:
            pool.rest()
            looks += 1
        assert pool.running == 0
        assert not _is_there(process)
        again = pool.parse(_DOCUMENT)

    assert first.entries == again.entries


def test_a_process_that_rested_only_a_moment_stays(open_pool: OpenPool) -> None:
    with open_pool() as pool:
        pool.parse(_DOCUMENT)
        pool.rest()
        assert pool.running == 1


def test_one_process_reads_one_document_after_the_other_and_urgent_ones_first(open_pool: OpenPool) -> None:
    read: list[str] = []

    def done(end: ParsedFeed | ParseError) -> None:
        assert isinstance(end, ParsedFeed)
        read.append(end.entries[0].headline)

    with open_pool() as pool:
        for headline, urgent in (("1", False), ("2", False), ("3", True), ("4", False), ("5", True)):
            pool.submit(_document(headline), done, urgent=urgent)
        while len(read) < 5:
            pool.turn(60)
            assert pool.running == 1

    assert read == ["1", "3", "5", "2", "4"]  # the first was begun before there was anything urgent


def test_as_many_processes_as_allowed_read_at_once(open_pool: OpenPool) -> None:
    read: list[object] = []
    with open_pool(2) as pool:
        for _ in range(5):
            pool.submit(_DOCUMENT, read.append)
        assert pool.running == 2
        while len(read) < 5:
            pool.turn(60)
        assert pool.running == 2


def test_two_pools_know_nothing_of_each_other(open_pool: OpenPool) -> None:
    with open_pool() as one, open_pool() as other:
        assert one.parse(_document("1")).entries[0].headline == "1"
        assert other.parse(_document("2")).entries[0].headline == "2"
        one.close()
        assert other.parse(_document("3")).entries[0].headline == "3"


def test_what_fits_no_pipe_goes_both_ways(open_pool: OpenPool) -> None:
    """Eight megabytes there and as many back, for two documents that are on their way at once."""
    words = "Rain is expected in the west of the country until the evening. "
    stories = [
        Story(guid=str(number), headline=f"Storm {number}", summary=words * 64) for number in range(2000)
    ]
    document = replace(_DOCUMENT, body=rss(stories))
    assert len(document.body) > 8_000_000
    read: list[ParsedFeed | ParseError] = []
    with open_pool(2) as pool:
        pool.submit(document, read.append)
        pool.submit(document, read.append)
        while len(read) < 2:
            pool.turn(60)

    for end in read:
        assert isinstance(end, ParsedFeed)
        assert [entry.headline for entry in end.entries] == [story.headline for story in stories]
        assert sum(len(entry.summary) for entry in end.entries) > 7_000_000


def test_a_document_that_takes_too_long_is_given_up_and_the_next_one_read(open_pool: OpenPool) -> None:
    with open_pool(seconds=1) as pool:
        read: list[object] = []
        pool.submit(_DOCUMENT, read.append)
        process = _process(pool)
        os.kill(process, signal.SIGSTOP)
        with pytest.raises(ParseError, match="longer than 1 s"):
            _wait_for(pool, read)
        assert not _is_there(process)
    with open_pool() as pool:
        assert pool.parse(_DOCUMENT).entries


def test_a_process_that_takes_nothing_of_a_document_is_given_up(open_pool: OpenPool) -> None:
    """A pipe holds 64 KiB; the rest of the document never gets in."""
    with open_pool(seconds=1) as pool:
        read: list[object] = []
        pool.submit(_DOCUMENT, lambda _: None)
        os.kill(_process(pool), signal.SIGSTOP)
        pool.submit(replace(_DOCUMENT, body=bytes(1_000_000)), read.append)
        while not read:
            pool.turn(60)
            for process in pool._busy:
                os.kill(process.pid, signal.SIGSTOP)
        assert "longer than 1 s" in str(read[0])


def test_a_document_that_ends_its_reader_is_given_up_and_the_next_one_read(open_pool: OpenPool) -> None:
    with open_pool() as pool:
        read: list[object] = []
        pool.submit(_DOCUMENT, read.append)
        os.kill(_process(pool), signal.SIGKILL)
        with pytest.raises(ParseError, match="ended its reader"):
            _wait_for(pool, read)
        assert pool.parse(_DOCUMENT).entries
        os.kill(_process(pool), signal.SIGKILL)  # while nobody asks it anything
        with pytest.raises(ParseError, match="ended its reader"):
            pool.parse(replace(_DOCUMENT, body=bytes(1_000_000)))
        assert pool.parse(_DOCUMENT).entries


def test_a_document_nested_a_hundred_thousand_deep_hurts_nobody(open_pool: OpenPool) -> None:
    with open_pool() as pool:
        with pytest.raises(ParseError, match="nested too deep"):
            pool.parse(replace(_DOCUMENT, body=b"<rss><channel>" + b"<a>" * 100_000 + b"</a>" * 100_000))
        process = _process(pool)
        assert pool.parse(_DOCUMENT).entries
        assert _process(pool) == process


def test_what_is_under_way_ends_with_the_pool_and_is_heard_of_no_more(open_pool: OpenPool) -> None:
    read: list[object] = []
    with open_pool() as pool:
        for _ in range(3):
            pool.submit(_DOCUMENT, read.append)
        process = _process(pool)
        pool.close()
        assert not _is_there(process)
        assert pool.parse(_DOCUMENT).entries
    assert read == []


def test_an_interrupt_while_a_document_is_read_ends_its_process(open_pool: OpenPool) -> None:
    with open_pool() as pool:
        pool.parse(_DOCUMENT)
        process = _process(pool)
        os.kill(process, signal.SIGSTOP)
        timer = threading.Timer(0.2, os.kill, [os.getpid(), signal.SIGINT])
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            pool.parse(_DOCUMENT)
        timer.join()
        assert not _is_there(process)
        assert pool.running == 0


def test_who_waits_beside_the_processes_is_told_when_its_time_has_come(open_pool: OpenPool) -> None:
    hears, says = os.pipe()
    read: list[object] = []
    try:
        with open_pool() as pool:
            pool.submit(_DOCUMENT, read.append)
            os.kill(_process(pool), signal.SIGSTOP)
            os.write(says, b"\0")
            pool.turn(3600, beside=hears)
            assert (read, bool(select.select([hears], [], [], 0)[0])) == ([], True)
    finally:
        os.close(hears)
        os.close(says)


def _wait_for(pool: ParserPool, read: list[object]) -> None:
    while not read:
        pool.turn(60)
    (end,) = read
    if isinstance(end, ParseError):
        raise end


def test_a_process_that_reads_holds_nothing_to_fetch_with() -> None:
    program = (
        "import sys; from wireroom.feeds.__main__ import main; main(); from wireroom.feeds.judge import judge; judge(); "
        "print(*(name for name, module in sys.modules.items() if module), file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    loaded = set(run.stderr.split())
    assert "feedparser" in loaded
    assert not {"ssl", "_ssl", "asyncio", "pycurl", "typing_extensions", "inspect"} & loaded
