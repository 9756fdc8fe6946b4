"""Reading copy: what in a text an editor must not overlook, marked where it stands."""

import re
from collections.abc import Iterable, Iterator

from wireroom.model import Cue, CueKind, Priority
from wireroom.patterns import Pattern
from wireroom.text.attribution import Attributions
from wireroom.text.figures import figures_in
from wireroom.text.language import HedgeRules, Language, language, language_of
from wireroom.text.phrases import Token, lowered, tokens
from wireroom.text.social import find_posts

_QUOTE = Pattern(
    r"“([^“”\n]{8,800})”|«([^«»\n]{8,800})»|(?<!\w)\"([^\"\n]{8,800})\"(?!\w)|„([^„“\n]{8,800})“"
)
_MARKS_OF_QUOTES = '"“«„'
_SQUAWK = Pattern(r"^[^\n]{15,400}$", re.MULTILINE)
#: More small letters in a glance at a line than one in capitals has.
_IN_SMALL_LETTERS = Pattern("(?:[^a-zа-я]*[a-zа-я]){10}")
_WORD = Pattern(r"[^\W\d_]+")
_MOST_SMALL_LETTERS = 0.15
_LEAST_WORDS = 3
_GLANCE = 60
_LOOK_BACK = 20
_PRIORITIES = (Priority.FLASH, Priority.BULLETIN)
#: Characters of an item that are skimmed: headline and lead.
_SKIMMED = 300


def find_cues(text: str, stated_language: str = "") -> tuple[Cue, ...]:
    """The cues of a text in the order in which they begin; ``stated_language`` is a tag such as ``en-GB``, if known."""
    low = lowered(text)
    found: list[Cue] = list(_neutral(text))
    code = language_of(text, stated_language)
    if code:
        found.extend(_spoken(text, low, language(code)))
    return tuple(sorted(_once(found), key=lambda cue: (cue.start, cue.end))) if found else ()


def skimmed(headline: str, summary: str, body: str, stated_language: str = "") -> tuple[Cue, ...]:
    """The cues that an item shows to who skims it: those of its headline and lead."""
    return find_cues("\n\n".join((headline, summary, body))[:_SKIMMED], stated_language)


def priority_of(cues: Iterable[Cue]) -> tuple[Priority, str]:
    """The news value that a wire gives its copy by its marks, and the mark; without one, an update."""
    urgent = [cue.text for cue in cues if cue.kind is CueKind.URGENCY]
    for priority in _PRIORITIES:
        for mark in urgent:
            if mark.casefold() == priority:
                return priority, mark
    return (Priority.URGENT, urgent[0]) if urgent else (Priority.UPDATE, "")


def withdrawal_mark(headline: str, stated_language: str = "") -> str:
    """The mark by which a source takes its own copy back or mends it ("WITHDRAWN", "CORRECTED"), or nothing."""
    code = language_of(headline, stated_language)
    if not code:
        return ""
    rules = language(code)
    for start, end in rules.follow_up.spans(headline, lowered(headline)):
        if rules.withdrawal.fullmatch(headline[start:end].lower()):
            return headline[start:end]
    return ""


def _neutral(text: str) -> Iterator[Cue]:
    """What shows in any language: quotes, posts, lines in capitals."""
    for found in _QUOTE.finditer(text) if any(mark in text for mark in _MARKS_OF_QUOTES) else ():
        group = found.lastindex or 0
        if " " in found[group]:
            yield _cue(CueKind.QUOTE, text, found.start(group), found.end(group))
    for post in find_posts(text):
        who = f"{post.author} ({post.handle})" if post.author else post.handle
        yield _cue(CueKind.SOCIAL, text, post.start, post.end, who)
    if not text.islower():
        for line in _SQUAWK.finditer(text):
            if _is_squawk(line[0]):
                yield _cue(CueKind.URGENCY, text, line.start(), line.end())


def _spoken(text: str, low: str, rules: Language) -> Iterator[Cue]:
    words = tokens(low, rules.telling)
    said = list(Attributions(text, low, words, rules.attribution).find())
    yield from said
    for start, end in _hedged(low, words, rules.hedges):
        if not any(cue.start < start < cue.end <= end for cue in said):
            yield _cue(CueKind.HEDGE, text, start, end)
    for kind, marks in ((CueKind.URGENCY, rules.urgency), (CueKind.FOLLOW_UP, rules.follow_up)):
        for start, end in marks.spans(text, low):
            yield _cue(kind, text, start, end)
        for start, end in marks.phrases.spans(low, words):
            yield _cue(kind, text, start, end)
    for figure in figures_in(text, low, words, rules.figures):
        yield _cue(CueKind.FIGURE, text, figure.start, figure.end)


def _hedged(low: str, words: Iterable[Token], rules: HedgeRules) -> Iterator[tuple[int, int]]:
    """Spans of hedges; two side by side ("unconfirmed reports of") are one."""
    begun, ended = 0, 0
    for start, end in rules.phrases.spans(low, words):
        if end <= ended or rules.not_before.match(low, end):
            continue
        if rules.not_after.search(low[max(start - _LOOK_BACK, 0) : start]):
            continue
        if ended and start > ended + 1:
            yield begun, ended
        if not ended or start > ended + 1:
            begun = start
        ended = end
    if ended:
        yield begun, ended


def _is_squawk(line: str) -> bool:
    """Whether a line is all but wholly in capitals; its beginning tells for most."""
    if _IN_SMALL_LETTERS.match(line, 0, _GLANCE):
        return False
    words = _WORD.findall(line)
    letters = "".join(words)
    small = sum(map(str.islower, line))
    return (
        len(words) >= _LEAST_WORDS
        and small <= _MOST_SMALL_LETTERS * len(letters)
        and any(map(str.isupper, words))
    )


def _cue(kind: CueKind, text: str, start: int, end: int, who: str = "") -> Cue:
    return Cue(kind=kind, text=text[start:end], start=start, end=end, who=who)


def _once(cues: Iterable[Cue]) -> Iterator[Cue]:
    """Of cues of one kind that overlap, the first and longest."""
    end: dict[CueKind, int] = {}
    for cue in sorted(cues, key=lambda cue: (cue.start, -cue.end)):
        if cue.start >= end.get(cue.kind, 0):
            end[cue.kind] = cue.end
            yield cue
