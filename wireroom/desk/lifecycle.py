"""The life of an update as one table: from what to what, what it needs, and what it causes.

Pure: it looks at a case and says what is missing or what only draws a warning. What each change makes of the
update stands in :mod:`wireroom.desk.outcomes`. Source: the handbooks of Reuters, AP and the BBC on corrections,
retractions and kills.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from wireroom.desk import origins
from wireroom.desk.rules import Force, Preset
from wireroom.desk.seat import short
from wireroom.errors import RefusedError
from wireroom.model import PUBLIC_STATUSES, RetractionClass, Status, Update

DRAFT, DEVELOPING, CONFIRMED, RETRACTED, KILLED = (
    Status.DRAFT,
    Status.DEVELOPING,
    Status.CONFIRMED,
    Status.RETRACTED,
    Status.KILLED,
)


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
    SECOND_PERSON = "second person"
    CORRECTION_NOTE = "correction note"
    SAME_MEANING = "same meaning"
    ORDER = "order"
    NOTICE = "notice"
    CONFIRMATION = "confirmation"


class Cause(StrEnum):
    """What a change brings with it."""

    LABEL = "label"
    TIMER = "review timer starts"
    TIMER_CLEARED = "review timer cleared"
    HISTORY_LINE = "history line"
    UNDER_REVIEW = "label 'under review'"
    OUT_OF_SUMMARY = "out of the summary"
    UNPINNED = "unpinned"
    NO_KEY_EVENT = "no key event"
    NOTICE_ENTRY = "notice entry"
    DEPENDANTS = "updates built on it are listed"
    BOX = "correction box"
    MOVES_UPDATED = "'updated' moves"
    SEALED = "text sealed"
    STUB = "stub everywhere"
    FILES = "files that carried it are listed"


class Change(StrEnum):
    """A row of the table."""

    EDIT = "edit"
    DEVELOP = "develop"
    REVIEW = "review"
    CONFIRM = "confirm"
    DOUBT = "doubt"
    RETRACT = "retract"
    CORRECT = "correct"
    REFILE = "refile"
    KILL = "kill"


@dataclass(frozen=True, slots=True)
class Row:
    """One change: the statuses it starts from, where it leads, what it needs and what it causes.

    ``to`` is ``None`` where the status stays.
    """

    starts: frozenset[Status]
    to: Status | None
    needs: tuple[Need, ...]
    causes: tuple[Cause, ...]


def _row(
    starts: tuple[Status, ...], to: Status | None, needs: tuple[Need, ...], causes: tuple[Cause, ...]
) -> Row:
    return Row(frozenset(starts), to, needs, causes)


#: The whole machine. What is not here can't be done: nothing leaves *killed*, only a kill leaves *retracted*, and
#: nothing published is ever a draft again or deleted.
TABLE: Final[Mapping[Change, Row]] = {
    Change.EDIT: _row((DRAFT,), None, (), ()),
    Change.DEVELOP: _row((DRAFT,), DEVELOPING, (Need.EVIDENCE, Need.ATTRIBUTION), (Cause.LABEL, Cause.TIMER)),
    Change.REVIEW: _row((DEVELOPING, CONFIRMED), None, (Need.NEWS,), (Cause.TIMER,)),
    Change.CONFIRM: _row(
        (DRAFT, DEVELOPING),
        CONFIRMED,
        (Need.EVIDENCE, Need.BASIS, Need.NOTE, Need.SECOND_PERSON),
        (Cause.LABEL, Cause.HISTORY_LINE, Cause.TIMER_CLEARED),
    ),
    Change.DOUBT: _row(
        (CONFIRMED,), DEVELOPING, (Need.REASON,), (Cause.UNDER_REVIEW, Cause.OUT_OF_SUMMARY, Cause.TIMER)
    ),
    Change.RETRACT: _row(
        (DEVELOPING, CONFIRMED),
        RETRACTED,
        (Need.WRONG, Need.WHY, Need.CLASS, Need.SECOND_PERSON),
        (
            Cause.UNPINNED,
            Cause.NO_KEY_EVENT,
            Cause.OUT_OF_SUMMARY,
            Cause.TIMER_CLEARED,
            Cause.NOTICE_ENTRY,
            Cause.DEPENDANTS,
        ),
    ),
    Change.CORRECT: _row(
        (DEVELOPING, CONFIRMED), None, (Need.CORRECTION_NOTE,), (Cause.BOX, Cause.MOVES_UPDATED)
    ),
    Change.REFILE: _row((DEVELOPING, CONFIRMED), None, (Need.SAME_MEANING,), ()),
    Change.KILL: _row(
        (DEVELOPING, CONFIRMED, RETRACTED),
        KILLED,
        (Need.ORDER, Need.NOTICE, Need.CONFIRMATION, Need.SECOND_PERSON),
        (
            Cause.STUB,
            Cause.SEALED,
            Cause.FILES,
            Cause.UNPINNED,
            Cause.NO_KEY_EVENT,
            Cause.OUT_OF_SUMMARY,
            Cause.TIMER_CLEARED,
        ),
    ),
}


#: What a house rule asks for; everything else is asked for everywhere.
HOUSE_RULES: Final[Mapping[Need, Callable[[Preset], Force]]] = {
    Need.ATTRIBUTION: lambda rules: rules.attribution,
    Need.BASIS: lambda rules: rules.two_origins,
    Need.SECOND_PERSON: lambda rules: rules.second_person,
}

#: The option that brings in somebody else.
SECOND_EDITOR: Final = "--as NAME"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is brought forward for a change to ``update``; its evidence already holds what was added.

    ``editors`` are those whose acts count: who acts now and, for a kill, who asked for it before. ``attributed``
    says whether the words attribute, ``meaning_changed`` lists what a refile would change, ``added`` whether new
    evidence came with it, ``slug`` is the blog's.
    """

    update: Update
    editors: tuple[str, ...]
    note: str = ""
    wrong: str = ""
    why: str = ""
    kind: RetractionClass | None = None
    attributed: bool = False
    added: bool = False
    rewritten: bool = False
    meaning_changed: tuple[str, ...] = ()
    ordered_by: str = ""
    notice: str = ""
    confirm: str = ""
    slug: str = ""
    override: str = ""


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing: in a sentence, and the option that supplies it.

    ``overridable`` is what a house rule asks for and a reason can override.
    """

    sentence: str
    option: str
    overridable: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the machine says of a case. ``warnings`` are what a house rule or an override let through."""

    change: Change
    lacks: tuple[Lack, ...]
    warnings: tuple[str, ...] = field(default=())

    @property
    def allowed(self) -> bool:
        """Whether it may be done now."""
        return not self.lacks


