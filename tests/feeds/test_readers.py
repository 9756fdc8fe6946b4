"""The event loop on which documents are read begins with the first of them, and lives on between rounds."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.feeds.documents import Story, rss
from wireroom.feeds.documents import FeedDocument, ParsedFeed, Parser
from wireroom.feeds.pool import ParserPool
from wireroom.feeds.readers import Readers

_DOCUMENT = FeedDocument(
    body=rss([Story(guid="1", headline="One")]),
    url="https://wire.example/rss",
    headers={},
    at=datetime(2026, 1, 5, tzinfo=UTC),
)
_LOOKS = 100_000


def test_a_parser_stays_for_the_next_round_and_ends_once_it_rests() -> None:
    made: list[ParserPool] = []
    read: list[ParsedFeed] = []

    def open_parser() -> ParserPool:
        made.append(ParserPool(1, idle=0.01))
        return made[-1]

    async def reading(parser: Parser) -> None:
        read.append(await parser.parse(_DOCUMENT))

    readers = Readers(open_parser)
    try:
        readers.read(reading)
        running = made[0].running
        looks = 0
        while made[0].running and looks < _LOOKS:
            readers.rest()
            looks += 1
        ended = made[0].running
        readers.read(reading)
    finally:
        readers.close()

    assert (running, ended, made[0].running) == (1, 0, 0)
    assert len(made) == 1
    assert [feed.entries[0].headline for feed in read] == ["One", "One"]


def test_who_watches_without_anything_to_read_loads_no_event_loop(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from tui.bootstrap import Settings, open_puller_alone\n"
        "class Rounds:\n"
        "    left = 2\n"
        "    def is_set(self): return not self.left\n"
        "    def wait(self, timeout): self.left -= 1\n"
        f"with open_puller_alone(Settings(store={str(tmp_path / 'n.wireroom')!r})) as puller:\n"
        "    puller.watch(Rounds())\n"
        "    puller.close_now()\n"
        "print(*sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    loaded = set(run.stdout.split())
    assert "wireroom.feeds.fetch" in loaded
    assert "asyncio" not in loaded


def test_documents_are_read_without_tls_which_libcurl_does() -> None:
    program = (
        "import sys\n"
        "from tui.bootstrap import _open_parser\n"
        "from wireroom.feeds.readers import Readers\n"
        "async def nothing(parser): pass\n"
        "readers = Readers(_open_parser)\n"
        "readers.read(nothing)\n"
        "readers.close()\n"
        "print('asyncio' in sys.modules, 'ssl' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert run.stdout.split() == ["True", "False"]
