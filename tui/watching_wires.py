"""``wireroom pull --watch``: keeps pulling until it is told to stop."""

import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from wireroom.lean import load_asyncio

if TYPE_CHECKING:
    from wireroom.feeds.ingest import Puller
    from wireroom.feeds.rounds import PullReport


def watch(puller: "Puller", on_report: "Callable[[PullReport], None]", *, tied: bool) -> None:
    """Pull until told to stop, by Ctrl+C or SIGTERM, or when ``tied`` by the end of standard input."""
    load_asyncio()
    import asyncio

    asyncio.run(_watch(puller, on_report, tied=tied))


async def _watch(puller: "Puller", on_report: "Callable[[PullReport], None]", *, tied: bool) -> None:
    import asyncio

    loop = asyncio.get_running_loop()
    # one thread that writes and one that reads beside it: each has a connection to the store, and its memory
    loop.set_default_executor(ThreadPoolExecutor(2, thread_name_prefix="store"))
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    if tied:
        reader = asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        leash = asyncio.create_task(reader.read())
        leash.add_done_callback(lambda _: stop.set())
    try:
        await puller.watch(stop, on_report)
    finally:
        await puller.close()
