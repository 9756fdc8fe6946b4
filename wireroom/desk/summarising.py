"""The summary of a live blog: what we know, what we don't, what we got wrong. Each line stands on an update."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from wireroom.desk import acts, outcomes
from wireroom.desk.coverage import must_be_decided, must_stand
from wireroom.desk.recording import find_update, save_blog
from wireroom.desk.reports import SummaryLine
from wireroom.desk.seat import Seat, find_blog, short
from wireroom.errors import Conflict, RefusedError, UsageError
from wireroom.model import CorrectionClass, LiveBlog, Status, SummaryBullet
from wireroom.ports.store import Reader
from wireroom.text.hygiene import clean_line

HEADINGS = (outcomes.KNOWN_HEADING, "unknown", outcomes.WRONG_HEADING)


def summarise(
    seat: Seat,
    blog_name: str,
    bullets: Iterable[SummaryBullet],
    *,
    seen: tuple[SummaryBullet, ...] | None = None,
    revision: int | None = None,
) -> LiveBlog:
    """Write the summary anew. Each bullet stands on an update; "known" needs a confirmed one.

    ``seen`` is the summary it was written over: raises ``Conflict`` where another stands there by now, unless the
    blog's ``revision`` says that this one was read, too.
    """
    with seat.store.transaction() as tx:
        blog = find_blog(tx, blog_name)
        now = seat.now()
        wanted = tuple(bullets)
        if seen not in (None, blog.summary) and revision != blog.revision:
            raise Conflict(
                f"The summary of {blog.slug} was written anew.",
                theirs=as_text(blog.summary),
                yours=as_text(wanted),
                revision=blog.revision,
                next_step="Read both, then write it again.",
            )
        written = tuple(_bullet(tx, blog, bullet, now) for bullet in wanted)
        return save_blog(tx, seat, blog, replace(blog, summary=written), acts.SUMMARISED, now)


def add_line(seat: Seat, bullet: SummaryBullet) -> LiveBlog:
    """Put a line at the end of its heading; one that stands there already is not said twice."""
    with seat.store.transaction() as tx:
        blog = tx.blog(find_update(tx, bullet.update).blog)
        now = seat.now()
        line = _bullet(tx, blog, bullet, now)
        lines = blog.summary if line in blog.summary else (*blog.summary, line)
        return save_blog(tx, seat, blog, replace(blog, summary=lines), acts.SUMMARISED, now)


def as_text(bullets: Iterable[SummaryBullet]) -> str:
    """A summary as lines of text, each with its heading."""
    return "\n".join(f"{bullet.heading}: {bullet.text} ({short(bullet.update)})" for bullet in bullets)


def summary(reader: Reader, blog: LiveBlog) -> list[SummaryLine]:
    """Show the summary as it was last written; what can't stand any more is red, with the reason in words."""
    return [
        SummaryLine(
            heading=bullet.heading,
            text=bullet.text,
            update=bullet.update,
            red=_why_red(reader, bullet, stands=bullet in blog.summary),
        )
        for bullet in _last_written_summary(reader, blog)
    ]


def _bullet(reader: Reader, blog: LiveBlog, bullet: SummaryBullet, at: datetime) -> SummaryBullet:
    text = clean_line(bullet.text)
    if not text:
        raise UsageError("A line of the summary needs words.", next_step="Write HEADING:UPDATE:TEXT.")
    if bullet.heading not in HEADINGS:
        raise UsageError(
            f"{bullet.heading!r} is no heading of a summary.", next_step=f"Use one of {', '.join(HEADINGS)}."
        )
    update = find_update(reader, bullet.update)
    if update.blog != blog.id:
        raise RefusedError(
            f"{short(update.id)} belongs to another live blog.", next_step=f"Name an update of {blog.slug}."
        )
    if bullet.heading == outcomes.WRONG_HEADING:
        if update.status is Status.RETRACTED or any(
            made.kind is CorrectionClass.CORRECTED for made in update.corrections
        ):
            return replace(bullet, text=text)
        raise RefusedError(
            f"{short(update.id)} was neither corrected nor retracted.",
            next_step="'What we got wrong' stands on a correction or a retraction.",
        )
    must_stand(blog, update, "in the summary", at)
    must_be_decided(blog, update)
    if bullet.heading == outcomes.KNOWN_HEADING and update.status is not Status.CONFIRMED:
        raise RefusedError(
            f"{short(update.id)} is {update.status}: that is not what we know.",
            next_step=f"Put it under 'unknown', or confirm it: wireroom mark {short(update.id)} confirmed --note NOTE",
        )
    return replace(bullet, text=text)


def _last_written_summary(reader: Reader, blog: LiveBlog) -> tuple[SummaryBullet, ...]:
    """The summary as an editor left it, before lines of it had to leave; after a kill what is left of it."""
    for event in reader.events(blog=blog.id, subject=blog.id, newest_first=True):
        if event.sealed:
            break
        if event.what == acts.SUMMARISED or (event.what, event.why) == (acts.UNDID, acts.SUMMARISED):
            return tuple(SummaryBullet(**bullet) for bullet in event.after.get("summary", ()))
    return blog.summary


def _why_red(reader: Reader, bullet: SummaryBullet, *, stands: bool) -> str:
    update = reader.update(bullet.update)
    if update.status is Status.RETRACTED and bullet.heading != outcomes.WRONG_HEADING:
        return "its update is retracted"
    if bullet.heading == outcomes.KNOWN_HEADING and update.status is not Status.CONFIRMED:
        return (
            f"its update is under review: {update.doubt}" if update.doubt else "its update is not confirmed"
        )
    return "" if stands else "it left the page when its update was in doubt; summarise anew to show it again"
