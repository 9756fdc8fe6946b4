"""What one publication does, and what is told of it afterwards."""

import time
from collections.abc import Callable, Mapping

from msgspec import Struct, field

from wireroom.model import PUBLIC_STATUSES, LiveBlog
from wireroom.publish.place import Place
from wireroom.publish.snapshot import BlogState

#: Is told of files made and files expected.
Heed = Callable[[int, int], None]


def nobody(_made: int, _expected: int) -> None:
    """Heeds a publication that nobody watches."""


class Publication(Struct, frozen=True, kw_only=True):
    """What a publication wrote.

    ``sequence`` is the log position shown; ``files`` (path -> SHA-256), ``removed`` and ``revisions`` (update ->
    revision) tell what differs from what stood there before. ``killed`` says that a whole snapshot leaves out words that
    were killed. ``problems`` are sentences for the editor.
    """

    blog: str
    slug: str
    sequence: int
    updates: int
    path: str
    files: Mapping[str, str] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    revisions: Mapping[str, int] = field(default_factory=dict)
    files_unchanged: int = 0
    bytes: int = 0
    seconds: float = 0.0
    whole: bool = False
    killed: bool = False
    problems: tuple[str, ...] = ()

    @property
    def files_written(self) -> int:
        """How many files changed."""
        return len(self.files)


class Run(Struct):
    """What one publication has done so far; ``elsewhere`` are bytes that another process wrote."""

    blog: LiveBlog
    place: Place
    begun: float
    heed: Heed
    unseen: bool
    expected: int = 0
    files: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    revisions: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    elsewhere: int = 0
    whole: bool = False
    killed: bool = False

    @property
    def bytes(self) -> int:
        """How much changed; a file that stood in for another counts once."""
        return sum(self.sizes.values()) + self.elsewhere

    def publication(self, state: BlogState, *, unchanged: int) -> Publication:
        """What is told of it."""
        counts = state.head.counts
        return Publication(
            blog=self.blog.id,
            slug=self.blog.slug,
            sequence=state.head.position,
            updates=sum(counts.get(status, 0) for status in PUBLIC_STATUSES),
            path=str(self.place.folder),
            files=self.files,
            removed=tuple(self.removed),
            revisions=self.revisions,
            files_unchanged=unchanged,
            bytes=self.bytes,
            seconds=time.perf_counter() - self.begun,
            whole=self.whole,
            killed=self.killed,
            problems=tuple(self.problems),
        )
