"""What the newsroom needs of a store.

A :class:`Reader` answers questions and never writes. A :class:`Transaction` is a reader that also writes: all of
it happens, or nothing. One :class:`Store` implements both over any engine.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import NamedTuple, Protocol

from msgspec import Struct

from wireroom.filters import Condition
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


class Cursor(Struct, frozen=True, kw_only=True):
    """A place in the wire: after the item first seen then, with that id (keyset paging)."""

    first_seen: datetime
    id: str


class Names(NamedTuple):
    """What items are recognised by."""

    identities: Collection[str] = ()
    links: Collection[str] = ()


class KnownItem(Struct, frozen=True, kw_only=True):
    """What ingest must know of a stored item to recognise it again."""

    id: str
    identity: str
    link: str
    wording: str
    version: int


class Copy(Struct, frozen=True, kw_only=True):
    """What of an item tells its story, and which story that is: the fields of :class:`Item`, and no others."""

    id: str
    feed: str
    headline: str
    summary: str = ""
    body: str = ""
    first_seen: datetime
    origin: str = ""
    cluster: str = ""


class Told(Struct, frozen=True, array_like=True, gc=False):
    """What an item told, as stories are told apart: the words of headline and text with blanks between, and its story."""

    id: str
    feed: str
    at: datetime | None
    head: str
    lead: str
    cluster: str
    origin: str = ""


class ClusterSize(Struct, frozen=True, kw_only=True):
    """How many items tell one story, and how many organisations they come from."""

    items: int
    origins: int


class WireNews(Struct, frozen=True, kw_only=True):
    """What was written on the wire after a revision, as it stood at one moment: at ``revision``.

    ``items`` lie beyond a place, oldest first; ``standing`` says how many lie there in all, written lately or not.
    """

    revision: int
    items: list[Item]
    feeds: list[Feed]
    standing: int


class Reader(Protocol):
    """Questions to the store. None of them writes. An id that is not there raises ``NotFoundError``."""

    def revision(self) -> int:
        """The number of the last committed transaction; moves when any desk writes."""
        ...

    def stamp(self) -> object | None:
        """What is another as soon as anybody may have written, told at a glance; nothing where only a question can tell."""
        ...

    # wires
    def feeds(self, *, removed: bool = False) -> list[Feed]:
        """All feeds by title; with ``removed``, also those taken off the list."""
        ...

    def feed(self, feed_id: str) -> Feed:
        """One feed, removed or not."""
        ...

    def feeds_of(self, feed_ids: Iterable[str]) -> dict[str, Feed]:
        """Those of the feeds that are there, removed or not, by id."""
        ...

    def feed_by_url(self, url: str) -> Feed | None:
        """The feed subscribed to under exactly this address, removed or not."""
        ...

    def health(self, feed_id: str) -> FeedHealth:
        """How polling stands; a feed that was never polled has the default health."""
        ...

    def healths(self) -> dict[str, FeedHealth]:
        """The health of every feed that was polled, by feed id."""
        ...

    def due_feeds(self, at: datetime) -> list[Feed]:
        """Feeds neither removed nor paused whose next poll is due, longest overdue first."""
        ...

    def access(self, feed_id: str) -> FeedAccess | None:
        """What the feed's server asks for, if anything."""
        ...

    def accesses(self) -> dict[str, FeedAccess]:
        """What servers ask for, by feed id, for the feeds where there is anything."""
        ...

    def parts(self, feed_id: str) -> FeedParts:
        """What the feed's last document was made of; nothing for a feed never read."""
        ...

    def parts_of(self, feed_ids: Iterable[str]) -> dict[str, FeedParts]:
        """What the last documents of feeds were made of, by feed id, for those that were read."""
        ...

    def item(self, item_id: str) -> Item:
        """One item in its newest wording."""
        ...

    def items(self, item_ids: Iterable[str]) -> list[Item]:
        """Those of the items that are there, in the order asked for."""
        ...

    def wire(self, condition: Condition, *, limit: int, after: Cursor | None = None) -> list[Item]:
        """A page of the wire, newest first seen first, beginning after a cursor."""
        ...

    def wire_since(self, condition: Condition, *, since: Cursor, limit: int) -> list[Item]:
        """Items that arrived after a cursor, oldest first: what a reader of the wire has not been shown."""
        ...

    def latest_copy(self, limit: int, *, since: Cursor) -> list[Copy]:
        """What the last items say that arrived after a cursor, oldest first."""
        ...

    def told(self, rules: int, *, after: int) -> list[Told] | None:
        """What the last items told in the words of these rules, as transactions after this one wrote it down, oldest first.

        ``None`` where nothing is written down, or in words of other rules: then only the items themselves tell.
        """
        ...

    def wire_news(self, after: int, *, beyond: Cursor, limit: int) -> WireNews:
        """What transactions after this one wrote of feeds, and of items beyond a place, late ones too.

        With as many items as ``limit`` there may be more of them, beyond the last.
        """
        ...

    def items_written(self, item_ids: Iterable[str], *, after: int) -> list[Item]:
        """Those of the items that transactions after this one wrote, in the order asked for."""
        ...

    def count_wire(self, condition: Condition) -> int:
        """How many items a filter lets through."""
        ...

    def count_at_once(self, condition: Condition) -> int | None:
        """As :meth:`count_wire` where an index tells without asking the items; ``None`` where they had to be asked."""
        ...

    def get_ready_for_words(self) -> None:
        """Read what questions about words are answered with, before anybody waits for one."""
        ...

    def known_items(self, asked: Mapping[str, Names]) -> dict[str, list[KnownItem]]:
        """Stored items by feed, as they came in: those with one of the identities or canonical links asked for of their feed."""
        ...

    def versions(self, item_id: str) -> list[ItemVersion]:
        """Every wording of an item, oldest first, the present one last."""
        ...

    def cluster_sizes(self, clusters: Iterable[str]) -> dict[str, ClusterSize]:
        """The size of each story that was asked for, by cluster id."""
        ...

    def cluster(self, cluster_id: str) -> list[Item]:
        """The items of one story, first seen first."""
        ...

    def item_tags(self) -> dict[str, int]:
        """Every tag in use on items and how often."""
        ...

    # live blogs
    def blogs(self) -> list[LiveBlog]:
        """All live blogs, newest first."""
        ...

    def blog(self, slug_or_id: str) -> LiveBlog:
        """A live blog by its slug or its id."""
        ...

    def update(self, update_id: str) -> Update:
        """One update as it stands now."""
        ...

    def updates(self, blog_id: str, *, statuses: Iterable[Status] = ()) -> list[Update]:
        """Updates of a blog, newest filed first; with ``statuses``, only those."""
        ...

    def due_for_review(self, blog_id: str, by: datetime) -> list[Update]:
        """Updates of a blog that must be decided by a time, longest overdue first."""
        ...

    def search_updates(self, text: str, *, blog_id: str = "") -> list[Update]:
        """Updates whose headline or body holds all the words, each as a prefix, newest filed first."""
        ...

    def citing(self, item_ids: Iterable[str]) -> list[Update]:
        """Updates, drafts too, with one of the items in evidence."""
        ...

    def alerts(self, blog_id: str = "", *, settled: bool = False) -> list[SourceAlert]:
        """Source alerts of one blog or of all, oldest first; with ``settled``, also those dealt with."""
        ...

    def picture(self, picture_id: str) -> Picture:
        """One picture that an update shows or showed."""
        ...

    # trail
    def position(self, blog_id: str = "") -> int:
        """The sequence of the last event (of a blog), 0 before the first."""
        ...

    def events(
        self,
        *,
        blog: str | None = None,
        subject: str = "",
        who: str = "",
        since: datetime | None = None,
        after: int = 0,
        until: int | None = None,
        transaction: int | None = None,
        newest_first: bool = False,
        limit: int | None = None,
        listing: bool = False,
    ) -> list[Event]:
        """The log, filtered; ``blog=""`` asks for the newsroom's own chain, ``None`` for all.

        ``after`` (exclusive) and ``until`` (inclusive) are sequences. With ``listing``, damage hides only what it
        hit: an event whose words are damaged comes without them, and one that is itself damaged is left out. For
        what is read through, never for what is folded.
        """
        ...

    def count_acts(self, blog_id: str, *, after: int = 0) -> dict[tuple[str, str], int]:
        """How often the log of a blog says each (noun, what) after a sequence; words are not read."""
        ...

    def logins(self, sequences: Iterable[int]) -> dict[int, str]:
        """The login that was authenticated when each event was written, by sequence, where the store knows it."""
        ...

    def broken_links(self) -> list[str]:
        """Where a hash of the log, its link to the one before or the words under it do not hold; empty if all do."""
        ...

    def snapshots(self, blog_id: str, *, newest: int | None = None) -> list[Snapshot]:
        """Snapshots of a blog, oldest first: all, or so many of the newest."""
        ...

    def last_snapshot(self, blog_id: str) -> Snapshot | None:
        """The newest snapshot of a blog, if it was ever published."""
        ...

    def last_shown(self, blog_id: str) -> Snapshot | None:
        """The newest snapshot of a blog that readers were given: none of those written aside."""
        ...

    # editors' own things
    def drafts(self, editor: str) -> list[Draft]:
        """What this editor was writing, newest first."""
        ...

    def drafts_of_all(self) -> list[Draft]:
        """What anybody was writing, newest first, as far as this desk's login may see."""
        ...

    def watch_terms(self) -> list[WatchTerm]:
        """Terms in force, alphabetically."""
        ...

    def saved_views(self) -> list[SavedView]:
        """Views in force, by name."""
        ...

    def resolve(self, noun: str, text: str) -> str:
        """The full id of an ``item``, ``update`` or ``feed`` from the id or an unambiguous end of it.

        An end has four characters or more. Raises ``NotFoundError``, or ``UsageError`` naming the candidates.
        """
        ...


