"""Forms that change an update's status, with everything that is known filled in.

What is missing is for the newsroom to say: a refusal comes back into the form.
"""

import re
from typing import TYPE_CHECKING

from textual.suggester import SuggestFromList

from tui.panes.difference import difference
from tui.screens.evidence_lines import EVIDENCE_LABEL, read_evidence_lines
from tui.screens.form import Field, FormScreen, Line, OneOf, Prose, Values
from tui.widgets.copy import line
from wireroom.desk.forms import Mark
from wireroom.desk.reports import KillReport, Offer
from wireroom.errors import Conflict
from wireroom.model import RetractionClass, Status, Update

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen

_ID_AT_THE_END = re.compile(r"\(([0-9a-f]{8})\)$")
OVERRIDE = Line(name="override", label="Reason to go against a house rule (logged)")


class _Seen:
    """What an editor has seen of an update while a form is open on it."""

    def __init__(self, update: Update) -> None:
        self.revision = update.revision
        self._wording = f"{update.headline}\n\n{update.body}"

    def changed(self, error: Conflict) -> str:
        """Take note that somebody else changed it, and say what it says now: what is marked must have been read."""
        spans = difference(self._wording, error.theirs).spans
        self.revision, self._wording = error.revision, error.theirs
        return (
            f"{error.title} since this form was opened. It says now:\n"
            f"{''.join(span.text for span in spans)}\nCtrl+S goes on all the same."
        )


def _mark_form(
    desk: "DeskScreen",
    update: Update,
    *,
    to: Status,
    title: str,
    fields: list[Field],
    done_word: str,
    intro: str = "",
) -> None:
    blogs = desk.newsroom.blogs
    seen = _Seen(update)

    def deed(values: Values) -> Update:
        kind = values.get("kind", "")
        return blogs.mark(
            update.id,
            Mark(
                to=to,
                note=values.get("note", ""),
                evidence=read_evidence_lines(values.get("evidence", "")),
                wrong=values.get("wrong", ""),
                why=values.get("why", ""),
                kind=RetractionClass(kind) if kind else None,
                replaced_by=_replacement(desk, values.get("replaced_by", "")),
                override=values.get("override", ""),
                revision=seen.revision,
            ),
        )

    desk.app.push_screen(
        FormScreen(
            desk.office,
            title=title,
            intro=intro or update.headline,
            fields=fields,
            deed=deed,
            then=lambda changed: marked(desk, changed),
            done_word=done_word,
            conflict=lambda error, _: seen.changed(error),
        )
    )


def _replacement(desk: "DeskScreen", text: str) -> str:
    """The id of the update that was named, by its headline as it was completed or by the end of its id."""
    named = _ID_AT_THE_END.search(text)
    return desk.newsroom.store.resolve("update", named[1] if named else text) if text else ""


def _substitutes(desk: "DeskScreen", update: Update) -> SuggestFromList:
    """Completes the headlines of the updates that may take another's place."""
    view = desk.blog
    standing = view.of(Status.DEVELOPING, Status.CONFIRMED) if view is not None else []
    names = [f"{line(one.headline)} ({one.id[-8:]})" for one in standing if one.id != update.id]
    return SuggestFromList(names, case_sensitive=False)


def marked(desk: "DeskScreen", update: Update) -> None:
    """Say what an update is now, and show it."""
    desk.say(f"{update.status.value}: {update.headline}")
    desk.load_blog()


def developing_form(desk: "DeskScreen", update: Update, *, note: str = "") -> None:
    """Ask for what *developing* needs: evidence for a draft, a public reason for a confirmed update."""
    label = (
        "Why it is in doubt, for readers"
        if update.status is Status.CONFIRMED
        else "What is new (puts the review off)"
    )
    fields: list[Field] = []
    if update.status is not Status.DRAFT:
        fields.append(Line(name="note", label=label, value=note))
    fields += [Prose(name="evidence", label=EVIDENCE_LABEL, lines=2), OVERRIDE]
    word = "put under review" if update.status is Status.CONFIRMED else "mark developing"
    _mark_form(desk, update, to=Status.DEVELOPING, title="Developing", fields=fields, done_word=word)


def confirm_form(desk: "DeskScreen", update: Update) -> None:
    """Ask how we know, after saying what the update rests on."""
    blogs = desk.newsroom.blogs

    def show(words: str) -> None:
        _mark_form(
            desk,
            update,
            to=Status.CONFIRMED,
            title="Confirm",
            intro=f"{update.headline}\n\n{words}",
            fields=[
                Line(name="note", label="How we know (readers see it)"),
                Prose(name="evidence", label=EVIDENCE_LABEL, lines=2),
                OVERRIDE,
            ],
            done_word="confirm",
        )

    def standing() -> str:
        found = blogs.standing(update.id)
        return "\n".join([found.words, *(f"- {need}" for need in found.missing_for_confirmed)])

    desk.office.open(standing, show, group="standing")


def retract_form(desk: "DeskScreen", update: Update, offer: Offer | None = None) -> None:
    """Ask for the notice: what is wrong, why, of which class, what replaces it."""
    _mark_form(
        desk,
        update,
        to=Status.RETRACTED,
        title="Retract",
        intro=f"What was said stays as it is, frozen: “{update.headline}”. The notice must stand alone and not repeat the claim as fact.",
        fields=[
            Line(name="wrong", label="What is wrong", value=offer.wrong if offer is not None else ""),
            Line(name="why", label="Why we take it back", value=offer.why if offer is not None else ""),
            OneOf(
                name="kind",
                label="Class",
                options=tuple(kind.value for kind in RetractionClass),
                value=offer.kind.value if offer is not None and offer.kind is not None else "",
            ),
            Line(
                name="replaced_by",
                label="Update that replaces it: begin its headline, Right completes; empty: no substitute",
                suggester=_substitutes(desk, update),
            ),
            OVERRIDE,
        ],
        done_word="retract",
    )


def kill_form(desk: "DeskScreen", update: Update) -> None:
    """Ask for the order, the notice and the slug, typed."""
    blogs = desk.newsroom.blogs

    def deed(values: Values) -> KillReport:
        return blogs.kill(
            update.id, values["ordered_by"], values["notice"], values["confirm"], override=values["override"]
        )

    desk.app.push_screen(
        FormScreen(
            desk.office,
            title="Kill",
            intro="For law and safety only: the text goes from every output and is sealed in the store. "
            "What is merely wrong is retracted (r).",
            fields=[
                Line(name="ordered_by", label="Who ordered it"),
                Line(name="notice", label="Words for readers"),
                Line(name="confirm", label="Type the slug of the live blog"),
                OVERRIDE,
            ],
            deed=deed,
            then=lambda report: _killed(desk, report),
            done_word="kill",
        )
    )


def _killed(desk: "DeskScreen", report: KillReport) -> None:
    from tui.screens.reading import read_blocks
    from tui.widgets.reader import BLANK, text

    desk.load_blog()
    blocks = [
        text(report.words or ("Killed." if report.done else "Waiting for a second editor."), bold=True),
        BLANK,
    ]
    for title, paths in (
        ("Still carrying the text: publish (P)", report.remaining),
        ("Carried it", report.files),
        ("Repeat it", report.copies),
    ):
        if paths:
            blocks += [text(title, "accent", bold=True), *(text(path, indent=2) for path in paths), BLANK]
    read_blocks(desk, "Kill", blocks)
