"""A commit whose answer was lost: what the server remembers of it, and when that proves nothing."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

pytest.importorskip("psycopg")

from storage.pg.committing import settle
from wireroom.errors import StoreUnreachable


class Remembering:
    """A server that says what became of a transaction, and for how long it has been up."""

    where = "postgresql://newsroom@db.example/room"
    patience = 5.0

    def __init__(self, status: str, up: float) -> None:
        self._answer = (status, up)

    @contextmanager
    def one(self) -> Iterator["Remembering"]:
        yield self

    def execute(self, _sql: str, _values: tuple[Any, ...]) -> "Remembering":
        return self

    def fetchone(self) -> tuple[str, float]:
        return self._answer


def test_what_a_server_that_stayed_up_committed_is_written() -> None:
    settle(Remembering("committed", 3600.0), "77", time.monotonic() - 2.0)  # type: ignore[arg-type]


@pytest.mark.parametrize("up", [1.0, 3600.0])
def test_what_was_aborted_is_not_written(up: float) -> None:
    with pytest.raises(StoreUnreachable) as told:
        settle(Remembering("aborted", up), "77", time.monotonic() - 2.0)  # type: ignore[arg-type]
    assert "not" in str(told.value)


def test_a_server_that_started_since_may_have_given_the_id_to_another() -> None:
    with pytest.raises(StoreUnreachable) as aborted:
        settle(Remembering("aborted", 1.0), "77", time.monotonic() - 2.0)  # type: ignore[arg-type]
    with pytest.raises(StoreUnreachable) as doubt:
        settle(Remembering("committed", 1.0), "77", time.monotonic() - 2.0)  # type: ignore[arg-type]
    assert str(doubt.value) != str(aborted.value)