class Transaction(Reader, Protocol):
    """Everything written inside it becomes visible and durable together when it ends, or not at all."""

    def record(self, act: Act, after: Subject) -> Event:
        """Write the subject as it stands after an act, and the event that says so."""
        ...

    def put_items(self, items: Sequence[Item], earlier: Sequence[ItemVersion] = ()) -> None:
        """Write copy as it came in, with the wordings it replaces. Stage and tags of a stored item stay."""
        ...

    def put_told(self, told: Sequence[Told], rules: int) -> None:
        """Write down behind what is there what more items told, oldest first; of them all only the last are kept."""
        ...

    def forget_told(self) -> None:
        """Forget what items told: it is made of them, and can be made again."""
        ...

    def put_health(self, health: FeedHealth) -> None:
        """Write how polling a feed stands."""
        ...

    def put_healths(self, healths: Iterable[FeedHealth]) -> None:
        """Write how polling many feeds stands, in one statement."""
        ...

    def put_access(self, access: FeedAccess) -> None:
        """Write what a feed's server asks for."""
        ...

    def put_parts(self, *parts: FeedParts) -> None:
        """Write what the documents of feeds were made of."""
        ...

    def put_snapshot(self, snapshot: Snapshot) -> None:
        """Write down a publication; a number is used once in a blog."""
        ...

    def put_picture(self, picture: Picture) -> None:
        """Keep a picture; the same one again changes nothing."""
        ...

    def drop_pictures(self, picture_ids: Iterable[str]) -> int:
        """Forget pictures, as a kill asks for. Returns how many were there."""
        ...

    def put_draft(self, draft: Draft) -> None:
        """Keep what a composer holds."""
        ...

    def drop_draft(self, draft_id: str) -> None:
        """Forget a draft that was filed or thrown away by its editor."""
        ...

    def drop_items(self, item_ids: Iterable[str]) -> int:
        """Retention: forget items and their versions; items that an update cites stay. Returns how many left."""
        ...

    def seal(self, subject: str, replacement: Mapping[str, str], *, sequences: Iterable[int] = ()) -> int:
        """Seal the words of a killed subject: its events keep their place in the chain without the words.

        ``sequences`` are other events whose words speak of it (a summary that held it), sealed with it.
        ``replacement`` is kept with the seal (who ordered it, the notice). Returns how many events were sealed.
        """
        ...