def change_for(update: Update, to: Status) -> Change:
    """Find the change that leads an update to a status. Raises ``RefusedError`` where there is none."""
    for change, row in TABLE.items():
        if update.status in row.starts and row.to is to and to is not KILLED:
            return change
    if to is update.status and to in TABLE[Change.REVIEW].starts:
        return Change.REVIEW
    raise RefusedError(
        f"{_name(update)} is {update.status} and can't become {to}.", next_step=_advice(update, to)
    )


def require(change: Change, update: Update) -> None:
    """Refuse a change that does not begin at the status of the update."""
    if update.status not in TABLE[change].starts:
        message, advice = _not_from(change, update)
        raise RefusedError(message, next_step=advice)


def judge(change: Change, case: Case, rules: Preset) -> Ruling:
    """Hold a case against its row. An override lets a house rule go, never what the change itself needs."""
    lacks: list[Lack] = []
    warnings: list[str] = []
    for need in TABLE[change].needs:
        lack = _CHECKS[need](case)
        if lack is None:
            continue
        house_rule = HOUSE_RULES.get(need)
        if house_rule is None:
            lacks.append(lack)
        elif house_rule(rules) is Force.WARNS:
            warnings.append(lack.sentence)
        elif case.override:
            warnings.append(f"{lack.sentence} Overridden: {case.override}")
        else:
            lacks.append(replace(lack, overridable=True))
    return Ruling(change, tuple(lacks), tuple(warnings))


def refuse(ruling: Ruling, case: Case, *, filing: bool = False) -> RefusedError:
    """Put a ruling into words: what is missing, and the command that supplies it.

    ``filing`` says that the update is only being written: refused, it has no id that a command could name.
    """
    options = dict.fromkeys(lack.option for lack in ruling.lacks if lack.option)
    if filing:
        command = f"wireroom write {case.slug} --headline H --status {TABLE[ruling.change].to}"
    else:
        command = _COMMANDS[ruling.change].format(id=short(case.update.id), status=case.update.status)
    advice = "Supply it"
    if SECOND_EDITOR in options:
        del options[SECOND_EDITOR]
        advice = "File it as a draft and let somebody else mark it" if filing else "Let somebody else do it"
        command = _COMMANDS[ruling.change].format(id="ID" if filing else short(case.update.id), status="")
        command = command.replace("wireroom", f"wireroom {SECOND_EDITOR}", 1)
    advice = f"{advice}: {' '.join([command, *options])}"
    if all(lack.overridable for lack in ruling.lacks):
        advice += " — or give a reason that is logged: --override REASON."
    return RefusedError(
        f"{repr(case.update.headline) if filing else _name(case.update)} can't be {_DONE[ruling.change]} yet.",
        missing=[lack.sentence for lack in ruling.lacks],
        next_step=advice,
    )


