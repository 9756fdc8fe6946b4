"""Questions about live blogs, their updates and what their sources did."""

from collections.abc import Iterable
from datetime import datetime

from storage.shelves import Shelves, missing
from storage.times import time_text
from wireroom.filters import folded_words
from wireroom.model import LiveBlog, Picture, Snapshot, SourceAlert, Status, Update


class CoverageQuestions:
    """Reads live blogs, updates, source alerts and snapshots."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    def blogs(self) -> list[LiveBlog]:
        """All live blogs, newest first."""
        return self._shelves.blogs.find("ORDER BY created DESC, id DESC")

    def blog(self, slug_or_id: str) -> LiveBlog:
        """A live blog by its slug or its id."""
        found = self._shelves.blogs.find("WHERE slug = ? OR id = ? ORDER BY slug <> ?", (slug_or_id,) * 3)
        if not found:
            raise missing("live blog", slug_or_id)
        return found[0]

    def update(self, update_id: str) -> Update:
        """One update as it stands now."""
        found = self._shelves.updates.get(update_id)
        if found is None:
            raise missing("update", update_id)
        return found

    def updates(self, blog_id: str, *, statuses: Iterable[Status] = ()) -> list[Update]:
        """Updates of a blog, newest filed first; with ``statuses``, only those."""
        wanted = [str(status) for status in statuses]
        if not wanted:
            return self._shelves.updates.find("WHERE blog = ? ORDER BY filed DESC, id DESC", (blog_id,))
        among = self._shelves.engine.dialect.among("status", wanted)
        return self._shelves.updates.find(
            f"WHERE blog = ? AND {among.where} ORDER BY filed DESC, id DESC", (blog_id, *among.parameters)
        )

    def due_for_review(self, blog_id: str, by: datetime) -> list[Update]:
        """Updates of a blog that must be decided by a time, longest overdue first."""
        return self._shelves.updates.find(
            "WHERE blog = ? AND review_due <= ? ORDER BY review_due, id", (blog_id, time_text(by))
        )

    def search_updates(self, text: str, *, blog_id: str = "") -> list[Update]:
        """Updates whose headline or body holds all the words, each as a prefix, newest filed first."""
        words = folded_words(text)
        if not words:
            return []
        only = "AND blog = ?" if blog_id else ""
        with self._shelves.engine.snapshot():
            holding = self._shelves.engine.dialect.words("updates", words, phrase=False)
            return self._shelves.updates.find(
                f"WHERE {holding.where} {only} ORDER BY filed DESC, id DESC",
                (*holding.parameters, blog_id) if blog_id else holding.parameters,
            )

    def citing(self, item_ids: Iterable[str]) -> list[Update]:
        """Updates, drafts too, with one of the items in evidence."""
        citing = self._shelves.engine.dialect.citing(item_ids)
        return self._shelves.updates.find(f"WHERE {citing.where} ORDER BY filed, id", citing.parameters)

    def picture(self, picture_id: str) -> Picture:
        """One picture that an update shows or showed."""
        found = self._shelves.pictures.get(picture_id)
        if found is None:
            raise missing("picture", picture_id)
        return found

    def alerts(self, blog_id: str = "", *, settled: bool = False) -> list[SourceAlert]:
        """Source alerts of one blog or of all, oldest first; with ``settled``, also those dealt with."""
        conditions = ["blog = ?"] * bool(blog_id) + ["settled IS NULL"] * (not settled)
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        return self._shelves.alerts.find(f"{where} ORDER BY at, id", (blog_id,) if blog_id else ())

    def last_snapshot(self, blog_id: str) -> Snapshot | None:
        """The newest snapshot of a blog, if it was ever published."""
        found = self._shelves.snapshots.find("WHERE blog = ? ORDER BY number DESC LIMIT 1", (blog_id,))
        return found[0] if found else None

    def last_shown(self, blog_id: str) -> Snapshot | None:
        """The newest snapshot of a blog that readers were given: none of those written aside."""
        found = self.last_snapshot(blog_id)
        while found is not None and found.aside:
            clause = "WHERE blog = ? AND number < ? ORDER BY number DESC LIMIT 1"
            found = next(iter(self._shelves.snapshots.find(clause, (blog_id, found.number))), None)
        return found

    def snapshots(self, blog_id: str, *, newest: int | None = None) -> list[Snapshot]:
        """Snapshots of a blog, oldest first: all, or so many of the newest."""
        if newest is None:
            return self._shelves.snapshots.find("WHERE blog = ? ORDER BY number", (blog_id,))
        clause = "WHERE blog = ? ORDER BY number DESC LIMIT ?"
        return self._shelves.snapshots.find(clause, (blog_id, newest))[::-1]
