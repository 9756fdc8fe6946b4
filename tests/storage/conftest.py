"""A store on each engine: what holds for one holds for the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import open_store
from storage.store import DocumentStore


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The name of a store that is not there yet: a file's, and a PostgreSQL database's."""
    if request.param == "sqlite":
        return str(tmp_path / "room.wireroom")
    named: str = request.getfixturevalue("database")
    return named


@pytest.fixture
def store(address: str) -> Iterator[DocumentStore]:
    opened = open_store(address)
    yield opened
    opened.close()
