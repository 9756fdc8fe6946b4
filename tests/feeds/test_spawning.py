"""However a parser process begins, it has nothing of the process that began it but what it was given."""

import fcntl
import os
import resource
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.feeds.documents import Story, rss
from wireroom.errors import ParseError
from wireroom.feeds import spawning
from wireroom.feeds.documents import FeedDocument
from wireroom.feeds.pool import ParserPool
from wireroom.feeds.spawning import Child, Fork, may_fork, new_interpreter
from wireroom.feeds.worker import MEMORY_LIMIT

_DOCUMENT = FeedDocument(
    body=rss([Story(guid="1", headline="One")]),
    url="https://wire.example/rss",
    headers={},
    at=datetime(2026, 1, 5, tzinfo=UTC),
)
_WAYS = pytest.mark.parametrize("way", [Fork, new_interpreter], ids=["copy", "new interpreter"])
_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
_SECONDS = 30


@pytest.fixture(params=[Fork, new_interpreter], ids=["copy", "new interpreter"])
def reader(request: pytest.FixtureRequest) -> Iterator[int]:
    """The number of a process that has read a document and waits for another."""
    pool = ParserPool(1, spawn=request.param)
    try:
        assert pool.parse(_DOCUMENT).entries
        (process,) = pool._idle
        yield process.pid
    finally:
        pool.close()


@_LINUX
def test_it_holds_three_streams_and_no_other_descriptor(tmp_path: Path, reader: int) -> None:
    assert {one.name for one in Path(f"/proc/{reader}/fd").iterdir()} == {"0", "1", "2"}
    assert str(Path(f"/proc/{reader}/fd/2").resolve()) == os.devnull


@_LINUX
def test_it_has_a_session_and_bounds_of_its_own(reader: int) -> None:
    assert os.getsid(reader) == reader
    space, _ = resource.prlimit(reader, resource.RLIMIT_AS)
    assert MEMORY_LIMIT <= space < 4 * MEMORY_LIMIT
    assert resource.prlimit(reader, resource.RLIMIT_CORE) == (0, 0)
    assert resource.prlimit(reader, resource.RLIMIT_CPU)[0] < 3600
    assert os.getpriority(os.PRIO_PROCESS, reader) > os.getpriority(os.PRIO_PROCESS, 0)


@_LINUX
@_WAYS
def test_signals_are_answered_as_by_any_process(way: Callable[[int, int], Child]) -> None:
    """What this process does when it is told to end is no business of the reader: it ends."""
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    pool = ParserPool(1, spawn=way)
    try:
        pool.parse(_DOCUMENT)
        (process,) = pool._idle
        os.kill(process.pid, signal.SIGTERM)
        with pytest.raises(ParseError, match="ended its reader"):
            pool.parse(_DOCUMENT)
        assert pool.parse(_DOCUMENT).entries
    finally:
        pool.close()
        signal.signal(signal.SIGTERM, before)


@_WAYS
def test_who_waits_for_no_child_has_readers_all_the_same(way: Callable[[int, int], Child]) -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    pool = ParserPool(1, spawn=way)
    try:
        assert pool.parse(_DOCUMENT).entries
    finally:
        pool.close()
        signal.signal(signal.SIGCHLD, before)
    assert pool.running == 0


@_LINUX
@_WAYS
def test_a_document_that_takes_more_memory_than_a_reader_may_hurts_no_other(
    way: Callable[[int, int], Child],
) -> None:
    pool = ParserPool(1, spawn=way)
    try:
        pool.parse(_DOCUMENT)
        (process,) = pool._idle
        held = int(Path(f"/proc/{process.pid}/statm").read_text().split()[0]) * resource.getpagesize()
        _, most = resource.prlimit(process.pid, resource.RLIMIT_AS)
        resource.prlimit(process.pid, resource.RLIMIT_AS, (held + 4_000_000, most))
        with pytest.raises(ParseError, match="too much memory"):
            pool.parse(replace(_DOCUMENT, body=rss([Story(guid="1", headline="One" * 10_000_000)])))
        assert pool.parse(_DOCUMENT).entries
    finally:
        pool.close()


