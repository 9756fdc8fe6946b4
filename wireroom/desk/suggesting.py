"""What reading an item suggests: status, priority, attribution and evidence. An editor decides."""

from wireroom.desk.citing import cite
from wireroom.desk.reports import Suggestion
from wireroom.model import Cue, CueKind, Evidence, EvidenceKind, Feed, Item, Priority, Status
from wireroom.ports import ClusterSize


def suggest(item: Item, feed: Feed, size: ClusterSize) -> Suggestion:
    """Fill in a write-up of an item, and say why each part is as it is."""
    reasons: list[str] = []
    evidence = (cite(item, feed), *_posts(item))
    status = _status(item, size, reasons)
    return Suggestion(
        status=status,
        priority=_priority(item, reasons),
        headline=item.headline,
        body=_body(item, evidence[0].who, status, reasons),
        evidence=evidence,
        cues=item.cues,
        reasons=tuple(reasons),
    )


def _status(item: Item, size: ClusterSize, reasons: list[str]) -> Status:
    hedges = [cue.text for cue in item.cues if cue.kind is CueKind.HEDGE]
    marks = [cue.text for cue in item.cues if cue.kind is CueKind.FOLLOW_UP]
    if hedges:
        reasons.append(f"Developing: the copy hedges ({', '.join(dict.fromkeys(hedges))}).")
        return Status.DEVELOPING
    if any(mark.casefold() in ("withdrawn", "kill", "advisory") for mark in marks):
        reasons.append("Draft: the source has taken it back.")
        return Status.DRAFT
    if size.origins > 1:
        reasons.append(f"Confirmed is in reach: {size.items} items of {size.origins} origins tell it.")
        return Status.CONFIRMED
    reasons.append("Developing: one origin tells it so far.")
    return Status.DEVELOPING


def _priority(item: Item, reasons: list[str]) -> Priority:
    urgent = next((cue.text for cue in item.cues if cue.kind is CueKind.URGENCY), "")
    if urgent:
        reasons.append(f"{item.priority.capitalize()}: the wire marks it ({urgent}).")
    return item.priority


def _body(item: Item, origin: str, status: Status, reasons: list[str]) -> str:
    text = item.summary or item.body.split("\n\n", 1)[0]
    speaks = any(cue.kind in (CueKind.ATTRIBUTION, CueKind.SOCIAL) for cue in item.cues)
    if speaks or status is Status.CONFIRMED:
        return text
    reasons.append(f"Attributed to {origin}: the copy itself names nobody.")
    return f"{text}\n\n{origin} reports." if text else f"{origin} reports: {item.headline}"


def _posts(item: Item) -> tuple[Evidence, ...]:
    return tuple(_post(item, cue) for cue in item.cues if cue.kind is CueKind.SOCIAL and cue.who)


def _post(item: Item, cue: Cue) -> Evidence:
    return Evidence(
        kind=EvidenceKind.SOCIAL,
        who=cue.who,
        quote=cue.text,
        url=item.canonical_link or item.link,
        item=item.id,
        item_version=item.version,
        origin=cue.who,
    )
