"""A live blog as a whole: opening it, its top, its summary, and how coverage ends."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec.structs import replace

from wireroom.desk import acts, outcomes
from wireroom.desk.languages import language_of_blog, stated_language
from wireroom.desk.recording import find_update, save, save_blog
from wireroom.desk.reports import EndReport
from wireroom.desk.seat import Seat, find_blog, short
from wireroom.errors import Conflict, RefusedError, UsageError
from wireroom.ids import new_id
from wireroom.model import STANDING_STATUSES, BlogState, HouseRules, LiveBlog, Status, Update, visible
from wireroom.ports.store import Reader
from wireroom.text.hygiene import clean_line, clean_text

_SLUG_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def new(
    seat: Seat,
    slug: str,
    headline: str,
    *,
    standfirst: str = "",
    zone: str = "UTC",
    rules: HouseRules | None = None,
    language: str = "",
) -> LiveBlog:
    """Open a live blog; its coverage starts now.

    Raises ``UsageError`` for a slug, zone, headline or language that can't be.
    """
    if not slug or not set(slug) <= _SLUG_LETTERS or slug.strip("-") != slug:
        raise UsageError(
            f"{slug!r} is no slug.",
            next_step="Use small letters, digits and single hyphens: almaty-protests.",
        )
    with seat.store.transaction() as tx:
        if any(blog.slug == slug for blog in tx.blogs()):
            raise RefusedError(
                f"There is a live blog {slug} already.", next_step=f"See it: wireroom blog show {slug}"
            )
        now = seat.now()
        blog = LiveBlog(
            id=new_id(now),
            slug=slug,
            headline=_headline(headline),
            standfirst=clean_text(standfirst),
            zone=_zone(zone),
            language=stated_language(language) if language else language_of_blog(headline),
            rules=rules or seat.config.rules.preset,
            created=now,
            created_by=seat.editor,
            coverage_start=now,
        )
        tx.record(seat.act(acts.OPENED, at=now, blog=blog.id, to_status=blog.state), blog)
        return blog


def change(
    seat: Seat,
    blog_name: str,
    *,
    headline: str | None = None,
    standfirst: str | None = None,
    zone: str | None = None,
    rules: HouseRules | None = None,
    language: str | None = None,
    revision: int | None = None,
    why: str = "",
) -> LiveBlog:
    """Change what a live blog says of itself, or the rules that bind it. Raises ``Conflict``."""
    with seat.store.transaction() as tx:
        blog = find_blog(tx, blog_name)
        after = replace(
            blog,
            headline=blog.headline if headline is None else _headline(headline),
            standfirst=blog.standfirst if standfirst is None else clean_text(standfirst),
            zone=blog.zone if zone is None else _zone(zone),
            rules=rules or blog.rules,
            language=stated_language(language) if language else blog.language,
        )
        if revision is not None and revision != blog.revision:
            raise Conflict(
                f"{blog.slug} is at revision {blog.revision}, and this was written on revision {revision}.",
                theirs=f"{blog.headline}\n\n{blog.standfirst}",
                yours=f"{after.headline}\n\n{after.standfirst}",
                revision=blog.revision,
                next_step="Read both texts, then change it again.",
            )
        return save_blog(tx, seat, blog, after, acts.CHANGED_BLOG, seat.now(), why=why)


def pin(seat: Seat, update_id: str) -> LiveBlog:
    """Put an update on top of its blog."""
    with seat.store.transaction() as tx:
        update = find_update(tx, update_id)
        blog = tx.blog(update.blog)
        must_stand(blog, update, "pinned", seat.now())
        must_be_decided(blog, update)
        return save_blog(tx, seat, blog, replace(blog, pinned=update.id), acts.PINNED, seat.now())


def unpin(seat: Seat, blog_name: str) -> LiveBlog:
    """Leave the top of a blog empty."""
    with seat.store.transaction() as tx:
        blog = find_blog(tx, blog_name)
        return save_blog(tx, seat, blog, replace(blog, pinned=""), acts.UNPINNED, seat.now())


def key_event(seat: Seat, update_id: str, on: bool) -> Update:
    """Make an update a key event, or no longer one."""
    with seat.store.transaction() as tx:
        update = find_update(tx, update_id)
        if on and update.status is not Status.DRAFT:
            must_stand(tx.blog(update.blog), update, "a key event", seat.now(), seen=False)
        if update.key_event is on:
            return update
        what = acts.KEY_EVENT if on else acts.NO_KEY_EVENT
        return save(tx, seat, update, replace(update, key_event=on), what, seat.now())


def stale(reader: Reader, blog: LiveBlog, at: datetime) -> list[Update]:
    """List what must be decided now, longest overdue first."""
    return reader.due_for_review(blog.id, at)


def end(seat: Seat, blog_name: str, override: str = "") -> EndReport:
    """End coverage. What was never decided is listed and marked so; it can't stay on top or in the summary.

    With ``override``, a reason that is logged, such updates are taken down instead of refusing.
    """
    with seat.store.transaction() as tx:
        now = seat.now()
        blog = find_blog(tx, blog_name)
        if blog.state is BlogState.ENDED:
            raise RefusedError(
                f"Coverage of {blog.slug} has ended already.",
                next_step=f"Take it up again: wireroom blog reopen {blog.slug}",
            )
        undecided = [
            update
            for update in reversed(tx.updates(blog.id, statuses=(Status.DEVELOPING,)))
            if update.embargo is None or update.embargo <= now
        ]
        prominent = prominent_undecided(blog, undecided)
        if prominent and not override.strip():
            raise RefusedError(
                f"{blog.slug} can't end with undecided updates on show.",
                missing=[words for _, words in prominent],
                next_step="Decide, unpin or leave them out of the summary; --override REASON takes them down.",
            )
        cleared = blog
        for update, _ in prominent:
            cleared = outcomes.unpinned(outcomes.out_of_summary(cleared, update, everything=True), update)
        ended = replace(cleared, state=BlogState.ENDED, coverage_end=now)
        saved = save_blog(tx, seat, blog, ended, acts.ENDED, now, why=override)
        left = [
            save(
                tx,
                seat,
                update,
                outcomes.left_undecided(update),
                acts.LEFT_UNDECIDED,
                now,
                why=outcomes.LEFT_UNDECIDED,
            )
            for update in undecided
        ]
        return EndReport(blog=saved, undecided=tuple(left))


def reopen(seat: Seat, blog_name: str) -> LiveBlog:
    """Take coverage up again; what was left undecided must be decided in time again."""
    with seat.store.transaction() as tx:
        blog = find_blog(tx, blog_name)
        if blog.state is not BlogState.ENDED:
            raise RefusedError(
                f"{blog.slug} is {blog.state}: there is nothing to reopen.",
                next_step="Go on: coverage that has not ended takes updates.",
            )
        now = seat.now()
        review = timedelta(minutes=seat.config.rules.review_minutes)
        for update in tx.updates(blog.id, statuses=(Status.DEVELOPING,)):
            if update.review_due is None:
                why = f"Coverage of {blog.slug} was taken up again."
                save(tx, seat, update, outcomes.reviewed(update, now, review), acts.TO_DECIDE, now, why=why)
        after = replace(blog, state=BlogState.LIVE, coverage_end=None)
        return save_blog(tx, seat, blog, after, acts.REOPENED, now)


def prominent_undecided(blog: LiveBlog, undecided: Iterable[Update]) -> list[tuple[Update, str]]:
    """List the developing updates that are pinned or summarised, each with a sentence."""
    summarised = {bullet.update for bullet in blog.summary}
    found = []
    for update in undecided:
        places = [
            *(["pinned"] if blog.pinned == update.id else []),
            *(["in the summary"] if update.id in summarised else []),
        ]
        if places:
            found.append((update, f"{update.headline!r} ({short(update.id)}) is {' and '.join(places)}."))
    return found


def _headline(text: str) -> str:
    headline = clean_line(text)
    if not headline:
        raise UsageError("A live blog needs a headline.", next_step="Say in one line what it is about.")
    return headline


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as trouble:
        raise UsageError(
            f"{name!r} is no time zone.", next_step="Use a name like Asia/Almaty or UTC."
        ) from trouble
    return name


def must_stand(blog: LiveBlog, update: Update, wanted: str, at: datetime, *, seen: bool = True) -> None:
    """Refuse what readers can't see, or will not see any more, a place on the page."""
    if update.status in STANDING_STATUSES:
        if seen and update.embargo is not None and not visible(update, at):
            until = update.embargo.astimezone(ZoneInfo(blog.zone))
            raise RefusedError(
                f"{short(update.id)} is under embargo until {until:%d %B %H:%M} {blog.zone} and can't be {wanted} "
                "before.",
                next_step="Do it when readers can see it.",
            )
        return
    raise RefusedError(
        f"{short(update.id)} is {update.status} and can't be {wanted}.",
        next_step="Only what stands published can: a developing or a confirmed update.",
    )


def must_be_decided(blog: LiveBlog, update: Update) -> None:
    """Refuse an update that was left undecided a place on the page of a blog that has ended."""
    if blog.state is BlogState.ENDED and update.status is Status.DEVELOPING:
        raise RefusedError(
            f"Coverage of {blog.slug} has ended, and {short(update.id)} was never decided.",
            next_step=f"Confirm it first: wireroom mark {short(update.id)} confirmed --note NOTE",
        )
