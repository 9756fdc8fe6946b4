"""What publishing objects to: seven rules, each finding with its place and the command that mends it.

Source: the newsroom's rules for copy before it goes out (handbooks of Reuters, AP and the BBC).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from wireroom.desk import reading
from wireroom.desk.coverage import prominent_undecided
from wireroom.desk.reports import Finding
from wireroom.desk.rules import PRESETS, Force
from wireroom.desk.seat import short
from wireroom.model import (
    BlogState,
    CorrectionClass,
    EvidenceKind,
    LiveBlog,
    SourceAlert,
    Status,
    Update,
)
from wireroom.ports import Reader

_LINTED: Final = (Status.DEVELOPING, Status.CONFIRMED, Status.RETRACTED)

#: Words that make a correction sound like housekeeping.
_SOFT: Final = re.compile(r"\b(recasts?|fix(?:es)?|clarif(?:y|ies)|tweaks?|updates?)\b", re.IGNORECASE)
_SOURCES: Final = re.compile(r"\b(sources|источники|источников|источникам)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Copy:
    """What is looked at: a blog, what stands in it, and the source alerts nobody dealt with."""

    blog: LiveBlog
    standing: tuple[Update, ...]
    alerts: tuple[SourceAlert, ...]


def lint(reader: Reader, blog: LiveBlog) -> list[Finding]:
    """List the findings of a blog: updates whose source changed first, then errors, then warnings."""
    return lint_copy(blog, reader.updates(blog.id, statuses=_LINTED), reader.alerts(blog.id))


def lint_copy(blog: LiveBlog, updates: Iterable[Update], alerts: Iterable[SourceAlert]) -> list[Finding]:
    """List the findings of a blog whose updates (newest first) and open source alerts are at hand."""
    standing = [update for update in updates if update.status in _LINTED]
    copy = _Copy(blog=blog, standing=tuple(reversed(standing)), alerts=tuple(alerts))
    findings = [finding for rule in _RULES for finding in rule(copy)]
    return sorted(findings, key=lambda finding: (finding.rule != _SOURCES_FIRST, finding.level != "error"))


def lint_words(blog: LiveBlog, update: Update) -> list[Finding]:
    """List what the words of one update, filed or not, would draw whatever else stands in the blog."""
    copy = _Copy(blog=blog, standing=(update,), alerts=())
    return [*_sources_counted(copy), *_own_headlines(copy)]


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Pick the findings that stop a publication."""
    return [finding for finding in findings if finding.level == "error"]


def _corrections_named(copy: _Copy) -> Iterator[Finding]:
    for update in copy.standing:
        for correction in update.corrections:
            soft = _SOFT.search(correction.note)
            if correction.kind is CorrectionClass.CORRECTED and soft:
                yield _finding(
                    "warning",
                    update,
                    1,
                    f"a correction is called a correction, and its note says {soft[0]!r}",
                    f'wireroom correct {short(update.id)} --corrected "earlier said X; it is Y"',
                )


def _sources_counted(copy: _Copy) -> Iterator[Finding]:
    for update in _claims(copy):
        unnamed = [piece for piece in update.evidence if piece.kind is EvidenceKind.UNNAMED]
        if len(unnamed) == 1 and _SOURCES.search(f"{update.headline}\n{update.body}"):
            yield _finding(
                "error",
                update,
                2,
                "it says “sources”, and one unnamed source is attached",
                f"wireroom correct {short(update.id)} --corrected ... --body ..., or attach the other: "
                f"wireroom mark {short(update.id)} {update.status} --evidence unnamed:WHO",
            )


def _developing_attributed(copy: _Copy) -> Iterator[Finding]:
    enforced = PRESETS[copy.blog.rules].attribution is Force.ENFORCED
    for update in _claims(copy):
        if update.status is not Status.DEVELOPING or reading.attributes(update, copy.blog):
            continue
        # What was put under review carries its public reason; it was not filed as somebody's claim.
        level = "error" if enforced and not update.doubt else "warning"
        yield _finding(
            level,
            update,
            3,
            "it is developing and does not say whose word it is",
            f'wireroom correct {short(update.id)} --corrected ... --body "WHO says ..."',
        )


def _notice_alone(copy: _Copy) -> Iterator[Finding]:
    for update in copy.standing:
        retraction = update.retraction
        if retraction is None:
            continue
        said = _folded(update.headline)
        for name, text in (("what is wrong", retraction.wrong), ("why", retraction.why)):
            if said and said in _folded(text):
                yield _finding(
                    "warning",
                    update,
                    4,
                    f"its notice repeats the claim it takes back in {name}",
                    "What was said stands in the notice already; say the rest without repeating it next time.",
                )


def _nothing_undecided_on_show(copy: _Copy) -> Iterator[Finding]:
    if copy.blog.state is not BlogState.ENDED:
        return
    undecided = [update for update in copy.standing if update.status is Status.DEVELOPING]
    for update, words in prominent_undecided(copy.blog, undecided):
        yield _finding(
            "error",
            update,
            5,
            f"coverage has ended, and {words}",
            f"wireroom mark {short(update.id)} confirmed --note NOTE, or take it off",
        )


def _own_headlines(copy: _Copy) -> Iterator[Finding]:
    blogs = _folded(copy.blog.headline)
    for update in _claims(copy):
        if _folded(update.headline) == blogs:
            yield _finding(
                "error",
                update,
                6,
                "its headline is the blog's",
                f"wireroom correct {short(update.id)} --corrected ... --headline H",
            )


def _sources_stand(copy: _Copy) -> Iterator[Finding]:
    by_id = {update.id: update for update in copy.standing}
    latest = {alert.update: alert for alert in copy.alerts}
    for update_id, alert in latest.items():
        update = by_id.get(update_id)
        if update is not None:
            yield _finding(
                "warning",
                update,
                _SOURCES_FIRST,
                f"a source it cites has {_CHANGED[alert.kind.value]} since",
                f"wireroom handover {copy.blog.slug} shows the difference and what can be done",
            )


_SOURCES_FIRST: Final = 7

_CHANGED: Final = {
    "changed": "changed its words",
    "marked": "marked its copy",
    "gone": "taken its copy down",
    "missing": "dropped its copy",
}

_RULES: Final[tuple[Callable[[_Copy], Iterator[Finding]], ...]] = (
    _corrections_named,
    _sources_counted,
    _developing_attributed,
    _notice_alone,
    _nothing_undecided_on_show,
    _own_headlines,
    _sources_stand,
)


def _claims(copy: _Copy) -> Iterator[Update]:
    return (update for update in copy.standing if update.status is not Status.RETRACTED)


def _finding(level: str, update: Update, rule: int, words: str, mend: str) -> Finding:
    return Finding(
        level="error" if level == "error" else "warning",
        update=update.id,
        rule=rule,
        words=f"{update.headline!r}: {words}.",
        mend=mend,
    )


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
