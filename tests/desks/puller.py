"""One headless puller as a process: ``python -m tests.desks.puller ADDRESS NAME``. Pulls until it is killed."""

import sys
import threading
from functools import partial

from storage import open_store
from storage.claims import HostShares
from tui.bootstrap import SystemClock
from wireroom.feeds.fetch import CurlFetcher, FetchLimits
from wireroom.feeds.ingest import Puller
from wireroom.feeds.pool import ParserPool
from wireroom.feeds.schedule import Schedule
from wireroom.feeds.sharing import Sharing

#: Seconds between two polls of a feed, and after which a dead puller's hosts are taken over.
INTERVAL = 4
LEASE = 6.0


def pull(address: str, name: str) -> None:
    """Pull what falls due, in compressed time."""
    store = open_store(address, patience=60)
    puller = Puller(
        store,
        SystemClock(),
        CurlFetcher(FetchLimits(connect_timeout=2, total_timeout=10)),
        partial(ParserPool, 1),
        schedule=Schedule(shortest=INTERVAL, longest=INTERVAL, jitter=lambda: 0.0),
        sharing=Sharing(HostShares(store.engine.leases(), name, seconds=LEASE)),
    )
    puller.watch(threading.Event())


if __name__ == "__main__":
    pull(*sys.argv[1:])
