"""A desk that tells what becomes of each act: ``python -m tests.desks.teller ADDRESS NAME``, until it is killed.

Prints one line an act: ``written TOKEN``, ``refused TOKEN`` (said not to be written), or ``doubtful TOKEN``.
"""

import sys
import time
from datetime import UTC, datetime
from itertools import count

from storage import open_store
from wireroom.errors import StoreError
from wireroom.model import Act, WatchTerm

_PATIENCE = 25.0


def main() -> None:
    """Write a term after another."""
    address, name = sys.argv[1:]
    store = open_store(address, patience=_PATIENCE)
    for number in count():
        token = f"{name}-{number}"
        now = datetime.now(UTC)
        try:
            with store.transaction() as tx:
                tx.record(Act(at=now, who=name, what="watched"), WatchTerm(id=token, term=token, added=now))
            word = "written"
        except StoreError as trouble:
            word = "doubtful" if "not known" in trouble.message else "refused"
        sys.stdout.write(f"{word} {token}\n")
        sys.stdout.flush()
        time.sleep(0.02)


if __name__ == "__main__":
    main()
