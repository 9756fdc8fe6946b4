"""What readers are told of a status, always in words; the glyph beside them is decoration."""

from wireroom.model import Evidence, EvidenceKind, RetractionClass, Status, Update
from wireroom.publish.times import Zone
from wireroom.text.origin_names import origin_of
from wireroom.text.sentences import first_sentence, full_sentence

GLYPHS = {
    Status.DEVELOPING: "◐",
    Status.CONFIRMED: "●",
    Status.RETRACTED: "✕",
    Status.KILLED: "■",
}

LABELS = {
    Status.DEVELOPING: "Developing",
    Status.CONFIRMED: "Confirmed",
    Status.RETRACTED: "Retracted",
    Status.KILLED: "Removed",
}

NOT_CONFIRMED = "not independently confirmed"

REASONS = {
    RetractionClass.WRONG: "It was wrong.",
    RetractionClass.UNPROVEN: "It could not be shown to be true.",
    RetractionClass.SOURCE_WITHDREW: "Its source withdrew it.",
    RetractionClass.HOAX: "It was a hoax.",
}

EVIDENCE = {
    EvidenceKind.WITNESS: "our own witness",
    EvidenceKind.NAMED: "named source",
    EvidenceKind.OFFICIAL: "official",
    EvidenceKind.DOCUMENT: "document",
    EvidenceKind.AGENCY: "agency",
    EvidenceKind.SOCIAL: "social post",
    EvidenceKind.UNNAMED: "source not named",
}

#: What a confirmation rests on where it rests on one origin.
_ENOUGH_ALONE = frozenset({EvidenceKind.WITNESS, EvidenceKind.DOCUMENT, EvidenceKind.OFFICIAL})

_LONGEST_HEADLINE = 140

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def count(number: int) -> str:
    """A number as copy has it: in words up to ten."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def status_words(update: Update, zone: Zone) -> str:
    """The status with what a reader must know of it: "Confirmed 14:32 by two sources"."""
    if update.status is Status.DEVELOPING:
        label = "Under review" if update.doubt else "Developing"
        return f"{label}: {NOT_CONFIRMED}"
    if update.status is Status.CONFIRMED and update.confirmation:
        return f"Confirmed {zone.clock(update.confirmation.at)} {_by(update)}".rstrip()
    if update.status is Status.RETRACTED and update.retraction:
        return f"Retracted {zone.clock(update.retraction.at)}"
    return LABELS[update.status]


def _by(update: Update) -> str:
    known = update.confirmation.rests_on if update.confirmation else None
    if known is None:
        rested_on = [piece for piece in update.evidence if not _quoted_since(piece, update)]
    else:
        rested_on = [piece for piece in update.evidence if origin_of(piece) in known]
    origins = {origin_of(piece) for piece in rested_on}
    if len(origins) > 1:
        return f"by {count(len(origins))} sources"
    rested_on.sort(key=lambda piece: piece.kind not in _ENOUGH_ALONE)
    return next((f"by {_one(piece)}" for piece in rested_on), "")


def _quoted_since(piece: Evidence, update: Update) -> bool:
    """Whether a post was quoted after the confirmation, which then does not rest on it."""
    confirmed = update.confirmation
    return bool(
        confirmed and piece.dated and piece.kind is EvidenceKind.SOCIAL and piece.dated > confirmed.at
    )


def _one(piece: Evidence) -> str:
    if piece.kind is EvidenceKind.WITNESS:
        return "our own witness"
    if piece.kind is EvidenceKind.DOCUMENT:
        return "a primary document"
    return "an official source" if piece.kind is EvidenceKind.OFFICIAL else "one source"


def headline(update: Update) -> str:
    """The headline as it is published.

    A retraction says so and what is wrong, without the claim; a kill says nothing of what was there.
    """
    if update.status is Status.KILLED:
        return "Removed"
    if update.status is Status.RETRACTED and update.retraction:
        return f"Retracted: {_cut(first_sentence(update.retraction.wrong)) or 'an earlier update'}"
    return update.headline


def notice(update: Update) -> str:
    """The words of a retraction or kill as one text: what is wrong, why, and what stands instead."""
    if update.kill:
        return update.kill.notice
    if not update.retraction:
        return ""
    taken = update.retraction
    parts = [full_sentence(taken.wrong), full_sentence(taken.why), REASONS[taken.kind]]
    if not taken.replaced_by:
        parts.append("There is no substitute.")
    return " ".join(part for part in parts if part)


def _cut(text: str) -> str:
    """A text no longer than a headline may be."""
    return text if len(text) <= _LONGEST_HEADLINE else f"{text[:_LONGEST_HEADLINE].rsplit(' ', 1)[0]} …"
