"""The one way in for screen and command line: a newsroom with an editor at the desk."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from wireroom.config import Config
from wireroom.desk.seat import Seat
from wireroom.ports.clock import Clock
from wireroom.ports.fetching import FetchRequest, FetchResult
from wireroom.ports.store import DraftBox, Store

if TYPE_CHECKING:
    from wireroom.desk.liveblog import LiveBlogDesk
    from wireroom.desk.presence import Presence
    from wireroom.desk.publishing import PublishDesk
    from wireroom.desk.trail import Trail
    from wireroom.desk.watch import WatchDesk
    from wireroom.desk.wire import WireDesk


@dataclass(frozen=True)
class Newsroom:
    """Everything the desk can do, by what it is done to. ``store`` belongs to the caller, who closes it.

    ``aside`` keeps drafts while a store on another machine is out of reach; ``machine`` is what other desks call
    the one this desk runs on; ``fetch`` asks one address, for a picture.

    Each desk is loaded when it is first asked for: a pull needs none of them.
    """

    store: Store
    clock: Clock
    editor: str
    config: Config
    aside: DraftBox | None = None
    machine: str = ""
    fetch: Callable[[FetchRequest], FetchResult] | None = None

    @cached_property
    def _seat(self) -> Seat:
        return Seat(
            store=self.store,
            clock=self.clock,
            editor=self.editor,
            config=self.config,
            aside=self.aside,
            machine=self.machine,
            fetch=self.fetch,
        )

    @cached_property
    def wire(self) -> "WireDesk":
        """Feeds and the items they bring."""
        from wireroom.desk.wire import WireDesk

        return WireDesk(self._seat)

    @cached_property
    def blogs(self) -> "LiveBlogDesk":
        """Live blogs and their updates."""
        from wireroom.desk.liveblog import LiveBlogDesk

        return LiveBlogDesk(self._seat)

    @cached_property
    def watch(self) -> "WatchDesk":
        """Watch terms and saved views."""
        from wireroom.desk.watch import WatchDesk

        return WatchDesk(self._seat)

    @cached_property
    def trail(self) -> "Trail":
        """The audit trail, and undo."""
        from wireroom.desk.trail import Trail

        return Trail(self._seat)

    @cached_property
    def publishing(self) -> "PublishDesk":
        """Snapshots for readers."""
        from wireroom.desk.publishing import PublishDesk

        return PublishDesk(self._seat)

    @cached_property
    def presence(self) -> "Presence":
        """This desk among the others."""
        from wireroom.desk.presence import Presence

        return Presence(self._seat)
