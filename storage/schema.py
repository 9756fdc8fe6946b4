"""How the newsroom's tables are laid out, whatever the engine."""

from storage.engine import TableShape
from storage.fileform import FILE_VERSION
from storage.migrations import Layout, Migration, to_layout_3

#: Number of the present documents; an export or a database with a higher one is from a newer version.
SCHEMA_VERSION = 1

FEEDS = TableShape(
    "feeds", {"url": "TEXT", "paused": "INTEGER", "removed": "TEXT"}, unique=(("url",),), found_by_end=True
)
HEALTH = TableShape("health", {"next_due": "TEXT"})
ACCESS = TableShape("access")
PARTS = TableShape("parts")
ITEMS = TableShape(
    "items",
    {
        "feed": "TEXT",
        "identity": "TEXT",
        "canonical_link": "TEXT",
        "first_seen": "TEXT",
        "stage": "TEXT",
        "priority": "TEXT",
        "origin": "TEXT",
        "cluster": "TEXT",
        "version": "INTEGER",
        "wording": "TEXT",
    },
    indexes=(
        ("first_seen", "id"),
        ("feed", "first_seen", "id", "stage"),
        ("stage", "first_seen", "id"),
        ("priority", "first_seen", "id"),
        ("cluster", "first_seen", "id"),
        ("identity", "feed"),
        ("canonical_link", "feed"),
    ),
    partial=(("version > 1", ("first_seen", "id")),),
    found_by_end=True,
    searched=True,
    scattered=True,
)
VERSIONS = TableShape("versions", {"item": "TEXT", "version": "INTEGER"}, unique=(("item", "version"),))
#: What items told; see :mod:`storage.told`.
TOLD = TableShape("told")
BLOGS = TableShape("blogs", {"slug": "TEXT", "created": "TEXT"}, unique=(("slug",),))
UPDATES = TableShape(
    "updates",
    {"blog": "TEXT", "status": "TEXT", "filed": "TEXT", "review_due": "TEXT"},
    indexes=(("blog", "filed", "id"), ("blog", "status", "filed", "id"), ("blog", "review_due", "id")),
    found_by_end=True,
    searched=True,
)
ALERTS = TableShape(
    "alerts", {"blog": "TEXT", "at": "TEXT", "settled": "TEXT"}, indexes=(("settled", "at"), ("blog", "at"))
)
EVENTS = TableShape(
    "events",
    {"transaction": "INTEGER", "at": "TEXT", "who": "TEXT", "blog": "TEXT", "subject": "TEXT"},
    indexes=(("transaction",), ("blog",), ("subject",), ("who",), ("at",)),
    append_only=True,
)
TESTIMONY = TableShape("testimony")
SEALED = TableShape("sealed", {"subject": "TEXT"}, indexes=(("subject",),))
SNAPSHOTS = TableShape("snapshots", {"blog": "TEXT", "number": "INTEGER"}, unique=(("blog", "number"),))
PICTURES = TableShape("pictures")
DRAFTS = TableShape(
    "drafts", {"editor": "TEXT", "saved": "TEXT", "update": "TEXT"}, indexes=(("editor", "saved"),)
)
WATCH = TableShape("watch", {"removed": "TEXT"})
VIEWS = TableShape("views", {"removed": "TEXT"})

SHAPES = {
    shape.name: shape
    for shape in (
        FEEDS,
        HEALTH,
        ACCESS,
        PARTS,
        ITEMS,
        VERSIONS,
        TOLD,
        BLOGS,
        UPDATES,
        ALERTS,
        EVENTS,
        TESTIMONY,
        SEALED,
        SNAPSHOTS,
        PICTURES,
        DRAFTS,
        WATCH,
        VIEWS,
    )
}

#: The present layout of a newsroom's file; one with a higher version is from a newer Wireroom.
NEWSROOM = Layout(
    version=FILE_VERSION,
    shapes=SHAPES,
    migrations=(Migration(to_version=3, apply=lambda connection: to_layout_3(connection, SHAPES.values())),),
)
