"""The newsroom's store: the port of :mod:`wireroom.ports` over documents in any engine."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

from msgspec.structs import replace

from storage import codec, schema, trail
from storage.claims import HostShares
from storage.coverage import CoverageQuestions
from storage.engine import Engine, TableShape
from storage.leases import LeaseBook
from storage.personal import PersonalQuestions
from storage.schema import EVENTS, SEALED, TESTIMONY
from storage.shelves import Shelves
from storage.times import time_text
from storage.told import forget_told, tells_of, write_told
from storage.trail import TrailQuestions
from storage.wires import WireQuestions
from wireroom.model import (
    Act,
    Draft,
    Event,
    Feed,
    FeedAccess,
    FeedHealth,
    FeedParts,
    Item,
    ItemVersion,
    LiveBlog,
    Picture,
    SavedView,
    Snapshot,
    SourceAlert,
    Status,
    Subject,
    Update,
    WatchTerm,
)
from wireroom.ports.company import Desks, Shares
from wireroom.ports.store import Told, Transaction

_SHAPE_OF: dict[type, TableShape] = {
    Feed: schema.FEEDS,
    Item: schema.ITEMS,
    LiveBlog: schema.BLOGS,
    Update: schema.UPDATES,
    WatchTerm: schema.WATCH,
    SavedView: schema.VIEWS,
    SourceAlert: schema.ALERTS,
}


class DocumentReader(WireQuestions, CoverageQuestions, PersonalQuestions, TrailQuestions):
    """All questions of :class:`wireroom.ports.Reader`."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves
        self._engine = shelves.engine

    def revision(self) -> int:
        """The number of the last committed transaction."""
        return self._engine.revision()

    def stamp(self) -> object | None:
        """What is another as soon as anybody may have written, told at a glance; nothing where only a question can tell."""
        return self._engine.stamp()

    def broken_links(self) -> list[str]:
        """Where the chains of the log do not hold."""
        from storage.check import broken_links

        return broken_links(self._engine)


class DocumentTransaction(DocumentReader):
    """Questions and acts inside one write; see :class:`wireroom.ports.Transaction`."""

    def __init__(self, shelves: Shelves, number: int) -> None:
        super().__init__(shelves)
        self._number = number

    def record(self, act: Act, after: Subject) -> Event:
        """Write the subject as it stands after an act, and the event that says so."""
        event = trail.write_event(self._engine, self._number, act, after)
        self._engine.put(_SHAPE_OF[type(after)], [(after.id, codec.encode_value(after))])
        return event

    def put_items(self, items: Sequence[Item], earlier: Sequence[ItemVersion] = ()) -> None:
        """Write copy as it came in, with the wordings it replaces. Stage and tags of a stored item stay."""
        standing = self._engine.rows_of(schema.ITEMS, [item.id for item in items])
        stored = {row.id: codec.decode_as(Item, row.body) for row in standing}
        self._shelves.items.put(
            ((item.id, _keeping_marks(item, stored.get(item.id))) for item in items), standing
        )
        self._shelves.versions.put((f"{version.item}:{version.version}", version) for version in earlier)

    def put_told(self, told: Sequence[Told], rules: int) -> None:
        """Write down behind what is there what more items told; of them all only the last are kept."""
        write_told(self._engine, told, rules)

    def forget_told(self) -> None:
        """Forget what items told: it is made of them, and can be made again."""
        forget_told(self._engine)

    def put_health(self, health: FeedHealth) -> None:
        """Write how polling a feed stands."""
        self._shelves.health.put([(health.feed, health)])

    def put_healths(self, healths: Iterable[FeedHealth]) -> None:
        """Write how polling many feeds stands, in one statement."""
        self._shelves.health.put((health.feed, health) for health in healths)

    def put_access(self, access: FeedAccess) -> None:
        """Write what a feed's server asks for."""
        self._shelves.access.put([(access.feed, access)])

    def put_parts(self, *parts: FeedParts) -> None:
        """Write what the documents of feeds were made of."""
        self._shelves.parts.put((one.feed, one) for one in parts)

    def put_snapshot(self, snapshot: Snapshot) -> None:
        """Write down a publication; a number is used once in a blog."""
        self._shelves.snapshots.put([(snapshot.id, snapshot)])

    def put_picture(self, picture: Picture) -> None:
        """Keep a picture; the same one again changes nothing."""
        if self._shelves.pictures.get(picture.id) is None:
            self._shelves.pictures.put([(picture.id, picture)])

    def drop_pictures(self, picture_ids: Iterable[str]) -> int:
        """Forget pictures, as a kill asks for."""
        return self._shelves.pictures.remove(list(picture_ids))

    def put_draft(self, draft: Draft) -> None:
        """Keep what a composer holds."""
        self._shelves.drafts.put([(draft.id, draft)])

    def drop_draft(self, draft_id: str) -> None:
        """Forget a draft that was filed or thrown away by its editor."""
        self._shelves.drafts.remove([draft_id])

    def drop_items(self, item_ids: Iterable[str]) -> int:
        """Retention: forget items and their versions; items that an update cites stay."""
        leaving = list(dict.fromkeys(item_ids))
        cited = {
            evidence.item for update in self.citing(leaving) for evidence in update.evidence if evidence.item
        }
        leaving = [item_id for item_id in leaving if item_id not in cited]
        for item_id in leaving:
            versions = self._engine.select("SELECT id FROM d_versions WHERE item = ?", (item_id,))
            self._shelves.versions.remove(str(row[0]) for row in versions)
        if leaving and tells_of(self._engine, frozenset(leaving)):
            self.forget_told()
        return self._shelves.items.remove(leaving)

    def seal(self, subject: str, replacement: Mapping[str, str], *, sequences: Iterable[int] = ()) -> int:
        """Seal the words of a killed subject; its events keep their place in the chain without them.

        The events at ``sequences``, which speak of it elsewhere, are sealed too. The event of the kill itself stays
        readable. Drafts that change the subject are forgotten.
        """
        digests: list[str] = []
        about = self._engine.rows(EVENTS, "WHERE subject = ? ORDER BY place", (subject,))
        elsewhere = self._engine.rows_of(EVENTS, [str(sequence) for sequence in sequences])
        for row in (*about, *elsewhere):
            entry = codec.decode(row.body)
            if entry["to_status"] != Status.KILLED:
                digests.append(entry["digest"])
        spoken = self._engine.rows_of(TESTIMONY, digests)
        self._engine.put(
            SEALED, [(row.id, self._sealed_form(subject, row.body, replacement)) for row in spoken]
        )
        self._engine.delete(TESTIMONY, [row.id for row in spoken])
        drafts = self._shelves.drafts.find('WHERE "update" = ?', (subject,))
        self._shelves.drafts.remove(draft.id for draft in drafts)
        self.forget_told()
        self._engine.purge(schema.UPDATES)
        still_there = {row.id for row in spoken}
        return sum(digest in still_there for digest in digests)

    @staticmethod
    def _sealed_form(subject: str, body: bytes, replacement: Mapping[str, str]) -> bytes:
        return codec.encode({"subject": subject, "replacement": dict(replacement), **codec.decode(body)})


