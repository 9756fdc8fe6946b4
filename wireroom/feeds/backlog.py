"""What a feed brings that was published long before the feed was first read.

It is stored, searched and watched like the rest. It tells no running story, so it is compared with none, and its cues
are looked for when there is time (:mod:`wireroom.feeds.skimming`) or somebody opens it.
"""

from datetime import datetime, timedelta

from wireroom.model import DateQuality

#: Items so old tell no running story.
RECENT = timedelta(days=3)
#: Items so old can wait for their cues: of a feed that comes to the desk now, the last hours come first.
FRESH = timedelta(hours=12)


def is_backlog(published: datetime | None, quality: DateQuality, now: datetime) -> bool:
    """Whether an item of a document that is a feed's first is old already."""
    return _is_older(RECENT, published, quality, now)


def can_wait(published: datetime | None, quality: DateQuality, now: datetime) -> bool:
    """Whether the cues of an item of a document that is a feed's first can wait until there is time."""
    return _is_older(FRESH, published, quality, now)


def _is_older(age: timedelta, published: datetime | None, quality: DateQuality, now: datetime) -> bool:
    return published is not None and quality is not DateQuality.UNREADABLE and published < now - age
