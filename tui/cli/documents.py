"""The JSON of nouns, as the contract of the command line lists their keys; more keys may be added."""

from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

from tui.cli.output import plain
from wireroom.desk.pages import WirePage
from wireroom.model import (
    Event,
    Feed,
    FeedHealth,
    Item,
    ItemVersion,
    LiveBlog,
    Snapshot,
    SourceAlert,
    Update,
)
from wireroom.ports.store import ClusterSize

if TYPE_CHECKING:
    from wireroom.text.worddiff import Piece

_ALONE = ClusterSize(items=1, origins=1)


def item_document(item: Item, feed_title: str, size: ClusterSize | None) -> dict[str, Any]:
    """One item of the wire; ``items`` and ``origins`` count its story: copies, and whose words they are."""
    told = size or _ALONE
    return {
        "id": item.id,
        "feed": item.feed,
        "feed_title": feed_title,
        "headline": item.headline,
        "link": item.link,
        "published": plain(item.published),
        "first_seen": plain(item.first_seen),
        "stage": item.stage.value,
        "tags": list(item.tags),
        "version": item.version,
        "priority": item.priority.value,
        "cues": plain(item.cues),
        "cluster": item.cluster,
        "origins": told.origins,
        "summary": item.summary,
        "items": told.items,
        "origin": item.origin,
        "changed": plain(item.changed),
    }


def wire_documents(page: WirePage) -> list[dict[str, Any]]:
    """A page of the wire."""
    return [
        item_document(item, feed_title(page.feeds.get(item.feed)), page.sizes.get(item.cluster))
        for item in page.items
    ]


def full_item_document(
    item: Item, title: str, size: ClusterSize | None, versions: list[ItemVersion]
) -> dict[str, Any]:
    """One item with its body, where it came from, and every wording of it."""
    document = item_document(item, title, size)
    document |= {
        "body": item.body,
        "authors": list(item.authors),
        "canonical_link": item.canonical_link,
        "published_raw": item.published_raw,
        "published_quality": item.published_quality.value,
        "language": item.language,
        "links": plain(item.links),
        "media": plain(item.media),
        "versions": [
            {
                "version": version.version,
                "headline": version.headline,
                "summary": version.summary,
                "body": version.body,
                "seen": plain(version.seen),
            }
            for version in versions
        ],
    }
    return document


def feed_title(feed: Feed | None) -> str:
    """What a feed is called; its address until it has told its name."""
    return (feed.title or feed.url) if feed else ""


def feed_document(feed: Feed, health: FeedHealth) -> dict[str, Any]:
    """One feed with its health; what its server asks for is no part of it."""
    document: dict[str, Any] = plain(feed)
    state = "paused" if feed.paused else health.state.value
    return (
        document
        | {
            key: plain(value)
            for key, value in asdict(health).items()
            if key not in {"feed", "state", "body_hash"}
        }
        | {"state": state}
    )


def blog_document(blog: LiveBlog) -> dict[str, Any]:
    """One live blog."""
    document: dict[str, Any] = plain(blog)
    return document


def update_document(update: Update, blog: LiveBlog, alerts: list[SourceAlert]) -> dict[str, Any]:
    """One update, whether it is pinned, and what its sources did since."""
    document: dict[str, Any] = plain(update)
    return document | {
        "pinned": blog.pinned == update.id,
        "source_alerts": [alert_document(alert) for alert in alerts if alert.update == update.id],
    }


def alert_document(alert: SourceAlert) -> dict[str, Any]:
    """What a source did, with the runs of words that differ; none where it has no wording any more."""
    document: dict[str, Any] = plain(alert)
    return document | {"difference": [plain(piece) for piece in difference_of(alert)]}


def difference_of(alert: SourceAlert) -> "tuple[Piece, ...]":
    """The runs of words from the wording that was cited to the present one."""
    from wireroom.text.worddiff import word_difference

    return word_difference(alert.was, alert.now) if alert.now else ()


def event_document(event: Event, sentence: str, login: str) -> dict[str, Any]:
    """One event of the log, without the whole of what it left; the login that wrote it is empty in a file."""
    document: dict[str, Any] = plain(event)
    document.pop("after")
    return document | {"sentence": sentence, "login": login}


def snapshot_document(snapshot: Snapshot) -> dict[str, Any]:
    """One publication."""
    document: dict[str, Any] = plain(snapshot)
    return document
