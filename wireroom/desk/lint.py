"""What publishing objects to: eight rules, each finding with its place and the command that mends it.

Source: the newsroom's rules for copy before it goes out (handbooks of Reuters, AP and the BBC).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from wireroom.desk import reading
from wireroom.desk.coverage import prominent_undecided
from wireroom.desk.illustrating import undescribed
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
from wireroom.ports.store import Reader

#: What lint looks at.
LINTED: Final = (Status.DEVELOPING, Status.CONFIRMED, Status.RETRACTED)

#: Words that make a correction sound like housekeeping.
_SOFT: Final = re.compile(r"\b(recasts?|fix(?:es)?|clarif(?:y|ies)|tweaks?|updates?)\b", re.IGNORECASE)
_FAR_PICTURE: Final = re.compile(r"!\[[^\]]*\]\(\s*<?https?:", re.IGNORECASE)
_SOURCES: Final = re.compile(r"\b(sources|источники|источников|источникам|дереккөздер\w*)\b", re.IGNORECASE)


def lint(reader: Reader, blog: LiveBlog) -> list[Finding]:
    """List the findings of a blog: updates whose source changed first, then errors, then warnings."""
    return lint_copy(blog, reader.updates(blog.id, statuses=LINTED), reader.alerts(blog.id))


def lint_copy(blog: LiveBlog, updates: Iterable[Update], alerts: Iterable[SourceAlert]) -> list[Finding]:
    """List the findings of a blog whose updates (newest first) and open source alerts are at hand."""
    standing = [update for update in updates if update.status in LINTED][::-1]
    alone = [finding for update in standing for finding in lint_update(blog, update)]
    undecided = [update for update in standing if update.status is Status.DEVELOPING]
    return in_order([*alone, *lint_together(blog, undecided, standing, alerts)])


def lint_update(blog: LiveBlog, update: Update) -> tuple[Finding, ...]:
    """List what one update draws, whatever else stands in the blog."""
    if update.status not in LINTED:
        return ()
    rules = _OF_ANY if update.status is Status.RETRACTED else (*_OF_ANY, *_OF_A_CLAIM)
    return tuple(finding for rule in rules for finding in rule(blog, update))


def lint_together(
    blog: LiveBlog,
    undecided: Iterable[Update],
    cited: Iterable[Update],
    alerts: Iterable[SourceAlert],
) -> list[Finding]:
    """List what a blog draws as a whole: what is developing and on show, and what rests on a source that changed.

    ``cited`` holds the updates that the alerts are about, at least.
    """
    return [*_nothing_undecided_on_show(blog, undecided), *_sources_stand(blog, cited, alerts)]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Put findings as they are shown: changed sources, then errors, then warnings, each rule by rule."""
    return sorted(
        findings,
        key=lambda finding: (finding.rule != _SOURCES_FIRST, finding.level != "error", finding.rule),
    )


def lint_words(blog: LiveBlog, update: Update) -> list[Finding]:
    """List what the words of one update, filed or not, would draw whatever else stands in the blog."""
    return [*_sources_counted(blog, update), *_own_headline(blog, update)]


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Pick the findings that stop a publication."""
    return [finding for finding in findings if finding.level == "error"]


def _corrections_named(_blog: LiveBlog, update: Update) -> Iterator[Finding]:
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


def _sources_counted(_blog: LiveBlog, update: Update) -> Iterator[Finding]:
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


def _developing_attributed(blog: LiveBlog, update: Update) -> Iterator[Finding]:
    if update.status is not Status.DEVELOPING or reading.attributes(update, blog):
        return
    # What was put under review carries its public reason; it was not filed as somebody's claim.
    enforced = PRESETS[blog.rules].attribution is Force.ENFORCED and not update.doubt
    yield _finding(
        "error" if enforced else "warning",
        update,
        3,
        "it is developing and does not say whose word it is",
        f'wireroom correct {short(update.id)} --corrected ... --body "WHO says ..."',
    )


def _notice_alone(_blog: LiveBlog, update: Update) -> Iterator[Finding]:
    """A warning only: a notice can't be rewritten, and marking asks for one that stands alone."""
    taken = update.retraction
    for name, text in (("what is wrong", taken.wrong), ("why", taken.why)) if taken else ():
        if reading.repeats(update.headline, text):
            yield _finding(
                "warning",
                update,
                4,
                f"its notice repeats the claim it takes back in {name}",
                "Readers see it so. Next time say what is right, not again what was wrong.",
            )


def _own_headline(blog: LiveBlog, update: Update) -> Iterator[Finding]:
    if reading.plain_words(update.headline) == reading.plain_words(blog.headline):
        yield _finding(
            "error",
            update,
            6,
            "its headline is the blog's",
            f"wireroom correct {short(update.id)} --corrected ... --headline H",
        )


def _pictures_told(_blog: LiveBlog, update: Update) -> Iterator[Finding]:
    for name in undescribed(update):
        yield _finding(
            "error",
            update,
            8,
            f"the picture {name} is not described for readers who can't see it",
            f"wireroom media add {short(update.id)} SOURCE --alt WORDS",
        )
    if _FAR_PICTURE.search(update.body):
        yield _finding(
            "warning",
            update,
            8,
            "its text names a picture on another host, which pages never load",
            f"wireroom media add {short(update.id)} SOURCE --alt WORDS",
        )


def _nothing_undecided_on_show(blog: LiveBlog, undecided: Iterable[Update]) -> Iterator[Finding]:
    if blog.state is not BlogState.ENDED:
        return
    for update, words in prominent_undecided(blog, undecided):
        yield _finding(
            "error",
            update,
            5,
            f"coverage has ended, and {words}",
            f"wireroom mark {short(update.id)} confirmed --note NOTE, or take it off",
        )


def _sources_stand(
    blog: LiveBlog, cited: Iterable[Update], alerts: Iterable[SourceAlert]
) -> Iterator[Finding]:
    standing = {update.id: update for update in cited if update.status in LINTED}
    latest = {alert.update: alert for alert in alerts}
    for update_id, alert in latest.items():
        update = standing.get(update_id)
        if update is not None:
            yield _finding(
                "warning",
                update,
                _SOURCES_FIRST,
                f"a source it cites has {_CHANGED[alert.kind.value]} since",
                f"wireroom alerts {blog.slug} shows the difference and what can be done",
            )


_SOURCES_FIRST: Final = 7

_CHANGED: Final = {
    "changed": "changed its words",
    "marked": "corrected or withdrawn its copy",
    "gone": "taken its copy down",
    "missing": "dropped its copy",
}

_Rule = Callable[[LiveBlog, Update], Iterator[Finding]]

#: Rules on one update alone: on any that stands, and on what still claims something.
_OF_ANY: Final[tuple[_Rule, ...]] = (_corrections_named, _notice_alone)
_OF_A_CLAIM: Final[tuple[_Rule, ...]] = (
    _sources_counted,
    _developing_attributed,
    _own_headline,
    _pictures_told,
)


def _finding(level: str, update: Update, rule: int, words: str, mend: str) -> Finding:
    return Finding(
        level="error" if level == "error" else "warning",
        update=update.id,
        rule=rule,
        words=f"{update.headline!r}: {words}.",
        mend=mend,
    )
