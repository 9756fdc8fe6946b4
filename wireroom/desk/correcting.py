"""Correcting a standing update in the open, or refiling it where no meaning changes."""

from msgspec import UNSET
from msgspec.structs import replace

from wireroom.desk import acts, lifecycle, outcomes, reading
from wireroom.desk.details import changed_details, said_of, with_details
from wireroom.desk.embargoes import held_back
from wireroom.desk.forms import Amendment
from wireroom.desk.languages import language_after
from wireroom.desk.lifecycle import Change
from wireroom.desk.needs import Case
from wireroom.desk.recording import alerts_about, expect, find_update, reasons, save, settle
from wireroom.desk.reports import AGREED
from wireroom.desk.rules import PRESETS
from wireroom.desk.seat import Seat, short
from wireroom.desk.writing import new_words
from wireroom.errors import RefusedError, UsageError
from wireroom.model import Update


def correct(seat: Seat, update_id: str, form: Amendment) -> Update:
    """Correct or refile. Raises ``RefusedError`` for a refile that changes meaning, and ``Conflict``."""
    if form.refile and form.note.strip():
        raise UsageError(
            "A refile has no note for readers.",
            next_step="Say either --refile or --corrected, not both.",
        )
    with seat.store.transaction() as tx:
        update = find_update(tx, update_id)
        headline, body = new_words(update, form.headline, form.body)
        # Without its note a correction is refused at once: whoever merges two texts could not add one.
        if form.refile or form.note.strip():
            expect(update, form.revision, f"{headline}\n\n{body}".strip())
        change = Change.REFILE if form.refile else Change.CORRECT
        lifecycle.require(change, update)
        now = seat.now()
        if held_back(tx, update, now):
            raise RefusedError(
                f"{short(update.id)} is under embargo: no reader has seen anything to be corrected.",
                next_step=f"Edit it: wireroom edit {short(update.id)}",
            )
        blog = tx.blog(update.blog)
        detailed = with_details(update, form.details)
        details = changed_details(update, detailed, blog.zone)
        rewritten = bool(details) or (headline, body) != (update.headline, update.body)
        case = Case(
            update=update,
            editors=(seat.editor,),
            note=form.note,
            rewritten=rewritten,
            meaning_changed=(
                *changed_details(update, detailed, blog.zone, telling=True),
                *reading.meaning_changes(update, headline, body),
            )
            if form.refile and rewritten
            else (),
        )
        ruling = lifecycle.judge(change, case, PRESETS[blog.rules])
        if not ruling.allowed:
            raise lifecycle.refuse(ruling, case)
        if form.refile:
            after = outcomes.refiled(detailed, now, seat.editor, headline, body)
            return save(tx, seat, update, after, acts.REFILED, now, why=said_of(details))
        if form.details.language is UNSET:
            detailed = replace(detailed, language=language_after(update, blog, headline, body))
        after = outcomes.corrected(detailed, now, seat.editor, form.note.strip(), headline, body)
        agreed = reading.agreement(tx, after) if after.confirmation is not None else AGREED
        after = outcomes.rested_anew(after, agreed)
        why = reasons(form.note, said_of(details), *agreed.differences)
        saved = save(tx, seat, update, after, acts.CORRECTED, now, why=why)
        settle(tx, seat, alerts_about(tx, saved), now, why="The update is corrected.")
        return saved
