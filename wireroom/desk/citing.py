"""Evidence: citing items of the wire as they are now, and putting it beside what is there."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from wireroom.desk import acts
from wireroom.desk.seat import Seat, short
from wireroom.errors import NotFoundError, UsageError
from wireroom.model import Evidence, EvidenceKind, Feed, Item, Stage
from wireroom.ports.store import Reader, Transaction

#: A feed with one of these tags speaks for itself and not as an agency.
KINDS_BY_TAG = {"official": EvidenceKind.OFFICIAL, "social": EvidenceKind.SOCIAL}


def cite(item: Item, feed: Feed) -> Evidence:
    """Make evidence of an item: whose word it is, where it stands, and the version that was read."""
    kind = next((KINDS_BY_TAG[tag] for tag in feed.tags if tag in KINDS_BY_TAG), EvidenceKind.AGENCY)
    origin = item.origin or feed.origin or feed.title or feed.url
    return Evidence(
        kind=kind,
        who=origin,
        url=item.canonical_link or item.link,
        item=item.id,
        item_version=item.version,
        origin=origin,
        dated=item.published,
    )


def gather(reader: Reader, item_ids: Iterable[str], given: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Make one list of evidence of items and of what was given in words.

    Raises ``NotFoundError`` for an item that is not there and ``UsageError`` for evidence that names nobody.
    """
    wanted = list(dict.fromkeys(item_ids))
    items = reader.items(wanted)
    if lost := sorted(set(wanted) - {item.id for item in items}):
        raise NotFoundError(
            f"There is no item {', '.join(short(item_id) for item_id in lost)} on the wire.",
            next_step="'wireroom wire' lists the items there are.",
        )
    said = tuple(_complete(reader, piece) for piece in given)
    return (*(cite(item, reader.feed(item.feed)) for item in items), *said)


def joined(standing: Iterable[Evidence], added: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Put new evidence behind the old; the same version of an item, or the same words, are not said twice."""
    pieces = list(standing)
    pieces += [piece for piece in added if piece not in pieces]
    return tuple(dict.fromkeys(pieces))


def use(tx: Transaction, seat: Seat, evidence: Iterable[Evidence], at: datetime) -> None:
    """Move the items in evidence to stage *used*."""
    for item in tx.items(dict.fromkeys(piece.item for piece in evidence if piece.item)):
        if item.stage is not Stage.USED:
            tx.record(
                seat.act(acts.USED, at=at, from_status=item.stage, to_status=Stage.USED),
                replace(item, stage=Stage.USED),
            )


def _complete(reader: Reader, piece: Evidence) -> Evidence:
    if piece.item and not piece.item_version:
        item = reader.item(piece.item)
        cited = cite(item, reader.feed(item.feed))
        return replace(
            cited, kind=piece.kind, who=piece.who or cited.who, quote=piece.quote, url=piece.url or cited.url
        )
    if not piece.who.strip():
        raise UsageError(
            f"Evidence of kind {piece.kind} must say who.", next_step="Write it as --evidence KIND:WHO[:URL]."
        )
    return piece if piece.origin else replace(piece, origin=piece.who)
