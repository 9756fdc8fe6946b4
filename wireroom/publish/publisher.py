"""Publishing a live blog: from a log position to files that any static host can serve."""

import os
import time
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec.structs import replace

from wireroom.errors import NotFoundError
from wireroom.model import Event, LiveBlog, Update
from wireroom.ports.clock import Clock
from wireroom.ports.store import Store
from wireroom.publish.card import NoCardError, draw
from wireroom.publish.delivery import delivery_to, everything_in, is_remote, with_twins
from wireroom.publish.files import TWIN, File
from wireroom.publish.frame import Frames
from wireroom.publish.garbage import seldom_searched
from wireroom.publish.place import Place, boot_id, stage_of
from wireroom.publish.press import Press
from wireroom.publish.run import Heed, Publication, Run, nobody
from wireroom.publish.settings import NO_ADDRESS, SiteConfig
from wireroom.publish.share import LONG, Made, Share, second_process, shared_out, site_of
from wireroom.publish.shelf import Shelf, ShelfDamagedError
from wireroom.publish.site import CARD, Site
from wireroom.publish.snapshot import SHOWING, BlogState, Fold
from wireroom.publish.standing import Found, Remembered
from wireroom.publish.story import place_of
from wireroom.publish.theme import Theme
from wireroom.publish.writer import FolderWriter

#: A folder that is ahead of the log: whoever restored a backup has acts of the same numbers that say other things.
OTHER_LOG = (
    "What stood there showed a log position {position} that this log does not have; was a backup restored? All of it "
    "was made anew."
)

#: Another one with every change of what a shelf holds: those of earlier versions are not opened.
_SHELF = b"4"

#: Trees kept after a switch: the new one, and the one readers may still be in.
_TREES = 2


