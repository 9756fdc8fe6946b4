"""Claims of the desks on all machines, in tables of the database beside the documents."""

from collections.abc import Iterable, Sequence
from typing import Any

from storage.pg.connections import Connections
from storage.pg.trouble import said_by_postgres


class PostgresLeases:
    """Claims in PostgreSQL; they wait for no writer. See :class:`storage.leases.LeaseDatabase`."""

    now = "(extract(epoch FROM statement_timestamp())::float8)"
    passing_locked = "FOR UPDATE SKIP LOCKED"

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def run(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement; a claim that may be made twice is made again when a connection breaks."""
        native = statement.replace("%", "%%").replace("?", "%s")

        def ask() -> list[tuple[Any, ...]]:
            with self._connections.one() as link:
                answer = link.execute(native, parameters)
                return answer.fetchall() if answer.description else []

        with said_by_postgres(self._connections.where):
            return self._connections.again(ask)

    def spread(self, values: Iterable[str]) -> tuple[str, Any]:
        """The values as rows."""
        return "SELECT unnest(?::text[]) AS value", list(values)
