"""A glance at the file tells that nobody has written; whenever it can't, it says so."""

import os
from datetime import datetime
from pathlib import Path

import pytest

from storage import open_store
from storage.store import DocumentStore
from tests.support.clock import FakeClock
from wireroom.model import Act, Feed

LONG_AGO = 60


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "stamped.wireroom"


def write(store: DocumentStore, at: datetime, name: str) -> None:
    with store.transaction() as tx:
        feed = Feed(id=name, url=f"https://{name}.example.org/feed", added=at)
        tx.record(Act(at=at, who="anna", what="added feed"), feed)


def let_it_rest(place: Path) -> None:
    """As if the last write was a minute ago."""
    log = Path(f"{place}-wal")
    at = log.stat().st_mtime - LONG_AGO
    os.utime(log, (at, at))


def test_it_stands_while_nobody_writes_and_tells_of_another_desk(place: Path, clock: FakeClock) -> None:
    store, other = open_store(str(place)), open_store(str(place))
    try:
        write(store, clock.now(), "one")
        assert store.stamp() is None  # somebody may be writing still
        let_it_rest(place)
        stamp = store.stamp()
        assert stamp is not None
        assert store.feeds()
        assert store.stamp() == stamp
        write(other, clock.now(), "two")
        assert store.stamp() != stamp
        let_it_rest(place)
        assert store.stamp() not in (None, stamp)
    finally:
        store.close()
        other.close()