class Publisher:
    """Publishes the live blogs of one store into folders. It may be kept: what it knows of a folder stays warm.

    ``boot`` names this run of the machine. From ``long`` events on, a second process helps to make everything anew.
    """

    def __init__(
        self, store: Store, clock: Clock, site: SiteConfig, *, boot: str | None = None, long: int = LONG
    ) -> None:
        self._boot = boot_id() if boot is None else boot
        self._long = long
        self._store = store
        self._clock = clock
        self._site = site
        self._theme = Theme(site.theme)
        self._frames = Frames(self._theme)
        self._shelves: dict[Path, Shelf] = {}
        self._places: dict[str, Place] = {}

    def publish(
        self,
        blog: LiveBlog,
        target: str | Path,
        *,
        sequence: int | None = None,
        at: datetime | None = None,
        onward: bool = False,
        whole: bool = False,
        heed: Heed | None = None,
    ) -> Publication:
        """Publish the blog as it stands, or as it stood at a log position or a time; ``whole`` makes all of it anew.

        ``onward`` leaves what another desk published meanwhile of a later position.

        ``target`` is a folder, an address that fsspec knows (``s3://...``, ``sftp://...``) or a git branch
        (``git+ADDRESS#BRANCH``). ``heed`` is told of files made and files expected as long as readers see nothing of
        them; what it raises then stops the publication.

        Raises ``PublishError``, ``PlaceError`` where a folder or its disk takes no more; readers then still see whole
        pages. Raises ``NotFoundError`` for a position before the blog's first event.
        """
        begun = time.perf_counter()
        address = str(target)
        remote = is_remote(address)
        place = self._place(address, remote=remote)
        with place.locked(), place.written():
            if remote:
                place.folder.mkdir(parents=True, exist_ok=True)
            until = self._until(blog, sequence, at)
            shelf = None if whole else self._remembered(blog, place)
            self._shelves.pop(place.folder, None)
            run = Run(blog, place, begun, heed or nobody, unseen=remote)
            try:
                done = self._go_on(run, shelf, until, onward=onward) if shelf else None
            except ShelfDamagedError:
                done = None
            if done is None:
                with seldom_searched(), place.cleared():
                    done = self._rebuild(run, until)
            if remote:
                done = self._deliver(address, place, done)
        return self._told(done)

    def _place(self, address: str, *, remote: bool) -> Place:
        """The folder that is published to; that of a remote target on this machine first."""
        stage = stage_of(address) if remote else None
        folder = str(stage) if stage else os.path.abspath(os.path.expanduser(address))  # noqa: PTH100, PTH111
        place = self._places.get(folder)
        if place is None:
            place = self._places[folder] = Place(Path(folder))
        return place

    def _deliver(self, address: str, place: Place, done: Publication) -> Publication:
        """Send what the target lacks; after a cut-off delivery or a rebuild everything is looked at."""
        begun = time.perf_counter()
        delivery = delivery_to(address, place.beside / "sent")
        complete = place.beside / "complete"
        unbroken = complete.is_file() and not done.whole
        complete.unlink(missing_ok=True)
        files = with_twins(place.folder, done.files if unbroken else everything_in(place.folder))
        removed = list(done.removed)
        if self._site.compress:
            removed += [f"{path}{TWIN}" for path in removed]
        delivery.deliver(place.folder, files, removed, forget=done.killed)
        complete.touch()
        return replace(done, path=address, seconds=done.seconds + time.perf_counter() - begun)

    def _told(self, done: Publication) -> Publication:
        """Tell hubs which feeds changed (WebSub); one that does not answer is a problem, not a failure."""
        if not done.files or not self._site.websub:
            return done
        from wireroom.publish.websub import feeds_among, ping

        address = self._site.address(done.slug)
        topics = [address + path for path in feeds_among(done.files)]
        problems = [problem for hub in self._site.websub if topics for problem in ping(hub, topics)]
        return replace(done, problems=(*done.problems, *problems))

    def _remembered(self, blog: LiveBlog, place: Place) -> Shelf | None:
        if not place.stands:
            return None
        held, folder = self._shelves.get(place.folder), place.shelf
        return held if held and held.lies_in(folder) else Shelf.open(folder, self._key(blog))

    def _go_on(self, run: Run, shelf: Shelf, until: int | None, *, onward: bool) -> Publication | None:
        """Write what changed since; none if everything has to be made anew."""
        state = shelf.state
        position, count, sealed = state.head.position, state.head.count, state.head.sealed
        if until is not None and until < position:
            if not onward:
                return None
            until = position
        events = self._store.events(blog=run.blog.id, after=position, until=until)
        if not self._leads_on(state, events):
            run.problems.append(OTHER_LOG.format(position=position))
            return None
        if any(event.to_status == "killed" or event.sealed for event in events):
            return None
        fold = Fold(state, self._stub, self._last_event)
        fold.take_in(events)
        changes = fold.changes
        if changes.everything:
            return None
        site = self._site_of(shelf, run)
        writer = FolderWriter(run.place.folder, compress=self._site.compress)
        if changes:

            def place_before(entry_id: str) -> str | None:
                entry = state.entries[entry_id]
                seen = entry.number <= count and shelf.hashes(f"entry/{entry_id}")
                return place_of(entry.number, sealed) if seen else None

            standing = Remembered(shelf.hashes, place_before)
            changed = site.changed(changes, count, standing)
            files = [*self._card(site, shelf, run), *changed]
            run.heed(len(files), len(files))
            shelf.begin()
            press = Press(run, shelf, writer)
            press.write(files)
            revisions = {entry_id: state.entries[entry_id].update.revision for entry_id in changes.entries}
            run.revisions.update(revisions)
            shelf.save()
        self._shelves[run.place.folder] = shelf
        return run.publication(state, unchanged=shelf.total - len(run.files))

    def _leads_on(self, state: BlogState, events: Sequence[Event]) -> bool:
        """Whether the log holds what is shown: the next of its ``events`` names the hash before it in the blog's chain."""
        head = state.head
        if events:
            return events[0].previous == head.hash
        shown = self._store.events(blog=state.blog.id, after=head.position - 1, until=head.position)
        return [event.hash for event in shown] == [head.hash]

    def _rebuild(self, run: Run, until: int | None) -> Publication:
        """Make everything anew from the log."""
        run.whole = True
        place = run.place
        switches = place.switches
        run.unseen = run.unseen or switches
        if switches:
            tree = place.new_tree()
            shelf_folder = place.shelf_of(tree)
            writer = FolderWriter(tree, fresh=True, before=place.folder, compress=self._site.compress)
        else:
            tree = place.folder
            place.forget()
            shelf_folder = place.shelf
            writer = FolderWriter(tree, compress=self._site.compress)
        shelf = Shelf.new(shelf_folder, self._key(run.blog))
        events = self._store.events(blog=run.blog.id, until=until)
        run.killed = any(event.to_status == "killed" or event.sealed for event in events)
        with second_process(wanted=switches and len(events) >= self._long) as second:
            self._fold_all(run.blog, shelf.state, events)
            entries = shelf.state.entries.values()
            run.revisions.update({entry.id: entry.update.revision for entry in entries})
            site = self._site_of(shelf, run)
            run.expected = site.expected()
            run.heed(0, run.expected)
            press = Press(run, shelf, writer, fresh=switches)
            press.write(self._card(site, shelf, run))
            if second is not None:
                share = shared_out(shelf, self._site, self._key(run.blog), tree, shelf_folder)
                second.give(share)
                press.write(site.everything(None, elsewhere=frozenset(share.pages)))
                self._take_over(run, shelf, press, site, share, second.made())
            elif switches:
                press.write(site.everything(None))
            else:
                self._stand_in_for_leaving(site, writer)
                press.write(site.everything(Found(writer.standing)))
        if switches:
            run.removed += [path for path in _files(place.folder) if path not in run.kept]
        else:
            run.removed += writer.sweep(run.kept)
        shelf.save()
        if switches:
            place.switch(tree, keep=1 if run.killed else _TREES)
        self._shelves[place.folder] = shelf
        return run.publication(shelf.state, unchanged=shelf.total - len(run.files))

    def _take_over(
        self, run: Run, shelf: Shelf, press: Press, site: Site, share: Share, made: Made | None
    ) -> None:
        """Take in what a second process has made of its share, or make it."""
        if made is None:
            press.write(site.pages(share.pages))
            return
        run.files.update(made.files)
        run.kept.update(made.files)
        run.elsewhere = made.bytes
        run.heed(min(len(run.kept), run.expected), run.expected)
        shelf.total += len(made.files)
        for row, hashes in made.pages.items():
            shelf.keep_hashes(row, hashes)
        shelf.leave_entries(entry.id for entry in share.entries)

    def _stand_in_for_leaving(self, site: Site, writer: FolderWriter) -> None:
        """Pages of updates that an earlier position does not have lead to the head page until they are swept."""
        staying = site.permalinks()
        for path in writer.names("p/*.html"):
            if path not in staying:
                writer.write(site.stand_in(path))

    def _fold_all(self, blog: LiveBlog, state: BlogState, events: Sequence[Event]) -> None:
        fold = Fold(state, self._stub, self._last_event)
        fold.take_in(events)
        if state.head.blog is None:
            raise NotFoundError(
                f"{blog.slug} did not exist then.",
                next_step=f"'wireroom log {blog.slug}' lists what happened, when and at which position; "
                f"'wireroom snapshots {blog.slug}' what was published.",
            )

    def _card(self, site: Site, shelf: Shelf, run: Run) -> list[File]:
        """The card, when what it says has changed."""
        text = site.card_text()
        said = sha256(msgspec.json.encode(text)).hexdigest()
        if shelf.card == said:
            return []
        try:
            body = draw(text)
        except NoCardError as reason:
            run.problems.append(str(reason))
            return []
        shelf.card = said
        return [File(CARD, body)]

    def _site_of(self, shelf: Shelf, run: Run) -> Site:
        if not self._site.base_url:
            run.problems.append(
                f"No public address is set ([newsroom] base_url): feeds and search engines are told {NO_ADDRESS}."
            )
        return site_of(
            shelf, self._site, self._theme, self._frames, picture_of=lambda one: self._store.picture(one).jpeg
        )

    def _until(self, blog: LiveBlog, sequence: int | None, at: datetime | None) -> int | None:
        if at is None:
            return sequence
        events = self._store.events(blog=blog.id, until=sequence)
        past = [event.sequence for event in events if event.at <= at and event.what not in SHOWING]
        return max(past, default=0)

    def _stub(self, update_id: str) -> Update:
        return self._store.update(update_id)

    def _last_event(self, update_id: str, before: int) -> Event:
        return self._store.events(subject=update_id, until=before - 1, newest_first=True, limit=1)[0]

    def _key(self, blog: LiveBlog) -> str:
        """What pieces and trust in the disk depend on besides the log."""
        site = msgspec.json.encode(self._site)
        parts = (_SHELF, blog.id.encode(), self._theme.digest.encode(), self._boot.encode(), site)
        return sha256(b"\0".join(parts)).hexdigest()


def _files(folder: Path) -> list[str]:
    """The files of a snapshot that stands, without the twins."""
    beneath = len(str(folder)) + 1
    found = [f"{at}/{name}"[beneath:] for at, _, names in os.walk(folder) for name in names]
    return sorted(path for path in found if not path.endswith(TWIN))
