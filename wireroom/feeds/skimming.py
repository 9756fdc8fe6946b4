"""The cues of what a feed had published before it was first read, looked for when there is nothing else to do."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from wireroom.feeds.backlog import can_wait
from wireroom.model import Cue, Item
from wireroom.ports.store import Store

#: Items written in one transaction: others want to write too.
_AT_ONCE = 200


class Skimming:
    """Goes through the backlogs of a store, feed by feed; who has one is asked again only when all that had are done."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[str] = []

    def skim_next(self) -> bool:
        """Look for the cues of one feed's backlog; whether there was one that waited for it."""
        store = self._store
        if not self._waiting:
            self._waiting = [feed for feed, health in store.healths().items() if health.backlog]
        while self._waiting:
            feed = self._waiting.pop()
            if store.health(feed).backlog:  # another puller may have been here
                self._skim(feed)
                return True
        return False

    def _skim(self, feed: str) -> None:
        store = self._store
        found = _unread(store.items(id_ for id_ in store.parts(feed).items if id_))
        for at in range(0, len(found), _AT_ONCE):
            _write(store, found[at : at + _AT_ONCE])
        with store.transaction() as tx:
            tx.put_health(replace(tx.health(feed), backlog=False))


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