def _evidence(case: Case) -> Lack | None:
    if case.update.evidence:
        return None
    return Lack("At least one piece of evidence with its kind is missing.", "--evidence KIND:WHO[:URL]")


def _attribution(case: Case) -> Lack | None:
    if case.attributed:
        return None
    return Lack('The words must attribute ("X says", "according to", "unconfirmed").', "")


def _basis(case: Case) -> Lack | None:
    if not case.update.evidence or origins.sufficient(case.update.evidence):
        return None
    sentence = origins.standing(case.update.evidence).missing_for_confirmed[0]
    return Lack(sentence, "--evidence KIND:WHO[:URL]")


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
            f"A refile changes no meaning, and this changes {'; '.join(case.meaning_changed)}.",
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


_CHECKS: Final[Mapping[Need, Callable[[Case], Lack | None]]] = {
    Need.EVIDENCE: _evidence,
    Need.ATTRIBUTION: _attribution,
    Need.BASIS: _basis,
    Need.NOTE: _note,
    Need.NEWS: _news,
    Need.REASON: _reason,
    Need.WRONG: _wrong,
    Need.WHY: _why,
    Need.CLASS: _class,
    Need.SECOND_PERSON: _second_person,
    Need.CORRECTION_NOTE: _correction_note,
    Need.SAME_MEANING: _same_meaning,
    Need.ORDER: _order,
    Need.NOTICE: _notice,
    Need.CONFIRMATION: _confirmation,
}

_COMMANDS: Final[Mapping[Change, str]] = {
    Change.EDIT: "wireroom edit {id}",
    Change.DEVELOP: "wireroom mark {id} developing",
    Change.REVIEW: "wireroom mark {id} {status}",
    Change.CONFIRM: "wireroom mark {id} confirmed",
    Change.DOUBT: "wireroom mark {id} developing",
    Change.RETRACT: "wireroom mark {id} retracted",
    Change.CORRECT: "wireroom correct {id}",
    Change.REFILE: "wireroom correct {id}",
    Change.KILL: "wireroom kill {id}",
}

_DONE: Final[Mapping[Change, str]] = {
    Change.EDIT: "edited",
    Change.DEVELOP: "marked developing",
    Change.REVIEW: "reviewed",
    Change.CONFIRM: "confirmed",
    Change.DOUBT: "put under review",
    Change.RETRACT: "retracted",
    Change.CORRECT: "corrected",
    Change.REFILE: "refiled",
    Change.KILL: "killed",
}


def _name(update: Update) -> str:
    return f"{update.headline!r} ({short(update.id)})" if update.headline else short(update.id)


def _advice(update: Update, to: Status) -> str:
    if update.status is KILLED:
        return "What was killed stays killed."
    if update.status is RETRACTED:
        return (
            "A retraction stands; new facts are a new update: "
            f"wireroom write BLOG --headline H --supersedes {short(update.id)}"
        )
    if to is KILLED:
        return f"A kill is its own command: {_COMMANDS[Change.KILL].format(id=short(update.id))}"
    if to is DRAFT:
        return "What was published is never taken off silently: retract it, or kill it on an order."
    if to is RETRACTED:
        return f"A draft was never published: edit it, wireroom edit {short(update.id)}"
    return "It stands so already."


def _not_from(change: Change, update: Update) -> tuple[str, str]:
    said = f"{_name(update)} is {update.status} and can't be {_DONE[change]}."
    reference = short(update.id)
    if update.status in (RETRACTED, KILLED):
        return said, _advice(update, update.status)
    if change is Change.EDIT and update.status in PUBLIC_STATUSES:
        return said, (
            f'It stands published: wireroom correct {reference} --corrected "earlier said X; it is Y", '
            f"or wireroom correct {reference} --refile where the meaning stays."
        )
    if update.status is DRAFT and change is Change.KILL:
        return said, f"A draft was never published: wireroom edit {reference}"
    return said, f"A draft is changed with: wireroom edit {reference}"
