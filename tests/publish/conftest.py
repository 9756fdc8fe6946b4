"""A desk that writes a log, and a publisher over the same store."""

from pathlib import Path

import pytest

from tests.publish.newsdesk import Newsdesk
from tests.support.clock import FakeClock
from wireroom.ports.store import Store
from wireroom.publish.publisher import Publisher
from wireroom.publish.settings import SiteConfig

SITE = SiteConfig(
    publisher="The Steppe Courier",
    base_url="https://courier.example/live",
    logo="https://courier.example/logo.png",
    contact="corrections@courier.example",
)


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Newsdesk:
    desk = Newsdesk(store, clock)
    desk.open()
    return desk


@pytest.fixture
def publisher(store: Store, clock: FakeClock) -> Publisher:
    return Publisher(store, clock, SITE)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"
