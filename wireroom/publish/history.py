"""What readers may know of an update's life: each step, and the words it changed."""

from html import escape

from markupsafe import Markup
from msgspec import Struct

from wireroom.model import LiveBlog, Status
from wireroom.publish import prose, words
from wireroom.publish.story import Entry, Form
from wireroom.publish.times import TimeView, zone_named
from wireroom.text.worddiff import Run, word_difference

_ELEMENTS = {Run.INSERT: "ins", Run.DELETE: "del"}


class Step(Struct, frozen=True):
    """One line of the history; ``folded`` where the words belong to something taken back."""

    time: TimeView
    label: str
    words: str
    difference: Markup
    folded: bool


def history(entry: Entry, blog: LiveBlog) -> list[Step]:
    """The public history, oldest first; of a killed update only that it was removed."""
    zone = zone_named(blog.zone)
    if entry.update.status is Status.KILLED:
        return [
            Step(zone.view(entry.changed), "Removed.", words.notice(entry.update), Markup(), folded=False)
        ]
    steps: list[Step] = []
    before: Form | None = None
    for form in entry.forms:
        label, said = _what(before, form)
        if label:
            steps.append(
                Step(
                    zone.view(form.at),
                    label,
                    said,
                    _difference(before, form),
                    folded=entry.taken_back,
                )
            )
        before = form
    return steps


def _what(before: Form | None, form: Form) -> tuple[str, str]:
    update = form.update
    if before is None or before.update.status is not update.status:
        note = prose.line(update.confirmation.note) if update.confirmation else ""
        if update.status is Status.CONFIRMED:
            return ("Confirmed.", note)
        if update.status is Status.RETRACTED:
            return ("Retracted.", prose.copy(words.notice(update)))
        if before is None:
            return ("Published as developing:", f"{words.NOT_CONFIRMED}.")
        return ("Under review:", prose.line(update.doubt))
    if len(update.corrections) > len(before.update.corrections):
        note = update.corrections[-1].note
        return ("Correction:", prose.line(note)) if note else ("", "")
    if before.superseded_by != form.superseded_by:
        return ("Replaced by a newer update.", "")
    if set(form.fallen) - set(before.fallen):
        return ("What replaced it was taken back.", "")
    return ("", "")


def _difference(before: Form | None, form: Form) -> Markup:
    """The words that left struck, those that came marked; nothing where no word changed or a refile is not told."""
    if before is None:
        return Markup()
    was, now = _wording(before), _wording(form)
    if was == now:
        return Markup()
    parts = []
    for piece in word_difference(was, now):
        element = _ELEMENTS.get(piece.run)
        text = escape(piece.text, quote=False)
        parts.append(f"<{element}>{text}</{element}>" if element else text)
    return prose.trusted("".join(parts))


def _wording(form: Form) -> str:
    return f"{prose.line(form.update.headline)}\n\n{prose.plain(form.update.body)}"
