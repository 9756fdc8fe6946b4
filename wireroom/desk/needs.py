"""What a change in the life of an update can need, how each need is looked for, and the words for its lack.

The table that says which change needs what stands in :mod:`wireroom.desk.lifecycle`.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct

from wireroom.desk import origins, reading
from wireroom.desk.reports import AGREED, Agreement
from wireroom.desk.rules import Force, Preset
from wireroom.model import RetractionClass, Update


class Need(StrEnum):
    """What a change asks for."""

    EVIDENCE = "evidence"
    ATTRIBUTION = "attribution"
    BASIS = "basis"
    NOTE = "note"
    NEWS = "news"
    REASON = "reason"
    WRONG = "wrong"
    WHY = "why"
    CLASS = "class"
    NOTICE_ALONE = "notice alone"
    SECOND_PERSON = "second person"
    CORRECTION_NOTE = "correction note"
    SAME_MEANING = "same meaning"
    ORDER = "order"
    NOTICE = "notice"
    CONFIRMATION = "confirmation"


#: What a house rule asks for; everything else is asked for everywhere.
HOUSE_RULES: Final[Mapping[Need, Callable[[Preset], Force]]] = {
    Need.ATTRIBUTION: lambda rules: rules.attribution,
    Need.BASIS: lambda rules: rules.two_origins,
    Need.NOTICE_ALONE: lambda rules: rules.notice_alone,
    Need.SECOND_PERSON: lambda rules: rules.second_person,
}

#: What to do where sources count otherwise only because the lead counts something else as well.
CLAIM: Final = (
    "Headline and first paragraph are the claim: a count of another event belongs in a later paragraph."
)

#: The option that brings in somebody else.
SECOND_EDITOR: Final = "--as NAME"


class Case(Struct, frozen=True, kw_only=True):
    """What is brought forward for a change to ``update``; its evidence already holds what was added.

    ``editors`` are those whose acts count: who acts now and, for a kill, who asked for it before. ``attributed``
    says whether the words attribute, ``meaning_changed`` lists what a refile would change, ``added`` whether new
    evidence came with it, ``agreed`` how the evidence agrees, ``slug`` is the blog's.
    """

    update: Update
    editors: tuple[str, ...]
    note: str = ""
    wrong: str = ""
    why: str = ""
    kind: RetractionClass | None = None
    attributed: bool = False
    added: bool = False
    agreed: Agreement = AGREED
    rewritten: bool = False
    meaning_changed: tuple[str, ...] = ()
    ordered_by: str = ""
    notice: str = ""
    confirm: str = ""
    slug: str = ""
    override: str = ""

    @property
    def brought_anything(self) -> bool:
        """Whether the command that was refused has given some of what is needed."""
        said = (self.note, self.wrong, self.why, self.ordered_by, self.notice, self.override)
        return self.added or self.kind is not None or any(text.strip() for text in said)


class Lack(Struct, frozen=True):
    """Something that is missing: in a sentence, and the option that supplies it.

    ``overridable`` is what a house rule asks for and a reason can override.
    """

    sentence: str
    option: str
    overridable: bool = False


def _evidence(case: Case) -> Lack | None:
    if case.update.evidence:
        return None
    return Lack("At least one piece of evidence with its kind is missing.", "--evidence KIND:WHO[:URL]")


def _attribution(case: Case) -> Lack | None:
    if case.attributed:
        return None
    return Lack('The words must attribute ("X says", "according to", "unconfirmed").', "")


def _basis(case: Case) -> Lack | None:
    standing = origins.standing(case.update.evidence, case.agreed)
    if not case.update.evidence or standing.sufficient:
        return None
    contrary = case.agreed.contrary.values()
    sentence = " ".join([*standing.missing_for_confirmed, *contrary, CLAIM if contrary else ""])
    return Lack(sentence.rstrip(), "--evidence KIND:WHO[:URL]")


def _note(case: Case) -> Lack | None:
    return None if case.note.strip() else Lack("A note is missing: how do we know?", "--note NOTE")


def _news(case: Case) -> Lack | None:
    if case.added or case.note.strip():
        return None
    return Lack(
        f"It stands as {case.update.status} already; new evidence or a note is missing.",
        "--evidence KIND:WHO[:URL] --note NOTE",
    )


def _reason(case: Case) -> Lack | None:
    return (
        None if case.note.strip() else Lack("The public reason for the new doubt is missing.", "--note NOTE")
    )


def _wrong(case: Case) -> Lack | None:
    return None if case.wrong.strip() else Lack("What is wrong with it is missing.", "--wrong WRONG")


def _why(case: Case) -> Lack | None:
    return None if case.why.strip() else Lack("Why it is taken back is missing.", "--why WHY")


def _class(case: Case) -> Lack | None:
    if case.kind is not None:
        return None
    classes = "|".join(RetractionClass)
    return Lack(f"Its class is missing, one of {', '.join(RetractionClass)}.", f"--class {classes}")


def _notice_alone(case: Case) -> Lack | None:
    for name, words, option in (
        ("What is wrong", case.wrong, "--wrong WRONG"),
        ("Why", case.why, "--why WHY"),
    ):
        if reading.repeats(case.update.headline, words):
            return Lack(
                f"{name} repeats the claim that is taken back; the notice stands alone and says what is right.",
                option,
            )
    return None


def _second_person(case: Case) -> Lack | None:
    people = {case.update.author, *case.editors} if not case.ordered_by else set(case.editors)
    people.discard("")
    if len(people) > 1:
        return None
    who = next(iter(people), "nobody")
    if case.ordered_by:
        return Lack(f"A second editor than {who} must order the same kill.", SECOND_EDITOR)
    return Lack(f"Another editor than its author, {who}, must do this.", SECOND_EDITOR)


def _correction_note(case: Case) -> Lack | None:
    if case.note.strip():
        return None
    return Lack("What was wrong and what is right is missing.", '--corrected "earlier said X; it is Y"')


def _same_meaning(case: Case) -> Lack | None:
    if case.meaning_changed:
        return Lack(
            f"A refile changes no meaning, but {'; '.join(case.meaning_changed)}.",
            '--corrected "earlier said X; it is Y"',
        )
    return None if case.rewritten else Lack("Nothing is changed.", "--refile --headline H --body TEXT")


def _order(case: Case) -> Lack | None:
    return None if case.ordered_by.strip() else Lack("Who ordered it is missing.", "--ordered-by WHO")


def _notice(case: Case) -> Lack | None:
    return None if case.notice.strip() else Lack("The words for readers are missing.", "--notice WORDS")


def _confirmation(case: Case) -> Lack | None:
    if case.confirm == case.slug:
        return None
    return Lack(
        f"A kill can't be taken back: type the blog's slug, {case.slug}, to confirm.",
        f"--confirm {case.slug}",
    )


#: How each need is looked for: what is lacking, or nothing.
CHECKS: Final[Mapping[Need, Callable[[Case], Lack | None]]] = {
    Need.EVIDENCE: _evidence,
    Need.ATTRIBUTION: _attribution,
    Need.BASIS: _basis,
    Need.NOTE: _note,
    Need.NEWS: _news,
    Need.REASON: _reason,
    Need.WRONG: _wrong,
    Need.WHY: _why,
    Need.CLASS: _class,
    Need.NOTICE_ALONE: _notice_alone,
    Need.SECOND_PERSON: _second_person,
    Need.CORRECTION_NOTE: _correction_note,
    Need.SAME_MEANING: _same_meaning,
    Need.ORDER: _order,
    Need.NOTICE: _notice,
    Need.CONFIRMATION: _confirmation,
}
