"""The steps every act on an update shares: find it, see that nobody was faster, write it with its event."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from wireroom.desk import acts
from wireroom.desk.outcomes import wording
from wireroom.desk.seat import Seat, short
from wireroom.errors import Conflict, NotFoundError
from wireroom.model import LiveBlog, SourceAlert, Update
from wireroom.ports.store import Reader, Transaction
from wireroom.text.sentences import full_sentence

#: Stands in the log before each house rule that was not met.
AGAINST_RULE = "Against a house rule: "


def find_update(reader: Reader, update_id: str) -> Update:
    """Find an update, or say which command lists them."""
    try:
        return reader.update(update_id)
    except NotFoundError as trouble:
        raise NotFoundError(
            f"There is no update {update_id!r}.",
            next_step="'wireroom updates BLOG' lists those of a live blog.",
        ) from trouble


def expect(update: Update, revision: int | None, yours: str) -> None:
    """Raise ``Conflict`` with both texts when the update is no longer the one that was being looked at."""
    if revision is None or revision == update.revision:
        return
    raise Conflict(
        f"{update.headline!r} ({short(update.id)}) is at revision {update.revision}, and this was written "
        f"on revision {revision}.",
        theirs=wording(update),
        yours=yours,
        revision=update.revision,
        next_step=f"Read both texts, then write again with --revision {update.revision}.",
    )


def save(
    tx: Transaction,
    seat: Seat,
    before: Update,
    after: Update,
    what: str,
    at: datetime,
    *,
    why: str = "",
) -> Update:
    """Write a changed update under its next revision, with the event that says so."""
    moved = before.status is not after.status
    saved = replace(after, revision=before.revision + 1)
    tx.record(
        seat.act(
            what,
            at=at,
            blog=after.blog,
            why=why,
            from_status=before.status if moved else "",
            to_status=after.status if moved else "",
        ),
        saved,
    )
    return saved


def save_blog(
    tx: Transaction, seat: Seat, before: LiveBlog, after: LiveBlog, what: str, at: datetime, *, why: str = ""
) -> LiveBlog:
    """Write a changed live blog under its next revision; a blog that is the same is left alone."""
    if after == before:
        return before
    saved = replace(after, revision=before.revision + 1)
    moved = before.state is not after.state
    tx.record(
        seat.act(
            what,
            at=at,
            blog=after.id,
            why=why,
            from_status=before.state if moved else "",
            to_status=after.state if moved else "",
        ),
        saved,
    )
    return saved


def settle(
    tx: Transaction, seat: Seat, alerts: Iterable[SourceAlert], at: datetime, *, why: str = ""
) -> None:
    """Write down that source alerts were dealt with."""
    for alert in alerts:
        tx.record(
            seat.act(acts.SETTLED, at=at, blog=alert.blog, why=why),
            replace(alert, settled=at, settled_by=seat.editor),
        )


def alerts_about(reader: Reader, update: Update) -> list[SourceAlert]:
    """List the source alerts about an update that nobody dealt with yet."""
    return [alert for alert in reader.alerts(update.blog) if alert.update == update.id]


def reasons(*parts: str, warnings: Iterable[str] = ()) -> str:
    """Join what the log keeps as the reason of an act; house rules that were not met come last."""
    said = [part.strip() for part in parts if part.strip()]
    said += [f"{AGAINST_RULE}{warning}" for warning in warnings]
    return " ".join([*map(full_sentence, said[:-1]), *said[-1:]])
