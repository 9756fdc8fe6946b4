"""Publishing a live blog: what is due is released, what lint objects to is refused, then a snapshot is written."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from wireroom.desk import acts
from wireroom.desk.lint import errors, lint
from wireroom.desk.recording import save
from wireroom.desk.reports import PublishReport
from wireroom.desk.seat import Seat, find_blog, short
from wireroom.errors import RefusedError
from wireroom.model import Event, LiveBlog, Snapshot, Status, Update

if TYPE_CHECKING:
    from wireroom.publish.publisher import Publisher

_SHOWING = frozenset({acts.PUBLISHED, acts.ROLLED_BACK})


@dataclass(frozen=True, slots=True)
class PublishDesk:
    """The way out: snapshots of a live blog for its readers."""

    seat: Seat

    def publish(
        self,
        blog: str,
        *,
        to: str | None = None,
        at: datetime | None = None,
        sequence: int | None = None,
        override: str = "",
    ) -> PublishReport:
        """Write a snapshot: of now, or of the minute ``at`` or the log position ``sequence``.

        Raises ``RefusedError`` listing what lint objects to, unless ``override`` gives a reason, and
        ``PublishError`` when the target can't be written.
        """
        found = find_blog(self.seat.store, blog)
        if at is None and sequence is None:
            self._release(found)
            self._refuse_errors(found, override)
        result = self._publisher().publish(
            found.slug, self.target(found, to), sequence=sequence, at=at, why=override
        )
        return PublishReport(
            blog=found.slug,
            sequence=result.sequence,
            updates=result.updates,
            files_written=result.files_written,
            files_unchanged=result.files_unchanged,
            bytes=result.bytes,
            seconds=result.seconds,
            problems=tuple(result.problems),
            path=str(result.path),
        )

    def unpublished_changes(self, blog: str) -> int:
        """Count the acts of a blog that its last snapshot does not show."""
        store = self.seat.store
        found = find_blog(store, blog)
        snapshots = store.snapshots(found.id)
        shown = snapshots[-1].sequence if snapshots else 0
        events = store.events(blog=found.id, after=shown)
        return sum(event.what not in _SHOWING and event.noun != "alert" for event in events)

    def snapshots(self, blog: str) -> list[Snapshot]:
        """List the publications of a blog, oldest first."""
        return self.seat.store.snapshots(find_blog(self.seat.store, blog).id)

    def rollback(self, blog: str, sequence: int, *, to: str | None = None) -> PublishReport:
        """Show readers an earlier log position again. What was retracted or killed since stays so in the log."""
        return self.publish(blog, to=to, sequence=sequence)

    def target(self, blog: LiveBlog, to: str | None = None) -> str:
        """Where snapshots of a blog go: as asked, or its own folder in the configured one."""
        if to:
            return to
        folder = self.seat.config.publish.folder
        base = Path(folder).expanduser() if folder else platformdirs.user_data_path("wireroom") / "published"
        return str(base / blog.slug)

    def _publisher(self) -> "Publisher":
        from wireroom.publish.publisher import Publisher
        from wireroom.publish.settings import SiteConfig

        return Publisher(self.seat.store, self.seat.clock, SiteConfig.of(self.seat.config))

    def _release(self, blog: LiveBlog) -> None:
        """Write down that embargoes have ended, so that the log alone says what readers see."""
        now = self.seat.now()
        due = [update for update in self.seat.store.updates(blog.id) if _due(update, now)]
        if not due:
            return
        with self.seat.store.transaction() as tx:
            for update in (tx.update(one.id) for one in due):
                if _due(update, now) and not _released(tx.events(blog=blog.id, subject=update.id)):
                    save(tx, self.seat, update, update, acts.RELEASED, now, why="Its embargo has ended.")

    def _refuse_errors(self, blog: LiveBlog, override: str) -> None:
        found = errors(lint(self.seat.store, blog))
        if found and not override.strip():
            raise RefusedError(
                f"{blog.slug} is not ready to be published.",
                missing=[f"{short(finding.update)}: {finding.words}" for finding in found],
                next_step=f"Mend each (wireroom lint {blog.slug} says how), or give --override REASON.",
            )


def _due(update: Update, now: datetime) -> bool:
    return update.embargo is not None and update.embargo <= now and update.status is not Status.DRAFT


def _released(events: list[Event]) -> bool:
    return any(event.what == acts.RELEASED for event in events)
