"""Where an editor sits: the store worked on, the clock, who acts, and the configuration in force."""

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from wireroom.config import Config
from wireroom.errors import NotFoundError
from wireroom.model import Act, LiveBlog
from wireroom.ports.clock import Clock
from wireroom.ports.fetching import FetchRequest, FetchResult
from wireroom.ports.store import DraftBox, Reader, Store


class Seat(Struct, frozen=True, kw_only=True):
    """What every use case needs to know before it does anything. ``fetch`` asks one address, politely."""

    store: Store
    clock: Clock
    editor: str
    config: Config
    aside: DraftBox | None = None
    machine: str = ""
    fetch: Callable[[FetchRequest], FetchResult] | None = None

    def now(self) -> datetime:
        """Tell the present, aware and in UTC."""
        return self.clock.now()

    def act(
        self,
        what: str,
        *,
        at: datetime,
        blog: str = "",
        why: str = "",
        from_status: str = "",
        to_status: str = "",
        undoes: int = 0,
    ) -> Act:
        """Say what this editor is about to do."""
        return Act(
            at=at,
            who=self.editor,
            what=what,
            blog=blog,
            why=why,
            from_status=from_status,
            to_status=to_status,
            undoes=undoes,
        )


def short(full_id: str) -> str:
    """Shorten an id to its end, as every command takes it."""
    return full_id[-8:]


def find_blog(reader: Reader, slug_or_id: str) -> LiveBlog:
    """Find a live blog, or say which command lists them."""
    try:
        return reader.blog(slug_or_id)
    except NotFoundError as trouble:
        raise NotFoundError(
            f"There is no live blog {slug_or_id!r}.",
            next_step="'wireroom blog list' shows those there are; 'wireroom blog new SLUG --headline H' opens one.",
        ) from trouble
