"""The nouns of the newsroom, as frozen values, an idea a module.

Times are aware and in UTC. Ids are text: UUIDv7 for what people make, a UUIDv5 of (feed, identity in the feed)
for items, so that fetching twice or from two desks makes the same item once.
What reads wires needs no other nouns; these are made when one of them is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from wireroom.model.wires import (
    Cue,
    CueKind,
    DateQuality,
    Feed,
    FeedAccess,
    FeedHead,
    FeedHealth,
    FeedParts,
    FeedState,
    Item,
    ItemVersion,
    Link,
    Media,
    Priority,
    Stage,
)

if TYPE_CHECKING:
    from wireroom.model.coverage import (
        PUBLIC_STATUSES,
        STANDING_STATUSES,
        AlertKind,
        BlogState,
        Confirmation,
        Correction,
        CorrectionClass,
        Evidence,
        EvidenceKind,
        HouseRules,
        Illustration,
        Kill,
        LiveBlog,
        Picture,
        Retraction,
        RetractionClass,
        Smaller,
        SourceAlert,
        Status,
        SummaryBullet,
        Update,
        visible,
    )
    from wireroom.model.personal import (
        Draft,
        SavedView,
        WatchTerm,
    )
    from wireroom.model.trail import (
        WIRES,
        Act,
        Event,
        Snapshot,
        Subject,
    )

__all__ = [
    "PUBLIC_STATUSES",
    "STANDING_STATUSES",
    "WIRES",
    "Act",
    "AlertKind",
    "BlogState",
    "Confirmation",
    "Correction",
    "CorrectionClass",
    "Cue",
    "CueKind",
    "DateQuality",
    "Draft",
    "Event",
    "Evidence",
    "EvidenceKind",
    "Feed",
    "FeedAccess",
    "FeedHead",
    "FeedHealth",
    "FeedParts",
    "FeedState",
    "HouseRules",
    "Illustration",
    "Item",
    "ItemVersion",
    "Kill",
    "Link",
    "LiveBlog",
    "Media",
    "Picture",
    "Priority",
    "Retraction",
    "RetractionClass",
    "SavedView",
    "Smaller",
    "Snapshot",
    "SourceAlert",
    "Stage",
    "Status",
    "Subject",
    "SummaryBullet",
    "Update",
    "WatchTerm",
    "visible",
]


def __getattr__(name: str) -> Any:
    """Find a noun beside those of the wires."""
    for module in ("coverage", "personal", "trail"):
        nouns = vars(import_module(f"{__name__}.{module}"))
        if name in nouns and name in __all__:
            return globals().setdefault(name, nouns[name])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
