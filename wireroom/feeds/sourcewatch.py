"""What sources do to items that updates cite, told to the editors; nothing is retracted by itself."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from wireroom.model import WIRES, Act, AlertKind, BlogState, Item, SourceAlert, Status, Update
from wireroom.ports.store import Reader, Transaction

if TYPE_CHECKING:
    from wireroom.feeds.intake import Intake

_STANDING = frozenset({Status.DRAFT, Status.DEVELOPING, Status.CONFIRMED})

#: What an alert can say of words that are there.
_OF_WORDS = (AlertKind.CHANGED, AlertKind.MARKED)


class Sighting(Struct, frozen=True, kw_only=True):
    """What happened to an item; ``now`` is its present wording, empty if it has none any more."""

    item: Item
    kind: AlertKind
    now: str = ""


class Seen(Struct, frozen=True, kw_only=True):
    """What a document did at one poll.

    ``before`` are the ids of the items of the feed's last document, ``now`` those of this one; the same where not all
    of it was read yet.
    """

    intake: "Intake"
    before: tuple[str, ...]
    now: tuple[str, ...]
    at: datetime


def watch_sources(tx: Transaction, documents: Sequence[Seen]) -> None:
    """Tell of what the documents of a batch did to items that updates cite; nearly always nothing."""
    back = {id_: seen.at for seen in documents for id_ in set(seen.now).difference(seen.before)}
    settle_back(tx, AlertKind.MISSING, back)
    touched = {item.id for seen in documents for item in seen.intake.changed}
    touched |= {id_ for seen in documents for id_ in set(seen.before).difference(seen.now) if id_}
    cited = {piece.item for update in tx.citing(touched) for piece in update.evidence} if touched else set()
    for seen in documents if cited else ():
        lost = [Sighting(item=item, kind=AlertKind.MISSING) for item in _missing(tx, seen, cited)]
        raise_alerts(tx, [*_changes(seen.intake, cited), *lost], seen.at)


def _changes(intake: "Intake", cited: Collection[str]) -> list[Sighting]:
    """What a document did to items that are cited."""
    pairs = zip(intake.before, intake.changed, strict=True)
    return [_change(before, after) for before, after in pairs if after.id in cited]


def _missing(reader: Reader, seen: Seen, cited: Collection[str]) -> list[Item]:
    """Cited items that a feed's document no longer holds, though it still holds an older one.

    What leaves at the old end of a feed has only made room, and is not missing.
    """
    present = set(seen.now)
    items = reader.items(id_ for id_ in seen.before if id_ in cited and id_ not in present)
    if not items:
        return []
    oldest = min((_age(item) for item in reader.items(present)), default=None)
    return [item for item in items if oldest is not None and oldest < _age(item)]


def cited_items(reader: Reader) -> set[str]:
    """Items that standing updates of running live blogs lean on."""
    return {
        piece.item
        for blog in reader.blogs()
        if blog.state is BlogState.LIVE
        for update in reader.updates(blog.id, statuses=_STANDING)
        for piece in update.evidence
        if piece.item
    }


def raise_alerts(tx: Transaction, sightings: Collection[Sighting], at: datetime) -> int:
    """Put an alert on every standing update that cites one of the items; returns how many.

    An alert that nobody has dealt with yet is brought up to date, not repeated, and settled where the source goes back
    to the words that were cited; that an item is gone is said once, until it is back.
    """
    seen = {sighting.item.id: sighting for sighting in sightings}
    if not seen:
        return 0
    updates = [update for update in tx.citing(seen) if update.status in _STANDING and not update.spiked]
    if not updates:
        return 0
    told = {(alert.update, alert.item, alert.kind): alert for alert in tx.alerts(settled=True)}
    raised = 0
    for update in updates:
        for item in dict.fromkeys(piece.item for piece in update.evidence if piece.item in seen):
            raised += _alert(tx, update, seen[item], told, at)
    return raised


def settle_back(tx: Transaction, kind: AlertKind, back: Mapping[str, datetime]) -> None:
    """Items that are there again need no eye: settle the alerts of that kind that missed them."""
    for alert in tx.alerts() if back else ():
        if alert.kind is kind and alert.item in back:
            _settle(tx, alert, back[alert.item], why=_BACK[kind])


def _settle(tx: Transaction, alert: SourceAlert, at: datetime, *, why: str) -> None:
    act = Act(at=at, who=WIRES, what="settled", blog=alert.blog, why=why)
    tx.record(act, replace(alert, settled=at, settled_by=WIRES))


def words_of(item: Item) -> str:
    """Headline and body as one text."""
    return f"{item.headline}\n\n{item.body or item.summary}".strip()


def _change(before: Item, after: Item) -> Sighting:
    from wireroom.text.cues import withdrawal_mark

    mark = withdrawal_mark(after.headline, after.language)
    marked = bool(mark) and not withdrawal_mark(before.headline, before.language)
    return Sighting(item=after, kind=AlertKind.MARKED if marked else AlertKind.CHANGED, now=words_of(after))


def _alert(
    tx: Transaction,
    update: Update,
    sighting: Sighting,
    told: Mapping[tuple[str, str, AlertKind], SourceAlert],
    at: datetime,
) -> int:
    item = sighting.item
    cited = max(piece.item_version for piece in update.evidence if piece.item == item.id)
    was = _wording(tx, item, cited)
    if sighting.kind in _OF_WORDS and was == sighting.now:
        for kind in _OF_WORDS:
            earlier = told.get((update.id, item.id, kind))
            if earlier is not None and earlier.settled is None:
                _settle(tx, earlier, at, why="The source has the words again that were cited.")
        return 0
    said = told.get((update.id, item.id, sighting.kind))
    open_alert = said if said is not None and said.settled is None else None
    if open_alert is not None and open_alert.now == sighting.now:
        return 0
    if sighting.kind is AlertKind.GONE and said is not None and said.settled_by != WIRES:
        return 0  # an editor knows, and it has not been back since
    from wireroom.ids import new_id  # hardly any document touches what an update cites

    alert = SourceAlert(
        id=open_alert.id if open_alert else new_id(at),
        blog=update.blog,
        update=update.id,
        item=item.id,
        kind=sighting.kind,
        at=at,
        from_version=cited,
        to_version=item.version,
        was=was,
        now=sighting.now,
    )
    why = f"The source of {update.headline!r} {_DID[sighting.kind]}."
    tx.record(Act(at=at, who=WIRES, what="alerted", blog=update.blog, why=why), alert)
    return 1


_DID = {
    AlertKind.CHANGED: "changed its words",
    AlertKind.MARKED: "marked its copy as corrected or withdrawn",
    AlertKind.GONE: "took its copy down",
    AlertKind.MISSING: "no longer lists its copy",
}


_BACK = {
    AlertKind.MISSING: "The item is in its feed again.",
    AlertKind.GONE: "The page is there again.",
}


def _wording(reader: Reader, item: Item, version: int) -> str:
    for known in reader.versions(item.id):
        if known.version == version:
            return f"{known.headline}\n\n{known.body or known.summary}".strip()
    return words_of(item)


def _age(item: Item) -> tuple[datetime, datetime]:
    """What sorts the items of a feed by age; where it gives no dates, its own order does, newest first."""
    return item.published or item.first_seen, item.first_seen
