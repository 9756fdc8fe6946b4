"""The health of the feeds: how polling each one goes, with the reason in words."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tui.screens.form import FormScreen, Line, Values
from tui.screens.lists import ListScreen
from tui.screens.picking import Option
from tui.screens.reading import read_answer
from tui.widgets.blocks import BLANK, Block, text
from tui.widgets.spans import Span
from tui.widgets.when import ago, counted, date_and_clock, span
from wireroom.model import Feed, FeedHealth, FeedState
from wireroom.ports.clock import Clock

if TYPE_CHECKING:
    from wireroom.desk.newsroom import Newsroom

#: How the puller says that the server had nothing new (RFC 9110, 15.4.5).
NOT_MODIFIED = "304"
SIGNS = {
    FeedState.OK: ("✓", "confirmed"),
    FeedState.FAILING: ("!", "developing"),
    FeedState.PAUSED: ("◦", "quiet"),
    FeedState.GONE: ("✗", "retracted"),
}


class HealthScreen(ListScreen):
    """Feeds, those in trouble first."""

    TITLE_WORDS = "Health of the feeds"
    KEYS = "Enter details   Space pause or resume   e name, origin, tags   x remove   + add   R ask all   Esc leave"
    EMPTY = ("No wires yet.", "+ subscribes to one.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "details", "Details", id="health-details"),
        Binding("space", "pause", "Pause or resume", id="health-pause"),
        Binding("e", "describe", "Name, origin and tags", id="health-rename"),
        Binding("x", "remove", "Remove", id="health-remove"),
        Binding("plus", "add", "Add", id="health-add"),
        Binding("R", "ask_all", "Ask all", id="health-ask"),
    ]

    @staticmethod
    def load(newsroom: "Newsroom") -> list[Option]:
        """Read feeds and their health."""
        store = newsroom.store
        healths = store.healths()
        pairs = [(feed, healths.get(feed.id, FeedHealth(feed=feed.id))) for feed in store.feeds()]
        pairs.sort(
            key=lambda pair: (_state(*pair) in (FeedState.OK, FeedState.PAUSED), pair[0].title.casefold())
        )
        return [_option(feed, health, newsroom.clock) for feed, health in pairs]

    def action_pause(self) -> None:
        """Stop polling the feed, or take it up again."""
        if not (chosen := self.chosen):
            return
        newsroom = self.newsroom

        def deed() -> Feed:
            paused = newsroom.store.feed(chosen).paused
            return newsroom.wire.resume_feed(chosen) if paused else newsroom.wire.pause_feed(chosen)

        self.act(deed, lambda feed: f"{feed.title or feed.url} {'paused' if feed.paused else 'resumed'}")

    def action_details(self) -> None:
        """Read everything that is known of the feed."""
        if chosen := self.chosen:
            store, zone, now = self.newsroom.store, self.desk.zone, self.newsroom.clock.now()
            read_answer(
                self.desk, "Feed", lambda: feed_blocks(store.feed(chosen), store.health(chosen), zone, now)
            )

    def action_remove(self) -> None:
        """Take the feed off the list; its items stay, and undo brings it back."""
        if (chosen := self.chosen) and self.asked_twice("x again takes this feed off the list"):
            wire = self.newsroom.wire
            self.act(
                lambda: wire.remove_feed(chosen),
                lambda feed: f"{feed.title or feed.url} removed; u undoes it",
            )

    def action_describe(self) -> None:
        """Change what the feed is called, the organisation behind it and the tags of what it brings."""
        if chosen := self.chosen:
            store = self.newsroom.store
            self.desk.office.open(lambda: store.feed(chosen), self._describe, group="feed")

    def _describe(self, feed: Feed) -> None:
        wire = self.newsroom.wire

        def deed(values: Values) -> Feed:
            tags = values["tags"].replace("#", " ").split()
            return wire.describe_feed(
                feed.id,
                title=values["title"],
                origin=values["origin"],
                add=tags,
                remove=[tag for tag in feed.tags if tag not in map(str.casefold, tags)],
            )

        self.app.push_screen(
            FormScreen(
                self.desk.office,
                title="Feed",
                intro=feed.url,
                fields=[
                    Line(name="title", label="Name", value=feed.title),
                    Line(
                        name="origin",
                        label="Organisation behind it; its copies count once",
                        value=feed.origin,
                    ),
                    Line(name="tags", label="Tags for everything it brings", value=" ".join(feed.tags)),
                ],
                deed=deed,
                then=lambda _: self.read(),
                done_word="save",
            )
        )

    def action_add(self) -> None:
        """Subscribe to a feed."""
        from tui.screens.small_forms import add_feed_form

        add_feed_form(self.desk, then=self.read)

    def action_ask_all(self) -> None:
        """Ask all wires now."""
        begun = self.desk.desk_app.wires.ask_all()
        self.say("asking all wires" if begun else "the wires are being asked")


def _state(feed: Feed, health: FeedHealth) -> FeedState:
    return FeedState.PAUSED if feed.paused else health.state


def _option(feed: Feed, health: FeedHealth, clock: Clock) -> Option:
    """What matters most comes first: in a narrow terminal the rest is left out."""
    state = _state(feed, health)
    sign, part = SIGNS[state]
    now = clock.now()
    words = [state.value]
    if health.outcome not in (NOT_MODIFIED, "nothing new"):
        words.append(health.outcome)
    if health.next_due is not None and not feed.paused and health.next_due > now:
        left = health.next_due - now
        words.append(f"next in {span(left)}" if left >= timedelta(minutes=1) else "next now")
    if health.items:
        words.append(counted(health.items, "item") + (f", {health.edits} edited" if health.edits else ""))
    if health.fetched is not None:
        words.append(f"asked {ago(health.fetched, now)}")
    if health.items_a_day:
        words.append(f"{health.items_a_day:.0f} a day")
    return Option(feed.id, f"{sign} {feed.title or feed.url}", " · ".join(words), part)


def feed_blocks(feed: Feed, health: FeedHealth, zone: str, now: datetime) -> list[Block]:
    """Everything that is known of one feed."""
    state = _state(feed, health)
    sign, part = SIGNS[state]
    rows = [
        ("Address", feed.url),
        ("Site", feed.site),
        ("Organisation", feed.origin),
        ("Tags", " ".join(f"#{tag}" for tag in feed.tags)),
        ("Network", "private: your own machine or network is allowed" if feed.private else ""),
        ("Last asked", _moment(health.fetched, zone, now)),
        ("Last answer that could be read", _moment(health.succeeded, zone, now)),
        ("Next", "" if feed.paused else _moment(health.next_due, zone, now)),
        ("Failures in a row", str(health.failures) if health.failures else ""),
        ("Interval the feed asks for", _interval(health.declared_interval)),
        ("Interval learnt", _interval(health.learned_interval)),
        ("Moved to", health.moved_to),
        ("Its clock", _skew(health.clock_skew)),
        ("Items", f"{health.items}, {health.edits} edited after they came" if health.items else ""),
        ("A day", f"{health.items_a_day:.0f}" if health.items_a_day else ""),
    ]
    lines = [Block((Span(f"{name}  ", "quiet"), Span(value)), hang=2) for name, value in rows if value]
    reason = "nothing new" if health.outcome == NOT_MODIFIED else health.outcome
    return [
        text(feed.title or feed.url, bold=True),
        Block((Span(f"{sign} {state.value}", part, bold=True), Span(f"  {reason}"))),
        BLANK,
        *lines,
    ]


def _moment(at: datetime | None, zone: str, now: datetime) -> str:
    return date_and_clock(at, zone, now) if at is not None else ""


def _skew(seconds: float | None) -> str:
    """How wrong a server's clock is; empty where it is right or tells nothing."""
    if not seconds:
        return ""
    off = timedelta(seconds=abs(seconds))
    words = span(off) if off >= timedelta(minutes=1) else f"{off.total_seconds():.0f} s"
    return f"{words} {'ahead of' if seconds > 0 else 'behind'} ours"


def _interval(seconds: int | None) -> str:
    return span(timedelta(seconds=seconds)) if seconds else ""
