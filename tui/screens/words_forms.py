"""Changing the words of an update: both texts side by side where somebody else was faster."""

from typing import TYPE_CHECKING

from tui.screens.conflict import Clash, ConflictScreen
from tui.screens.detail_fields import detail_fields, details_of, typed_details
from tui.screens.form import Field, FormScreen, Line, OneOf, Prose, Values
from tui.screens.held import Held, Work, hold
from tui.widgets.copy import line, paragraphs
from wireroom.desk.forms import Amendment
from wireroom.errors import Conflict
from wireroom.model import CorrectionClass, Update

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


def words_form(desk: "DeskScreen", update_id: str, *, note: str = "") -> None:
    """Ask for other words; where readers have seen those that stand, with a note for them, or as a refile."""
    blogs = desk.newsroom.blogs

    def show(unseen: bool) -> None:
        work = Work.EDIT if unseen else Work.CORRECT
        hold(desk, update_id, work, lambda held, _: _Words(held, note).screen(), read=lambda: None)

    desk.office.open(lambda: blogs.unseen(update_id), show, group="words")


class _Words:
    """One change of words under way: from the form, or from the conflict it became. ``note`` is suggested for readers."""

    def __init__(self, held: Held, note: str) -> None:
        self._held = held
        self._note = note
        self._correcting = held.work is Work.CORRECT
        self._told_since = held.corrected_since
        """What others have corrected since the words were typed: readers were told of it already."""

    def screen(self) -> "FormScreen[Update] | ConflictScreen":
        """The form; both texts, where somebody changed the words since they were typed, as soon as nothing else is asked."""
        held = self._held
        if held.typed_on is not None and held.overtaken:
            if self._is_complete(typed := held.filled({})):
                return self._both(typed, held.wording, held.update.revision, held.base)
            held.revision = held.typed_on
        return FormScreen(
            held.desk.office,
            title=f"{'Correct' if self._correcting else 'Edit the draft'}{held.back}",
            fields=self._fields(),
            deed=self._save,
            then=self._told,
            done_word="correct" if self._correcting else "save",
            conflict=self._clash,
            keeper=held,
            begins_at="note" if self._correcting else "",
        )

    def _is_complete(self, typed: Values) -> bool:
        """Whether a correction has its note: beside both texts there is no place for it."""
        return not self._correcting or bool(typed.get("note", "").strip()) or typed.get("class") == "refile"

    def _fields(self) -> list[Field]:
        update = self._held.update
        known = self._held.filled(
            {"headline": update.headline, "body": update.body, "note": self._note},
            beside=details_of(update, self._held.desk.zone),
        )
        words: list[Field] = [
            Line(name="headline", label="Headline", value=known["headline"], lines=2),
            Prose(name="body", label="Body", value=known["body"]),
        ]
        words += detail_fields(known)
        if not self._correcting:
            return words
        return [
            OneOf(
                name="class",
                label="Class: a refile changes no meaning",
                options=("correction", "refile"),
                value=known.get("class", ""),
            ),
            Line(
                name="note",
                label="Note for readers",
                value=known["note"],
                hint="An earlier version said X; it is Y.",
                lines=2,
            ),
            *words,
        ]

    # -- saving

    def _save(self, values: Values) -> Update:
        update = self._held.update
        headline = _as_it_was(values["headline"], line(update.headline), update.headline)
        body = _as_it_was(values["body"], paragraphs(update.body).strip(), update.body)
        return self._write(values, headline, body, self._held.revision)

    def _write(self, values: Values, headline: str, body: str, revision: int) -> Update:
        desk, update = self._held.desk, self._held.update
        blogs, update_id = desk.newsroom.blogs, update.id
        details = typed_details(update, values, now=desk.newsroom.clock.now(), zone=desk.zone)
        if self._correcting:
            refile = values.get("class") == "refile"
            note = "" if refile else values.get("note", "")
            amendment = Amendment(
                note=note, refile=refile, headline=headline, body=body, details=details, revision=revision
            )
            try:
                changed = blogs.correct(update_id, amendment)
            except Conflict:
                now = desk.newsroom.store.update(update_id)
                self._told_since = (*self._held.corrected_since, *now.corrections[len(update.corrections) :])
                raise
        else:
            changed = blogs.edit(update_id, headline=headline, body=body, details=details, revision=revision)
        self._held.done()
        return changed

    def _told(self, changed: Update) -> None:
        if not self._correcting:
            done = "edited"
        elif changed.corrections[-1].kind is CorrectionClass.REFILE:
            done = "refiled"
        else:
            done = "corrected"
        self._held.desk.say(f"{done}: {changed.headline}")
        self._held.desk.lookout.load_blog()

    def _clash(self, error: Conflict, values: Values) -> ConflictScreen:
        return self._both(values, error.theirs, error.revision, self._held.base or self._held.wording)

    def _both(self, values: Values, theirs: str, revision: int, base: str) -> ConflictScreen:
        held = self._held
        return ConflictScreen(
            held,
            Clash(
                theirs=theirs,
                yours=f"{values['headline']}\n\n{values['body']}",
                revision=revision,
                base=base,
            ),
            rest=values,
            write=lambda headline, body, known: self._write(values, headline, body, known),
            then=self._told,
            beside=lambda: self._notes(values),
        )

    def _notes(self, values: Values) -> str:
        """The notes for readers, theirs and yours: each is a correction, whatever becomes of the texts."""
        theirs = " ".join(f"“{line(made.note)}”" for made in self._told_since if made.note)
        if not theirs:
            return ""
        yours = line(values.get("note", "")) if values.get("class") != "refile" else ""
        return f"They told readers: {theirs}" + (f" You would tell them, too: “{yours}”" if yours else "")


def _as_it_was(typed: str, shown: str, stored: str) -> str:
    """What was typed; where nothing was, exactly what is stored."""
    return stored if typed == shown else typed
