"""Where sources disagree: with one another, or with the words that rest on them, on how many were harmed.

Two origins confirm a claim where both make it. One that counts otherwise than the update does bears it out as little
as one that is silent, and readers are not told that it did.
"""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from wireroom.desk.reports import AGREED, Agreement
from wireroom.model import Evidence, Item, Update
from wireroom.ports.store import Reader
from wireroom.text.figures import Figure, Harm, differing, find_figures, numbers_named
from wireroom.text.origin_names import origin_of


def agreement(reader: Reader, update: Update) -> Agreement:
    """Hold the figures of an update and of what it cites, in the versions cited, against each other."""
    if not any(piece.item or piece.quote for piece in update.evidence):
        return AGREED
    told = _told(reader, update.evidence)
    names = {origin_of(piece): piece.origin or piece.who for piece in reversed(update.evidence)}
    contrary: dict[str, str] = {}
    disputed: set[Harm] = set()
    named_at_all = numbers_named(f"{update.headline}\n\n{update.body}", update.language)
    for harm, claimed in _claims(update).items():
        for origin, figures in told.items():
            theirs = {figure.number for figure in figures if figure.kind is harm}
            if theirs and theirs.isdisjoint(named_at_all):
                disputed.add(harm)
                contrary.setdefault(
                    origin,
                    f"{names[origin]} says {_numbers(theirs)} {harm}, the update {_numbers(claimed)}: "
                    "its word does not count for this.",
                )
    named = {names[origin]: figures for origin, figures in told.items()}
    counts = _differing(named)
    others = (line for harm, line in counts if harm not in disputed)
    return Agreement(
        contrary=contrary,
        differences=(*contrary.values(), *others),
        figures=tuple(line for _, line in counts),
    )


def differences(told: Mapping[str, Iterable[Figure]]) -> list[str]:
    """Say where sources (the keys) count differently: "Figures differ (killed): A says 3, B says 12."."""
    return [line for _, line in _differing(told)]


def figures_of(item: Item) -> tuple[Figure, ...]:
    """The casualties that the copy of an item counts."""
    return find_figures(f"{item.headline}\n\n{item.summary}\n\n{item.body}", item.language)


def _differing(told: Mapping[str, Iterable[Figure]]) -> list[tuple[Harm, str]]:
    return [
        (
            harm,
            f"Figures differ ({harm}): {', '.join(f'{who} says {number}' for who, number in sorted(counts.items()))}.",
        )
        for harm, counts in differing(told).items()
    ]


def _claims(update: Update) -> dict[Harm, set[int]]:
    """What an update claims of each harm, as exact numbers of headline and lead.

    What follows the lead is told beside the claim: other counts, and what happened in other years.
    """
    lead, _, _ = update.body.partition("\n\n")
    claims: dict[Harm, set[int]] = {}
    left_open: set[Harm] = set()
    for figure in find_figures(f"{update.headline}\n\n{lead}", update.language):
        if not figure.exact:
            left_open.add(figure.kind)
        claims.setdefault(figure.kind, set()).add(figure.number)
    return {harm: numbers for harm, numbers in claims.items() if harm not in left_open}


def _told(reader: Reader, evidence: Iterable[Evidence]) -> dict[str, list[Figure]]:
    """What each origin, folded, counts in the copy that was cited and in what it is quoted with."""
    pieces = tuple(evidence)
    items = {
        item.id: item for item in reader.items(dict.fromkeys(piece.item for piece in pieces if piece.item))
    }
    told: dict[str, list[Figure]] = {}
    for piece in pieces:
        figures = told.setdefault(origin_of(piece), [])
        figures += find_figures(piece.quote)
        if piece.item in items:
            figures += figures_of(_as_cited(reader, items[piece.item], piece.item_version))
    return told


def _as_cited(reader: Reader, item: Item, version: int) -> Item:
    """The item in the wording that was cited; as it is now where that was not kept."""
    if version in (0, item.version):
        return item
    for earlier in reader.versions(item.id):
        if earlier.version == version:
            return replace(item, headline=earlier.headline, summary=earlier.summary, body=earlier.body)
    return item


def _numbers(numbers: Iterable[int]) -> str:
    return " or ".join(map(str, sorted(numbers)))
