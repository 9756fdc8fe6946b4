"""How polling a feed stands after a poll: its words, its rhythm, where it moved."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from wireroom.feeds.backlog import can_wait
from wireroom.feeds.polling import Polled
from wireroom.feeds.reached import not_modified, reached
from wireroom.feeds.schedule import Schedule, retry_after
from wireroom.feeds.statuses import GONE, NOT_FOUND
from wireroom.model import FeedHealth, FeedState

#: A permanent redirect is believed after this time, or at once if the old address is gone.
MOVED_FOR = timedelta(days=7)
_OK = FeedState.OK  # looking a member up is slow
_GONE = (GONE, NOT_FOUND)


def after_not_modified(polled: Polled, schedule: Schedule, *, covered: bool) -> FeedHealth:
    """The health after a 304: what is known of the feed's document stands, with the validators that came now."""
    before = polled.poll.health
    changed = not_modified(before, polled.result, polled.at, schedule, covered=covered)
    return replace(before, state=_OK, **changed)


def after_success(
    polled: Polled, schedule: Schedule, *, new: int, changed: int, covered: bool, remarks: Sequence[str] = ()
) -> FeedHealth:
    """The health after a document that could be used; ``remarks`` join its words.

    Validators are taken over as they came, except of a stale copy: only a whole answer tells whether it stays.
    """
    before, parsed = polled.poll.health, polled.parsed
    told = parsed is not None and parsed.told
    declared = (parsed.interval or 0) if parsed and told else (before.declared_interval or 0)
    outcome = "; ".join([_words(polled, new, changed), *remarks])
    headers = {} if polled.stale else polled.result.headers
    health = replace(
        _reached(polled, schedule, outcome, declared=declared, new=new, news=bool(new or changed)),
        etag=headers.get("etag", ""),
        last_modified=headers.get("last-modified", ""),
        body_hash=before.body_hash if polled.stale else polled.body_hash,
        polls_since_full=0,
        skip_hours=parsed.skip_hours if parsed and told else before.skip_hours,
        skip_days=parsed.skip_days if parsed and told else before.skip_days,
        items=before.items + new,
        edits=before.edits + changed,
        backlog=before.backlog or _brings_backlog(polled),
    )
    return replace(health, next_due=_due(health, polled, schedule, covered=covered))


def _reached(
    polled: Polled, schedule: Schedule, outcome: str, *, declared: int, new: int, news: bool
) -> FeedHealth:
    """The health after any answer that could be used; ``declared`` is the interval that its document asks for."""
    before, result, now = polled.poll.health, polled.result, polled.at
    changed = reached(before, result, now, schedule, outcome=outcome, declared=declared, new=new, news=news)
    return replace(before, state=_OK, **changed)


def _due(health: FeedHealth, polled: Polled, schedule: Schedule, *, covered: bool) -> datetime:
    wait = retry_after(polled.result.headers, polled.at)
    return schedule.next_due(health, polled.at, covered=covered, retry_after=wait)


def after_failure(polled: Polled, trouble: str, schedule: Schedule) -> FeedHealth:
    """The health after an answer that could not be used, or none."""
    before, now = polled.poll.health, polled.at
    wait = retry_after(polled.result.headers, now)
    if wait:
        until = now + timedelta(seconds=wait)
        day = "" if until.date() == now.date() else f"{until:%Y-%m-%d} "
        trouble = f"{trouble}; not due: Retry-After until {day}{until:%H:%M} UTC"
    failing = replace(
        before,
        state=FeedState.GONE if polled.result.status == GONE else FeedState.FAILING,
        outcome=trouble,
        fetched=now,
        failures=before.failures + 1,
    )
    return replace(failing, next_due=schedule.next_due(failing, now, retry_after=wait))


def new_address(polled: Polled, health: FeedHealth) -> str:
    """Where a feed is to be asked from now on, if its publisher moved it for good."""
    before = polled.poll.health
    if polled.result.status in _GONE and before.moved_to:
        return before.moved_to
    if health.moved_since is not None and polled.at - health.moved_since >= MOVED_FOR:
        return health.moved_to
    return ""


def _words(polled: Polled, new: int, changed: int) -> str:
    if polled.stale:
        return "An earlier state of the feed came back; it counts if it stays"
    if polled.unchanged:
        return "The same as last time"
    if not new and not changed:
        return "Nothing new"
    return ", ".join(f"{count} {what}" for count, what in ((new, "new"), (changed, "changed")) if count)


def _brings_backlog(polled: Polled) -> bool:
    """Whether a feed's first document holds items that were old already: nobody has looked for their cues."""
    parsed = polled.parsed
    if parsed is None or polled.poll.health.succeeded is not None:
        return False
    return any(can_wait(one.published, one.published_quality, polled.at) for one in parsed.entries)
