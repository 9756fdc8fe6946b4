"""Committing so that what is called written is, and what is not is called so.

A connection that breaks during COMMIT leaves open which of the two it was; PostgreSQL remembers, and is asked on
another connection (``pg_xact_status``).
"""

import time

import psycopg
from psycopg_pool import PoolTimeout

from storage.pg.connections import Connections, Link, broken
from storage.pg.reading import Write
from storage.pg.trouble import doubtful, not_written, translated


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
        _settle(connections, write.xid)
    finally:
        connections.give_back(link)


def _roll_back(link: Link) -> None:
    try:
        link.execute("ROLLBACK")
    except psycopg.Error:
        link.close()


def _settle(connections: Connections, xid: str) -> None:
    """Return if the transaction was committed. Raises ``StoreUnreachable`` saying that it was not, or is in doubt."""
    until = time.monotonic() + connections.patience
    while time.monotonic() < until:
        try:
            with connections.one() as link:
                found = link.execute("SELECT pg_xact_status(%s::xid8)", (xid,)).fetchone()
        except (psycopg.OperationalError, PoolTimeout):
            time.sleep(0.05)
            continue
        status = found[0] if found else None
        if status == "committed":
            return
        if status == "aborted":
            raise not_written(connections.where)
        time.sleep(0.05)
    raise doubtful(connections.where)
