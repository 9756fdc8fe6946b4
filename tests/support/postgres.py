"""A PostgreSQL of the tests' own: a fresh cluster on a free loopback port, gone when they end."""

import os
import shutil
import socket
import subprocess
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
    """A running server with a superuser ``newsroom``; ``folder`` must not exist yet.

    ``prefix`` is a command to run the server's programs under, as in another network namespace.
    """

    def __init__(
        self,
        folder: Path,
        *,
        settings: dict[str, str] | None = None,
        host: str = "127.0.0.1",
        prefix: tuple[str, ...] = (),
    ) -> None:
        self.host = host
        self._bin = _programs()
        self._folder = folder
        self._prefix = prefix
        self._made = 0
        folder.mkdir(parents=True)
        if os.geteuid() == 0:
            shutil.chown(folder, _UNPRIVILEGED, _UNPRIVILEGED)
            for parent in folder.parents:  # a folder for the tests' own user alone would keep the server out
                if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001:
                    parent.chmod(parent.stat().st_mode | 0o011)
        self._run(
            "initdb", "-D", str(folder / "data"), "-U", "newsroom", "-A", "trust", "-E", "UTF8", "--locale=C",
            "--data-checksums", "--no-sync",
        )  # fmt: skip
        self.port = _free_port("127.0.0.1")
        with (folder / "data" / "postgresql.conf").open("a") as configuration:
            for name, value in {
                "listen_addresses": host,
                "port": str(self.port),
                "unix_socket_directories": "",
                "max_connections": "200",
                **(settings or {}),
            }.items():
                configuration.write(f"{name} = '{value}'\n")
        with (folder / "data" / "pg_hba.conf").open("a") as access:
            access.write("host all all samenet trust\n")
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-l", str(self._folder / "log"), "-w", "start")

    def stop(self, how: str = "fast") -> None:
        """Stop the server: ``smart``, ``fast``, or ``immediate`` as a crash would."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", how, "-w", "stop")

    def address(self, database: str = "postgres", user: str = "newsroom") -> str:
        """How a database of the cluster is named."""
        return f"postgresql://{user}@{self.host}:{self.port}/{database}"

    def new_database(self) -> str:
        """Make an empty database; returns its address."""
        self._made += 1
        name = f"room_{self._made}"
        self.tell(f'CREATE DATABASE "{name}"')
        return self.address(name)

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
