"""Questions about live blogs, their updates and what their sources did."""

import json
from collections.abc import Iterable

from storage.shelves import Shelves, missing
from storage.words import full_text
from wireroom.model import LiveBlog, Snapshot, SourceAlert, Status, Update

_LISTED = "(SELECT value FROM json_each(?))"


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
        return self._shelves.updates.find(
            f"WHERE blog = ? AND status IN {_LISTED} ORDER BY filed DESC, id DESC",
            (blog_id, json.dumps(wanted)),
        )

    def search_updates(self, text: str, *, blog_id: str = "") -> list[Update]:
        """Updates whose headline or body holds all the words, each as a prefix, newest filed first."""
        asked = full_text(text)
        if not asked:
            return []
        only = "AND blog = ?" if blog_id else ""
        return self._shelves.updates.find(
            f"WHERE place IN (SELECT rowid FROM words_updates WHERE words_updates MATCH ?) {only} "
            "ORDER BY filed DESC, id DESC",
            (asked, blog_id) if blog_id else (asked,),
        )

    def citing(self, item_ids: Iterable[str]) -> list[Update]:
        """Updates, drafts too, with one of the items in evidence."""
        return self._shelves.updates.find(
            f"WHERE id IN (SELECT update_id FROM citations WHERE item IN {_LISTED}) ORDER BY filed, id",
            (json.dumps(sorted(set(item_ids))),),
        )

    def alerts(self, blog_id: str = "", *, settled: bool = False) -> list[SourceAlert]:
        """Source alerts of one blog or of all, oldest first; with ``settled``, also those dealt with."""
        conditions = ["blog = ?"] * bool(blog_id) + ["settled IS NULL"] * (not settled)
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        return self._shelves.alerts.find(f"{where} ORDER BY at, id", (blog_id,) if blog_id else ())

    def snapshots(self, blog_id: str) -> list[Snapshot]:
        """Snapshots of a blog, oldest first."""
        return self._shelves.snapshots.find("WHERE blog = ? ORDER BY number", (blog_id,))
