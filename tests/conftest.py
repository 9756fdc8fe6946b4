"""Fixtures for every room: a clock, a real store in a fresh file, a newsroom over both, the corpora."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from storage import open_store
from tests.support.clock import FakeClock
from tests.support.places import ROOT
from wireroom.config import Config
from wireroom.desk.newsroom import Newsroom
from wireroom.ports.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.support.postgres import Cluster

settings.register_profile("untimed", settings.default, deadline=None)
settings.load_profile("untimed")


def _shared(kind: str, variable: str) -> Path:
    folder = Path(os.environ.get(variable, ROOT.parent / "shared" / kind))
    if not folder.is_dir():
        pytest.skip(f"the {kind} are not at hand; name their folder in {variable}")
    return folder


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Real captured feeds, consecutive polls and foreign oracles; skipped where they are absent."""
    return _shared("corpora", "WIREROOM_CORPORA")


@pytest.fixture(scope="session")
def schemas() -> Path:
    """Public schemas of what is published; skipped where they are absent."""
    return _shared("schemas", "WIREROOM_SCHEMAS")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store: a file, or with ``WIREROOM_TEST_ENGINE=postgres`` a database."""
    shared = os.environ.get("WIREROOM_TEST_ENGINE") == "postgres"
    opened = open_store(request.getfixturevalue("database") if shared else tmp_path / "newsroom.wireroom")
    yield opened
    opened.close()


@pytest.fixture
def newsroom(store: Store, clock: FakeClock) -> Newsroom:
    return Newsroom(store=store, clock=clock, editor="aigerim", config=Config())


@pytest.fixture(scope="session")
def cluster() -> Iterator["Cluster"]:
    """A PostgreSQL server of the tests' own; skipped on a machine without one, but never where ``CI`` is set."""
    from tests.support.postgres import Cluster, NoPostgresError

    try:
        running = Cluster(settings={"fsync": "off"})
    except NoPostgresError as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))
    yield running
    running.end()


@pytest.fixture(scope="session")
def shared_database(cluster: "Cluster") -> tuple[str, set[str]]:
    """The name of a database with a store in it, and the tables it has."""
    name = cluster.new_database()
    open_store(cluster.address(name)).close()
    tables = cluster.tell("SELECT tablename FROM pg_tables WHERE schemaname = 'wireroom'", name)
    return name, {str(table) for (table,) in tables}


@pytest.fixture
def database(cluster: "Cluster", shared_database: tuple[str, set[str]]) -> Iterator[str]:
    """The address of a PostgreSQL database with an empty store."""
    name, tables = shared_database
    yield cluster.address(name)
    cluster.clear(name, tables)


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """A real Chromium; skipped on a machine without one, but never where ``CI`` is set."""
    from tests.support.browsers import launched

    with launched() as opened:
        yield opened
