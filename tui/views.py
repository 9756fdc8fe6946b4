"""What the panes show, read from the store in one go: plain values, made on a thread, applied on the loop."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from tui.panes.wire_rows import USUAL_VIEW, WireRow
from wireroom.desk.unpublished import Behind, behind
from wireroom.filters import spaced
from wireroom.model import WIRES, FeedState, Item, LiveBlog, SourceAlert, Status, Update
from wireroom.ports.store import Cursor

if TYPE_CHECKING:
    from wireroom.desk.newsroom import Newsroom

#: Who acted within this time counts as being at the desk.
AT_THE_DESK = timedelta(minutes=10)
FIRST_PAGE = 120


class BlogView(Struct, frozen=True):
    """A live blog with its updates, newest filed first; without spiked drafts."""

    blog: LiveBlog
    updates: tuple[Update, ...] = ()
    alerts: tuple[SourceAlert, ...] = ()
    behind: Behind = Behind()

    def of(self, *statuses: Status) -> list[Update]:
        """The updates with one of these statuses."""
        return [update for update in self.updates if update.status in statuses]

    def unpublished(self, now: datetime) -> int:
        """How much readers would see by now that they have not been shown."""
        return self.behind.changes(now)


class RoomView(Struct, frozen=True):
    """What the line on top says besides the live blog."""

    feeds: int = 0
    failing: int = 0
    paused: int = 0
    unread: int = 0
    """Feeds with older items that nobody has read for cues yet."""
    colleagues: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    bells: tuple[str, ...] = ()
    """Those of the terms that ring."""


class Page(Struct, frozen=True):
    """A page of the wire, newest first; ``ended`` says that nothing older follows.

    It was read at a revision of the store, or later.
    """

    rows: tuple[WireRow, ...]
    ended: bool
    revision: int
    words: Mapping[str, str] = {}
    """The words of its items, by id, as a sieve wants them: another letter may follow. The usual view has none."""
    sure: bool = True
    """Whether it was asked of the store, and not of what had been loaded before."""


class FirstLook(Struct, frozen=True):
    """All that the desk shows when it opens, before anybody has moved."""

    page: Page
    blog: BlogView | None
    room: RoomView


def take_first_look(newsroom: "Newsroom", wanted_blog: str = "") -> FirstLook:
    """Read what the desk opens with."""
    return FirstLook(
        page=load_page(newsroom, USUAL_VIEW, limit=FIRST_PAGE),
        blog=load_blog(newsroom, wanted_blog),
        room=load_room(newsroom),
    )


def load_page(newsroom: "Newsroom", query: str, *, limit: int, after: Cursor | None = None) -> Page:
    """A page of the wire under a filter. Raises ``UsageError`` for a mistake in it."""
    revision = newsroom.store.revision()
    found = newsroom.wire.page(query, limit=limit, after=after)
    rows = []
    for item in found.items:
        feed = found.feeds.get(item.feed)
        source = (feed.title or feed.url) if feed is not None else item.feed
        rows.append(WireRow(item, source, found.sizes.get(item.cluster)))
    words = {} if query == USUAL_VIEW else {item.id: spaced(item) for item in found.items}
    return Page(tuple(rows), found.next is None, revision, words)


def load_blog(newsroom: "Newsroom", wanted: str) -> BlogView | None:
    """The live blog that is wanted; without a wish the newest that has not ended, else the newest."""
    store = newsroom.store
    blogs = store.blogs()
    if not blogs:
        return None
    chosen = next((blog for blog in blogs if wanted and wanted in (blog.slug, blog.id)), None)
    if chosen is None:
        chosen = next((blog for blog in blogs if blog.coverage_end is None), blogs[0])
    updates = store.updates(chosen.id)
    return BlogView(
        blog=chosen,
        updates=tuple(update for update in updates if not update.spiked),
        alerts=tuple(store.alerts(chosen.id)),
        behind=behind(store, chosen.id, updates),
    )


def load_room(newsroom: "Newsroom") -> RoomView:
    """Feed health, colleagues and watch terms."""
    store = newsroom.store
    feeds = store.feeds()
    healths = store.healths()
    states = [healths[feed.id].state for feed in feeds if feed.id in healths and not feed.paused]
    since = newsroom.clock.now() - AT_THE_DESK
    events = store.events(since=since, newest_first=True, limit=200)
    terms = store.watch_terms()
    people = {event.who for event in events}
    return RoomView(
        feeds=len(feeds),
        failing=sum(state in (FeedState.FAILING, FeedState.GONE) for state in states),
        paused=sum(feed.paused for feed in feeds),
        unread=sum(health.backlog for health in healths.values()),
        colleagues=tuple(sorted(people - {newsroom.editor, WIRES, ""})),
        terms=tuple(term.term for term in terms),
        bells=tuple(term.term for term in terms if term.bell),
    )


def wire_rows(newsroom: "Newsroom", items: Sequence[Item]) -> tuple[WireRow, ...]:
    """Items with the names of their feeds and the sizes of their stories."""
    store = newsroom.store
    if not items:
        return ()
    feeds = store.feeds_of(item.feed for item in items)
    names = {feed.id: feed.title or feed.url for feed in feeds.values()}
    sizes = store.cluster_sizes({item.cluster for item in items if item.cluster})
    return tuple(WireRow(item, names.get(item.feed, item.feed), sizes.get(item.cluster)) for item in items)
