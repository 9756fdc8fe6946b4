"""Looking after what is stored: relayed links resolved, cited pages watched, old items let go."""

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from wireroom.feeds.statuses import GONE, NOT_FOUND, OK
from wireroom.filters import FieldIs, Or
from wireroom.model import AlertKind, BlogState, Item, Stage
from wireroom.ports.clock import Clock
from wireroom.ports.fetching import Fetcher, FetchRequest
from wireroom.ports.store import Reader, Store

if TYPE_CHECKING:
    from wireroom.feeds.resolve import LinkResolver

_CHOSEN = Or((FieldIs("stage", Stage.KEPT), FieldIs("stage", Stage.USED)))
_CHOSEN_AT_ONCE = 500


class Aftercare:
    """What a puller does beside polling; ``keep`` is how long items stay that nobody used, without it for ever."""

    def __init__(self, store: Store, clock: Clock, fetcher: Fetcher, keep: timedelta | None) -> None:
        self._store = store
        self._clock = clock
        self._fetcher = fetcher
        self._keep = keep

    def has_links(self) -> bool:
        """Whether anything stored is worth a question: what an editor kept or used, or what a live blog cites."""
        return bool(self._store.wire(_CHOSEN, limit=1)) or any_live(self._store)

    def look_after_links(self) -> None:
        """Resolve relayed links of what was kept or used, and see that cited pages are there."""
        from wireroom.feeds.resolve import resolve_items

        chosen = self._store.wire(_CHOSEN, limit=_CHOSEN_AT_ONCE)
        resolve_items(self._store, self._resolver, chosen)
        self._check_links()

    def retire(self) -> int:
        """Let items leave that nobody used and that are old enough; how many left.

        Batch by batch, so that a desk that wants to write never waits for more than one.
        """
        if self._keep is None:
            return 0
        before, left = self._clock.now() - self._keep, 0
        while batch := self._store.retire(before):
            left += batch
        return left

    def _check_links(self) -> None:
        """Look whether cited items are still there: alert where they are gone (404, 410), settle where they are back."""
        cited = self._cited_links()
        gone: list[Item] = []
        there: list[Item] = []
        for answer in self._fetcher.fetch(
            FetchRequest(feed=item.id, url=item.link, private=private) for item, private in cited.values()
        ):
            if answer.status in (NOT_FOUND, GONE):
                gone.append(cited[answer.feed][0])
            elif answer.status == OK:
                there.append(cited[answer.feed][0])
        self._tell(gone, there)

    @cached_property
    def _resolver(self) -> "LinkResolver":
        from wireroom.feeds.resolve import LinkResolver

        return LinkResolver(self._fetcher)

    def _cited_links(self) -> dict[str, tuple[Item, bool]]:
        """Cited items by id, and whether their feed is private; without those whose link is a guess from a guid."""
        from wireroom.feeds.sourcewatch import cited_items

        feeds = {feed.id: feed for feed in self._store.feeds()}
        items = self._store.items(cited_items(self._store))
        return {
            item.id: (item, feeds[item.feed].private)
            for item in items
            if item.link and item.feed in feeds and item.link != urljoin(feeds[item.feed].url, item.identity)
        }

    def _tell(self, gone: list[Item], there: list[Item]) -> None:
        """Write down what was seen, where it changes anything."""
        from wireroom.feeds.sourcewatch import Sighting, raise_alerts, settle_back

        missed = {alert.item for alert in self._store.alerts() if alert.kind is AlertKind.GONE}
        at = self._clock.now()
        back = {item.id: at for item in there if item.id in missed}
        if not gone and not back:
            return
        with self._store.transaction() as tx:
            settle_back(tx, AlertKind.GONE, back)
            raise_alerts(tx, [Sighting(item=item, kind=AlertKind.GONE) for item in gone], at)


def any_live(reader: Reader) -> bool:
    """Whether a live blog is running."""
    return any(blog.state is BlogState.LIVE for blog in reader.blogs())
