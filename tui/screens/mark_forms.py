"""Forms that change an update's status, with everything that is known filled in.

What is missing is for the newsroom to say: a refusal comes back into the form.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from tui.panes.difference import difference
from tui.screens.evidence_lines import EVIDENCE_LABEL, read_evidence_lines
from tui.screens.form import Field, FormScreen, Line, OneOf, Prose, Values
from tui.screens.held import Held, Work, hold
from tui.screens.naming import UpdateSuggester, name_of, one_named
from tui.widgets.copy import cut, line
from wireroom.desk.forms import Mark
from wireroom.desk.reports import KillReport, Offer
from wireroom.errors import Conflict
from wireroom.model import STANDING_STATUSES, RetractionClass, Status, Update

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen

#: So many updates built on a retracted one are named at once, each in so many cells; "decide now" lists all.
_NAMED, _NAME_CELLS = 5, 50


def _mark_form(
    held: Held,
    *,
    to: Status,
    title: str,
    fields: list[Field],
    done_word: str,
    intro: str = "",
    then: "Callable[[DeskScreen, Update], None] | None" = None,
) -> FormScreen[Update]:
    desk, update = held.desk, held.update
    blogs = desk.newsroom.blogs
    seen = _Seen(held)

    def deed(values: Values) -> Update:
        kind = values.get("kind", "")
        marked_so = blogs.mark(
            update.id,
            Mark(
                to=to,
                note=values.get("note", ""),
                evidence=read_evidence_lines(values.get("evidence", "")),
                wrong=values.get("wrong", ""),
                why=values.get("why", ""),
                kind=RetractionClass(kind) if kind else None,
                replaced_by=one_named(desk.newsroom.store, values.get("replaced_by", "")),
                override=values.get("override", ""),
                revision=held.revision,
            ),
        )
        held.done()
        return marked_so

    return FormScreen(
        desk.office,
        title=f"{title}{held.back}",
        intro="\n\n".join(filter(None, [intro or update.headline, seen.since_typed()])),
        fields=fields,
        deed=deed,
        then=lambda changed: (then or marked)(desk, changed),
        done_word=done_word,
        conflict=lambda error, _: seen.changed(error),
        keeper=held,
    )


class _Seen:
    """What an editor has seen of an update while a form is open on it: what is marked must have been read."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._wording = held.wording

    def since_typed(self) -> str:
        """What is another by now than when the form was filled in the last time; empty where nothing is."""
        held = self._held
        if held.typed_on in (None, held.update.revision):
            return ""
        return f"It was changed since you typed this:\n{_difference(held.base, self._wording)}"

    def changed(self, error: Conflict) -> str:
        """Take note that somebody else changed it, and say what it says now."""
        before, self._wording, self._held.revision = self._wording, error.theirs, error.revision
        return (
            f"{error.title} since this form was opened. It says now:\n"
            f"{_difference(before, error.theirs)}\nCtrl+S goes on all the same."
        )


def _difference(before: str, now: str) -> str:
    return "".join(span.text for span in difference(before, now).spans) if before else now


def _standing(desk: "DeskScreen", update: Update) -> UpdateSuggester:
    """Completes the headlines of the updates that may take another's place."""
    view = desk.blog
    standing = view.of(*STANDING_STATUSES) if view is not None else []
    return UpdateSuggester(one for one in standing if one.id != update.id)


def marked(desk: "DeskScreen", update: Update) -> None:
    """Say what an update is now, and show it."""
    desk.say(f"{update.status.value}: {update.headline}")
    desk.lookout.load_blog()


def _retracted(desk: "DeskScreen", update: Update) -> None:
    """Say so, and name what was built on it."""
    marked(desk, update)
    blogs = desk.newsroom.blogs

    def name(built: Sequence[Update]) -> None:
        if built:
            names = "\n".join(f"- {cut(line(one.headline), _NAME_CELLS)}" for one in built[:_NAMED])
            more = f"\n… {len(built) - _NAMED} more" if len(built) > _NAMED else ""
            desk.desk_app.tell(f"Built on it, to be decided now (D):\n{names}{more}", severity="warning")

    desk.office.ask(lambda: blogs.built_upon(update.id), name, group="built-upon")


def developing_form(desk: "DeskScreen", update_id: str, *, note: str = "") -> None:
    """Ask for what *developing* needs: evidence for a draft, a public reason for a confirmed update."""

    def screen(held: Held, _: None) -> FormScreen[Update]:
        status = held.update.status
        doubted = status is Status.CONFIRMED
        known = held.filled({"note": note})
        fields: list[Field] = []
        if status is not Status.DRAFT:
            label = "Why it is in doubt, for readers" if doubted else "What is new (puts the review off)"
            fields.append(Line(name="note", label=label, value=known["note"], lines=2))
        fields += [_evidence(known), _override(known)]
        word = "put under review" if doubted else "mark developing"
        return _mark_form(held, to=Status.DEVELOPING, title="Developing", fields=fields, done_word=word)

    hold(desk, update_id, Work.DEVELOPING, screen, read=lambda: None)


