"""Connections to PostgreSQL: a small pool for questions and acts, each set up so that a dead peer is noticed.

A host that is cut off says nothing, so both ends count: the client's socket gives up on unanswered bytes, and
the server ends a silent client's session, which frees what it held for the other desks.
"""

import getpass
import logging
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import ConnectionPool, PoolClosed, PoolTimeout

from storage.pg.layout import SCHEMA
from storage.pg.trouble import said_by_postgres
from wireroom.errors import ConfigError

#: The pool tells of every broken connection; left alone, that would be written across the desk's screen.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

T = TypeVar("T")

Link = Connection[tuple[Any, ...]]

#: Milliseconds after which unanswered bytes or keepalives end a connection, at either end.
_SILENCE = 10_000
_MOST_CONNECTIONS = 8


class ExactText(psycopg.adapt.Loader):
    """Gives a ``json`` value as the bytes it was written with."""

    def load(self, data: bytes | bytearray | memoryview) -> bytes:
        """Take the bytes as they are."""
        return bytes(data)


def _parts_of(address: str) -> dict[str, Any]:
    """What a connection string says. Raises ``ConfigError``, without the string: it may hold a password."""
    try:
        return conninfo_to_dict(address)
    except psycopg.ProgrammingError as trouble:
        said = str(trouble).partition(': "')[0].strip()
        raise ConfigError(
            f"The address of the store is not understood: {said}.",
            next_step="Write it as postgresql://NAME@HOST/DATABASE, with special characters as %XX.",
        ) from None


class Connections:
    """The way to one database, named by a connection string; ``patience`` is in seconds.

    A connection that broke is replaced, and a question that can be asked again is, for as long as the patience
    lasts: a restart of the server costs its readers a wait, no error.
    """

    def __init__(self, address: str, *, patience: float) -> None:
        parts = _parts_of(address)
        self.where = _spoken(parts)
        self.patience = patience
        self._address = make_conninfo(
            address,
            **{name: value for name, value in _socket_settings(patience).items() if name not in parts},
        )
        self._pool: ConnectionPool[Link] = ConnectionPool(
            self._address,
            min_size=0,
            max_size=_MOST_CONNECTIONS,
            timeout=patience,
            max_idle=300,
            reconnect_timeout=patience,
            configure=self._configure,
            kwargs={"autocommit": True},
            open=False,
        )
        with said_by_postgres(self.where):
            self.apart().close()  # a wrong password or name is said at once, in PostgreSQL's words
        self._pool.open()

    def apart(self) -> Link:
        """A connection outside the pool, which its caller closes. Raises psycopg's own errors."""
        connection = psycopg.connect(self._address, autocommit=True)
        self._configure(connection)
        return connection

    @contextmanager
    def one(self) -> Iterator[Link]:
        """A connection for the length of the block. Raises psycopg's own errors."""
        with self._pool.connection() as connection:
            yield connection

    def take(self) -> Link:
        """A connection that the caller gives back."""
        return self._pool.getconn()

    def give_back(self, connection: Link) -> None:
        """Give back what was taken, in whatever state; the pool replaces a broken one."""
        self._pool.putconn(connection)

    def again(self, attempt: Callable[[], T]) -> T:
        """What ``attempt`` gives; made again on a new connection as long as connections break."""
        until = time.monotonic() + self.patience
        while True:
            try:
                return attempt()
            except (psycopg.OperationalError, PoolTimeout) as error:
                if not broken(error) or time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()

    def _configure(self, connection: Link) -> None:
        milliseconds = int(self.patience * 1000)
        settings = {
            "search_path": SCHEMA,
            "lock_timeout": milliseconds,
            "statement_timeout": max(60_000, 4 * milliseconds),
            "idle_in_transaction_session_timeout": max(30_000, 2 * milliseconds),
            "tcp_user_timeout": _SILENCE,
            "tcp_keepalives_idle": 5,
            "tcp_keepalives_interval": 2,
            "tcp_keepalives_count": 3,
            "client_connection_check_interval": 2_000,
            "timezone": "UTC",
        }
        names = ", ".join("set_config(%s, %s, false)" for _ in settings)
        flat = [str(part) for pair in settings.items() for part in pair]
        connection.execute(f"SELECT {names}", flat)
        connection.adapters.register_loader("json", ExactText)


def broken(error: Exception) -> bool:
    """Whether an error says that the connection is gone or not there yet, not that the server refused."""
    if isinstance(error, PoolTimeout | PoolClosed):
        return isinstance(error, PoolTimeout)
    state = getattr(error, "sqlstate", None) or ""
    gone = state in {"57P01", "57P02", "57P03"} or state.startswith("08")
    return isinstance(error, psycopg.OperationalError) and (gone or not state)


def _socket_settings(patience: float) -> dict[str, str]:
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "someone"
    return {
        "fallback_application_name": f"wireroom {user}@{socket.gethostname()} {os.getpid()}"[:63],
        "connect_timeout": str(max(2, round(patience))),
        "keepalives_idle": "5",
        "keepalives_interval": "2",
        "keepalives_count": "3",
        "tcp_user_timeout": str(_SILENCE),
    }


def _spoken(parts: dict[str, Any]) -> str:
    """The store's name for people: no password in it."""
    host = parts.get("host") or parts.get("hostaddr") or "the local socket"
    port = f":{parts['port']}" if parts.get("port") else ""
    return f"PostgreSQL {parts.get('dbname') or parts.get('user') or ''} at {host}{port}"
