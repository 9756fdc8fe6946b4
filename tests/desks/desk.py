"""One desk as a process: ``python -m tests.desks.desk ADDRESS EDITOR ACKNOWLEDGED SEED PAUSE``.

Acts until it is killed. Whatever the store acknowledged is written to a file of its own, one line an act; a line
is with the operating system before the next act begins.
"""

import os
import random
import sys
import time
from collections.abc import Callable
from itertools import count

from storage import open_store
from tui.bootstrap import SystemClock
from wireroom.config import Config
from wireroom.desk.forms import Mark, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.errors import Conflict, RefusedError, StoreError
from wireroom.model import Evidence, EvidenceKind, Status, Update

BLOG = "flood"
_SOURCE = Evidence(kind=EvidenceKind.OFFICIAL, who="River authority", quote="The water is rising.")


class Desk:
    """What an editor does all day, by chance."""

    def __init__(self, newsroom: Newsroom, acknowledged: int, seed: int, pause: float) -> None:
        self._newsroom = newsroom
        self._acknowledged = acknowledged
        self._chance = random.Random(seed)
        self._pause = pause

    def work(self) -> None:
        """Act for ever, thinking in between; an act that the store did not acknowledge is not counted on."""
        for number in count():
            time.sleep(self._chance.uniform(0, 2 * self._pause))
            token = f"{self._newsroom.editor}-{os.getpid()}-{number}"
            act: Callable[[str], str] = self._chance.choices(
                [self._add, self._file, self._confirm], [4, 3, 3]
            )[0]
            try:
                done = act(token)
            except Conflict:
                done = "conflict"
            except (RefusedError, StoreError):
                continue
            os.write(self._acknowledged, f"{done} {token}\n".encode())

    def _some(self, status: Status) -> Update | None:
        blog = self._newsroom.store.blog(BLOG)
        found = self._newsroom.store.updates(blog.id, statuses=[status])[:10]
        return self._chance.choice(found) if found else None

    def _add(self, token: str) -> str:
        """Add to a text that other desks add to, naming the revision that was read."""
        draft = self._some(Status.DRAFT)
        if draft is None:
            raise RefusedError("There is no draft.")
        body = f"{draft.body} {token}"
        self._newsroom.blogs.edit(draft.id, body=body, revision=draft.revision)
        return f"added {draft.id}"

    def _file(self, token: str) -> str:
        filed = self._newsroom.blogs.write(
            BLOG, WriteUp(headline=token, body=token, evidence=(_SOURCE,), status=Status.DEVELOPING)
        )
        return f"filed {filed.id}"

    def _confirm(self, token: str) -> str:
        update = self._some(Status.DEVELOPING)
        if update is None:
            raise RefusedError("Nothing is developing.")
        mark = Mark(to=Status.CONFIRMED, note=token, evidence=(_SOURCE,), revision=update.revision)
        self._newsroom.blogs.mark(update.id, mark)
        return f"confirmed {update.id}"


def main() -> None:
    """Sit down at a desk."""
    address, editor, path, seed, pause = sys.argv[1:]
    acknowledged = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    store = open_store(address, patience=60)
    Desk(Newsroom(store, SystemClock(), editor, Config()), acknowledged, int(seed), float(pause)).work()


if __name__ == "__main__":
    main()
