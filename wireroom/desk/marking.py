"""Marking an update developing, confirmed or retracted, with all that follows from it in one transaction."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from wireroom.desk import acts, citing, lifecycle, outcomes, reading
from wireroom.desk.embargoes import not_before_its_embargo
from wireroom.desk.forms import Mark
from wireroom.desk.lifecycle import Change
from wireroom.desk.needs import Case
from wireroom.desk.recording import alerts_about, expect, find_update, reasons, save, save_blog, settle
from wireroom.desk.reports import AGREED, Agreement
from wireroom.desk.rules import PRESETS
from wireroom.desk.seat import Seat, short
from wireroom.errors import RefusedError
from wireroom.model import (
    STANDING_STATUSES,
    Evidence,
    LiveBlog,
    RetractionClass,
    Status,
    SummaryBullet,
    Update,
    visible,
)
from wireroom.ports.store import Reader, Transaction


def mark(seat: Seat, update_id: str, form: Mark) -> Update:
    """Change the status of an update. Raises ``RefusedError`` naming what is missing, or ``Conflict``."""
    with seat.store.transaction() as tx:
        update = find_update(tx, update_id)
        expect(update, form.revision, f"to be marked {form.to}: {outcomes.wording(update)}")
        return mark_inside(tx, seat, tx.blog(update.blog), update, form, seat.now())


def mark_inside(
    tx: Transaction,
    seat: Seat,
    blog: LiveBlog,
    update: Update,
    form: Mark,
    at: datetime,
    *,
    filing: bool = False,
) -> Update:
    """Mark an update inside a transaction that is under way; a refusal rolls all of it back."""
    change = lifecycle.change_for(update, form.to)
    added = citing.gather(tx, form.items, form.evidence)
    case = make_case(tx, seat, blog, update, form, added, change)
    ruling = lifecycle.judge(change, case, PRESETS[blog.rules])
    if not ruling.allowed:
        raise lifecycle.refuse(ruling, case, filing=filing)
    citing.use(tx, seat, added, at)
    work = _Work(
        tx=tx,
        seat=seat,
        blog=blog,
        before=update,
        ready=case.update,
        form=form,
        agreed=case.agreed,
        warnings=ruling.warnings,
        at=at,
    )
    return _STEPS[change](work)


def make_case(
    reader: Reader,
    seat: Seat,
    blog: LiveBlog,
    update: Update,
    form: Mark,
    added: tuple[Evidence, ...],
    change: Change,
) -> Case:
    """Put together what is brought forward for a mark."""
    evidence = citing.joined(update.evidence, added)
    ready = replace(update, evidence=evidence)
    return Case(
        update=ready,
        editors=(seat.editor,),
        note=form.note,
        wrong=form.wrong,
        why=form.why,
        kind=form.kind,
        attributed=change is not Change.DEVELOP or reading.attributes(update, blog),
        slug=blog.slug,
        added=evidence != update.evidence,
        agreed=reading.agreement(reader, ready) if form.to is Status.CONFIRMED else AGREED,
        override=form.override.strip(),
    )


class _Work(Struct, frozen=True, kw_only=True):
    """A mark that was allowed, with all it takes to carry it out. ``ready`` has the evidence that was added."""

    tx: Transaction
    seat: Seat
    blog: LiveBlog
    before: Update
    ready: Update
    form: Mark
    agreed: Agreement
    warnings: tuple[str, ...]
    at: datetime

    def save(self, after: Update, what: str, *reason: str) -> Update:
        """Write the update as it is after the mark, with the reason and where its sources disagree."""
        why = reasons(*reason, *self.agreed.not_in(self.warnings), warnings=self.warnings)
        return save(self.tx, self.seat, self.before, after, what, self.at, why=why)

    @property
    def review_time(self) -> timedelta:
        """How long a developing update may stay undecided."""
        return timedelta(minutes=self.seat.config.rules.review_minutes)


def _develop(work: _Work) -> Update:
    after = outcomes.developed(work.ready, work.at, work.review_time)
    saved = work.save(after, acts.MARKED, work.form.note)
    link_superseded(work.tx, work.seat, saved, work.at)
    return saved


def _review(work: _Work) -> Update:
    if work.before.status is Status.DEVELOPING:
        after = outcomes.reviewed(work.ready, work.at, work.review_time)
    else:
        after = replace(work.ready, review_due=None)
    return work.save(after, acts.REVIEWED, work.form.note)


def _confirm(work: _Work) -> Update:
    after = outcomes.confirmed(
        work.ready, work.at, work.seat.editor, work.form.note.strip(), agreed=work.agreed
    )
    saved = work.save(after, acts.MARKED, work.form.note)
    link_superseded(work.tx, work.seat, saved, work.at)
    return saved


def _doubt(work: _Work) -> Update:
    tx, seat, at = work.tx, work.seat, work.at
    saved = work.save(
        outcomes.doubted(work.ready, at, work.form.note.strip(), work.review_time),
        acts.MARKED,
        work.form.note,
    )
    shorter = outcomes.out_of_summary(work.blog, saved)
    why = f"{short(saved.id)} is under review."
    save_blog(tx, seat, work.blog, shorter, acts.DROPPED_BULLETS, at, why=why)
    settle(tx, seat, alerts_about(tx, saved), at, why="The update is under review.")
    return saved


def _retract(work: _Work) -> Update:
    tx, seat, form, at = work.tx, work.seat, work.form, work.at
    named = form.replaced_by
    substitute = _substitute(tx, work.before, named) if named else stand_in(tx, work.before, at)
    after = outcomes.retracted(
        work.ready,
        not_before_its_embargo(tx, work.before, at),
        seat.editor,
        wrong=form.wrong.strip(),
        why=form.why.strip(),
        kind=form.kind or RetractionClass.WRONG,
        replaced_by=substitute.id if substitute is not None else "",
    )
    saved = work.save(after, acts.RETRACTED, form.wrong, form.why)
    take_down(tx, seat, work.blog, saved, at, reason=f"{short(saved.id)} is retracted.")
    settle(tx, seat, alerts_about(tx, saved), at, why="The update is retracted.")
    if substitute is not None and not substitute.supersedes:
        linked = replace(substitute, supersedes=saved.id)
        why = f"It stands in for {short(saved.id)}."
        save(tx, seat, substitute, linked, acts.LINKED, at, why=why)
    _send_to_review(tx, seat, saved, at)
    return saved


_STEPS: Mapping[Change, Callable[[_Work], Update]] = {
    Change.DEVELOP: _develop,
    Change.REVIEW: _review,
    Change.CONFIRM: _confirm,
    Change.DOUBT: _doubt,
    Change.RETRACT: _retract,
}


def take_down(
    tx: Transaction,
    seat: Seat,
    blog: LiveBlog,
    update: Update,
    at: datetime,
    *,
    reason: str,
    also: Callable[[SummaryBullet], bool] | None = None,
) -> None:
    """Take an update off the top and out of the summary, with the bullets that ``also`` picks."""
    loose = save_blog(tx, seat, blog, outcomes.unpinned(blog, update), acts.UNPINNED, at, why=reason)
    shorter = outcomes.out_of_summary(loose, update)
    if also is not None:
        shorter = replace(shorter, summary=tuple(bullet for bullet in shorter.summary if not also(bullet)))
    save_blog(tx, seat, loose, shorter, acts.DROPPED_BULLETS, at, why=reason)


def link_superseded(tx: Transaction, seat: Seat, update: Update, at: datetime) -> None:
    """Link a retraction to the update that supersedes it, once readers can see that: links lead both ways.

    What stood in for it until now keeps its place, unless it was taken back itself.
    """
    if not update.supersedes or not visible(update, at):
        return
    old = tx.update(update.supersedes)
    if old.retraction is None or old.retraction.replaced_by == update.id:
        return
    until_now = old.retraction.replaced_by
    if until_now and tx.update(until_now).status in STANDING_STATUSES:
        return
    linked = replace(old, retraction=replace(old.retraction, replaced_by=update.id))
    save(tx, seat, old, linked, acts.LINKED, at, why=f"{short(update.id)} stands in for it.")


def stand_in(reader: Reader, update: Update, at: datetime) -> Update | None:
    """Find the newest update that supersedes this one and that readers see; ``None`` where nothing does."""
    followers = (
        other
        for other in reader.updates(update.blog)
        if other.supersedes == update.id and other.status in STANDING_STATUSES and visible(other, at)
    )
    return max(followers, key=lambda other: (other.filed, other.id), default=None)


def built_upon(reader: Reader, update: Update) -> list[Update]:
    """List every update built on this one, directly or through another, oldest filed first."""
    everything = sorted(reader.updates(update.blog), key=lambda other: (other.filed, other.id))
    reached = {update.id}
    found: dict[str, Update] = {}
    grown = True
    while grown:
        more = [
            other
            for other in everything
            if other.id not in reached and not reached.isdisjoint(other.built_on)
        ]
        grown = bool(more)
        reached.update(other.id for other in more)
        found.update((other.id, other) for other in more)
    return [other for other in everything if other.id in found]


def _send_to_review(tx: Transaction, seat: Seat, update: Update, at: datetime) -> None:
    for other in built_upon(tx, update):
        if other.status in STANDING_STATUSES:
            save(
                tx,
                seat,
                other,
                replace(other, review_due=at),
                acts.SENT_TO_REVIEW,
                at,
                why=f"It is built on {short(update.id)}, which is {update.status}.",
            )


def _substitute(reader: Reader, update: Update, update_id: str) -> Update:
    other = find_update(reader, update_id)
    if other.id == update.id or other.blog != update.blog:
        raise RefusedError(
            f"{short(update_id)} can't replace {short(update.id)}: it must be another update of the same blog.",
            next_step="Leave --replaced-by out where there is no substitute.",
        )
    if other.status not in STANDING_STATUSES:
        raise RefusedError(
            f"{short(update_id)} is {other.status} and can't replace anything.",
            next_step=f"Publish it first: wireroom mark {short(update_id)} developing",
        )
    return other
