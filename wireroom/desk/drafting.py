"""What composers hold, kept from one day to the next, and while the store is out of reach."""

from enum import StrEnum

from msgspec import Struct

from wireroom.desk.recording import find_update
from wireroom.desk.seat import Seat
from wireroom.errors import NotFoundError, StoreBusy, StoreUnreachable
from wireroom.model import Draft, Update


class Kept(StrEnum):
    """Where a draft was kept: with everything else, or on this machine until the store is back."""

    STORE = "store"
    HERE = "here"


class Returned(Struct, frozen=True, kw_only=True):
    """A draft that was kept here while the store was away, now in the store.

    ``clean`` says that nobody changed the text it was made on; else ``theirs`` is what stands there now, ``None``
    if it is gone.
    """

    draft: Draft
    clean: bool
    theirs: Update | None = None


def keep_draft(seat: Seat, draft: Draft) -> Kept:
    """Keep what a composer holds. Raises ``StoreUnreachable`` only where there is nowhere else to keep it."""
    try:
        with seat.store.transaction() as tx:
            tx.put_draft(draft)
    except StoreUnreachable:
        if seat.aside is None:
            raise
        seat.aside.keep(draft)
        return Kept.HERE
    if seat.aside is not None:
        seat.aside.drop(draft.id)
    return Kept.STORE


def drop_draft(seat: Seat, draft_id: str) -> None:
    """Forget what a composer held, wherever it is kept."""
    if seat.aside is not None:
        seat.aside.drop(draft_id)
    with seat.store.transaction() as tx:
        tx.drop_draft(draft_id)


def drafts(seat: Seat) -> list[Draft]:
    """What this editor was writing, newest first; while the store is away, what is kept here."""
    here = {} if seat.aside is None else {draft.id: draft for draft in seat.aside.drafts(seat.editor)}
    try:
        shared = {draft.id: draft for draft in seat.store.drafts(seat.editor)}
    except StoreUnreachable:
        if seat.aside is None:
            raise
        shared = {}
    newest = shared | {
        draft.id: draft
        for draft in here.values()
        if draft.id not in shared or draft.saved > shared[draft.id].saved
    }
    return sorted(newest.values(), key=lambda draft: (draft.saved, draft.id), reverse=True)


def bring_back(seat: Seat) -> list[Returned]:
    """Carry what was kept here into the store that is back, and say what can be filed as it is.

    What the store has no time for, or is cut off from again, stays here until the next call.
    """
    if seat.aside is None:
        return []
    returned: list[Returned] = []
    for draft in seat.aside.drafts(seat.editor):
        try:
            held = _held_against(seat, draft)
            if keep_draft(seat, draft) is Kept.HERE:
                break
            returned.append(held)
        except (StoreBusy, StoreUnreachable):
            break
    return returned


def _held_against(seat: Seat, draft: Draft) -> Returned:
    if not draft.update:
        return Returned(draft=draft, clean=True)
    try:
        theirs = find_update(seat.store, draft.update)
    except NotFoundError:
        return Returned(draft=draft, clean=False)
    return Returned(draft=draft, clean=theirs.revision == draft.revision, theirs=theirs)