_BEGINS = """
import os, sys
from tests.feeds.test_spawning import _DOCUMENT
from wireroom.feeds.spawning import Fork, new_interpreter
from wireroom.feeds.pool import ParserPool
pool = ParserPool(2, spawn={way})
read = []
pool.submit(_DOCUMENT, read.append)
pool.submit(_DOCUMENT, read.append)
while len(read) < 2:
    pool.turn(60)
"""


@_LINUX
@_WAYS
def test_readers_end_when_who_began_them_is_killed(way: Callable[[int, int], Child]) -> None:
    """Each hears that its pipe has ended: none of the others holds the other end of it."""
    program = _BEGINS.format(way=way.__name__) + (
        "print(*(process.pid for process in pool._idle), flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        readers = [int(number) for number in parent.stdout.readline().split()]
        ends = [os.pidfd_open(number) for number in readers]
        parent.kill()
    assert len(readers) == 2
    for end in ends:
        assert _has_ended(end)
        os.close(end)


def _has_ended(descriptor: int) -> bool:
    """Whether a process ends soon."""
    return bool(select.select([descriptor], [], [], _SECONDS)[0])


@_WAYS
def test_a_reader_that_ends_ends_nothing_of_its_parent(
    tmp_path: Path, way: Callable[[int, int], Child]
) -> None:
    """What was printed before is printed once, and what is left to be done at the end is done once."""
    program = f"""
import atexit, os
from pathlib import Path
from wireroom.feeds.spawning import Fork, new_interpreter
print("before")
def end():
    with Path({str(tmp_path / "ends")!r}).open("a") as ends:
        ends.write("the end")
atexit.register(end)
theirs_in, ours_in = os.pipe()
ours_out, theirs_out = os.pipe()
reader = {way.__name__}(theirs_in, theirs_out)
for descriptor in (theirs_in, theirs_out, ours_in):
    os.close(descriptor)
reader.wait()
print(os.read(ours_out, 1000))
"""
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert run.stdout == "before\nb''\n"
    assert run.stderr == ""
    assert (tmp_path / "ends").read_text() == "the end"


@_LINUX
def test_a_process_of_one_thread_is_copied_and_one_of_two_is_not() -> None:
    program = (
        "import threading; from wireroom.feeds.spawning import may_fork; print(may_fork()); "
        "end = threading.Event(); other = threading.Thread(target=end.wait); other.start(); print(may_fork()); "
        "end.set(); other.join()"
    )
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert run.stdout.split() == ["True", "False"]


def test_beside_another_thread_a_new_interpreter_begins() -> None:
    end = threading.Event()
    other = threading.Thread(target=end.wait)
    other.start()
    pool = ParserPool(1)
    try:
        assert not may_fork()
        assert pool.parse(_DOCUMENT).entries
        (process,) = pool._idle
        assert not isinstance(process._child, Fork)
    finally:
        pool.close()
        end.set()
        other.join()


def test_nobody_is_copied_where_the_system_tells_of_no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spawning, "_THREADS", "/nowhere")
    assert not may_fork()


def test_where_no_process_begins_no_pipe_is_left() -> None:
    def refused(stdin: int, stdout: int) -> Child:
        raise BlockingIOError("Resource temporarily unavailable")

    before = len(list(Path("/dev/fd").iterdir()))
    pool = ParserPool(1, spawn=refused)
    with pytest.raises(BlockingIOError):
        pool.parse(_DOCUMENT)
    pool.close()
    assert len(list(Path("/dev/fd").iterdir())) == before


@_WAYS
def test_a_store_stays_locked_for_who_has_it_while_readers_begin_and_end(
    tmp_path: Path, way: Callable[[int, int], Child]
) -> None:
    """Closing a file gives back what a process has locked of it: in a copy that is nothing."""
    with (tmp_path / "held").open("w") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        pool = ParserPool(1, spawn=way)
        try:
            assert pool.parse(_DOCUMENT).entries
        finally:
            pool.close()
        asks = (
            "import fcntl, sys\nwith open(sys.argv[1], 'r+') as file:\n"
            "    try:\n        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)\n"
            "    except OSError:\n        print('held')\n"
        )
        run = subprocess.run(
            [sys.executable, "-c", asks, file.name], check=True, capture_output=True, text=True
        )
        assert run.stdout.strip() == "held"
