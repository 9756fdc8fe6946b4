"""One poll of one feed: what is asked, and what its answer means before anything is read."""

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from wireroom.feeds.reached import request_for
from wireroom.feeds.statuses import MULTIPLE_CHOICES, NOT_MODIFIED, OK, status_words
from wireroom.model import Feed, FeedAccess, FeedHealth
from wireroom.ports.fetching import FetchRequest, FetchResult

if TYPE_CHECKING:
    from wireroom.feeds.documents import ParsedFeed

#: Bytes of a body's hash.
_BODY_HASH = 12


class Poll(Struct, frozen=True, kw_only=True):
    """A feed about to be asked, and how it stood before."""

    feed: Feed
    health: FeedHealth
    access: FeedAccess | None = None

    @classmethod
    def of(cls, feed: Feed, health: FeedHealth | None, access: FeedAccess | None) -> "Poll":
        """A poll of a feed; one that was never polled has the default health."""
        return cls(feed=feed, health=health or FeedHealth(feed=feed.id), access=access)

    def request(self) -> FetchRequest:
        """What to ask, with the validators of the last answer but for now and then."""
        feed = self.feed
        return request_for(feed.id, feed.url, self.health, private=feed.private, access=self.access)


class Polled(Struct, frozen=True, kw_only=True):
    """A poll with what came of it: ``not_modified``, ``unchanged``, ``parsed``, or ``trouble`` in words.

    ``unread``: its body has to be read before that is known. ``stale`` marks an unchanged body that is not the last one but one from before it.
    """

    poll: Poll
    result: FetchResult
    at: datetime
    not_modified: bool = False
    unchanged: bool = False
    stale: bool = False
    unread: bool = False
    parsed: "ParsedFeed | None" = None
    trouble: str = ""
    body_hash: str = ""


def concluded(poll: Poll, result: FetchResult, now: datetime) -> Polled:
    """The poll's end, without the body; ``unread`` where that has to be read first."""
    if result.status == NOT_MODIFIED and poll.health.succeeded is not None:
        return Polled(poll=poll, result=result, at=now, not_modified=True)
    polled = Polled(poll=poll, result=result.without_body(), at=now)
    if result.reason:
        return replace(polled, trouble=sentence(result.reason))
    if result.status == NOT_MODIFIED:
        return replace(polled, trouble="304 to a first question: there is nothing to compare with")
    if not OK <= result.status < MULTIPLE_CHOICES:
        return replace(polled, trouble=status_words(result.status))
    digest = body_hash(result.body)
    if result.body and digest == poll.health.body_hash:
        return replace(polled, unchanged=True, body_hash=digest)
    return replace(polled, unread=True, body_hash=digest)


def body_hash(body: bytes) -> str:
    """What a body is recognised by: every answer is hashed, by the fastest of Python's own hashes."""
    from hashlib import blake2b

    return blake2b(body, digest_size=_BODY_HASH).hexdigest()


def sentence(words: str) -> str:
    """Words with a capital at their head."""
    return words[:1].upper() + words[1:]
