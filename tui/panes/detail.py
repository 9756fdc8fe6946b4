"""The detail: what is under the cursor, in full. Its own words show at once, what must be asked for follows."""

from typing import TYPE_CHECKING

from msgspec import Struct
from textual.app import ComposeResult
from textual.timer import Timer

from tui.office import Office
from tui.panes.detail_words import NOTHING_HERE, subject_words
from tui.panes.head import PaneHead
from tui.panes.lane_rows import LaneRow
from tui.panes.wire_rows import WireRow
from tui.views import wire_rows
from tui.widgets.blocks import Block
from tui.widgets.reader import ReaderView
from tui.widgets.room import Room
from wireroom.model import ItemVersion

if TYPE_CHECKING:
    from tui.panes.update_copy import Findings
    from wireroom.feeds.article import Article

#: The cursor must rest this long before the store is asked about what it rests on.
REST_SECONDS = 0.12


class _Story(Struct, frozen=True):
    versions: tuple[ItemVersion, ...]
    others: tuple[WireRow, ...]


class DetailPane(Room):
    """Shows an item or an update."""

    def __init__(self, office: Office, *, id: str = "detail") -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._office = office
        self._shown: WireRow | LaneRow | None = None
        self._found: _Story | Findings | None = None
        self._article: Article | None = None
        self._zone = "UTC"
        self._rest: Timer | None = None
        self._group = f"{id}-read"
        self.head = PaneHead("Detail", office.brush)
        self.reader = ReaderView(office.brush, id=f"{id}-reader")
        self.reader.show(NOTHING_HERE, "")

    def compose(self) -> ComposeResult:
        """Head over text."""
        yield self.head
        yield self.reader

    @property
    def shown(self) -> WireRow | LaneRow | None:
        """What is shown."""
        return self._shown

    def show(self, row: WireRow | LaneRow | None, zone: str) -> None:
        """Show a row at once; ask for the rest when the cursor rests."""
        if row is self._shown and zone == self._zone:
            return
        again = row is not None and self._shown is not None and row.key == self._shown.key
        self._shown, self._zone = row, zone
        if row is None:
            self.head.say("")
            self.reader.show(NOTHING_HERE, "")
            return
        self.head.say(subject_words(row))
        if not again:
            self._found = None
            self._article = None
            self.reader.show(self._blocks(row, None), row.key)
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST_SECONDS, self._ask)

    def finish(self) -> None:
        """Ask for the rest now, without waiting for the cursor to rest."""
        if self._rest is not None:
            self._rest.stop()
        self._ask()

    def add_article(self, item_id: str, article: "Article") -> None:
        """Show the whole article of an item with it, if it is still what is shown."""
        if isinstance(self._shown, WireRow) and self._shown.key == item_id:
            self._article = article
            self.reader.show(self._blocks(self._shown, self._found), item_id)

    def pass_time(self) -> None:
        """Show how long things have been due as it is now."""
        if self._shown is not None:
            self.reader.show(self._blocks(self._shown, self._found), self._shown.key)

    def _ask(self) -> None:
        row = self._shown
        newsroom = self._office.newsroom
        if isinstance(row, WireRow):
            item = row.item

            def story() -> _Story:
                store = newsroom.store
                versions = tuple(store.versions(item.id)) if item.version > 1 else ()
                several = row.size is not None and row.size.items > 1
                return _Story(versions, wire_rows(newsroom, store.cluster(item.cluster)) if several else ())

            self._office.ask(story, lambda found: self._add(row, found), group=self._group)
        elif isinstance(row, LaneRow):
            update = row.update

            def findings() -> "Findings":
                from tui.panes.update_copy import find_out

                return find_out(newsroom, update)

            self._office.ask(findings, lambda found: self._add(row, found), group=self._group)

    def _add(self, row: WireRow | LaneRow, found: "_Story | Findings") -> None:
        if self._shown is row:
            self._found = found
            self.reader.show(self._blocks(row, found), row.key)

    def _blocks(self, row: WireRow | LaneRow, found: "_Story | Findings | None") -> list[Block]:
        clock = self._office.newsroom.clock
        if isinstance(row, WireRow):
            from tui.panes.item_copy import item_blocks

            story = found if isinstance(found, _Story) else _Story((), ())
            return item_blocks(row, clock, self._zone, story.versions, story.others, self._article)
        from tui.panes.update_copy import update_blocks

        return update_blocks(row, clock, None if isinstance(found, _Story) else found)
