"""What would stand against a write-up that is still being written: asked at each pause, so nothing is written."""

from collections.abc import Iterable

from wireroom.desk import citing, lifecycle, reading
from wireroom.desk.forms import Mark, WriteUp
from wireroom.desk.lint import lint_words
from wireroom.desk.marking import make_case
from wireroom.desk.reports import Finding
from wireroom.desk.rules import PRESETS
from wireroom.desk.seat import Seat, find_blog
from wireroom.desk.writing import language_of_form
from wireroom.model import Status, Update
from wireroom.text.hygiene import clean_line, clean_text


def preview(seat: Seat, blog_name: str, form: WriteUp) -> list[Finding]:
    """List what filing the form now would refuse (errors) and only warn of, with the option that supplies it."""
    blog = find_blog(seat.store, blog_name)
    evidence = citing.gather(seat.store, form.items, form.evidence)
    headline, body = clean_line(form.headline), clean_text(form.body)
    draft = Update(
        id="",
        blog=blog.id,
        headline=headline,
        body=body,
        filed=seat.now(),
        author=seat.editor,
        language=language_of_form(seat.store, blog, form, headline, body),
        evidence=evidence,
    )
    found = [] if draft.headline else [_finding("error", "It has no headline.", "")]
    if form.status is Status.DRAFT:
        return found
    change = lifecycle.change_for(draft, form.status)
    marking = Mark(to=form.status, note=form.note, override=form.override)
    case = make_case(seat.store, seat, blog, draft, marking, evidence, change)
    ruling = lifecycle.judge(change, case, PRESETS[blog.rules])
    found += [_finding("error", lack.sentence, lack.option) for lack in ruling.lacks]
    found += [_finding("warning", words, "") for words in ruling.warnings]
    if form.status is Status.CONFIRMED:
        differences: Iterable[str] = case.agreed.not_in(said.words for said in found)
    else:
        differences = reading.agreement(seat.store, draft).figures
    found += [_finding("warning", words, "") for words in differences]
    return found + lint_words(blog, draft)


def _finding(level: str, words: str, mend: str) -> Finding:
    return Finding(
        level="error" if level == "error" else "warning", update="", rule=0, words=words, mend=mend
    )
