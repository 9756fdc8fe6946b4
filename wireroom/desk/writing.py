"""Writing updates up, and editing them while they are drafts."""

from datetime import datetime
from typing import NoReturn
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from wireroom.desk import acts, citing, lifecycle
from wireroom.desk.details import changed_details, names_of, said_of, with_details
from wireroom.desk.embargoes import held_back
from wireroom.desk.forms import AS_THEY_ARE, Details, Mark, WriteUp
from wireroom.desk.languages import language_after, language_of_copy, stated_language
from wireroom.desk.lifecycle import Change
from wireroom.desk.marking import mark_inside
from wireroom.desk.recording import expect, find_update, save
from wireroom.desk.seat import Seat, find_blog, short
from wireroom.errors import RefusedError, UsageError
from wireroom.ids import new_id
from wireroom.model import PUBLIC_STATUSES, BlogState, LiveBlog, Status, Update
from wireroom.ports.store import Reader
from wireroom.text.hygiene import clean_line, clean_text


def write(seat: Seat, blog_name: str, form: WriteUp) -> Update:
    """File a new update and mark it in the same transaction: all of it happens, or nothing.

    Raises ``RefusedError`` for what marking refuses and for a blog that has ended.
    """
    headline = headline_of(form.headline)
    with seat.store.transaction() as tx:
        now = seat.now()
        blog = find_blog(tx, blog_name)
        if blog.state is BlogState.ENDED:
            raise RefusedError(
                f"Coverage of {blog.slug} has ended.",
                next_step=f"Take it up again: wireroom blog reopen {blog.slug}",
            )
        _ends_later(form.embargo, now, blog.zone)
        evidence = citing.gather(tx, form.items, form.evidence)
        body = clean_text(form.body)
        draft = Update(
            id=new_id(now),
            blog=blog.id,
            headline=headline,
            body=body,
            event_time=form.event_time,
            filed=now,
            author=seat.editor,
            bylines=names_of(form.bylines) or (seat.editor,),
            tags=tuple(dict.fromkeys(form.tags)),
            priority=form.priority,
            key_event=form.key_event,
            language=language_of_form(tx, blog, form, headline, body),
            evidence=evidence,
            built_on=_standing(tx, blog, form.built_on),
            supersedes=_published(tx, blog, form.supersedes) if form.supersedes else "",
            embargo=form.embargo,
        )
        tx.record(seat.act(acts.WROTE, at=now, blog=blog.id, to_status=Status.DRAFT), draft)
        citing.use(tx, seat, evidence, now)
        if form.status is Status.DRAFT:
            return draft
        marking = Mark(to=form.status, note=form.note, override=form.override)
        # Filed and marked is one act of one person: both events speak of revision 1.
        return mark_inside(tx, seat, blog, replace(draft, revision=0), marking, now, filing=True)


def language_of_form(reader: Reader, blog: LiveBlog, form: WriteUp, headline: str, body: str) -> str:
    """The language tag of a write-up: as it was stated, else as copy and items tell. Raises ``UsageError``."""
    if form.language.strip():
        return stated_language(form.language)
    return language_of_copy(blog, headline, body, reader.items(dict.fromkeys(form.items)))


def edit(
    seat: Seat,
    update_id: str,
    *,
    headline: str | None = None,
    body: str | None = None,
    details: Details = AS_THEY_ARE,
    revision: int | None = None,
) -> Update:
    """Change what no reader has seen: words and details of a draft, or of an update still under embargo.

    Raises ``RefusedError`` for what stands published, and ``Conflict``.
    """
    with seat.store.transaction() as tx:
        update = find_update(tx, update_id)
        new_headline, new_body = new_words(update, headline, body)
        expect(update, revision, f"{new_headline}\n\n{new_body}".strip())
        now = seat.now()
        if not held_back(tx, update, now):
            lifecycle.require(Change.EDIT, update)
        blog = tx.blog(update.blog)
        language = language_after(update, blog, new_headline, new_body)
        worded = replace(update, headline=new_headline, body=new_body, language=language)
        after = with_details(worded, details)
        if after == update:
            return update
        why = said_of(changed_details(worded, after, blog.zone))
        return save(tx, seat, update, after, acts.EDITED, now, why=why)


def unseen(seat: Seat, update_id: str) -> bool:
    """Whether no reader has seen an update yet: it is edited then, and corrected once one has."""
    update = find_update(seat.store, update_id)
    return update.status is Status.DRAFT or held_back(seat.store, update, seat.now())


def delete(seat: Seat, update_id: str) -> NoReturn:
    """Explain what takes the place of deleting; nothing is ever deleted. Always raises ``RefusedError``."""
    update = find_update(seat.store, update_id)
    reference = short(update.id)
    if update.status is Status.DRAFT:
        advice = (
            f"No reader has seen this draft: write it anew (wireroom edit {reference} --headline H --body TEXT), "
            f"or lay it aside (wireroom spike {reference})."
        )
    elif update.status is Status.KILLED:
        advice = "What was killed stays as a stub, so that readers know that something was there."
    else:
        advice = (
            f"What was wrong is retracted: wireroom mark {reference} retracted --wrong W --why W --class CLASS. "
            f"What law or safety forbid is killed: wireroom kill {reference} --ordered-by WHO --notice WORDS "
            "--confirm SLUG."
        )
    raise RefusedError("Nothing published is ever deleted.", next_step=advice)


def new_words(update: Update, headline: str | None, body: str | None) -> tuple[str, str]:
    """Headline and body as they would be; ``None`` leaves one as it is."""
    return (
        update.headline if headline is None else headline_of(headline),
        update.body if body is None else clean_text(body),
    )


def headline_of(text: str) -> str:
    """Clean a headline. Raises ``UsageError`` when nothing is left."""
    headline = clean_line(text)
    if not headline:
        raise UsageError("An update needs a headline of its own.", next_step="Say in one line what happened.")
    return headline


def _ends_later(embargo: datetime | None, now: datetime, zone: str) -> None:
    """Refuse an embargo that has passed: whoever meant another day would publish at once."""
    if embargo is not None and embargo <= now:
        raise UsageError(
            f"An embargo until {embargo.astimezone(ZoneInfo(zone)):%d %B %Y %H:%M} {zone} has passed already.",
            next_step="Give a time to come, with its day: 2022-01-06 09:00; or leave the embargo out.",
        )


def _standing(reader: Reader, blog: LiveBlog, update_ids: tuple[str, ...]) -> tuple[str, ...]:
    for update_id in update_ids:
        other = _of_blog(reader, blog, update_id)
        if other.status in (Status.RETRACTED, Status.KILLED):
            raise RefusedError(
                f"{short(update_id)} is {other.status}: nothing can be built on it.",
                next_step="Leave it out of --built-on, or build on what superseded it.",
            )
    return tuple(dict.fromkeys(update_ids))


def _published(reader: Reader, blog: LiveBlog, update_id: str) -> str:
    other = _of_blog(reader, blog, update_id)
    if other.status not in PUBLIC_STATUSES:
        raise RefusedError(
            f"{short(update_id)} is a draft: there is nothing to supersede.",
            next_step=f"Edit it instead: wireroom edit {short(update_id)}",
        )
    return update_id


def _of_blog(reader: Reader, blog: LiveBlog, update_id: str) -> Update:
    other = find_update(reader, update_id)
    if other.blog != blog.id:
        raise RefusedError(
            f"{short(update_id)} belongs to another live blog.", next_step=f"Name an update of {blog.slug}."
        )
    return other
