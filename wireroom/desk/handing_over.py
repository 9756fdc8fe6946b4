"""What the next shift must know: undecided, overdue, alerts, embargoes, drafts, and what is not published yet."""

from collections import Counter
from datetime import datetime

from wireroom.desk import acts
from wireroom.desk.alerting import alerts
from wireroom.desk.coverage import stale
from wireroom.desk.embargoes import held_back
from wireroom.desk.lint import lint_copy
from wireroom.desk.reports import Handover
from wireroom.desk.rules import PRESETS, Force
from wireroom.desk.seat import Seat, find_blog
from wireroom.desk.unpublished import behind
from wireroom.model import LiveBlog, Status, Update
from wireroom.ports.store import Reader


def handover(seat: Seat, blog_name: str) -> Handover:
    """Put the state of a live blog together for whoever takes over."""
    store, now = seat.store, seat.now()
    blog = find_blog(store, blog_name)
    newest_first = store.updates(blog.id)
    updates = newest_first[::-1]
    asked = _asked_to_kill(store, blog)
    return Handover(
        blog=blog,
        at=now,
        undecided=tuple(update for update in updates if update.status is Status.DEVELOPING),
        stale=tuple(stale(store, blog, now)),
        alerts=tuple(alerts(store, blog.id)),
        embargoed=tuple(update for update in updates if _waits(store, update, now)),
        drafts=tuple(update for update in updates if update.status is Status.DRAFT and not update.spiked),
        pending=tuple(
            update for update in updates if update.id in asked and update.status is not Status.KILLED
        ),
        findings=tuple(lint_copy(blog, newest_first, store.alerts(blog.id))),
        unpublished=behind(store, blog.id, updates).changes(now),
        counts=dict(Counter(update.status.value for update in updates)),
    )


def _waits(reader: Reader, update: Update, at: datetime) -> bool:
    """Whether an embargo keeps an update, or a draft, from readers; what was taken back under one never comes."""
    if update.status is Status.DRAFT:
        return update.embargo is not None and update.embargo > at and not update.spiked
    return held_back(reader, update, at)


def _asked_to_kill(reader: Reader, blog: LiveBlog) -> set[str]:
    """Find the updates that somebody asked to kill, where the house rules make that wait for a second editor."""
    enforced = PRESETS[blog.rules].second_person is Force.ENFORCED
    if not enforced or ("update", acts.ASKED_KILL) not in reader.count_acts(blog.id):
        return set()
    return {event.subject for event in reader.events(blog=blog.id) if event.what == acts.ASKED_KILL}
