"""What was acknowledged: every act whose transaction has come back, written down beside the store."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage import open_store
from storage.check import check
from storage.store import DocumentStore, DocumentTransaction
from wireroom.model import Act, Event, Subject


class LedgerStore(DocumentStore):
    """A store that writes into a file of its own what it has acknowledged: a line an act."""

    def __init__(self, place: Path, ledger: Path) -> None:
        super().__init__(open_store(str(place), patience=60).engine)
        self._ledger = ledger.open("a", encoding="utf-8", buffering=1)

    @contextmanager
    def _transaction(self) -> Iterator[DocumentTransaction]:
        with self._engine.write() as number:
            noting = _Noting(self._shelves, number)
            noting.noted = []
            yield noting
        self._ledger.writelines(f"{_line(event)}\n" for event in noting.noted)

    def close(self) -> None:
        """Close the store and the file."""
        super().close()
        self._ledger.close()


class _Noting(DocumentTransaction):
    noted: list[Event]

    def record(self, act: Act, after: Subject) -> Event:
        event = super().record(act, after)
        self.noted.append(event)
        return event


def missing_acts(place: Path, ledgers: list[Path]) -> list[str]:
    """What was acknowledged and is not in the log as it was, and every place where store and log are not whole."""
    with_hash = set()
    store = open_store(str(place))
    try:
        events = store.events(listing=True)
        with_hash = {_line(event) for event in events}
        wrong = [str(damage) for damage in check(store.engine).damages]
        if [event.sequence for event in events] != list(range(1, len(events) + 1)):
            wrong.append("the log has a gap")
    finally:
        store.close()
    acknowledged = [line for ledger in ledgers for line in ledger.read_text("utf-8").splitlines()]
    return wrong + [line for line in acknowledged if line not in with_hash]


def acknowledged(ledger: Path) -> int:
    """How many acts a ledger holds."""
    return len(ledger.read_text("utf-8").splitlines())


def _line(event: Event) -> str:
    return f"{event.sequence} {event.hash} {event.who} {event.what} {event.subject}"
