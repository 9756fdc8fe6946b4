"""From an item of the wire to the words and the evidence of an update: what reading it suggests.

Nothing here decides anything. Somebody quoted by an agency is suggested as a named source under the agency's own
origin: that he said so is the agency's word, and counts once with it.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from wireroom.model import Cue, CueKind, Evidence, EvidenceKind, Item, Priority
from wireroom.text.credits import without_dateline
from wireroom.text.cues import find_cues, priority_of, withdrawal_mark
from wireroom.text.language import LANGUAGES, WritingRules, language, language_of
from wireroom.text.social import find_posts

_ONE_SENTENCE = re.compile(r"(?:(?![.!?…]\s)[^\n])*[^\n!?…]")
_MARK_END = re.compile(r"^[\s:|\]*)!–—-]+")
_MOST_SOURCES = 3
_BESIDE = 60


class Reading(Struct, frozen=True, kw_only=True):
    """What an item offers for its write-up.

    ``headline`` is without marks and credits, ``body`` its first paragraph, attributed. ``evidence`` are the posts and
    the named sources in the copy. ``hedges`` are its words of doubt, ``withdrawn`` the mark by which its source takes
    it back, ``mark`` the one by which it is urgent, ``attributed_to`` whom the body was given to because it named
    nobody; each may be empty.
    """

    headline: str
    body: str
    evidence: tuple[Evidence, ...]
    priority: Priority
    hedges: tuple[str, ...]
    withdrawn: str
    mark: str
    attributed_to: str


def read_item(item: Item, origin: str) -> Reading:
    """Read an item for its write-up; ``origin`` is whose word it is where the copy itself names nobody."""
    copy = "\n\n".join((item.headline, item.summary, item.body))
    cues = find_cues(copy, item.language)
    lead = without_dateline(item.summary or item.body.partition("\n\n")[0])
    names_somebody = any(
        cue.kind in (CueKind.ATTRIBUTION, CueKind.SOCIAL)
        for cue in find_cues(lead or item.headline, item.language)
    )
    code = language_of(copy, item.language) or LANGUAGES[0]
    rules = language(code).writing
    priority, mark = priority_of(cues)
    return Reading(
        headline=plain_headline(item.headline, item.language),
        body=(lead or item.headline) if names_somebody else _attributed(lead, item.headline, origin, rules),
        evidence=(*_posts(item), *_named(item, copy, cues, origin, rules)),
        priority=priority if mark else item.priority,
        hedges=tuple(dict.fromkeys(cue.text.lower() for cue in cues if cue.kind is CueKind.HEDGE)),
        withdrawn=withdrawal_mark(item.headline, item.language),
        mark=mark,
        attributed_to="" if names_somebody else origin,
    )


def plain_headline(headline: str, stated_language: str = "") -> str:
    """The headline without the marks before it ("UPDATE 2-", "BREAKING:") and the credit after it ("- TV")."""
    plain = _without_mark(headline, stated_language)
    while plain != headline:
        headline, plain = plain, _without_mark(plain, stated_language)
    return plain


def _without_mark(headline: str, stated_language: str) -> str:
    for cue in find_cues(headline, stated_language):
        before, after = headline[: cue.start], headline[cue.end :]
        if cue.kind in (CueKind.URGENCY, CueKind.FOLLOW_UP) and not before.strip("*[(#!> "):
            return _MARK_END.sub("", after, count=1) or headline
        credited = cue.kind is CueKind.ATTRIBUTION and cue.text == cue.who and not after.strip(" .")
        if credited and before.rstrip().endswith(("-", "–", "—", "|")):
            return before.rstrip("-–—| ") or headline
    return headline


def _attributed(lead: str, headline: str, origin: str, rules: WritingRules) -> str:
    """The lead with words that say whose it is: at the end of its one sentence, or else in a sentence of their own."""
    if not lead:
        return rules.headline_of.format(who=origin, headline=headline)
    if _ONE_SENTENCE.fullmatch(lead):
        return rules.closing.format(told=lead.rstrip("."), who=origin)
    return f"{lead}\n\n{rules.reported_by.format(who=origin)}"


def _posts(item: Item) -> Iterator[Evidence]:
    for post in find_posts(f"{item.summary}\n\n{item.body}", item.links):
        name = f"{post.author} ({post.handle})" if post.author else post.handle
        yield Evidence(
            kind=EvidenceKind.SOCIAL,
            who=name,
            quote=post.text,
            url=post.url or item.canonical_link or item.link,
            item=item.id,
            item_version=item.version,
            origin=post.handle,
            dated=post.dated,
        )


def _named(
    item: Item, copy: str, cues: tuple[Cue, ...], origin: str, rules: WritingRules
) -> Iterator[Evidence]:
    """The first few sources that have a name or an office, each with what it is quoted as saying."""
    seen: set[str] = set()
    for cue in cues:
        key = cue.who.casefold()
        if cue.kind is not CueKind.ATTRIBUTION or key in seen or rules.unnamed.search(key):
            continue
        seen.add(key)
        yield Evidence(
            kind=EvidenceKind.NAMED,
            who=cue.who,
            quote=_quoted_beside(cue, copy, cues),
            url=item.canonical_link or item.link,
            item=item.id,
            item_version=item.version,
            origin=origin,
            dated=item.published,
        )
        if len(seen) == _MOST_SOURCES:
            return


def _quoted_beside(source: Cue, copy: str, cues: tuple[Cue, ...]) -> str:
    """The quotation nearest to a source, if it stands in the same breath."""
    near = [
        (distance, quote.text)
        for quote in cues
        if quote.kind is CueKind.QUOTE
        for distance in (source.start - quote.end, quote.start - source.end)
        if 0 <= distance <= _BESIDE
        and "\n" not in copy[min(source.end, quote.end) : max(source.start, quote.start)]
    ]
    return min(near)[1].strip(" ,") if near else ""
