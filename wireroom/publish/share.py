"""A share of a rebuild that a second process makes, so that a long blog's second half does not wait for its first.

The second process renders and writes whole archive pages with their updates into a tree that nobody sees yet, and
remembers the updates on the shelf; it asks no store. It only ever saves time: whatever goes wrong there, the first
process makes that share itself, and meets what was wrong.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from wireroom.errors import NotFoundError
from wireroom.publish.card import can_draw
from wireroom.publish.frame import Frames
from wireroom.publish.garbage import seldom_searched
from wireroom.publish.pieces import late_piece, make_pieces
from wireroom.publish.place import Place
from wireroom.publish.press import Press
from wireroom.publish.run import Run, nobody
from wireroom.publish.settings import SiteConfig
from wireroom.publish.shelf import HeadRecord, Shelf
from wireroom.publish.showing import Shown
from wireroom.publish.site import Site
from wireroom.publish.story import Entry, Head, page_row
from wireroom.publish.theme import Theme
from wireroom.publish.views import Views
from wireroom.publish.writer import FolderWriter

#: With fewer events than this, a second process would take longer to start than it saves.
LONG = 2000


class Share(Struct):
    """What the second process is given: the blog's head, some of its sealed pages, and where they are written."""

    site: SiteConfig
    key: str
    tree: str
    shelf: str
    head: Head
    pages: list[int]
    rows: dict[str, list[str]]
    entries: list[Entry]


class Made(Struct):
    """What it has written: path -> SHA-256, the same by page for files of pages, and how many bytes."""

    files: dict[str, str]
    pages: dict[str, dict[str, str]]
    bytes: int


class Second:
    """The second process, waiting for its share."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def give(self, share: Share) -> None:
        """Hand the share over; it works from now on."""
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(msgspec.msgpack.encode(share))
            self._process.stdin.close()
        except BrokenPipeError:
            return  # it is gone, and made() says so

    def made(self) -> Made | None:
        """Wait for what it has written; none if it could not."""
        assert self._process.stdout is not None
        told = self._process.stdout.read()
        return msgspec.msgpack.decode(told, type=Made) if self._process.wait() == 0 else None


@contextmanager
def second_process(*, wanted: bool) -> Iterator[Second | None]:
    """A second process if it is wanted; it ends with the block."""
    if not wanted or not sys.executable:
        yield None
        return
    process = subprocess.Popen(  # noqa: S603 - this package, in the interpreter that runs it
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with process:
        try:
            yield Second(process)
        finally:
            process.kill()


def make(share: Share) -> Made:
    """Render and write a share."""
    shelf = Shelf(Path(share.shelf), HeadRecord(share.key, share.head, rows=share.rows))
    for entry in share.entries:
        shelf.state.entries[entry.id] = entry
    site = site_of(shelf, share.site, Theme(share.site.theme), picture_of=_no_picture)
    run = Run(shelf.state.blog, Place(Path(share.tree)), 0.0, nobody, unseen=False, whole=True)
    writer = FolderWriter(Path(share.tree), fresh=True, compress=share.site.compress)
    Press(run, shelf, writer, fresh=True).write(site.pages(share.pages))
    shelf.save_entries()
    rows = [page_row(page) for page in share.pages]
    return Made(run.files, {row: shelf.hashes(row) for row in rows}, run.bytes)


def shared_out(shelf: Shelf, site: SiteConfig, key: str, tree: Path, folder: Path) -> Share:
    """Half of the archive, the older one. Pages with pictures stay: these rest in the store."""
    state = shelf.state
    rows = {page: state.rows[page_row(page)] for page in range(1, state.head.sealed // 2 + 1)}
    plain = [page for page, ids in rows.items() if not any(_pictured(state.entries[one]) for one in ids)]
    return Share(
        site=site,
        key=key,
        tree=str(tree),
        shelf=str(folder),
        head=state.head,
        pages=plain,
        rows={page_row(page): rows[page] for page in plain},
        entries=[state.entries[one] for page in plain for one in rows[page]],
    )


def site_of(
    shelf: Shelf,
    config: SiteConfig,
    theme: Theme,
    frames: Frames | None = None,
    *,
    picture_of: Callable[[str], bytes],
) -> Site:
    """The files of what a shelf remembers; what it lacks is rendered when it is asked for, and remembered."""
    views = Views(shelf.state.blog, config)

    def show(entry_id: str) -> Shown:
        entry, pieces = shelf.shown(entry_id)
        if not pieces:
            pieces = make_pieces(entry, views, config, theme)
            shelf.keep_pieces(entry_id, pieces)
        return Shown(entry, pieces, entry.changed)

    shelf.showing.make = show
    shelf.showing.late = lambda kind, entry: late_piece(kind, views.of(entry), theme)
    return Site(
        shelf.state,
        config,
        theme,
        frames or Frames(theme),
        shelf.showing,
        picture_of,
        views,
        card=can_draw(),
        standing=shelf.hashes,
    )


def _pictured(entry: Entry) -> bool:
    return any(form.update.media for form in entry.forms)


def _no_picture(picture: str) -> bytes:
    raise NotFoundError(f"No picture {picture} here.", next_step="Ask the store.")


def main() -> None:
    """Make the share that standard input holds, and tell standard output what was made.

    The process ends at once then: taking its memory apart first would only keep the other one waiting.
    """
    share = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Share)
    with seldom_searched():
        sys.stdout.buffer.write(msgspec.msgpack.encode(make(share)))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
