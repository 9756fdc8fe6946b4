"""Source watch as the desk sees it: what a source changed after it was cited, and the ways to deal with it."""

from shlex import quote

from wireroom.desk import reading
from wireroom.desk.recording import settle
from wireroom.desk.reports import AlertView, Offer
from wireroom.desk.seat import Seat, short
from wireroom.errors import NotFoundError
from wireroom.model import (
    STANDING_STATUSES,
    AlertKind,
    Evidence,
    RetractionClass,
    SourceAlert,
    Status,
    Update,
)
from wireroom.ports.store import Reader

_DONE = {
    AlertKind.CHANGED: "changed its words",
    AlertKind.MARKED: "corrected or withdrew its copy",
    AlertKind.GONE: "took its copy down",
    AlertKind.MISSING: "no longer lists its copy",
}

#: So many changes of meaning are told to readers as the reason of a change.
_TOLD = 3


def alerts(reader: Reader, blog_id: str = "") -> list[AlertView]:
    """List the source alerts nobody dealt with, oldest first, each with what can be done."""
    return [view(reader, alert) for alert in reader.alerts(blog_id)]


def view(reader: Reader, alert: SourceAlert) -> AlertView:
    """Put a source alert beside its update, with the difference and the offered changes."""
    update = reader.update(alert.update)
    changes = reading.changes_between(alert.was, alert.now) if alert.now else ()
    words = f"{what_happened(update, alert)} after {short(update.id)} cited it."
    return AlertView(alert=alert, update=update, words=words, changes=changes, offers=offers(update, alert))


def what_happened(update: Update, alert: SourceAlert) -> str:
    """Say what the source did, in a few words: "Meridian changed its copy"."""
    return f"{_source(update, alert)} {_DONE[alert.kind]}"


def offers(update: Update, alert: SourceAlert) -> tuple[Offer, ...]:
    """Offer what the status of the update allows, with the reason filled in. Nothing is done by itself.

    The reason is for readers: what the source says instead belongs there, what only came or went does not.
    """
    if update.status not in STANDING_STATUSES:
        return ()
    source, reference = _source(update, alert), short(update.id)
    told = reading.replaced_between(alert.was, alert.now) if alert.kind is AlertKind.CHANGED else ()
    detail = f" ({'; '.join(told[:_TOLD])})" if told else ""
    reason = f"{what_happened(update, alert)}{detail}."
    made = []
    if update.status is Status.CONFIRMED:
        made.append(
            Offer(
                to="downgrade",
                words=f"Put {reference} under review.",
                command=f"wireroom mark {reference} developing --note {quote(reason)}",
                note=reason,
            )
        )
    note = f"An earlier version relied on {source}, which {_DONE[alert.kind]}{detail}."
    made.append(
        Offer(
            to="correct",
            words=f"Correct {reference}.",
            command=f"wireroom correct {reference} --corrected {quote(note)}",
            note=note,
        )
    )
    withdrawn = alert.kind in (AlertKind.GONE, AlertKind.MARKED)
    kind = RetractionClass.SOURCE_WITHDREW if withdrawn else RetractionClass.WRONG
    wrong = f"{source} no longer stands by it."
    made.append(
        Offer(
            to="retract",
            words=f"Retract {reference}.",
            command=(
                f"wireroom mark {reference} retracted --class {kind} --wrong {quote(wrong)} --why {quote(reason)}"
            ),
            wrong=wrong,
            why=reason,
            kind=kind,
        )
    )
    return tuple(made)


def settle_alert(seat: Seat, alert_id: str, why: str = "") -> SourceAlert:
    """Write down that an alert was looked at and the update stands. One settled already stays as it is."""
    with seat.store.transaction() as tx:
        everything = tx.alerts(settled=True)
        alert = next((one for one in everything if one.id == alert_id), None)
        if alert is None:
            raise NotFoundError(
                f"There is no source alert {alert_id!r}.", next_step="'wireroom handover BLOG' lists them."
            )
        if alert.settled is None:
            settle(tx, seat, [alert], seat.now(), why=why)
        return next(one for one in tx.alerts(settled=True) if one.id == alert_id)


def _source(update: Update, alert: SourceAlert) -> str:
    cited: Evidence | None = next((piece for piece in update.evidence if piece.item == alert.item), None)
    return cited.who if cited else "A source"
