"""The other process: ``python -m tests.tui.soak.colleague STORE LEDGER SEED STARTED``.

Brings items and works on the live blog as the editor tomas until its standard input closes: writes, marks, corrects,
retracts, keeps and spikes, and takes updates over from whoever has them.
"""

import contextlib
import random
import select
import sys
from pathlib import Path
from uuid import UUID

from tests.tui.hostile import HOSTILE
from tests.tui.soak.clock import night_clock
from tests.tui.soak.ledger import LedgerStore
from wireroom.config import Config
from wireroom.desk.forms import Amendment, Mark, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.errors import WireroomError
from wireroom.model import Evidence, EvidenceKind, Item, Priority, RetractionClass, Status

BLOG = "almaty"
#: Items that come in a second, and acts of the colleague.
ITEMS, ACTS = 20, 4
_BEATS = 10
#: Updates worked on; no more are written.
MOST = 60
#: Corrections of one update; more data would not be more memory of the desk's own.
FEW = 5

_WORDS = (
    "cabinet", "resigns", "airport", "held", "crowd", "curfew", "Almaty", "blackout", "fuel", "price", "police",
    "says", "unconfirmed", "reports", "fire", "mayor", "停電", "アルマトイ", "انقطاع", "état", "[/b]", "\u202eover",
)  # fmt: skip


class Colleague:
    """One who never rests."""

    def __init__(self, newsroom: Newsroom, seed: int) -> None:
        self._newsroom = newsroom
        self._source = random.Random(seed)
        self._brought = 0

    def bring(self, number: int) -> None:
        """Let items come in; every tenth belongs to the story of an earlier one."""
        source, now = self._source, self._newsroom.clock.now()
        feeds = self._newsroom.store.feeds()
        items = []
        for _ in range(number):
            self._brought += 1
            feed = source.choice(feeds)
            headline = " ".join(source.choices(_WORDS, k=source.randint(3, 12)))
            if source.random() < 0.02:
                headline = source.choice(list(HOSTILE.values()))
            items.append(
                Item(
                    id=str(UUID(int=source.getrandbits(128))),
                    feed=feed.id,
                    identity=f"soak-{self._brought}",
                    headline=headline,
                    summary=f"{headline}. More soon.",
                    link=f"https://wire.example.org/{self._brought}",
                    first_seen=now,
                    published=now,
                    origin=feed.origin,
                    priority=source.choice(list(Priority)),
                )
            )
        with self._newsroom.store.transaction() as tx:
            tx.put_items(items)

    def act(self) -> None:
        """Do something a colleague does; being refused is part of the night."""
        blogs, source = self._newsroom.blogs, self._source
        blog = self._newsroom.store.blog(BLOG)
        updates = self._newsroom.store.updates(blog.id)[:MOST]
        update = source.choice(updates) if updates else None
        deed = source.randrange(0 if len(updates) < MOST else 1, 9)
        witness = (Evidence(kind=EvidenceKind.WITNESS, who="Our reporter"),)
        if update is None or deed == 0:
            words = f"Word {source.randrange(1_000)}"
            blogs.write(BLOG, WriteUp(headline=words, body=f"{words}, police say.", evidence=witness))
        elif deed == 1:
            blogs.mark(update.id, Mark(to=Status.DEVELOPING, note="Look again."))
        elif deed == 2:
            blogs.mark(update.id, Mark(to=Status.CONFIRMED, note="Seen.", evidence=witness))
        elif deed == 3:
            blogs.mark(
                update.id,
                Mark(to=Status.RETRACTED, wrong="No.", why="It was not so.", kind=RetractionClass.WRONG),
            )
        elif deed == 4 and len(update.corrections) < FEW:
            blogs.correct(
                update.id,
                Amendment(
                    note="An earlier version was wrong.", body=f"Version {source.random()}, police say."
                ),
            )
        elif deed == 5:
            self._newsroom.presence.begin(update.id, over=source.random() < 0.5, doing="correcting")
        elif deed == 6:
            self._newsroom.presence.end(update.id)
        elif deed == 7:
            self._newsroom.wire.keep([item.id for item in self._newsroom.wire.page("", limit=3).items])
        else:
            self._newsroom.presence.pulse(blog.id)


def main(place: str, ledger: str, seed: str, started: str) -> None:
    """Work until standard input closes."""
    store = LedgerStore(Path(place), Path(ledger))
    colleague = Colleague(
        Newsroom(store=store, clock=night_clock(float(started)), editor="tomas", config=Config()), int(seed)
    )
    beat = 0
    while not select.select([sys.stdin], [], [], 1 / _BEATS)[0]:
        beat += 1
        colleague.bring(ITEMS // _BEATS)
        if beat * ACTS % _BEATS < ACTS:
            with contextlib.suppress(WireroomError):
                colleague.act()
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
