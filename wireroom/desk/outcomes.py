"""What each change of the machine makes of an update. Pure: the update before, the update after."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from wireroom.desk import origins
from wireroom.desk.reports import AGREED, Agreement
from wireroom.model import (
    Confirmation,
    Correction,
    CorrectionClass,
    Kill,
    LiveBlog,
    Retraction,
    RetractionClass,
    Status,
    Update,
)

#: A bullet under the first heading stands on what is confirmed; one under the second may speak of what was taken back.
KNOWN_HEADING = "known"
WRONG_HEADING = "wrong"

#: How much later than the change before it one is, by a clock that is behind.
_NEXT = timedelta(seconds=1)

LEFT_UNDECIDED = "Never independently confirmed when coverage ended."


def developed(update: Update, at: datetime, review: timedelta) -> Update:
    """Publish a draft as developing; it must be decided within ``review``."""
    shown = _shown_from(update, at)
    return replace(
        update,
        status=Status.DEVELOPING,
        first_published=update.first_published or shown,
        changed=_moved(update, shown),
        review_due=shown + review,
    )


def reviewed(update: Update, at: datetime, review: timedelta) -> Update:
    """Leave an update developing for another while."""
    return replace(update, review_due=at + review)


def confirmed(update: Update, at: datetime, by: str, note: str, agreed: Agreement = AGREED) -> Update:
    """Stand by it: by whom, on what, and how we know. Origins that say otherwise are not among what it rests on."""
    shown = _shown_from(update, at)
    evidence = origins.bearing_out(update.evidence, agreed.contrary)
    return replace(
        update,
        status=Status.CONFIRMED,
        first_published=update.first_published or shown,
        changed=_moved(update, shown),
        confirmation=Confirmation(
            at=at, by=by, note=note, basis=origins.basis(evidence), rests_on=tuple(origins.origins(evidence))
        ),
        doubt="",
        review_due=None,
    )


def rested_anew(update: Update, agreed: Agreement) -> Update:
    """Count among what a confirmation rests on none whose word its words, as they are now, go against."""
    confirmation = update.confirmation
    if confirmation is None or confirmation.rests_on is None:
        return update
    left = tuple(origin for origin in confirmation.rests_on if origin not in agreed.contrary)
    return replace(update, confirmation=replace(confirmation, rests_on=left))


def doubted(update: Update, at: datetime, reason: str, review: timedelta) -> Update:
    """Put a confirmed update under review, with the reason for readers."""
    return replace(
        update,
        status=Status.DEVELOPING,
        changed=_moved(update, at),
        confirmation=None,
        doubt=reason,
        review_due=at + review,
    )


def retracted(
    update: Update,
    at: datetime,
    by: str,
    *,
    wrong: str,
    why: str,
    kind: RetractionClass,
    replaced_by: str = "",
) -> Update:
    """Take it back. What was said is frozen from the update itself."""
    return replace(
        update,
        status=Status.RETRACTED,
        changed=_moved(update, at),
        key_event=False,
        review_due=None,
        retraction=Retraction(
            at=at,
            by=by,
            said=wording(update),
            wrong=wrong,
            why=why,
            kind=kind,
            replaced_by=replaced_by,
        ),
    )


def corrected(update: Update, at: datetime, by: str, note: str, headline: str, body: str) -> Update:
    """Put words right and say so; ``changed`` moves."""
    return replace(
        update,
        headline=headline,
        body=body,
        changed=_moved(update, at),
        corrections=(*update.corrections, _correction(update, at, by, CorrectionClass.CORRECTED, note)),
    )


def refiled(update: Update, at: datetime, by: str, headline: str, body: str) -> Update:
    """Put spelling right without a word to readers; ``changed`` stays."""
    return replace(
        update,
        headline=headline,
        body=body,
        corrections=(*update.corrections, _correction(update, at, by, CorrectionClass.REFILE, "")),
    )


def killed(update: Update, at: datetime, by: str, ordered_by: str, notice: str) -> Update:
    """Leave a stub: the id, the times, the notice; none of the words, nor what they rested on."""
    return Update(
        id=update.id,
        blog=update.blog,
        status=Status.KILLED,
        headline="",
        body="",
        filed=update.filed,
        first_published=update.first_published,
        changed=_moved(update, at),
        author=update.author,
        bylines=update.bylines,
        priority=update.priority,
        language=update.language,
        kill=Kill(at=at, by=by, ordered_by=ordered_by, notice=notice),
        supersedes=update.supersedes,
        built_on=update.built_on,
        embargo=update.embargo,
        revision=update.revision,
    )


def left_undecided(update: Update) -> Update:
    """Say of a developing update that nobody decided it before coverage ended."""
    return replace(update, doubt=update.doubt or LEFT_UNDECIDED, review_due=None)


def unpinned(blog: LiveBlog, update: Update) -> LiveBlog:
    """Take an update off the top."""
    return replace(blog, pinned="") if blog.pinned == update.id else blog


def out_of_summary(blog: LiveBlog, update: Update, *, everything: bool = False) -> LiveBlog:
    """Drop the bullets bound to an update; what we got wrong may stay, unless ``everything`` goes."""
    kept = tuple(
        bullet
        for bullet in blog.summary
        if bullet.update != update.id or (bullet.heading == WRONG_HEADING and not everything)
    )
    return replace(blog, summary=kept) if kept != blog.summary else blog


def unmarked(blog: LiveBlog, update: Update) -> LiveBlog:
    """What a blog goes on showing of an update whose mark is taken back: nothing of a draft, nothing as known else."""
    if update.status is Status.DRAFT:
        return out_of_summary(unpinned(blog, update), update, everything=True)
    kept = tuple(
        bullet for bullet in blog.summary if (bullet.update, bullet.heading) != (update.id, KNOWN_HEADING)
    )
    return replace(blog, summary=kept) if kept != blog.summary else blog


def wording(update: Update) -> str:
    """Headline and body as one text, the way both texts of a conflict and a frozen claim are shown."""
    return f"{update.headline}\n\n{update.body}".strip()


def _shown_from(update: Update, at: datetime) -> datetime:
    return at if update.embargo is None else max(at, update.embargo)


def _moved(update: Update, at: datetime) -> datetime:
    """When an update has changed: after the last time, also by a clock that is behind.

    Whoever reads a feed takes an entry that is older than the one he has for no news.
    """
    before = update.changed
    return at if before is None or at >= before else before + _NEXT


def _correction(update: Update, at: datetime, by: str, kind: CorrectionClass, note: str) -> Correction:
    return Correction(at=at, by=by, kind=kind, note=note, headline=update.headline, body=update.body)
