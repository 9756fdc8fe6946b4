"""What an answer that could be used says of how polling a feed stands, as the fields of it that change.

It asks nothing of what holds these fields but their names, which are those of :class:`wireroom.model.FeedHealth`: a
round without news has them in a plainer value.
"""

from datetime import datetime
from math import exp

from wireroom.feeds.schedule import Schedule, asked_silence, clock_skew, retry_after
from wireroom.ports.exchange import FetchRequest, FetchResult

TYPE_CHECKING = False  # as in typing, which a round without news does without
if TYPE_CHECKING:
    from typing import Any

    from wireroom.feeds.stands import Standing
    from wireroom.model import FeedAccess

#: Validators are left out once in so many polls: some servers answer 304 for ever.
FULL_EVERY = 50
_DAY = 86400


def request_for(
    feed: str, url: str, before: "Standing", *, private: bool, access: "FeedAccess | None" = None
) -> FetchRequest:
    """What to ask, with the validators of the last answer but for now and then."""
    whole = before.polls_since_full >= FULL_EVERY
    return FetchRequest(
        feed=feed,
        url=url,
        etag="" if whole else before.etag,
        last_modified="" if whole else before.last_modified,
        private=private,
        access=access,
    )


def not_modified(
    before: "Standing", result: FetchResult, at: datetime, schedule: Schedule, *, covered: bool
) -> "dict[str, Any]":
    """What a 304 changes: what is known of the feed's document stands, with the validators that came now."""
    headers = result.headers
    changed = reached(
        before, result, at, schedule, outcome="304", declared=before.declared_interval or 0, new=0, news=False
    )
    changed["etag"] = headers.get("etag", before.etag)
    changed["last_modified"] = headers.get("last-modified", before.last_modified)
    changed["polls_since_full"] = before.polls_since_full + 1
    changed["next_due"] = schedule.due(
        at,
        learned=changed["learned_interval"],
        declared=changed["declared_interval"],
        skip_hours=before.skip_hours,
        skip_days=before.skip_days,
        covered=covered,
        retry_after=retry_after(headers, at),
    )
    return changed


def reached(
    before: "Standing",
    result: FetchResult,
    at: datetime,
    schedule: Schedule,
    *,
    outcome: str,
    declared: int,
    new: int,
    news: bool,
) -> "dict[str, Any]":
    """What any answer that could be used changes; ``declared`` is the interval that its document asks for, in seconds."""
    headers = result.headers
    return {
        "outcome": outcome,
        "fetched": at,
        "succeeded": at,
        "failures": 0,
        "declared_interval": max(asked_silence(headers, at), declared) or None,
        "learned_interval": schedule.learn(before, news=news),
        "items_a_day": _items_a_day(before, new, at),
        "clock_skew": clock_skew(headers, at),
        "moved_to": result.permanent_url,
        "moved_since": (before.moved_since or at) if result.permanent_url else None,
    }


def _items_a_day(before: "Standing", new: int, now: datetime) -> float:
    """A running mean over about a day; the first load says nothing of the rhythm."""
    if before.succeeded is None or not (new or before.items_a_day):
        return 0.0
    days = max((now - before.succeeded).total_seconds(), 1.0) / _DAY
    return before.items_a_day + (new / days - before.items_a_day) * (1 - exp(-days))
