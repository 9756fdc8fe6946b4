"""A commit whose answer was lost: whose write the number was given to in the end."""

import contextlib
import os
import signal
import threading
from collections.abc import Iterator

import psycopg
import pytest

from storage import open_store
from storage.check import check
from storage.pg.committing import settle
from storage.pg.layout import TURNS_KEPT
from storage.postgres import PostgresEngine
from storage.store import DocumentStore
from tests.storage.values import NOON, act
from tests.support.postgres import Cluster
from wireroom.errors import StoreUnreachable
from wireroom.model import WatchTerm

pytestmark = pytest.mark.postgres


@pytest.fixture
def store(database: str) -> Iterator[DocumentStore]:
    found = open_store(database)
    yield found
    found.close()


def add_term(store: DocumentStore, word: str) -> None:
    with store.transaction() as tx:
        tx.record(act("watched"), WatchTerm(id=word, term=word, added=NOON))


def settle_in(store: DocumentStore, number: int, signature: int) -> None:
    assert isinstance(store.engine, PostgresEngine)
    settle(store.engine.connections, number, signature)


def signature_of(database: str, number: int) -> int:
    with psycopg.connect(database) as psql:
        found = psql.execute("SELECT signature FROM wireroom.turns WHERE number = %s", (number,)).fetchone()
    assert found is not None
    return int(found[0])


def test_a_number_that_stands_beside_ones_own_signature_is_written(
    store: DocumentStore, database: str
) -> None:
    for word in ("flood", "quake"):
        add_term(store, word)
    assert signature_of(database, 1) != signature_of(database, 2)
    settle_in(store, 1, signature_of(database, 1))
    settle_in(store, 2, signature_of(database, 2))


def test_a_number_that_another_write_was_given_is_not_written(store: DocumentStore, database: str) -> None:
    add_term(store, "flood")
    with pytest.raises(StoreUnreachable, match="was not written"):
        settle_in(store, 1, signature_of(database, 1) ^ 1)


def test_a_number_that_nobody_was_given_is_not_written(store: DocumentStore) -> None:
    add_term(store, "flood")
    with pytest.raises(StoreUnreachable, match="was not written"):
        settle_in(store, 2, 77)


def test_a_number_too_long_ago_to_be_remembered_is_in_doubt(store: DocumentStore, database: str) -> None:
    add_term(store, "flood")
    with psycopg.connect(database) as psql:
        psql.execute("UPDATE wireroom.wireroom SET value = %s WHERE name = 'revision'", (TURNS_KEPT,))
    add_term(store, "quake")
    with pytest.raises(StoreUnreachable, match="whether it was is not known"):
        settle_in(store, 1, 77)


def test_where_one_session_is_killed_and_the_server_starts_over_every_act_is_what_it_was_called() -> None:
    cluster = Cluster()
    try:
        store = open_store(cluster.address(cluster.new_database()), patience=60)
        written = []
        for number in range(6):
            with psycopg.connect(cluster.address()) as bystander:
                killing = threading.Thread(target=os.kill, args=(bystander.info.backend_pid, signal.SIGKILL))
                killing.start()  # as a machine out of memory does; the server then ends all other sessions
                for word in (f"flood-{number}", f"quake-{number}"):
                    with contextlib.suppress(StoreUnreachable):
                        add_term(store, word)
                        written.append(word)
                killing.join()
        assert [term.term for term in store.watch_terms()] == sorted(written)
        assert check(store.engine).sound
        store.close()
    finally:
        cluster.end()


def test_only_who_writes_may_sign_a_turn(database: str, cluster: Cluster) -> None:
    open_store(database).close()
    name = database.rpartition("/")[2]
    cluster.tell("SELECT wireroom.set_up_roles()", name)
    cluster.tell("CREATE ROLE galym LOGIN", name)
    cluster.tell("SELECT wireroom.admit('galym', 'Galym', 'reader')", name)
    with (
        psycopg.connect(cluster.address(name, "galym")) as psql,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        psql.execute("SELECT wireroom.end_turn(1, 77)")
