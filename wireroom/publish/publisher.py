"""Publishing a live blog: from a log position to files that any static host can serve."""

import hashlib
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from wireroom.errors import NotFoundError
from wireroom.model import Kill, LiveBlog
from wireroom.ports import Clock, Store
from wireroom.publish.pieces import Pieces, make_pieces
from wireroom.publish.settings import SiteConfig
from wireroom.publish.site import File, Site
from wireroom.publish.snapshot import SHOWING, BlogState, Fold
from wireroom.publish.story import Entry
from wireroom.publish.theme import Theme
from wireroom.publish.writer import FolderWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What a publication wrote. ``sequence`` is the log position shown, ``files`` path -> SHA-256 of what changed."""

    blog: str
    sequence: int
    updates: int
    path: str
    files: dict[str, str] = field(default_factory=dict)
    files_unchanged: int = 0
    bytes: int = 0
    seconds: float = 0.0
    problems: tuple[str, ...] = ()

    @property
    def files_written(self) -> int:
        """How many files changed."""
        return len(self.files)


class Publisher:
    """Publishes the live blogs of one store."""

    def __init__(self, store: Store, clock: Clock, site: SiteConfig) -> None:
        self._store = store
        self._clock = clock
        self._site = site
        self._theme = Theme(site.theme)

    def publish(
        self, blog: LiveBlog, target: Path, *, sequence: int | None = None, at: datetime | None = None
    ) -> Publication:
        """Write the blog as it stands, or as it stood at a log position or a time.

        Raises ``PublishError``; readers then still see whole pages. Raises ``NotFoundError`` for a position before
        the blog's first event.
        """
        begun = time.perf_counter()
        state = self._state(blog, sequence, at)
        site = Site(state, self._site, self._theme, lambda entry: self._pieces(entry, state))
        written: dict[str, str] = {}
        unchanged = size = 0
        writer = FolderWriter(target)
        for file in _everything(site, state):
            if _same(target / file.path, file.body):
                unchanged += 1
                continue
            writer.write(file)
            written[file.path] = hashlib.sha256(file.body).hexdigest()
            size += len(file.body)
        return Publication(
            blog=blog.id,
            sequence=state.head.position,
            updates=sum(not entry.hidden for entry in state.entries.values()),
            path=str(target),
            files=written,
            files_unchanged=unchanged,
            bytes=size,
            seconds=time.perf_counter() - begun,
        )

    def _state(self, blog: LiveBlog, sequence: int | None, at: datetime | None) -> BlogState:
        events = self._store.events(blog=blog.id, until=sequence)
        events = [event for event in events if event.what not in SHOWING and (at is None or event.at <= at)]
        state = BlogState()
        fold = Fold(state, self._kill)
        for event in events:
            fold.apply(event)
        if state.head.blog is None:
            raise NotFoundError(
                f"{blog.slug} did not exist then.", next_step="'wireroom log' lists what happened and when."
            )
        return state

    def _kill(self, update_id: str) -> Kill:
        update = self._store.update(update_id)
        assert update.kill is not None
        return update.kill

    def _pieces(self, entry: Entry, state: BlogState) -> Pieces:
        return make_pieces(entry, state, self._site, self._theme)


def _everything(site: Site, state: BlogState) -> list[File]:
    files = list(site.assets())
    for entry in state.entries.values():
        files += site.of_entry(entry)
    for page in range(1, state.head.sealed + 1):
        files += site.of_page(page)
    return [*files, *site.onward(), *site.listings(), *site.head()]


def _same(path: Path, body: bytes) -> bool:
    try:
        return path.read_bytes() == body
    except FileNotFoundError:
        return False
