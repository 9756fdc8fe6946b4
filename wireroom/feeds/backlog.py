"""What a feed brings that was published long before the feed was first read.

It is stored, searched and watched like the rest. It tells no running story, so it is compared with none, and its cues
are looked for when somebody opens it.
"""

from datetime import datetime, timedelta

from wireroom.model import DateQuality

#: Items so old tell no running story.
RECENT = timedelta(days=3)


def is_backlog(published: datetime | None, quality: DateQuality, now: datetime) -> bool:
    """Whether an item of a document that is a feed's first is old already."""
    return published is not None and quality is not DateQuality.UNREADABLE and published < now - RECENT
