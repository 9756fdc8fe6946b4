"""Parser processes come when they are needed and go when they are not."""

import asyncio
import subprocess
import sys
from datetime import UTC, datetime

from tests.feeds.documents import Story, rss
from wireroom.feeds.documents import FeedDocument
from wireroom.feeds.pool import ParserPool

_DOCUMENT = FeedDocument(
    body=rss([Story(guid="1", headline="One")]),
    url="https://wire.example/rss",
    headers={},
    at=datetime(2026, 1, 5, tzinfo=UTC),
)


async def test_a_process_that_has_nothing_to_do_ends_and_another_takes_its_place() -> None:
    pool = ParserPool(1, idle=0.01)
    try:
        first = await pool.parse(_DOCUMENT)
        async with asyncio.timeout(60):
            while pool.running:  # noqa: ASYNC110 - nobody tells when a process is gone
                await asyncio.sleep(0.01)
        again = await pool.parse(_DOCUMENT)
    finally:
        await pool.close()

    assert first.entries == again.entries
    assert pool.running == 0


async def test_one_process_reads_one_document_after_the_other() -> None:
    pool = ParserPool(1)
    try:
        await asyncio.gather(*(pool.parse(_DOCUMENT) for _ in range(5)))
        assert pool.running == 1
    finally:
        await pool.close()


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