def confirm_form(desk: "DeskScreen", update_id: str) -> None:
    """Ask how we know, after saying what the update rests on."""
    blogs = desk.newsroom.blogs

    def standing() -> str:
        found = blogs.standing(update_id)
        needs = (f"- {need}" for need in found.missing_for_confirmed)
        return "\n".join([found.words, *needs, *found.differences])

    def screen(held: Held, words: str) -> FormScreen[Update]:
        known = held.filled({"note": ""})
        return _mark_form(
            held,
            to=Status.CONFIRMED,
            title="Confirm",
            intro=f"{held.update.headline}\n\n{words}",
            fields=[
                Line(name="note", label="How we know (readers see it)", value=known["note"], lines=2),
                _evidence(known),
                _override(known),
            ],
            done_word="confirm",
        )

    hold(desk, update_id, Work.CONFIRM, screen, read=standing)


def retract_form(desk: "DeskScreen", update_id: str, offer: Offer | None = None) -> None:
    """Ask for the notice: what is wrong, why, of which class, what replaces it."""
    blogs = desk.newsroom.blogs
    offered = {
        "wrong": offer.wrong if offer is not None else "",
        "why": offer.why if offer is not None else "",
        "kind": offer.kind.value if offer is not None and offer.kind is not None else "",
    }

    def screen(held: Held, substitute: str) -> FormScreen[Update]:
        known = held.filled(offered | {"replaced_by": substitute})
        return _mark_form(
            held,
            to=Status.RETRACTED,
            title="Retract",
            intro=f"What was said stays as it is, frozen: “{held.update.headline}”. "
            "The notice must stand alone and not repeat the claim as fact.",
            fields=[
                Line(name="wrong", label="What is wrong", value=known["wrong"], lines=2),
                Line(name="why", label="Why we take it back", value=known["why"], lines=2),
                OneOf(
                    name="kind",
                    label="Class",
                    options=tuple(kind.value for kind in RetractionClass),
                    value=known["kind"],
                ),
                Line(
                    name="replaced_by",
                    label="What replaces it: begin its headline, Right completes; empty: no substitute",
                    value=known["replaced_by"],
                    suggester=_standing(desk, held.update),
                ),
                _override(known),
            ],
            done_word="retract",
            then=_retracted,
        )

    def substitute() -> str:
        found = blogs.stand_in(update_id)
        return name_of(found) if found is not None else ""

    hold(desk, update_id, Work.RETRACT, screen, read=substitute)


def kill_form(desk: "DeskScreen", update_id: str) -> None:
    """Ask for the order, the notice and the slug, typed."""
    blogs = desk.newsroom.blogs

    def screen(held: Held, _: None) -> FormScreen[KillReport]:
        known = held.filled({"ordered_by": "", "notice": ""})

        def deed(values: Values) -> KillReport:
            report = blogs.kill(
                update_id,
                values["ordered_by"],
                values["notice"],
                values["confirm"],
                override=values["override"],
            )
            held.done()
            return report

        return FormScreen(
            desk.office,
            title=f"Kill{held.back}",
            intro=f"“{held.update.headline}”\n\nFor law and safety only: the text goes from every output and is "
            "sealed in the store. What is merely wrong is retracted (r).",
            fields=[
                Line(name="ordered_by", label="Who ordered it", value=known["ordered_by"]),
                Line(name="notice", label="Words for readers", value=known["notice"], lines=2),
                Line(name="confirm", label="Type the slug of the live blog"),
                _override(known),
            ],
            deed=deed,
            then=lambda report: _killed(desk, report),
            done_word="kill",
            keeper=held,
        )

    hold(desk, update_id, Work.KILL, screen, read=lambda: None)


def _evidence(known: Mapping[str, str]) -> Prose:
    return Prose(name="evidence", label=EVIDENCE_LABEL, value=known.get("evidence", ""), lines=2)


def _override(known: Mapping[str, str]) -> Line:
    return Line(
        name="override",
        label="Reason to go against a house rule (logged)",
        value=known.get("override", ""),
    )


def _killed(desk: "DeskScreen", report: KillReport) -> None:
    from tui.screens.reading import read_blocks
    from tui.widgets.blocks import BLANK, text

    desk.say("killed" if report.done else "to be killed once a second editor orders it, too")
    desk.lookout.load_blog()
    blocks = [
        text(report.words or ("Killed." if report.done else "Waiting for a second editor."), bold=True),
        BLANK,
    ]
    for title, paths in (
        ("Still carrying the text: publish (P)", report.remaining),
        ("Carried it", report.files),
        ("Repeat it", report.copies),
        ("Out of reach", report.unreachable),
    ):
        if paths:
            blocks += [text(title, "accent", bold=True), *(text(path, indent=2) for path in paths), BLANK]
    read_blocks(desk, "Kill", blocks)
