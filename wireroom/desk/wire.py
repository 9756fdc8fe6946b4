"""Wires and triage: which feeds come in, and what becomes of their items."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from wireroom.desk import acts
from wireroom.desk.access import split_access
from wireroom.desk.pages import WirePage
from wireroom.desk.seat import Seat, short
from wireroom.errors import NotFoundError, UsageError
from wireroom.filters import Condition
from wireroom.ids import new_id
from wireroom.model import Feed, FeedAccess, Item, Stage
from wireroom.ports.store import ClusterSize, Cursor, Transaction
from wireroom.text.tags import clean_tag, folder_tag

if TYPE_CHECKING:
    from wireroom.desk.reports import Suggestion
    from wireroom.feeds.opml import ListedFeed


class WireDesk(Struct, frozen=True):
    """What an editor does with feeds and items. Every act on several items is one transaction, undone as one."""

    seat: Seat

    def feeds(self, *, removed: bool = False) -> list[Feed]:
        """List the feeds by title."""
        return self.seat.store.feeds(removed=removed)

    def add_feed(
        self,
        url: str,
        *,
        title: str = "",
        private: bool = False,
        tags: Iterable[str] = (),
        origin: str = "",
        access: FeedAccess | None = None,
    ) -> Feed:
        """Subscribe to a feed. One that is there already is not added twice; a removed one comes back.

        A name and password in the address are kept apart from it. Raises ``UsageError`` for what is no address.
        """
        with self.seat.store.transaction() as tx:
            return self._add(tx, url, access, title=title, private=private, tags=tags, origin=origin)

    def add_feeds(
        self, listed: "Iterable[ListedFeed]", *, private: bool = False
    ) -> tuple[list[Feed], list[str]]:
        """Subscribe to the feeds of a list in one act; also which lines of it could not be taken, and why."""
        feeds, remarks = [], []
        with self.seat.store.transaction() as tx:
            for one in listed:
                try:
                    feed = self._add(
                        tx,
                        one.url,
                        None,
                        title=one.title,
                        private=private,
                        tags=map(folder_tag, one.folders),
                        origin=one.origin,
                        site=one.site,
                        folders=one.folders,
                    )
                except UsageError as trouble:
                    remarks.append(f"line {one.line}: {trouble.message}")
                else:
                    feeds.append(feed)
        return feeds, remarks

    def give_access(self, feed_id: str, access: FeedAccess | None) -> Feed:
        """Keep what a feed's server asks for in place of what was kept; without it, nothing.

        Secrets stay out of the log, so this is no event, and undo passes over it.
        """
        with self.seat.store.transaction() as tx:
            feed = tx.feed(feed_id)
            tx.put_access(replace(access or FeedAccess(feed=""), feed=feed.id))
            return feed

    def pause_feed(self, feed_id: str) -> Feed:
        """Stop polling a feed until it is resumed."""
        return self._change_feed(feed_id, acts.PAUSED_FEED, lambda feed: replace(feed, paused=True))

    def resume_feed(self, feed_id: str) -> Feed:
        """Poll a paused feed again."""
        return self._change_feed(feed_id, acts.RESUMED_FEED, lambda feed: replace(feed, paused=False))

    def remove_feed(self, feed_id: str) -> Feed:
        """Take a feed off the list; its items stay."""
        now = self.seat.now()
        return self._change_feed(
            feed_id, acts.REMOVED_FEED, lambda feed: feed if feed.removed else replace(feed, removed=now)
        )

    def describe_feed(
        self,
        feed_id: str,
        *,
        title: str | None = None,
        origin: str | None = None,
        add: Iterable[str] = (),
        remove: Iterable[str] = (),
    ) -> Feed:
        """Change what a feed is called or the organisation behind it, put tags on it and take others off."""
        added, removed = _clean_tags(add), set(_clean_tags(remove))
        return self._change_feed(
            feed_id,
            acts.CHANGED_FEED,
            lambda feed: replace(
                feed,
                title=feed.title if title is None else title,
                origin=feed.origin if origin is None else origin,
                tags=_retagged(feed.tags, added, removed),
            ),
        )

    def keep(self, item_ids: Sequence[str]) -> list[Item]:
        """Keep items for later. What an update uses stays used."""
        return self._stage(item_ids, Stage.KEPT, acts.KEPT)

    def spike(self, item_ids: Sequence[str]) -> list[Item]:
        """Reject items. What an update uses stays used."""
        return self._stage(item_ids, Stage.SPIKED, acts.SPIKED)

    def restore(self, item_ids: Sequence[str]) -> list[Item]:
        """Put items back among the new ones. What an update uses stays used."""
        return self._stage(item_ids, Stage.NEW, acts.RESTORED)

    def tag(
        self, item_ids: Sequence[str], *, add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> list[Item]:
        """Put tags on items and take others off; works on the tags as they are, so it never conflicts."""
        added, removed = _clean_tags(add), set(_clean_tags(remove))
        if not added and not removed:
            raise UsageError("No tag was given.", next_step="Write +TAG to add one and -TAG to take one off.")
        with self.seat.store.transaction() as tx:
            now = self.seat.now()
            done = []
            for item in _all_items(tx, item_ids):
                tagged = replace(item, tags=_retagged(item.tags, added, removed))
                if tagged != item:
                    tx.record(self.seat.act(acts.TAGGED, at=now), tagged)
                done.append(tagged)
            return done

    def parse(self, query_text: str) -> Condition:
        """Read a filter. Raises ``UsageError`` pointing at the column of a mistake."""
        if (condition := self.parse_at_once(query_text)) is not None:
            return condition
        from wireroom.desk.query import parse

        return parse(query_text, now=self.seat.now(), feeds=self.seat.store.feeds())

    def parse_at_once(self, query_text: str) -> Condition | None:
        """As :meth:`parse`, without asking the store; ``None`` where it has to be asked what feeds are called."""
        from wireroom.desk.query import parse

        return None if "feed:" in query_text.casefold() else parse(query_text, now=self.seat.now())

    def page(self, query_text: str = "", *, limit: int = 100, after: Cursor | None = None) -> WirePage:
        """Read a page of the wire, newest first seen first."""
        store = self.seat.store
        items = store.wire(self.parse(query_text), limit=limit, after=after)
        last = items[-1] if len(items) == limit else None
        return WirePage(
            items=items,
            sizes=store.cluster_sizes(dict.fromkeys(item.cluster for item in items if item.cluster)),
            feeds=store.feeds_of(item.feed for item in items),
            next=Cursor(first_seen=last.first_seen, id=last.id) if last else None,
        )

    def suggest(self, item_id: str, beside: Sequence[str] = ()) -> "Suggestion":
        """Say what reading an item suggests for its write-up, and the items that are to be written up ``beside`` it."""
        from wireroom.desk.citing import cite
        from wireroom.desk.origins import origins
        from wireroom.desk.suggesting import suggest

        store = self.seat.store
        item = store.item(item_id)
        chosen = [item, *store.items(beside)]
        told = origins(cite(one, store.feed(one.feed)) for one in chosen)
        sizes = [ClusterSize(items=len(chosen), origins=len(told))]
        if item.cluster:
            sizes += store.cluster_sizes([item.cluster]).values()
        story = store.cluster(item.cluster) if item.cluster else []
        size = max(sizes, key=lambda one: one.origins)
        return suggest(item, store.feed(item.feed), size, [*story, *chosen[1:]])

    def _add(
        self,
        tx: Transaction,
        url: str,
        access: FeedAccess | None,
        *,
        title: str,
        private: bool,
        tags: Iterable[str],
        origin: str,
        site: str = "",
        folders: tuple[str, ...] = (),
    ) -> Feed:
        address, carried = split_access(url)
        wanted = _clean_tags(tags)
        now = self.seat.now()
        known = tx.feed_by_url(address)
        stood = known or Feed(id=new_id(now), url=address, added=now)
        feed = replace(
            stood,
            title=title or stood.title,
            site=stood.site or site,
            origin=origin or stood.origin,
            tags=tuple(dict.fromkeys((*stood.tags, *wanted))),
            folders=tuple(dict.fromkeys((*stood.folders, *folders))),
            private=private or stood.private,
            removed=None,
        )
        given = access or carried
        if given is not None:
            tx.put_access(replace(given, feed=feed.id))
        if feed != known:
            back = known is None or known.removed is not None
            tx.record(self.seat.act(acts.ADDED_FEED if back else acts.CHANGED_FEED, at=now), feed)
        return feed

    def _change_feed(self, feed_id: str, what: str, change: Callable[[Feed], Feed]) -> Feed:
        with self.seat.store.transaction() as tx:
            feed = tx.feed(feed_id)
            changed = change(feed)
            if changed != feed:
                tx.record(self.seat.act(what, at=self.seat.now()), changed)
            return changed

    def _stage(self, item_ids: Sequence[str], stage: Stage, what: str) -> list[Item]:
        with self.seat.store.transaction() as tx:
            now = self.seat.now()
            done = []
            for item in _all_items(tx, item_ids):
                if item.stage in (stage, Stage.USED):
                    done.append(item)
                    continue
                moved = replace(item, stage=stage)
                tx.record(self.seat.act(what, at=now, from_status=item.stage, to_status=stage), moved)
                done.append(moved)
            return done


def _clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clean_tag(tag) for tag in tags))


def _retagged(tags: tuple[str, ...], added: tuple[str, ...], removed: set[str]) -> tuple[str, ...]:
    return tuple(tag for tag in dict.fromkeys((*tags, *added)) if tag not in removed)


def _all_items(tx: Transaction, item_ids: Sequence[str]) -> list[Item]:
    wanted = list(dict.fromkeys(item_ids))
    items = tx.items(wanted)
    if lost := sorted(set(wanted) - {item.id for item in items}):
        raise NotFoundError(
            f"There is no item {', '.join(short(item_id) for item_id in lost)} on the wire.",
            next_step="'wireroom wire' lists the items there are.",
        )
    return items
