"""A small desk that writes a live blog's log through the store port, as the use cases do."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from tests.support.clock import FakeClock
from wireroom.desk import outcomes
from wireroom.model import (
    Act,
    BlogState,
    Evidence,
    EvidenceKind,
    LiveBlog,
    RetractionClass,
    Status,
    Update,
)
from wireroom.ports.store import Store

REVIEW = timedelta(minutes=30)

AGENCIES = (
    Evidence(kind=EvidenceKind.AGENCY, who="Agency One", url="https://one.example/story", origin="one"),
    Evidence(kind=EvidenceKind.OFFICIAL, who="City hall", url="https://city.example/notice", origin="city"),
)


@dataclass
class Newsdesk:
    """Writes acts and hands back what stands after them; a minute passes with each."""

    store: Store
    clock: FakeClock
    made: int = 0
    blog: LiveBlog = field(init=False)

    def open(self, slug: str = "fuel", **fields: Any) -> LiveBlog:
        at = self.clock.tick(minutes=1)
        values: dict[str, Any] = {
            "headline": "Protests over fuel prices",
            "standfirst": "Crowds gather in the west and in the largest city.",
            "zone": "Asia/Almaty",
            "created": at,
            "coverage_start": at,
            **fields,
        }
        self.blog = LiveBlog(id=self._id(), slug=slug, **values)
        self.record("opened", self.blog)
        return self.blog

    def draft(self, headline: str, body: str = "The ministry said so.", **fields: Any) -> Update:
        values: dict[str, Any] = {
            "evidence": AGENCIES,
            "bylines": ("Aigerim Bek",),
            "tags": ("fuel",),
            **fields,
        }
        return Update(
            id=self._id(), blog=self.blog.id, headline=headline, body=body, filed=self.clock.time, **values
        )

    def developing(self, headline: str, body: str = "The ministry said so.", **fields: Any) -> Update:
        at = self.clock.tick(minutes=1)
        update = outcomes.developed(self.draft(headline, body, **fields), at, REVIEW)
        return self.record("wrote", update, to_status=update.status)

    def confirm(self, update: Update, note: str = "Both said it on the record.") -> Update:
        at = self.clock.tick(minutes=1)
        return self._changed("marked", update, outcomes.confirmed(update, at, "dana", note))

    def undo(self, marked: Update, before: Update) -> Update:
        """Take the last act on an update back: it is as before."""
        self.clock.tick(minutes=1)
        after = replace(before, revision=marked.revision + 1)
        (last,) = self.store.events(subject=marked.id, newest_first=True, limit=1)
        act = replace(self.act("undid", marked.status, after.status), undoes=last.transaction)
        with self.store.transaction() as tx:
            tx.record(act, after)
        return after

    def doubt(self, update: Update, reason: str) -> Update:
        at = self.clock.tick(minutes=1)
        return self._changed("marked", update, outcomes.doubted(update, at, reason, REVIEW))

    def retract(self, update: Update, wrong: str, why: str, replaced_by: str = "") -> Update:
        at = self.clock.tick(minutes=1)
        changed = outcomes.retracted(
            update, at, "dana", wrong=wrong, why=why, kind=RetractionClass.WRONG, replaced_by=replaced_by
        )
        self.change_blog("unpinned", outcomes.out_of_summary(outcomes.unpinned(self.blog, update), update))
        return self._changed("retracted", update, changed)

    def correct(self, update: Update, note: str, body: str, headline: str = "") -> Update:
        at = self.clock.tick(minutes=1)
        words = headline or update.headline
        return self._changed("corrected", update, outcomes.corrected(update, at, "dana", note, words, body))

    def refile(self, update: Update, body: str) -> Update:
        at = self.clock.tick(minutes=1)
        return self._changed("refiled", update, outcomes.refiled(update, at, "dana", update.headline, body))

    def retag(self, update: Update, **details: Any) -> Update:
        at = self.clock.tick(minutes=1)
        other = replace(update, **details)
        return self._changed(
            "refiled", update, outcomes.refiled(other, at, "dana", update.headline, update.body)
        )

    def kill(self, update: Update, notice: str = "Removed after a court order.") -> Update:
        at = self.clock.tick(minutes=1)
        stub = replace(outcomes.killed(update, at, "dana", "A court", notice), revision=update.revision + 1)
        with self.store.transaction() as tx:
            tx.record(self.act("killed", update.status, stub.status), stub)
            tx.seal(update.id, {"notice": notice})
        return stub

    def change_blog(self, what: str, blog: LiveBlog) -> LiveBlog:
        if blog != self.blog:
            self.blog = replace(blog, revision=blog.revision + 1)
            self.record(what, self.blog)
        return self.blog

    def end(self) -> LiveBlog:
        at = self.clock.tick(minutes=1)
        return self.change_blog("ended", replace(self.blog, state=BlogState.ENDED, coverage_end=at))

    def record(self, what: str, after: Any, *, to_status: str = "") -> Any:
        with self.store.transaction() as tx:
            tx.record(self.act(what, "", to_status), after)
        return after

    def _changed(self, what: str, before: Update, after: Update) -> Update:
        after = replace(after, revision=before.revision + 1)
        with self.store.transaction() as tx:
            tx.record(self.act(what, before.status, after.status), after)
        return after

    def act(self, what: str, before: Status | str, after: Status | str) -> Act:
        return Act(
            at=self.clock.time,
            who="aigerim",
            what=what,
            blog=self.blog.id,
            from_status=str(before),
            to_status=str(after),
        )

    def _id(self) -> str:
        self.made += 1
        return str(UUID(int=(0x017E2A << 104) | (0x7 << 76) | (0x2 << 62) | self.made))