class Store(Reader, Protocol):
    """The truth of a newsroom."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """A transaction that commits, durably, when the block ends and rolls back when it raises.

        Waits for other writers within a bound, then raises ``StoreBusy`` saying who holds the store. Never open
        one on an event loop.
        """
        ...

    def wait(self, since: int, seconds: float) -> int:
        """The revision as soon as it is not ``since``, or after so many seconds as it is. Never on an event loop."""
        ...

    def retire(self, before: datetime, *, limit: int = 200) -> int:
        """Retention: forget items first seen before a time that are new or spiked and that no update cites.

        One small batch, oldest first, in a transaction of its own, and its space given back; returns how many
        left. Nothing is left to retire when it returns 0.
        """
        ...

    def barred(self) -> str:
        """Why this desk may only read, in words: a newer layout, a role that may not. Empty where it may write."""
        ...

    def desks(self) -> Desks:
        """Who is at the desks of this newsroom, and who is writing what."""
        ...

    def shares(self, puller: str) -> Shares:
        """The share of the feeds' hosts that a puller has; ``puller`` is an id of its own."""
        ...

    def ease(self) -> None:
        """Give back memory that is kept for the next questions."""
        ...

    def close(self) -> None:
        """Let go of the engine; further calls raise ``StoreError``."""
        ...


class DraftBox(Protocol):
    """Where drafts are kept on this machine while the store is out of reach."""

    def keep(self, draft: Draft) -> None:
        """Write a draft, durably, in place of an earlier one of the same id."""
        ...

    def drop(self, draft_id: str) -> None:
        """Forget a draft; nothing happens where it is not kept."""
        ...

    def drafts(self, editor: str) -> list[Draft]:
        """What this editor's drafts say, oldest first."""
        ...
