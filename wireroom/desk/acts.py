"""The verbs of the log, in the past tense: what an event may say was done."""

from typing import Final

# Feeds
ADDED_FEED: Final = "added feed"
CHANGED_FEED: Final = "changed feed"
PAUSED_FEED: Final = "paused feed"
RESUMED_FEED: Final = "resumed feed"
REMOVED_FEED: Final = "removed feed"

# Items on the wire; drafts, too, are spiked and restored
KEPT: Final = "kept"
SPIKED: Final = "spiked"
RESTORED: Final = "restored"
TAGGED: Final = "tagged"
USED: Final = "used"

# Live blogs
OPENED: Final = "opened"
CHANGED_BLOG: Final = "changed blog"
PINNED: Final = "pinned"
UNPINNED: Final = "unpinned"
SUMMARISED: Final = "summarised"
DROPPED_BULLETS: Final = "dropped from summary"
ENDED: Final = "ended"
REOPENED: Final = "reopened"

# Updates
WROTE: Final = "wrote"
EDITED: Final = "edited"
MARKED: Final = "marked"
REVIEWED: Final = "reviewed"
SENT_TO_REVIEW: Final = "sent to review"
CORRECTED: Final = "corrected"
REFILED: Final = "refiled"
RETRACTED: Final = "retracted"
ASKED_KILL: Final = "asked to kill"
KILLED: Final = "killed"
KEY_EVENT: Final = "made key event"
NO_KEY_EVENT: Final = "no longer key event"
ILLUSTRATED: Final = "illustrated"
PICTURE_OFF: Final = "took picture off"
QUOTED: Final = "quoted post"
LINKED: Final = "linked"
LEFT_UNDECIDED: Final = "left undecided"
TO_DECIDE: Final = "to be decided again"
RELEASED: Final = "released"

# Source watch
SETTLED: Final = "settled"

# Watch terms and views
WATCHED: Final = "watched"
UNWATCHED: Final = "unwatched"
SAVED_VIEW: Final = "saved view"
REMOVED_VIEW: Final = "removed view"

# Publications: they show a blog and change nothing in it
PUBLISHED: Final = "published"
ROLLED_BACK: Final = "rolled back"

#: What shows a blog and changes nothing in it: no log position counts it.
SHOWING: Final = frozenset({PUBLISHED, ROLLED_BACK})

#: What no reader sees anything of: a blog is opened empty, and drafts are written and worked on in the house.
NOT_FOR_READERS: Final = SHOWING | {
    OPENED,
    WROTE,
    EDITED,
    SPIKED,
    RESTORED,
    REVIEWED,
    TO_DECIDE,
    ASKED_KILL,
}

#: Taking something back is said with this verb and the number of the transaction taken back.
UNDID: Final = "undid"

#: What an editor can take back with undo. Marks only until a snapshot has shown them.
REVERSIBLE: Final = frozenset(
    {
        ADDED_FEED,
        CHANGED_FEED,
        PAUSED_FEED,
        RESUMED_FEED,
        REMOVED_FEED,
        KEPT,
        SPIKED,
        RESTORED,
        TAGGED,
        PINNED,
        UNPINNED,
        SUMMARISED,
        CHANGED_BLOG,
        REOPENED,
        DROPPED_BULLETS,
        USED,
        LINKED,
        EDITED,
        REVIEWED,
        TO_DECIDE,
        KEY_EVENT,
        NO_KEY_EVENT,
        ILLUSTRATED,
        PICTURE_OFF,
        QUOTED,
        SETTLED,
        WATCHED,
        UNWATCHED,
        SAVED_VIEW,
        REMOVED_VIEW,
    }
)
