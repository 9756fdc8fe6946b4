"""Whose word it is: counting the independent origins that an update rests on."""

from collections.abc import Container, Iterable

from wireroom.desk.reports import AGREED, Agreement, Standing
from wireroom.model import Evidence, EvidenceKind
from wireroom.text.origin_names import origin_of

#: One of these is enough for *confirmed*: own witness, an official, a primary document.
SUFFICIENT_ALONE = frozenset({EvidenceKind.WITNESS, EvidenceKind.OFFICIAL, EvidenceKind.DOCUMENT})

ORIGINS_NEEDED = 2


def origins(evidence: Iterable[Evidence]) -> dict[str, str]:
    """List independent origins: folded name -> name as first written. One organisation counts once."""
    found: dict[str, str] = {}
    for piece in evidence:
        found.setdefault(origin_of(piece), piece.origin or piece.who)
    return found


def sufficient(evidence: Iterable[Evidence]) -> bool:
    """Whether *confirmed* can rest on it."""
    pieces = tuple(evidence)
    return any(piece.kind in SUFFICIENT_ALONE for piece in pieces) or len(origins(pieces)) >= ORIGINS_NEEDED


def basis(evidence: Iterable[Evidence]) -> str:
    """Say what a confirmation rests on, as readers are told: "two origins: AP, Tengri"."""
    pieces = tuple(evidence)
    alone = [piece for piece in pieces if piece.kind in SUFFICIENT_ALONE]
    names = list(origins(pieces).values())
    if len(names) >= ORIGINS_NEEDED:
        return f"{_number(len(names))} origins: {', '.join(names)}"
    if alone:
        said = {
            EvidenceKind.WITNESS: "own witness",
            EvidenceKind.OFFICIAL: "official",
            EvidenceKind.DOCUMENT: "document",
        }
        return f"{said[alone[0].kind]}: {alone[0].who}"
    return f"one origin: {names[0]}" if names else "nothing"


def bearing_out(evidence: Iterable[Evidence], contrary: Container[str]) -> tuple[Evidence, ...]:
    """The evidence whose origin is not among those, folded, that say otherwise."""
    return tuple(piece for piece in evidence if origin_of(piece) not in contrary)


def standing(evidence: Iterable[Evidence], agreed: Agreement = AGREED) -> Standing:
    """Say how far evidence carries: "2 items, 1 origin: one more needed"."""
    given = tuple(evidence)
    pieces = bearing_out(given, agreed.contrary)
    names = origins(pieces)
    enough = sufficient(pieces)
    counted = f"{_counted(len(given), 'item')}, {_counted(len(names), 'origin')}"
    if agreed.contrary:
        counted += " that bears it out" if len(names) == 1 else " that bear it out"
    if enough:
        alone = next((piece for piece in pieces if piece.kind in SUFFICIENT_ALONE), None)
        reason = f"{alone.kind} evidence is enough" if alone and len(names) < ORIGINS_NEEDED else "enough"
        return Standing(
            items=len(given),
            origins=len(names),
            sufficient=True,
            words=f"{counted}: {reason}",
            missing_for_confirmed=(),
            differences=agreed.differences,
        )
    lacking = ORIGINS_NEEDED - len(names)
    more = "one more needed" if lacking == 1 else f"{_number(lacking)} more needed"
    return Standing(
        items=len(given),
        origins=len(names),
        sufficient=False,
        words=f"{counted}: {more}",
        missing_for_confirmed=(
            f"Two independent origins, own witness, or an official or primary document: {counted}, {more}.",
        ),
        differences=agreed.differences,
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _number(number: int) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[number] if number < len(words) else str(number)
