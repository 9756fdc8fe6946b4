"""What reading an item suggests: status, priority, attribution and evidence. An editor decides."""

from collections.abc import Iterable

from wireroom.desk.agreeing import differences, figures_of
from wireroom.desk.citing import cite
from wireroom.desk.reports import Suggestion
from wireroom.model import Feed, Item, Status
from wireroom.ports.store import ClusterSize
from wireroom.text.cues import skimmed
from wireroom.text.figures import Figure
from wireroom.text.writeup import Reading, read_item


def suggest(item: Item, feed: Feed, size: ClusterSize, story: Iterable[Item] = ()) -> Suggestion:
    """Fill in a write-up of an item, and say why each part is as it is; ``story`` are the items that tell the same."""
    cited = cite(item, feed)
    reading = read_item(item, cited.who)
    status, why = _status(reading, size)
    reasons = [why]
    if reading.mark:
        reasons.append(f"{reading.priority.capitalize()}: the wire marks it ({reading.mark}).")
    if reading.attributed_to:
        reasons.append(f"Attributed to {reading.attributed_to}: the copy itself names nobody.")
    reasons += _different_figures((item, *story))
    return Suggestion(
        status=status,
        priority=reading.priority,
        headline=reading.headline,
        body=reading.body,
        evidence=(cited, *reading.evidence),
        cues=item.cues or skimmed(item.headline, item.summary, item.body, item.language),
        reasons=tuple(reasons),
    )


def _status(reading: Reading, size: ClusterSize) -> tuple[Status, str]:
    if reading.withdrawn:
        return Status.DRAFT, f"Draft: the source marks its own copy ({reading.withdrawn})."
    if reading.hedges:
        return Status.DEVELOPING, f"Developing: the copy hedges ({', '.join(reading.hedges)})."
    if size.origins > 1:
        return (
            Status.CONFIRMED,
            f"Confirmed is in reach: {size.items} items of {size.origins} origins tell it.",
        )
    return Status.DEVELOPING, "Developing: one origin tells it so far."


def _different_figures(story: Iterable[Item]) -> list[str]:
    """Say where the items of a story count the dead, the hurt or the missing differently."""
    told: dict[str, list[Figure]] = {}
    for item in story:
        told.setdefault(item.origin or item.feed, []).extend(figures_of(item))
    return differences(told)
