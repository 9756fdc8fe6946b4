"""Giving roles to logins and taking them; what each may do stands in :mod:`storage.pg.roles`."""

from collections.abc import Sequence
from typing import Any

from psycopg import errors

from storage.engine import Member
from storage.pg.connections import Connections
from storage.pg.trouble import said_by_postgres
from wireroom.errors import UsageError


class PostgresRoles:
    """See :class:`storage.engine.Roles`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def set_up(self) -> None:
        """Make the roles and their rules, or bring them up to date."""
        self._tell("SELECT set_up_roles()")

    def give(self, login: str, role: str, *, signs_as: str = "") -> None:
        """Give a login a role in place of the one it had."""
        self._tell("SELECT admit(%s, %s, %s)", (login, signs_as or login, role))

    def take(self, login: str) -> None:
        """Take a login's role."""
        self._tell("SELECT dismiss(%s)", (login,))

    def members(self) -> list[Member]:
        """Who has a role, by login."""
        found = self._tell("SELECT login, editor, rank FROM members ORDER BY login")
        return [Member(login=login, signs_as=editor, role=rank) for login, editor, rank in found]

    def _tell(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with said_by_postgres(self._connections.where), self._connections.one() as link:
            try:
                return link.execute(statement, parameters).fetchall()
            except (errors.UndefinedObject, errors.InvalidParameterValue) as error:
                said = error.diag.message_primary or str(error)
                raise UsageError(
                    f"{said[:1].upper()}{said[1:]}.",
                    next_step="A login is made in PostgreSQL first: CREATE ROLE name LOGIN PASSWORD '...'. "
                    "Roles are reader, editor, senior and admin; 'wireroom roles set-up' makes them.",
                ) from error
