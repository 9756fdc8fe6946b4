"""A writer of events as fast as the store takes them: ``python -m tests.desks.writer ADDRESS NAME ACTS EVENTS``."""

import sys
from datetime import UTC, datetime

from storage import open_store
from wireroom.model import Act, WatchTerm

_NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def main() -> None:
    """Write so many acts of so many events each."""
    address, name, acts, events = sys.argv[1:]
    store = open_store(address, patience=120)
    for number in range(int(acts)):
        with store.transaction() as tx:
            for part in range(int(events)):
                term = WatchTerm(id=f"{name}-{part}", term=f"{name} {number}", added=_NOON)
                tx.record(Act(at=_NOON, who=name, what="watched"), term)
    store.close()


if __name__ == "__main__":
    main()
