"""What the desk asks of reading copy: does it attribute, and does a change of words change the meaning.

Reading copy is imported when it is first asked for, so that the desk starts without its rules.
"""

from functools import lru_cache
from typing import Final

from wireroom.desk.reports import Agreement
from wireroom.model import CueKind, LiveBlog, Update
from wireroom.ports.store import Reader
from wireroom.unspaced import A_WORD, weight, words_and_letters

#: What makes a claim somebody's word: a named source, a hedge, or a post shown as such.
_ATTRIBUTING: Final = frozenset({CueKind.ATTRIBUTION, CueKind.HEDGE, CueKind.SOCIAL})

#: So many words has the shortest headline that is a claim of its own.
_CLAIM: Final = 3


def attributes(update: Update, blog: LiveBlog) -> bool:
    """Whether headline or body say whose word it is, or that it is unconfirmed.

    In a language that has no rules, they say it where they name one of the sources that the update rests on.
    """
    language = update.language or blog.language
    return _attribute(update.headline, update.body, language) or _names_a_source(update, language)


def _names_a_source(update: Update, language: str) -> bool:
    from wireroom.text.language import language_of

    copy = f"{update.headline}\n\n{update.body}"
    if language_of(copy, language):
        return False
    words = f" {plain_words(copy)}"
    return any(f" {named}" in words for piece in update.evidence if (named := plain_words(piece.who)))


@lru_cache(maxsize=16_384)
def _attribute(headline: str, body: str, language: str) -> bool:
    from wireroom.text.cues import find_cues

    return any(cue.kind in _ATTRIBUTING for text in (headline, body) for cue in find_cues(text, language))


def agreement(reader: Reader, update: Update) -> Agreement:
    """How the figures of an update and of what it cites agree."""
    from wireroom.desk import agreeing

    return agreeing.agreement(reader, update)


def repeats(claim: str, words: str) -> bool:
    """Whether a text holds a claim word for word; two words alone are no claim."""
    said = words_and_letters(claim)
    return weight(said) >= _CLAIM * A_WORD and f" {' '.join(said)} " in f" {plain_words(words)} "


def plain_words(text: str) -> str:
    """The words of a text in small letters, without what stands between them: how headlines are compared."""
    return " ".join(words_and_letters(text))


def meaning_changes(update: Update, headline: str, body: str) -> tuple[str, ...]:
    """List the numbers, names, dates, quotes and negations of an update that new words would change."""
    headlines = changes_between(update.headline, headline, update.language)
    return (*headlines, *changes_between(update.body, body, update.language))


def changes_between(before: str, after: str, language: str = "") -> tuple[str, ...]:
    """List what differs in meaning between two texts, each as a phrase: "the number “3” became “5”"."""
    from wireroom.text.worddiff import meaning_changes as changes

    return tuple(dict.fromkeys(str(change) for change in changes(before, after, language)))


def replaced_between(before: str, after: str) -> tuple[str, ...]:
    """As :func:`changes_between`, without what only came or went."""
    from wireroom.text.worddiff import meaning_changes as changes

    found = (change for change in changes(before, after, "") if change.was and change.now)
    return tuple(dict.fromkeys(map(str, found)))
