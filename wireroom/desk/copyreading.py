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
            self._catch_up(reader, blog)
            found = [finding for each in self._findings.values() for finding in each]
            alerts = reader.alerts(blog.id)
            cited = [reader.update(alert.update) for alert in alerts]
            together = lint_together(blog, self._undecided.values(), cited, alerts)
            return in_order([*found, *together])

    def embargoed(self) -> list[Update]:
        """The updates that had an embargo at the last look, ended or not."""
        with self._lock:
            return list(self._embargoed.values())

    def _catch_up(self, reader: Reader, blog: LiveBlog) -> None:
        """Read what was written since; all of it if the blog reads otherwise now. Done when all of it was read."""
        position = reader.position(blog.id)
        rules = (blog.headline, blog.language, blog.rules.value)
        if rules == self._rules:
            events = reader.events(blog=blog.id, after=self._position, until=position)
            subjects = dict.fromkeys(event.subject for event in events if event.noun == "update")
            changed = [reader.update(update_id) for update_id in subjects]
        else:
            changed = reader.updates(blog.id)[::-1]
            self._findings.clear()
        for update in changed:
            self._take_in(blog, update)
        self._position, self._rules = position, rules

    def _take_in(self, blog: LiveBlog, update: Update) -> None:
        self._findings[update.id] = lint_update(blog, update)
        self._undecided.pop(update.id, None)
        self._embargoed.pop(update.id, None)
        if update.status is Status.DEVELOPING:
            self._undecided[update.id] = update
        if update.embargo is not None:
            self._embargoed[update.id] = update
