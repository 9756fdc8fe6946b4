"""All that a newsroom keeps, kind by kind."""

from storage import schema
from storage.engine import Engine
from storage.shelf import Shelf
from wireroom.errors import NotFoundError
from wireroom.model import (
    Draft,
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
    Update,
    WatchTerm,
)
from wireroom.ports.store import Copy


class Shelves:
    """The shelves over one engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.feeds = Shelf(engine, schema.FEEDS, Feed)
        self.health = Shelf(engine, schema.HEALTH, FeedHealth)
        self.access = Shelf(engine, schema.ACCESS, FeedAccess)
        self.parts = Shelf(engine, schema.PARTS, FeedParts)
        self.items = Shelf(engine, schema.ITEMS, Item)
        self.copy = Shelf(engine, schema.ITEMS, Copy)
        self.versions = Shelf(engine, schema.VERSIONS, ItemVersion)
        self.blogs = Shelf(engine, schema.BLOGS, LiveBlog)
        self.updates = Shelf(engine, schema.UPDATES, Update)
        self.alerts = Shelf(engine, schema.ALERTS, SourceAlert)
        self.snapshots = Shelf(engine, schema.SNAPSHOTS, Snapshot)
        self.pictures = Shelf(engine, schema.PICTURES, Picture)
        self.drafts = Shelf(engine, schema.DRAFTS, Draft)
        self.watch = Shelf(engine, schema.WATCH, WatchTerm)
        self.views = Shelf(engine, schema.VIEWS, SavedView)


def missing(noun: str, named: str) -> NotFoundError:
    """The error for something that is not in the store."""
    return NotFoundError(f"There is no {noun} {named}.", next_step="Check the name, or list what there is.")
