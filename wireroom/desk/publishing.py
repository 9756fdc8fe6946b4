"""Publishing a live blog: what is due is released, what lint objects to is refused, then a snapshot is written."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import platformdirs

from wireroom.desk import acts
from wireroom.desk.copyreading import Copyreader
from wireroom.desk.lint import errors
from wireroom.desk.marking import link_superseded
from wireroom.desk.outlook import Outlook, outlook
from wireroom.desk.recording import reasons, save
from wireroom.desk.reports import PublishReport
from wireroom.desk.seat import Seat, find_blog, short
from wireroom.desk.unpublished import behind
from wireroom.errors import NotFoundError, RefusedError, StoreReadOnly, UsageError
from wireroom.ids import new_id
from wireroom.model import PUBLIC_STATUSES, LiveBlog, Snapshot, Update, visible
from wireroom.ports.store import Reader

if TYPE_CHECKING:
    from wireroom.publish.ledger import Ledger
    from wireroom.publish.publisher import Publisher
    from wireroom.publish.run import Publication


@dataclass(frozen=True)
class PublishDesk:
    """The way out: snapshots of a live blog for its readers. Kept, it publishes from a warm memory."""

    seat: Seat

    def publish(
        self,
        blog: str,
        *,
        to: str | None = None,
        at: datetime | None = None,
        sequence: int | None = None,
        override: str = "",
        heed: Callable[[int, int], None] | None = None,
    ) -> PublishReport:
        """Write a snapshot: of now, or of the minute ``at`` or the log position ``sequence``.

        ``heed`` is told of files made and files expected as long as readers see none of them, and may raise to stop.

        Raises ``RefusedError`` listing what lint objects to, unless ``override`` gives a reason,
        ``PublishError`` when the target can't be written, and ``UsageError`` for a minute that has not come.
        """
        found = find_blog(self.seat.store, blog)
        if at is not None and at > self.seat.now():
            raise UsageError(
                f"{at.astimezone(ZoneInfo(found.zone)):%d %B %Y %H:%M:%S} {found.zone} has not come yet.",
                next_step=f"What stands now: wireroom publish {found.slug}",
            )
        problems: list[str] = []
        now = at is None and sequence is None
        if now:
            sequence, problems = self._linted(found.id, override)
        self._must_be_there(found, sequence)
        return self._show(
            found,
            self.target(found, to),
            acts.PUBLISHED,
            at,
            sequence,
            onward=now,
            why=override,
            problems=problems,
            heed=heed,
        )

    def unpublished_changes(self, blog: str) -> int:
        """Count what readers of a blog would see that its last snapshot does not show. Raises ``NotFoundError``."""
        store = self.seat.store
        found = find_blog(store, blog)
        return behind(store, found.id, store.updates(found.id)).changes(self.seat.now())

    def outlook(self, blog: str) -> Outlook:
        """Tell what readers would see anew if a blog were published now, and what lint says. Writes nothing."""
        store = self.seat.store
        return outlook(store, find_blog(store, blog), self.seat.now())

    def snapshots(self, blog: str) -> list[Snapshot]:
        """List the publications of a blog, oldest first."""
        return self.seat.store.snapshots(find_blog(self.seat.store, blog).id)

    def rollback(self, blog: str, sequence: int, *, to: str | None = None, why: str = "") -> PublishReport:
        """Show readers an earlier log position again, where they were shown the last one unless ``to`` says otherwise.

        The log itself goes nowhere; what was killed stays a stub.
        """
        found = find_blog(self.seat.store, blog)
        self._must_be_there(found, sequence)
        shown = self.seat.store.last_shown(found.id)
        target = shown.target if shown is not None and not to else self.target(found, to)
        return self._show(found, target, acts.ROLLED_BACK, None, sequence, why=why, problems=[])

    def target(self, blog: LiveBlog, to: str | None = None) -> str:
        """Where snapshots of a blog go: as asked, or its own folder in the configured one."""
        if to:
            from wireroom.publish.delivery import is_remote

            return to if is_remote(to) else str(Path(to).expanduser().absolute())
        folder = self.seat.config.publish.folder
        base = Path(folder).expanduser() if folder else platformdirs.user_data_path("wireroom") / "published"
        return str(base / blog.slug)

    @cached_property
    def _publisher(self) -> "Publisher":
        from wireroom.publish.publisher import Publisher
        from wireroom.publish.settings import SiteConfig

        return Publisher(self.seat.store, self.seat.clock, SiteConfig.of(self.seat.config))

    @cached_property
    def _copyreaders(self) -> defaultdict[str, Copyreader]:
        return defaultdict(Copyreader)

    def ledger(self, blog: str, folder: Path | None = None) -> "Ledger":
        """The signed manifests of a blog's snapshots, in the configured folder or another one."""
        from wireroom.publish.ledger import Ledger

        found = find_blog(self.seat.store, blog)
        chosen = self.seat.config.publish.manifests
        base = Path(chosen).expanduser() if chosen else platformdirs.user_data_path("wireroom") / "manifests"
        return Ledger(folder or base / found.slug, lambda: self.seat.store.snapshots(found.id))

    def _must_be_there(self, blog: LiveBlog, sequence: int | None) -> None:
        last = self.seat.store.position(blog.id)
        if sequence is not None and sequence > last:
            raise NotFoundError(
                f"{blog.slug} has no log position {sequence} yet; its last is {last}.",
                next_step=f"'wireroom snapshots {blog.slug}' lists what was published.",
            )

    def _release(self, embargoed: Iterable[Update]) -> bool:
        """Write down that embargoes have ended, so that the log alone says what readers see; whether any had."""
        now, store = self.seat.now(), self.seat.store
        ended = [update.id for update in embargoed if _due(store, update, now)]
        if not ended:
            return False
        with store.transaction() as tx:
            for update in map(tx.update, ended):
                if _due(tx, update, now):
                    why = "Its embargo has ended."
                    shown = save(tx, self.seat, update, update, acts.RELEASED, now, why=why)
                    link_superseded(tx, self.seat, shown, now)
        return True

    def _linted(self, blog_id: str, override: str) -> tuple[int, list[str]]:
        """Give the log position that lint has seen, and what it said; what is written meanwhile is looked at again."""
        store = self.seat.store
        while True:
            position = store.position(blog_id)
            problems = self._lint(store.blog(blog_id), override)
            if store.position(blog_id) == position:
                return position, problems

    def _lint(self, blog: LiveBlog, override: str) -> list[str]:
        """Release what is due, then list what lint says. Raises ``RefusedError``."""
        copyreader = self._copyreaders[blog.id]
        findings = copyreader.look(self.seat.store, blog)
        if self._release(copyreader.embargoed()):
            findings = copyreader.look(self.seat.store, blog)
        found = errors(findings)
        if found and not override.strip():
            raise RefusedError(
                f"{blog.slug} is not ready to be published.",
                missing=[f"{short(finding.update)}: {finding.words}" for finding in found],
                next_step=f"Mend each (wireroom lint {blog.slug} says how), or give --override REASON.",
            )
        return [f"Overridden: {each.words}" if each in found else each.words for each in findings]

    def _show(
        self,
        blog: LiveBlog,
        target: str,
        what: str,
        at: datetime | None,
        sequence: int | None,
        *,
        why: str,
        problems: list[str],
        onward: bool = False,
        heed: Callable[[int, int], None] | None = None,
    ) -> PublishReport:
        if barred := self.seat.store.barred():
            raise StoreReadOnly(
                f"What is published is written down in the store: {barred}",
                next_step=f"See how it looks: wireroom serve {blog.slug}; or publish from a copy: wireroom backup FILE",
            )
        aside = what == acts.PUBLISHED and not onward and target not in self._where_readers_are(blog)
        done = self._publisher.publish(blog, target, sequence=sequence, at=at, onward=onward, heed=heed)
        snapshot = self._write_down(blog, target, what, done, why, aside=aside)
        if snapshot and self.seat.config.publish.key:
            self.ledger(blog.id).add(snapshot, Path(self.seat.config.publish.key).expanduser())
        again = self._said_again(blog, done.sequence)
        return PublishReport(
            blog=blog.slug,
            sequence=done.sequence,
            updates=done.updates,
            files_written=done.files_written,
            files_unchanged=done.files_unchanged,
            bytes=done.bytes,
            seconds=done.seconds,
            problems=(*problems, *done.problems, *again),
            path=str(done.path),
        )

    def _where_readers_are(self, blog: LiveBlog) -> set[str]:
        """The targets that readers were ever given the blog at, and the one it has by configuration."""
        given = self.seat.store.snapshots(blog.id)
        return {self.target(blog), *(snapshot.target for snapshot in given if not snapshot.aside)}

    def _write_down(
        self, blog: LiveBlog, target: str, what: str, done: "Publication", why: str, *, aside: bool
    ) -> Snapshot | None:
        """Keep the snapshot and say so in the log; publishing the same thing to the same place again is no news."""
        with self.seat.store.transaction() as tx:
            last = tx.last_snapshot(blog.id)
            again = last is not None and (last.sequence, last.target) == (done.sequence, target)
            if again and not done.files and not done.removed:
                return None
            now = self.seat.now()
            snapshot = Snapshot(
                id=new_id(now),
                number=last.number + 1 if last is not None else 1,
                blog=blog.id,
                sequence=done.sequence,
                at=now,
                by=self.seat.editor,
                target=target,
                files=done.files,
                removed=done.removed,
                updates=done.revisions,
                aside=aside,
            )
            tx.put_snapshot(snapshot)
            reason = reasons(f"Log position {done.sequence} to {target}.", why)
            tx.record(self.seat.act(what, at=now, blog=blog.id, why=reason), tx.blog(blog.id))
            return snapshot

    def _said_again(self, blog: LiveBlog, sequence: int) -> list[str]:
        """Name what readers see again although it was retracted after the position shown."""
        store = self.seat.store

        def stood(update: str) -> bool:
            before = store.events(subject=update, until=sequence)
            return any(event.to_status in PUBLIC_STATUSES for event in before)

        return [
            f"{event.after.get('headline', short(event.subject))!r} was retracted after this position and is shown as "
            "it stood."
            for event in store.events(blog=blog.id, after=sequence)
            if event.what == acts.RETRACTED and not event.sealed and stood(event.subject)
        ]


def _due(reader: Reader, update: Update, now: datetime) -> bool:
    """Whether an embargo has ended that no event speaks of yet."""
    if update.embargo is None or not visible(update, now):
        return False
    events = reader.events(blog=update.blog, subject=update.id)
    return not any(event.what == acts.RELEASED for event in events)
