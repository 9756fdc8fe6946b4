"""Changing the words of an update: one editor at a time, nothing that was typed is lost, both texts where two were faster."""

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from uuid_utils import uuid7

from tui.screens.form import Field, FormScreen, Line, OneOf, Prose, Values
from tui.screens.mark_forms import marked
from tui.screens.taking_over import TakeOverScreen
from tui.widgets.copy import line, paragraphs
from wireroom.desk.forms import Amendment
from wireroom.errors import BeingWritten, Conflict, StoreUnreachable
from wireroom.model import Draft, Update

if TYPE_CHECKING:
    from tui.screens.conflict import ConflictScreen
    from tui.screens.desk import DeskScreen
    from wireroom.desk.newsroom import Newsroom


class Form(StrEnum):
    """What is done to the words; drafts are kept under this name."""

    EDIT = "edit"
    CORRECT = "correct"


class _Opening(Struct, frozen=True):
    """What a form opens with: the update as it stands, and what was typed the last time and not saved."""

    update: Update
    kept: Draft | None
    base: str = ""
    """The wording that was typed on, where it is another by now."""


def correct_form(desk: "DeskScreen", update: Update, *, note: str = "") -> None:
    """Ask for the right words and the note for readers, or a refile."""
    _open(desk, update.id, Form.CORRECT, note=note)


def edit_form(desk: "DeskScreen", update: Update) -> None:
    """Ask for the words of a draft."""
    _open(desk, update.id, Form.EDIT)


def open_draft(desk: "DeskScreen", draft: Draft) -> None:
    """Go on with what was typed and not saved."""
    _open(desk, draft.update, Form(str(draft.fields.get("form", Form.EDIT.value))))


def _open(desk: "DeskScreen", update_id: str, form: Form, *, note: str = "", over: bool = False) -> None:
    newsroom = desk.newsroom

    def show(found: _Opening | BeingWritten) -> None:
        if isinstance(found, BeingWritten):
            desk.app.push_screen(
                TakeOverScreen(found),
                lambda yes: _open(desk, update_id, form, note=note, over=True) if yes else None,
            )
        else:
            desk.app.push_screen(_Words(desk, found, form, note).screen())

    desk.office.open(lambda: _begin(newsroom, update_id, over=over), show, group="words")


def _begin(newsroom: "Newsroom", update_id: str, *, over: bool) -> _Opening | BeingWritten:
    """Take the update for this desk; being cut off forbids nothing, since saving names the revision."""
    try:
        newsroom.presence.begin(update_id, over=over)
    except BeingWritten as busy:
        return busy
    except StoreUnreachable:
        pass
    kept = next((one for one in newsroom.blogs.drafts() if one.update == update_id), None)
    update = newsroom.store.update(update_id)
    torn = kept is not None and kept.revision != update.revision
    return _Opening(update, kept, _wording_at(newsroom, update_id, kept.revision) if torn and kept else "")


def _wording_at(newsroom: "Newsroom", update_id: str, revision: int) -> str:
    """Headline and body as they stood at a revision; empty where the log's words of it are sealed."""
    for event in newsroom.store.events(subject=update_id, newest_first=True):
        if event.after.get("revision") == revision:
            return f"{event.after.get('headline', '')}\n\n{event.after.get('body', '')}"
    return ""


class _Words:
    """One change of words under way: from the form, or from the conflict it became."""

    def __init__(self, desk: "DeskScreen", opening: _Opening, form: Form, note: str) -> None:
        self._desk = desk
        self._newsroom = desk.newsroom
        self._update = opening.update
        self._kept = opening.kept
        self._base = opening.base
        self._form = form
        self._note = note
        self._draft = opening.kept.id if opening.kept is not None else str(uuid7())

    def screen(self) -> "FormScreen[Update] | ConflictScreen":
        """The form; both texts, where somebody changed the update since the draft was typed."""
        kept = self._kept
        if kept is not None and kept.revision != self._update.revision:
            values = {name: str(value) for name, value in kept.fields.items()}
            theirs = f"{self._update.headline}\n\n{self._update.body}"
            return self._both(values, theirs, self._update.revision, self._base)
        return FormScreen(
            self._desk.office,
            title=("Correct" if self._form is Form.CORRECT else "Edit the draft")
            + (" (what you typed is back)" if kept is not None else ""),
            fields=self._fields(),
            deed=self._save,
            then=lambda changed: marked(self._desk, changed),
            done_word="correct" if self._form is Form.CORRECT else "save",
            conflict=self._clash,
            keep=self._keep,
            closed=self._end,
        )

    def _fields(self) -> list[Field]:
        known = {"headline": self._update.headline, "body": self._update.body, "note": self._note}
        if self._kept is not None:
            known |= {name: str(value) for name, value in self._kept.fields.items()}
        words: list[Field] = [
            Line(name="headline", label="Headline", value=known["headline"]),
            Prose(name="body", label="Body", value=known["body"]),
        ]
        if self._form is Form.EDIT:
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
            ),
            *words,
        ]

    # -- saving

    def _save(self, values: Values) -> Update:
        update = self._update
        headline = _as_it_was(values["headline"], line(update.headline), update.headline)
        body = _as_it_was(values["body"], paragraphs(update.body).strip(), update.body)
        return self._write(values, headline, body, update.revision)

    def _write(self, values: Values, headline: str, body: str, revision: int) -> Update:
        blogs, update_id = self._newsroom.blogs, self._update.id
        if self._form is Form.EDIT:
            changed = blogs.edit(update_id, headline=headline, body=body, revision=revision)
        else:
            refile = values.get("class") == "refile"
            note = "" if refile else values.get("note", "")
            changed = blogs.correct(
                update_id,
                Amendment(note=note, refile=refile, headline=headline, body=body, revision=revision),
            )
        blogs.drop_draft(self._draft)
        return changed

    def _clash(self, error: Conflict, values: Values) -> "ConflictScreen":
        base = f"{self._update.headline}\n\n{self._update.body}"
        return self._both(values, error.theirs, error.revision, base)

    def _both(self, values: Values, theirs: str, revision: int, base: str) -> "ConflictScreen":
        from tui.screens.conflict import Clash, ConflictScreen

        return ConflictScreen(
            self._desk,
            Clash(
                theirs=theirs,
                yours=f"{values['headline']}\n\n{values['body']}",
                revision=revision,
                base=base,
            ),
            write=lambda headline, body, known: self._write(values, headline, body, known),
            then=lambda changed: marked(self._desk, changed),
        )

    # -- keeping

    def _keep(self, values: Values) -> None:
        draft = Draft(
            id=self._draft,
            editor=self._newsroom.editor,
            blog=self._update.blog,
            saved=self._newsroom.clock.now(),
            update=self._update.id,
            revision=self._update.revision,
            fields={**values, "form": self._form.value},
        )
        blogs = self._newsroom.blogs
        self._desk.office.act(lambda: blogs.keep_draft(draft), self._desk.company.kept)

    def _end(self) -> None:
        presence, update_id = self._newsroom.presence, self._update.id

        def end() -> None:
            try:
                presence.end(update_id)
            except StoreUnreachable:
                return  # the lease ends by itself

        self._desk.office.act(end)


def _as_it_was(typed: str, shown: str, stored: str) -> str:
    """What was typed; where nothing was, exactly what is stored."""
    return stored if typed == shown else typed
