"""Wires on loopback for callers that have no event loop: the command line and other processes."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.servers import WireServer


@contextmanager
def loopback_wires(*, validators: bool = True) -> Iterator[WireServer]:
    """A server of wires on a thread of its own while the block runs."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="loopback wires", daemon=True)
    thread.start()
    server = WireServer(validators=validators)
    try:
        asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result(10)
        try:
            yield server
        finally:
            asyncio.run_coroutine_threadsafe(server.__aexit__(None, None, None), loop).result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