class DocumentStore(DocumentReader):
    """The truth of a newsroom; see :class:`wireroom.ports.Store`."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(Shelves(engine))

    @property
    def engine(self) -> Engine:
        """The engine below, for backup, check and export."""
        return self._engine

    def transaction(self) -> AbstractContextManager[Transaction]:
        """A transaction that commits, durably, when the block ends and rolls back when it raises."""
        return self._transaction()

    @contextmanager
    def _transaction(self) -> Iterator[DocumentTransaction]:
        with self._engine.write() as number:
            yield DocumentTransaction(self._shelves, number)

    def retire(self, before: datetime, *, limit: int = 200) -> int:
        """Forget a batch of unused items first seen before a time, and give their space back.

        Mostly there are none: that is asked without a write, after which every puller would read all feeds again.
        """
        if not self._leaving(before, limit=1):
            return 0
        with self._engine.write() as number:
            left = DocumentTransaction(self._shelves, number).drop_items(self._leaving(before, limit))
        if left:
            self._engine.return_space()
        return left

    def _leaving(self, before: datetime, limit: int) -> list[str]:
        """Unused items first seen before a time, the oldest first."""
        uncited = self._engine.dialect.uncited
        found = self._engine.select(
            f"SELECT id FROM d_items WHERE first_seen < ? AND stage IN ('new', 'spiked') AND {uncited} "
            "ORDER BY first_seen, id LIMIT ?",
            (time_text(before), limit),
        )
        return [str(row[0]) for row in found]

    def wait(self, since: int, seconds: float) -> int:
        """The revision as soon as it is not ``since``, or after so many seconds as it is."""
        return self._engine.wait(since, seconds)

    def barred(self) -> str:
        """Why this desk may only read, in words; empty where it may write."""
        return self._engine.barred()

    def desks(self) -> Desks:
        """Who is at the desks, and who is writing what."""
        return LeaseBook(self._engine.leases())

    def shares(self, puller: str) -> Shares:
        """The share of the feeds' hosts that a puller has."""
        return HostShares(self._engine.leases(), puller)

    def ease(self) -> None:
        """Give back memory that is kept for the next questions."""
        self._engine.ease()

    def close(self) -> None:
        """Let go of the engine."""
        self._engine.close()


def _keeping_marks(item: Item, stored: Item | None) -> Item:
    return item if stored is None else replace(item, stage=stored.stage, tags=stored.tags)
