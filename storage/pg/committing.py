"""Committing so that what is called written is, and what is not is called so.

A connection that breaks during COMMIT leaves open which of the two it was; PostgreSQL remembers, and is asked on
another connection (``pg_xact_status``). A server that crashed may have forgotten an id it gave just before, and give it
to another transaction; so of one that has started since, a "committed" proves nothing.
"""

import time

import psycopg
from psycopg_pool import PoolTimeout

from storage.pg.connections import Connections, Link, broken
from storage.pg.reading import Write
from storage.pg.trouble import doubtful, not_written, translated

#: What became of a transaction, and for how many seconds the server has been up.
_STATUS = """
SELECT pg_xact_status(%s::xid8), extract(epoch FROM clock_timestamp() - pg_postmaster_start_time())::float8
"""


def commit(connections: Connections, write: Write) -> None:
    """Move the revision on, wake the other desks and commit, and give the connection back."""
    link = write.link
    try:
        write.send(("SELECT end_turn(%s)", (write.number,)), ("COMMIT", ()))
    except psycopg.Error as error:
        gone = broken(error)
        if not gone:
            _roll_back(link)
            raise translated(connections.where, error) from error
        link.close()
        settle(connections, write.xid, write.began)
    finally:
        connections.give_back(link)


def _roll_back(link: Link) -> None:
    try:
        link.execute("ROLLBACK")
    except psycopg.Error:
        link.close()


def settle(connections: Connections, xid: str, began: float) -> None:
    """Return if the transaction that ``began`` then (``time.monotonic``) was committed.

    Raises ``StoreUnreachable`` saying that it was not, or is in doubt.
    """
    until = time.monotonic() + connections.patience
    while time.monotonic() < until:
        try:
            with connections.one() as link:
                found = link.execute(_STATUS, (xid,)).fetchone()
        except (psycopg.OperationalError, PoolTimeout):
            time.sleep(0.05)
            continue
        assert found is not None
        status, up = found
        if status == "committed":
            if up < time.monotonic() - began:
                break
            return
        if status == "aborted":
            raise not_written(connections.where)
        time.sleep(0.05)
    raise doubtful(connections.where)
