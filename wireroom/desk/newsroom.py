"""The one way in for screen and command line: a newsroom with an editor at the desk."""

from dataclasses import dataclass
from functools import cached_property

from wireroom.config import Config
from wireroom.desk.liveblog import LiveBlogDesk
from wireroom.desk.publishing import PublishDesk
from wireroom.desk.seat import Seat
from wireroom.desk.trail import Trail
from wireroom.desk.watch import WatchDesk
from wireroom.desk.wire import WireDesk
from wireroom.ports import Clock, Store


@dataclass(frozen=True)
class Newsroom:
    """Everything the desk can do, by what it is done to. ``store`` belongs to the caller, who closes it."""

    store: Store
    clock: Clock
    editor: str
    config: Config

    @cached_property
    def _seat(self) -> Seat:
        return Seat(store=self.store, clock=self.clock, editor=self.editor, config=self.config)

    @cached_property
    def wire(self) -> WireDesk:
        """Feeds and the items they bring."""
        return WireDesk(self._seat)

    @cached_property
    def blogs(self) -> LiveBlogDesk:
        """Live blogs and their updates."""
        return LiveBlogDesk(self._seat)

    @cached_property
    def watch(self) -> WatchDesk:
        """Watch terms and saved views."""
        return WatchDesk(self._seat)

    @cached_property
    def trail(self) -> Trail:
        """The audit trail, and undo."""
        return Trail(self._seat)

    @cached_property
    def publishing(self) -> PublishDesk:
        """Snapshots for readers."""
        return PublishDesk(self._seat)
