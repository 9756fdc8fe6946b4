"""Values for the tests of the store."""

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from storage.store import DocumentStore
from wireroom.model import (
    Act,
    Evidence,
    EvidenceKind,
    Feed,
    FeedAccess,
    Item,
    LiveBlog,
    Stage,
    Status,
    Update,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def act(what: str, **fields: Any) -> Act:
    return Act(**{"at": NOON, "who": "ana", "what": what, **fields})


def item(number: int, **fields: Any) -> Item:
    base = Item(
        id=f"item-{number:04}",
        feed="feed-a",
        identity=f"guid-{number}",
        canonical_link=f"https://example.org/{number}",
        headline=f"Bridge {number} closed",
        first_seen=NOON + timedelta(seconds=number),
        wording=f"w{number}",
    )
    return replace(base, **fields)


def update(number: int, **fields: Any) -> Update:
    base = Update(
        id=f"update-{number:04}",
        blog="blog-1",
        headline=f"Update {number}",
        body="What is known",
        filed=NOON + timedelta(minutes=number),
    )
    return replace(base, **fields)


def fill(store: DocumentStore, items: int = 20) -> None:
    """A small newsroom: a feed, items, a live blog with updates, one of them killed."""
    with store.transaction() as tx:
        tx.record(act("added feed"), Feed(id="feed-a", url="https://example.org/rss", added=NOON))
        tx.put_access(FeedAccess(feed="feed-a", user="u", password="hush"))
        tx.put_items([item(number, tags=("city",) * (number % 3 == 0)) for number in range(items)])
        tx.record(
            act("opened", blog="blog-1"), LiveBlog(id="blog-1", slug="flood", headline="Flood", created=NOON)
        )
    with store.transaction() as tx:
        cited = (Evidence(kind=EvidenceKind.AGENCY, who="Agency", item="item-0001"),)
        for number in range(5):
            tx.record(act("wrote", blog="blog-1", why="first word"), update(number, evidence=cited))
        tx.record(act("kept"), item(2, stage=Stage.KEPT))
    with store.transaction() as tx:
        tx.seal("update-0004", {"ordered_by": "court", "notice": "Removed"})
        stub = update(4, status=Status.KILLED, headline="", body="", revision=2)
        tx.record(act("killed", blog="blog-1", to_status="killed"), stub)
