"""A long live blog for benchmarks: made-up copy of ordinary length, written through the store port."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from msgspec.structs import replace

from wireroom.desk import outcomes
from wireroom.model import Act, Evidence, EvidenceKind, LiveBlog, Status, Update
from wireroom.ports.store import Store

_WORDS = [
    "officials",
    "said",
    "the",
    "square",
    "was",
    "closed",
    "after",
    "midnight",
    "and",
    "crowds",
    "moved",
    "towards",
    "the",
    "old",
    "station",
    "while",
    "the",
    "ministry",
    "asked",
    "residents",
    "to",
    "stay",
    "at",
    "home",
    "until",
    "the",
    "morning",
    "as",
    "fuel",
    "ran",
    "short",
    "in",
    "three",
    "districts",
    "and",
    "trains",
    "stopped",
    "near",
    "the",
    "river",
    "where",
    "engineers",
    "were",
    "working",
    "on",
    "the",
    "line",
    "that",
    "carries",
    "most",
    "of",
    "the",
    "traffic",
    "to",
    "the",
    "capital",
]

_TAGS = ("almaty", "fuel", "internet", "cabinet", "transport", "hospitals", "economy", "abroad")
_START = datetime(2022, 1, 5, 0, 0, tzinfo=UTC)


class StillClock:
    """The time of the last act."""

    def __init__(self) -> None:
        self.time = _START

    def now(self) -> datetime:
        """The time of the last act."""
        return self.time


@dataclass
class LongBlog:
    """Writes a live blog of any length, one act a second; the same seed gives the same copy."""

    store: Store
    clock: StillClock
    blog: LiveBlog
    updates: list[Update]
    chance: random.Random

    @classmethod
    def open(cls, store: Store, updates: int, seed: int = 1) -> "LongBlog":
        """A blog of so many updates, nine of ten confirmed, one key event in fifty."""
        clock = StillClock()
        blog = LiveBlog(
            id=str(UUID(int=7)),
            slug="long",
            headline="A day in the capital, as it happened",
            standfirst="Every minute of a long day.",
            zone="Asia/Almaty",
            created=_START,
            coverage_start=_START,
        )
        made = cls(store, clock, blog, [], random.Random(seed))
        made._record("opened", blog)
        while len(made.updates) < updates:
            with store.transaction() as tx:
                for _ in range(min(1000, updates - len(made.updates))):
                    update = made._update()
                    made.updates.append(update)
                    tx.record(made._act("wrote", update.status), update)
        return made

    def add(self) -> Update:
        """Publish one more update."""
        update = self._update()
        self.updates.append(update)
        self._record("wrote", update)
        return update

    def correct(self, place: int) -> Update:
        """Correct the update at a place, counted from the oldest."""
        update = self.updates[place]
        at = self._tick()
        changed = outcomes.corrected(
            update, at, "dana", "An earlier version misstated the time.", update.headline, self._copy(60)
        )
        self.updates[place] = replace(changed, revision=update.revision + 1)
        self._record("corrected", self.updates[place])
        return self.updates[place]

    def refile(self, place: int) -> Update:
        """Put the spelling of the update at a place right."""
        update = self.updates[place]
        self._tick()
        self.updates[place] = replace(update, body=self._copy(60), revision=update.revision + 1)
        self._record("refiled", self.updates[place])
        return self.updates[place]

    def _update(self) -> Update:
        at = self._tick()
        number = len(self.updates) + 1
        draft = Update(
            id=str(UUID(int=(0x017E2A << 104) | (0x7 << 76) | (0x2 << 62) | number)),
            blog=self.blog.id,
            headline=self._copy(9).capitalize(),
            body=f"{self._copy(40).capitalize()}.\n\n{self._copy(25).capitalize()}.",
            filed=at,
            author="aigerim",
            bylines=("Aigerim Bek",),
            tags=tuple(self.chance.sample(_TAGS, 2)),
            key_event=number % 50 == 0,
            evidence=(
                Evidence(
                    kind=EvidenceKind.AGENCY,
                    who="Agency One",
                    url=f"https://one.example/{number}",
                    origin="one",
                ),
                Evidence(
                    kind=EvidenceKind.OFFICIAL, who="City hall", url="https://city.example/", origin="city"
                ),
            ),
        )
        if number % 10 == 0:
            return outcomes.developed(draft, at, timedelta(minutes=30))
        return outcomes.confirmed(draft, at, "dana", "Both said it on the record.")

    def _copy(self, words: int) -> str:
        return " ".join(self.chance.choices(_WORDS, k=words))

    def _tick(self) -> datetime:
        self.clock.time += timedelta(seconds=1)
        return self.clock.time

    def _record(self, what: str, after: LiveBlog | Update) -> None:
        with self.store.transaction() as tx:
            tx.record(self._act(what, after.status if isinstance(after, Update) else ""), after)

    def _act(self, what: str, status: Status | str) -> Act:
        return Act(at=self.clock.time, who="aigerim", what=what, blog=self.blog.id, to_status=str(status))
