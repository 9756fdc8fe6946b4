"""A PostgreSQL of the tests' own: a fresh cluster on a free loopback port, gone when they end."""

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

import psycopg

_DEBIAN = Path("/usr/lib/postgresql")
_UNPRIVILEGED = "postgres"


class NoPostgresError(Exception):
    """This machine has no PostgreSQL server to start; the message says what is missing."""


def _programs() -> Path:
    """The folder of ``initdb`` and ``pg_ctl``."""
    newest = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda found: int(found.parent.parent.name))
    if newest:
        return newest[-1].parent
    found = shutil.which("initdb")
    if found is None:
        raise NoPostgresError("no PostgreSQL server is installed (Debian: apt-get install postgresql)")
    return Path(found).resolve().parent


def _free_port(host: str) -> int:
    with closing(socket.socket()) as taken:
        taken.bind((host, 0))
        return int(taken.getsockname()[1])


class Cluster:
    """A running server with a superuser ``newsroom``, in a temporary folder that :meth:`end` removes.

    ``prefix`` is a command to run the server's programs under, as in another network namespace.
    """

    def __init__(
        self,
        *,
        settings: dict[str, str] | None = None,
        host: str = "127.0.0.1",
        prefix: tuple[str, ...] = (),
    ) -> None:
        self.host = host
        self._bin = _programs()
        self._folder = Path(tempfile.mkdtemp(prefix="wireroom-postgres-"))
        self._prefix = prefix
        self._made = 0
        if os.geteuid() == 0:
            shutil.chown(self._folder, _UNPRIVILEGED, _UNPRIVILEGED)
        self._run(
            "initdb", "-D", str(self._folder / "data"), "-U", "newsroom", "-A", "trust", "-E", "UTF8", "--locale=C",
            "--data-checksums", "--no-sync",
        )  # fmt: skip
        self.port = _free_port("127.0.0.1")
        with (self._folder / "data" / "postgresql.conf").open("a") as configuration:
            for name, value in {
                "listen_addresses": host,
                "port": str(self.port),
                "unix_socket_directories": "",
                "max_connections": "200",
                **(settings or {}),
            }.items():
                configuration.write(f"{name} = '{value}'\n")
        with (self._folder / "data" / "pg_hba.conf").open("a") as access:
            access.write("host all all samenet trust\n")
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-l", str(self._folder / "log"), "-w", "start")

    def stop(self, how: str = "fast") -> None:
        """Stop the server: ``smart``, ``fast``, or ``immediate`` as a crash would."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", how, "-w", "stop")

    def end(self) -> None:
        """Stop the server as it stands and remove its folder."""
        try:
            self.stop("immediate")
        finally:
            shutil.rmtree(self._folder)

    def program(self, name: str) -> str:
        """The path of one of PostgreSQL's own programs, as ``pg_dump``."""
        return str(self._bin / name)

    def address(self, database: str = "postgres", user: str = "newsroom") -> str:
        """How a database of the cluster is named."""
        return f"postgresql://{user}@{self.host}:{self.port}/{database}"

    def new_database(self) -> str:
        """Make an empty database; returns its name."""
        self._made += 1
        name = f"room_{self._made}"
        self.tell(f"CREATE DATABASE {name}")
        return name

    def clear(self, database: str, tables: set[str]) -> None:
        """Make a store as good as new: far quicker than a new database. Tables beyond these go."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            connection.execute("SET search_path = wireroom")
            connection.execute("SET session_replication_role = replica")  # silences the log's own guard
            for (table,) in connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'wireroom'"
            ):
                if table not in tables:
                    connection.execute(f'DROP TABLE "{table}"')
                elif table != "wireroom":
                    connection.execute(f'DELETE FROM "{table}"')
            connection.execute("UPDATE wireroom SET value = 0 WHERE name = 'revision'")

    def tell(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run a statement as the superuser; returns the rows of its answer."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            answer = connection.execute(statement)
            return answer.fetchall() if answer.description else []

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of the server's programs, its words in a file: the server would keep a pipe open for ever."""
        unprivileged = ("runuser", "-u", _UNPRIVILEGED, "--") if os.geteuid() == 0 else ()
        words = self._folder / "words"
        with words.open("wb") as said:
            done = subprocess.run(
                [*self._prefix, *unprivileged, str(self._bin / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                check=False,
                timeout=90,
                cwd="/",
            )
        if done.returncode != 0:
            raise RuntimeError(f"{program} {' '.join(arguments)}: {words.read_text(errors='replace')}")
