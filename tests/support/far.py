"""A store on another machine whose network can be cut."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

from storage.leases import LeaseBook, LeaseDatabase
from storage.store import DocumentStore
from wireroom.errors import StoreUnreachable
from wireroom.model import Draft
from wireroom.ports.store import Transaction


class FarStore(DocumentStore):
    """A store that goes out of reach when told to; its desks' silence lasts as long as ``lease`` says."""

    away = False
    lease = 60.0

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Begin to write, if it can be reached."""
        self.reach()
        return super().transaction()

    def drafts(self, editor: str) -> list[Draft]:
        """Ask for drafts, if it can be reached."""
        self.reach()
        return super().drafts(editor)

    def desks(self) -> LeaseBook:
        """Who is at the desks, for whom it can be reached."""
        return LeaseBook(_FarLeases(self), seconds=self.lease)

    def reach(self) -> None:
        """Raise what a cut network makes of every question."""
        if self.away:
            raise StoreUnreachable("No answer.", next_step="Wait.")


class _FarLeases:
    def __init__(self, store: FarStore) -> None:
        self._store = store
        self._kept: LeaseDatabase = store.engine.leases()
        self.now = self._kept.now
        self.passing_locked = self._kept.passing_locked
        self.spread = self._kept.spread

    def run(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        self._store.reach()
        return self._kept.run(statement, parameters)
