"""Lint for a desk that publishes again and again: what did not change since the last look is not read again."""

from threading import Lock

from wireroom.desk.lint import in_order, lint_together, lint_update
from wireroom.desk.reports import Finding
from wireroom.model import LiveBlog, Status, Update
from wireroom.ports.store import Reader


class Copyreader:
    """Keeps the findings of one live blog in mind, and what is developing or under embargo in it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._position = 0
        self._rules: tuple[str, ...] = ()
        self._findings: dict[str, tuple[Finding, ...]] = {}
        self._undecided: dict[str, Update] = {}
        self._embargoed: dict[str, Update] = {}

    def look(self, reader: Reader, blog: LiveBlog) -> list[Finding]:
        """List the findings of the blog as it stands; the first look reads all of it."""
        with self._lock:
            for update in self._changed(reader, blog):
                self._take_in(blog, update)
            found = [finding for each in self._findings.values() for finding in each]
            alerts = reader.alerts(blog.id)
            cited = [reader.update(alert.update) for alert in alerts]
            together = lint_together(blog, self._undecided.values(), cited, alerts)
            return in_order([*found, *together])

    def embargoed(self) -> list[Update]:
        """The updates that had an embargo at the last look, ended or not."""
        with self._lock:
            return list(self._embargoed.values())

    def _changed(self, reader: Reader, blog: LiveBlog) -> list[Update]:
        """What was written since, oldest filed first; all of it if the blog reads otherwise now."""
        since, self._position = self._position, reader.position(blog.id)
        rules = (blog.headline, blog.language, blog.rules.value)
        if rules == self._rules:
            events = reader.events(blog=blog.id, after=since, until=self._position)
            return [
                reader.update(id_) for id_ in {event.subject for event in events if event.noun == "update"}
            ]
        self._rules = rules
        self._findings.clear()
        return reader.updates(blog.id)[::-1]

    def _take_in(self, blog: LiveBlog, update: Update) -> None:
        self._findings[update.id] = lint_update(blog, update)
        self._undecided.pop(update.id, None)
        self._embargoed.pop(update.id, None)
        if update.status is Status.DEVELOPING:
            self._undecided[update.id] = update
        if update.embargo is not None:
            self._embargoed[update.id] = update
