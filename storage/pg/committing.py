"""Committing so that what is called written is, and what is not is called so.

A connection that breaks during COMMIT leaves open which of the two it was. PostgreSQL's own answer
(``pg_xact_status``) is not enough: a server that crashed may have forgotten an id it gave just before, and give it to
another transaction. So every write signs its number with a random one, in the same transaction, and the numbers are
given one after another under a lock: who finds a number taken finds by whom.
"""

import time

import psycopg
from psycopg_pool import PoolTimeout

from storage.pg.connections import Connections, Link, broken
from storage.pg.layout import LOCK_SQL, TURNS_KEPT
from storage.pg.reading import Write
from storage.pg.trouble import doubtful, not_written, translated

#: Where the store stands, and who has a number.
_TURN = f"""
SELECT (SELECT value FROM wireroom WHERE name = 'revision'),
    (SELECT signature FROM turns WHERE slot = %(number)s %% {TURNS_KEPT} AND number = %(number)s)
"""


def commit(connections: Connections, write: Write) -> None:
    """Move the revision on, wake the other desks and commit, and give the connection back."""
    link = write.link
    try:
        write.send(("SELECT end_turn(%s, %s)", (write.number, write.signature)), ("COMMIT", ()))
    except psycopg.Error as error:
        gone = broken(error)
        if not gone:
            _roll_back(link)
            raise translated(connections.where, error) from error
        link.close()
        settle(connections, write.number, write.signature)
    finally:
        connections.give_back(link)


def _roll_back(link: Link) -> None:
    try:
        link.execute("ROLLBACK")
    except psycopg.Error:
        link.close()


def settle(connections: Connections, number: int, signature: int) -> None:
    """Return if the write of that number was committed with that signature.

    Raises ``StoreUnreachable`` saying that it was not, or is in doubt.
    """
    until = time.monotonic() + connections.patience
    while time.monotonic() < until:
        try:
            with connections.one() as link, link.transaction():
                link.execute(LOCK_SQL)  # the broken connection's turn is over, one way or the other
                found = link.execute(_TURN, {"number": number}).fetchone()
        except (psycopg.OperationalError, PoolTimeout):
            time.sleep(0.05)
            continue
        assert found is not None
        revision, signed = found
        if signed == signature:
            return
        if signed is None and revision - number >= TURNS_KEPT:
            break
        raise not_written(connections.where)
    raise doubtful(connections.where)
