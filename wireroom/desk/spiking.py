"""Spiking a draft: nobody is to go on with it. It stays in the store and in the log, and can be brought back.

Only a draft can be spiked; what was published is taken back or killed, in sight of its readers.
"""

from msgspec.structs import replace

from wireroom.desk import acts, lifecycle
from wireroom.desk.lifecycle import Change
from wireroom.desk.recording import expect, find_update, save
from wireroom.desk.seat import Seat, short
from wireroom.errors import RefusedError
from wireroom.model import LiveBlog, Status, Update
from wireroom.ports.store import Reader


def spike(seat: Seat, update_id: str, revision: int | None = None) -> Update:
    """Lay a draft aside. Raises ``RefusedError`` for what was published or is spiked, and ``Conflict``."""
    with seat.store.transaction() as tx:
        draft = find_update(tx, update_id)
        expect(draft, revision, "(spiked)")
        lifecycle.require(Change.SPIKE, draft)
        return save(tx, seat, draft, replace(draft, spiked=True), acts.SPIKED, seat.now())


def restore(seat: Seat, update_id: str) -> Update:
    """Bring a spiked draft back. Raises ``RefusedError`` for an update that is not spiked."""
    with seat.store.transaction() as tx:
        draft = find_update(tx, update_id)
        if not draft.spiked:
            raise RefusedError(
                f"{draft.headline!r} ({short(draft.id)}) is not spiked.",
                next_step="'wireroom updates BLOG --spiked' lists the drafts that are.",
            )
        return save(tx, seat, draft, replace(draft, spiked=False), acts.RESTORED, seat.now())


def spiked(reader: Reader, blog: LiveBlog) -> list[Update]:
    """List the spiked drafts of a live blog, newest filed first."""
    return [draft for draft in reader.updates(blog.id, statuses=[Status.DRAFT]) if draft.spiked]
