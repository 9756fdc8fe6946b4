"""Two wordings of one text, passage by passage, and the third that is made of them."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

#: Two headlines make one line, to be worked on: the second one is no part of the body.
BETWEEN_HEADLINES = " / "


class Side(Enum):
    """Whose passage goes into the merged text."""

    THEIRS = "theirs"
    YOURS = "yours"
    BOTH = "both"


class Passage(Struct, frozen=True):
    """A paragraph or more of each wording that stand for each other; one of them may be empty.

    ``usual`` is the side that changed it, where only one did.
    """

    theirs: str
    yours: str
    usual: Side = Side.YOURS
    contested: bool = False
    """Both changed it, each in another way."""
    apart: str = "\n\n"
    """What stands between the two where both are taken."""

    @property
    def same(self) -> bool:
        """Whether there is nothing to decide."""
        return self.theirs == self.yours

    def take(self, side: Side) -> str:
        """The words of a side, or of both, theirs first."""
        if self.same or side is Side.YOURS:
            return self.yours
        if side is Side.THEIRS:
            return self.theirs
        return self.apart.join(filter(None, (self.theirs, self.yours)))


def passages(theirs: str, yours: str, base: str = "") -> list[Passage]:
    """Put two wordings beside each other. The first paragraph of each is its headline.

    With ``base``, the wording both began from, each passage knows who changed it.
    """
    before = set(_paragraphs(base))
    their_head, *their_body = _paragraphs(theirs) or [""]
    your_head, *your_body = _paragraphs(yours) or [""]
    head = replace(_passage(their_head, your_head, before), apart=BETWEEN_HEADLINES)
    return [head, *(_passage(one, other, before) for one, other in _pairs(their_body, your_body))]


def merged(parts: Sequence[Passage], sides: Sequence[Side]) -> str:
    """The text that results from choosing a side for each passage."""
    taken = (part.take(side) for part, side in zip(parts, sides, strict=True))
    return "\n\n".join(words for words in taken if words)


def _passage(theirs: str, yours: str, before: set[str]) -> Passage:
    if theirs == yours or not before:
        return Passage(theirs, yours, contested=theirs != yours)
    yours_stayed = all(one in before for one in _paragraphs(yours)) and bool(yours)
    theirs_stayed = all(one in before for one in _paragraphs(theirs)) and bool(theirs)
    if yours_stayed and not theirs_stayed:
        return Passage(theirs, yours, Side.THEIRS)
    return Passage(theirs, yours, contested=not theirs_stayed)


def _pairs(theirs: list[str], yours: list[str]) -> Iterator[tuple[str, str]]:
    moves = SequenceMatcher(a=theirs, b=yours, autojunk=False).get_opcodes()
    for _, their_from, their_to, your_from, your_to in moves:
        one, other = theirs[their_from:their_to], yours[your_from:your_to]
        if len(one) == len(other):
            yield from zip(one, other, strict=True)
        else:
            yield "\n\n".join(one), "\n\n".join(other)


def _paragraphs(words: str) -> list[str]:
    return [
        " ".join(part.split()) if "\n" not in part.strip() else part.strip()
        for part in words.split("\n\n")
        if part.strip()
    ]
