"""The cues of what a feed had published before it was first read, looked for when there is nothing else to do."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from wireroom.feeds.backlog import can_wait
from wireroom.model import Cue, Item
from wireroom.ports.store import Store

#: Items written in one transaction: others want to write too.
_AT_ONCE = 200


def skim_next_backlog(store: Store) -> bool:
    """Look for the cues of one feed's backlog; whether there was one that waited for it."""
    waiting = next((feed for feed, health in store.healths().items() if health.backlog), "")
    if not waiting:
        return False
    found = _unread(store.items(id_ for id_ in store.parts(waiting).items if id_))
    for at in range(0, len(found), _AT_ONCE):
        _write(store, found[at : at + _AT_ONCE])
    with store.transaction() as tx:
        tx.put_health(replace(tx.health(waiting), backlog=False))
    return True


def _unread(items: Iterable[Item]) -> list[tuple[Item, tuple[Cue, ...]]]:
    """Items of a backlog that have cues, though nobody has looked for them so far."""
    from wireroom.text.cues import skimmed

    found = []
    for item in items:
        if not item.cues and can_wait(item.published, item.published_quality, item.first_seen):
            cues = skimmed(item.headline, item.summary, item.body, item.language)
            if cues:
                found.append((item, cues))
    return found


def _write(store: Store, found: Sequence[tuple[Item, tuple[Cue, ...]]]) -> None:
    """Write cues down, except of items that were reworded meanwhile: those came with their own."""
    from wireroom.text.cues import priority_of

    cues = {item.id: (item.wording, cues) for item, cues in found}
    with store.transaction() as tx:
        tx.put_items(
            [
                replace(item, cues=cues[item.id][1], priority=priority_of(cues[item.id][1])[0])
                for item in tx.items(cues)
                if item.wording == cues[item.id][0]
            ]
        )
