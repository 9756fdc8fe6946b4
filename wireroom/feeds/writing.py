"""Polls written down: items, wordings and health of many feeds in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from typing import Literal

from wireroom.feeds.intake import Intake, take_in
from wireroom.feeds.polling import Polled
from wireroom.feeds.schedule import Schedule, asked_silence, clock_skew, retry_after
from wireroom.model import Act, Feed, FeedHealth, FeedState
from wireroom.ports import Store, Transaction

#: Who acts when a wire itself is the cause.
WIRES = "wires"

#: A permanent redirect is believed after this time.
_MOVED_FOR = timedelta(days=7)
#: So many documents that end in the middle are waited out before what they hold is taken.
_CUT_SHORT_PATIENCE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one poll came to."""

    feed: str
    kind: Literal["fetched", "not_modified", "unchanged", "failed"]
    words: str
    new_items: int = 0
    changed_items: int = 0


def write_batch(store: Store, batch: Iterable[Polled], schedule: Schedule) -> list[Outcome]:
    """Write polls down in one transaction; validators are written with or after the items, never before."""
    with store.transaction() as tx:
        return [_write(tx, polled, schedule) for polled in batch]


def _write(tx: Transaction, polled: Polled, schedule: Schedule) -> Outcome:
    feed = tx.feed(polled.poll.feed.id)
    health = polled.poll.health
    trouble = polled.trouble
    parsed = polled.parsed
    if parsed and parsed.cut_short and health.succeeded and health.failures < _CUT_SHORT_PATIENCE:
        trouble = "The document ends in the middle"
    if trouble:
        return _write_failure(tx, polled, feed, trouble, schedule)
    intake = Intake()
    if parsed is not None:
        intake = take_in(tx, feed, parsed.entries, polled.at)
        tx.put_items([*intake.new, *intake.changed], intake.earlier)
    _follow_publisher(tx, polled, feed)
    health = _succeeded(polled, intake, schedule)
    tx.put_health(health)
    return Outcome(
        feed=feed.id,
        kind="not_modified" if polled.not_modified else "unchanged" if polled.unchanged else "fetched",
        words=health.outcome,
        new_items=len(intake.new),
        changed_items=len(intake.changed),
    )


def _succeeded(polled: Polled, intake: Intake, schedule: Schedule) -> FeedHealth:
    health, result, parsed, now = polled.poll.health, polled.result, polled.parsed, polled.at
    asked = [asked_silence(result.headers, now)]
    if parsed is not None:
        asked.append(parsed.interval or 0)
    elif polled.not_modified or polled.unchanged:
        asked.append(health.declared_interval or 0)
    new, changed = len(intake.new), len(intake.changed)
    health = replace(
        health,
        state=FeedState.OK,
        outcome=_words(polled, new, changed),
        fetched=now,
        succeeded=now,
        etag=result.headers.get("etag", health.etag if polled.not_modified else ""),
        last_modified=result.headers.get(
            "last-modified", health.last_modified if polled.not_modified else ""
        ),
        body_hash=polled.body_hash or health.body_hash,
        failures=0,
        polls_since_full=health.polls_since_full + 1 if polled.not_modified else 0,
        declared_interval=max(asked) or None,
        learned_interval=schedule.learn(health, news=bool(new or changed)),
        items=health.items + new,
        edits=health.edits + changed,
        clock_skew=clock_skew(result.headers, now),
    )
    skip_hours = parsed.skip_hours if parsed else ()
    skip_days = parsed.skip_days if parsed else ()
    return replace(
        health,
        next_due=schedule.next_due(
            health,
            now,
            retry_after=retry_after(result.headers, now),
            skip_hours=skip_hours,
            skip_days=skip_days,
        ),
    )


def _words(polled: Polled, new: int, changed: int) -> str:
    if polled.not_modified:
        return "304, nothing new"
    if polled.unchanged:
        return "The same as last time"
    if not new and not changed:
        return "Nothing new"
    return ", ".join(f"{number} {what}" for number, what in ((new, "new"), (changed, "changed")) if number)


def _write_failure(tx: Transaction, polled: Polled, feed: Feed, trouble: str, schedule: Schedule) -> Outcome:
    health, now = polled.poll.health, polled.at
    gone = polled.result.status == HTTPStatus.GONE
    if gone:
        act = Act(at=now, who=WIRES, what="paused feed", why="410 Gone: its publisher ended this feed.")
        tx.record(act, replace(feed, paused=True))
    failing = replace(
        health,
        state=FeedState.GONE if gone else FeedState.FAILING,
        outcome=trouble,
        fetched=now,
        failures=health.failures + 1,
    )
    due = schedule.next_due(failing, now, retry_after=retry_after(polled.result.headers, now))
    tx.put_health(replace(failing, next_due=due))
    return Outcome(feed=feed.id, kind="failed", words=trouble)


def _follow_publisher(tx: Transaction, polled: Polled, feed: Feed) -> None:
    """Take over what the publisher says of the feed where no editor has said anything."""
    parsed = polled.parsed
    if parsed is None:
        return
    told = replace(feed, title=feed.title or parsed.title, site=feed.site or parsed.site)
    if told != feed:
        tx.record(Act(at=polled.at, who=WIRES, what="changed feed", why="As the feed names itself."), told)
