"""The life of an update as one table: from what to what, what it needs, and what it causes.

Pure: it looks at a case and says what is missing or what only draws a warning. What each change makes of the
update stands in :mod:`wireroom.desk.outcomes`. Source: the handbooks of Reuters, AP and the BBC on corrections,
retractions and kills.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from wireroom.desk.needs import CHECKS, HOUSE_RULES, SECOND_EDITOR, Case, Lack, Need
from wireroom.desk.rules import Force, Preset
from wireroom.desk.seat import short
from wireroom.errors import RefusedError
from wireroom.model import PUBLIC_STATUSES, Status, Update

DRAFT, DEVELOPING, CONFIRMED, RETRACTED, KILLED = (
    Status.DRAFT,
    Status.DEVELOPING,
    Status.CONFIRMED,
    Status.RETRACTED,
    Status.KILLED,
)


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
    SPIKE = "spike"
    DEVELOP = "develop"
    REVIEW = "review"
    CONFIRM = "confirm"
    DOUBT = "doubt"
    RETRACT = "retract"
    CORRECT = "correct"
    REFILE = "refile"
    KILL = "kill"


class Row(Struct, frozen=True):
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
#: nothing that readers have seen is ever a draft again or deleted.
TABLE: Final[Mapping[Change, Row]] = {
    Change.EDIT: _row((DRAFT,), None, (), ()),
    Change.SPIKE: _row((DRAFT,), None, (), ()),
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
        (Need.WRONG, Need.WHY, Need.CLASS, Need.NOTICE_ALONE, Need.SECOND_PERSON),
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


class Ruling(Struct, frozen=True):
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
    _not_spiked(update)
    for change, row in TABLE.items():
        if update.status in row.starts and row.to is to and to is not KILLED:
            return change
    if to is update.status and to in TABLE[Change.REVIEW].starts:
        return Change.REVIEW
    raise RefusedError(
        f"{_name(update)} is {_noun(update.status)} and can't become {_noun(to)}.",
        next_step=_advice(update, to),
    )


def require(change: Change, update: Update) -> None:
    """Refuse a change that does not begin at the status of the update, and any of a spiked draft."""
    _not_spiked(update)
    if update.status not in TABLE[change].starts:
        message, advice = _not_from(change, update)
        raise RefusedError(message, next_step=advice)


def _not_spiked(update: Update) -> None:
    if update.spiked:
        raise RefusedError(
            f"{_name(update)} is spiked: nobody is to go on with it.",
            next_step=f"Bring it back first: wireroom restore {short(update.id)}",
        )


def judge(change: Change, case: Case, rules: Preset) -> Ruling:
    """Hold a case against its row. An override lets a house rule go, never what the change itself needs."""
    lacks: list[Lack] = []
    warnings: list[str] = []
    for need in TABLE[change].needs:
        lack = CHECKS[need](case)
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

    ``filing`` says that the update is only being written: refused, it has no id that a command could name. Dots in
    the command stand for what was given already.
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
    given = ["..."] if case.brought_anything else []
    advice = f"{advice}: {' '.join([command, *given, *options])}"
    if all(lack.overridable for lack in ruling.lacks):
        advice += " — or give a reason that is logged: --override REASON."
    return RefusedError(
        f"{repr(case.update.headline) if filing else _name(case.update)} can't be {_DONE[ruling.change]} yet.",
        missing=[lack.sentence for lack in ruling.lacks],
        next_step=advice,
    )


_COMMANDS: Final[Mapping[Change, str]] = {
    Change.EDIT: "wireroom edit {id}",
    Change.SPIKE: "wireroom spike {id}",
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
    Change.SPIKE: "spiked",
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


def _noun(status: Status) -> str:
    return f"a {status}" if status is DRAFT else str(status)


def _advice(update: Update, to: Status) -> str:
    if update.status is KILLED:
        return "What was killed stays killed."
    if update.status is RETRACTED:
        return (
            "A retraction stands; new facts are a new update: "
            f"wireroom write BLOG --headline H --supersedes {short(update.id)}"
        )
    if to is KILLED and update.status is not DRAFT:
        return f"A kill is its own command: {_COMMANDS[Change.KILL].format(id=short(update.id))}"
    if update.status is to:
        return "It stands so already."
    if to is DRAFT:
        return "What was published is never taken off silently: retract it, or kill it on an order."
    return f"A draft was never published: edit it, wireroom edit {short(update.id)}, or spike it"


def _not_from(change: Change, update: Update) -> tuple[str, str]:
    said = f"{_name(update)} is {_noun(update.status)} and can't be {_DONE[change]}."
    reference = short(update.id)
    if update.status in (RETRACTED, KILLED):
        return said, _advice(update, update.status)
    if change is Change.EDIT and update.status in PUBLIC_STATUSES:
        return said, (
            f'It stands published: wireroom correct {reference} --corrected "earlier said X; it is Y", '
            f"or wireroom correct {reference} --refile where the meaning stays."
        )
    if change is Change.SPIKE:
        return said, _advice(update, DRAFT)
    if update.status is DRAFT and change is Change.KILL:
        return said, f"A draft was never published: wireroom spike {reference}"
    return said, f"A draft is changed with: wireroom edit {reference}"
