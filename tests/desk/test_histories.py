"""Random histories of a live blog: whatever editors try, the promises of the machine hold."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from hypothesis import HealthCheck, Phase, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from storage import open_store
from tests.support.clock import FakeClock
from wireroom.config import Config
from wireroom.desk.forms import Amendment, Mark, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.errors import RefusedError
from wireroom.model import (
    BlogState,
    Evidence,
    EvidenceKind,
    HouseRules,
    LiveBlog,
    RetractionClass,
    Status,
    SummaryBullet,
    Update,
)

EDITORS = ("aigerim", "dana")
#: Where a status may lead; a published one never to draft, and out of the world never.
REACHABLE = {
    Status.DRAFT: {Status.DRAFT, Status.DEVELOPING, Status.CONFIRMED},
    Status.DEVELOPING: {Status.DEVELOPING, Status.CONFIRMED, Status.RETRACTED, Status.KILLED},
    Status.CONFIRMED: {Status.CONFIRMED, Status.DEVELOPING, Status.RETRACTED, Status.KILLED},
    Status.RETRACTED: {Status.RETRACTED, Status.KILLED},
    Status.KILLED: {Status.KILLED},
}
WORDS = st.sampled_from(
    [
        "Police say 3 were hurt.",
        "Police say 5 were hurt.",
        "The square is empty, agencies report.",
        "Shots heard.",
    ]
)
PIECES = st.lists(
    st.builds(
        Evidence,
        kind=st.sampled_from(EvidenceKind),
        who=st.sampled_from(["Meridian Press", "Northern Wire", "City police"]),
    ),
    max_size=3,
).map(tuple)
NOTE = st.sampled_from(["", "They told us on the phone."])


class Histories(RuleBasedStateMachine):
    """Two editors who try everything on one blog, in any order."""

    updates: Bundle[str] = Bundle("updates")

    @initialize(rules=st.sampled_from(HouseRules))
    def open(self, rules: HouseRules) -> None:
        self.folder = TemporaryDirectory()
        self.clock = FakeClock()
        self.store = open_store(str(Path(self.folder.name) / "newsroom.wireroom"))
        self.desks = {
            name: Newsroom(store=self.store, clock=self.clock, editor=name, config=Config())
            for name in EDITORS
        }
        self.blog = self.desks["aigerim"].blogs.new("night", "The night", rules=rules)
        self.seen: dict[str, Status] = {}
        self.sequence = 0
        self.spoken: dict[str, set[str]] = {}
        self.killed: set[str] = set()

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()

    def covered(self) -> bool:
        return self.store.blog(self.blog.id).state is not BlogState.ENDED

    @precondition(covered)
    @rule(target=updates, by=st.sampled_from(EDITORS), body=WORDS, evidence=PIECES, key=st.booleans())
    def write(self, by: str, body: str, evidence: tuple[Evidence, ...], key: bool) -> str:
        self.clock.tick(minutes=1)
        form = WriteUp(headline=f"{body} {len(self.spoken)}", body=body, evidence=evidence, key_event=key)
        update = self.desks[by].blogs.write(self.blog.slug, form)
        self.spoken[update.id] = {update.headline, update.body}
        return update.id

    @precondition(covered)
    @rule(target=updates, status=st.sampled_from([Status.CONFIRMED, Status.DEVELOPING]), key=st.booleans())
    def file(self, status: Status, key: bool) -> str:
        """Write what can stand at once, so that histories get somewhere."""
        self.clock.tick(minutes=1)
        update = self.desks["aigerim"].blogs.write(
            self.blog.slug,
            WriteUp(
                headline=f"Square empty, police say, {len(self.spoken)}",
                body="The square is empty, police say.",
                evidence=(Evidence(kind=EvidenceKind.OFFICIAL, who="City police"),),
                status=status,
                note="They told us on the phone.",
                key_event=key,
                override="Only I am awake.",
            ),
        )
        self.spoken[update.id] = {update.headline, update.body}
        return update.id

    @rule(update=updates, by=st.sampled_from(EDITORS))
    def retract(self, update: str, by: str) -> None:
        """Retract with everything that needs."""
        self.clock.tick(minutes=1)
        form = Mark(
            to=Status.RETRACTED,
            wrong="It was full.",
            why="We looked.",
            kind=RetractionClass.WRONG,
            override="Only I am awake.",
        )
        self._tried(lambda: self.desks[by].blogs.mark(update, form), update)

    @rule(
        update=updates,
        by=st.sampled_from(EDITORS),
        to=st.sampled_from(Status),
        note=NOTE,
        evidence=PIECES,
        wrong=NOTE,
        why=NOTE,
        kind=st.none() | st.sampled_from(RetractionClass),
        override=NOTE,
    )
    def mark(self, update: str, by: str, to: Status, **fields: Any) -> None:
        self.clock.tick(minutes=1)
        self._tried(lambda: self.desks[by].blogs.mark(update, Mark(to=to, **fields)), update)

    @rule(update=updates, by=st.sampled_from(EDITORS), body=WORDS, note=NOTE, refile=st.booleans())
    def correct(self, update: str, by: str, body: str, note: str, refile: bool) -> None:
        assume(not (refile and note))
        self.clock.tick(minutes=1)
        before = self.store.update(update)
        form = Amendment(body=body, note=note, refile=refile)
        if self._tried(lambda: self.desks[by].blogs.correct(update, form), update):
            after = self.store.update(update)
            assert after.corrections[-1].body == before.body
            assert (after.changed == before.changed) is refile

    @rule(update=updates, by=st.sampled_from(EDITORS), body=WORDS)
    def edit(self, update: str, by: str, body: str) -> None:
        self._tried(lambda: self.desks[by].blogs.edit(update, body=body), update)

    @rule(update=updates, by=st.sampled_from(EDITORS), slug=st.sampled_from(["night", "night", "yes"]))
    def kill(self, update: str, by: str, slug: str) -> None:
        self.clock.tick(minutes=1)
        before = self.store.update(update)
        done = self._tried(
            lambda: self.desks[by].blogs.kill(update, "District court", "Removed.", slug), update
        )
        if done and self.store.update(update).status is Status.KILLED and before.status is not Status.KILLED:
            self.killed.add(update)

    @rule(update=updates, heading=st.sampled_from(["known", "unknown", "wrong"]))
    def show(self, update: str, heading: str) -> None:
        desk = self.desks["dana"].blogs
        self._tried(lambda: desk.pin(update), update)
        bullet = SummaryBullet(heading=heading, text=f"Bullet {heading}", update=update)
        self._tried(lambda: desk.summarise(self.blog.slug, [bullet]), update)

    @rule(by=st.sampled_from(EDITORS))
    def undo(self, by: str) -> None:
        self._tried(self.desks[by].trail.undo, "")

    @rule(update=updates, by=st.sampled_from(EDITORS))
    def make_key(self, update: str, by: str) -> None:
        self._tried(lambda: self.desks[by].blogs.key_event(update), update)

    @rule(by=st.sampled_from(EDITORS), ends=st.booleans())
    def change_coverage(self, by: str, ends: bool) -> None:
        blogs = self.desks[by].blogs
        act = partial(blogs.end, override="The night is over.") if ends else blogs.reopen
        self._tried(lambda: act(self.blog.slug), "")

    @rule(anew=st.booleans())
    def publish(self, anew: bool) -> None:
        """Publish on; what is made anew at the same position reads the same."""
        self.clock.tick(minutes=1)
        site = self._published("site")
        if anew:
            assert self._published(f"anew-{self.store.position()}") == site

    def _published(self, name: str) -> dict[str, bytes]:
        folder = Path(self.folder.name) / name
        self.desks["dana"].publishing.publish(self.blog.slug, to=str(folder), override="The hour is up.")
        files = (path for path in folder.rglob("*") if path.is_file())
        return {str(path.relative_to(folder)): path.read_bytes() for path in files}

    def _tried(self, act: Any, update: str) -> bool:
        before = self.store.position()
        try:
            act()
        except RefusedError as refusal:
            self._left_nothing(refusal, before)
            return False
        if update:
            now = self.store.update(update)
            if now.status is not Status.KILLED:
                self.spoken[update] |= {now.headline, now.body}
        return True

    def _left_nothing(self, refusal: RefusedError, position: int) -> None:
        assert refusal.next_step or refusal.missing
        assert self.store.position() == position, "a refusal left a trace"

    @invariant()
    def statuses_only_go_where_the_table_leads(self) -> None:
        if not hasattr(self, "seen"):
            return
        shown = [snapshot.sequence for snapshot in self.store.snapshots(self.blog.id)]
        for update in self.store.updates(self.blog.id):
            before = self.seen.get(update.id, Status.DRAFT)
            undone = (
                update.status is Status.DRAFT or before is Status.CONFIRMED or before is Status.DEVELOPING
            )
            assert update.status in REACHABLE[before] or (undone and not self._shown(update.id, shown)), (
                update
            )
            self.seen[update.id] = update.status
        assert set(self.seen) == set(self.spoken), "an update is gone"

    @invariant()
    def nothing_taken_back_is_on_show(self) -> None:
        if not hasattr(self, "blog"):
            return
        blog = self.store.blog(self.blog.id)
        for update in self.store.updates(self.blog.id):
            if update.status in (Status.RETRACTED, Status.KILLED):
                assert blog.pinned != update.id
                assert not update.key_event
                assert update.review_due is None
                assert all(one.heading == "wrong" for one in blog.summary if one.update == update.id)
            if update.status is Status.RETRACTED:
                assert update.retraction is not None
                assert update.retraction.said
            if update.status in (Status.DEVELOPING, Status.CONFIRMED):
                assert update.evidence

    @invariant()
    def every_word_is_in_the_log_or_sealed(self) -> None:
        if not hasattr(self, "spoken"):
            return
        events = self.store.events(blog=self.blog.id)
        told: dict[str, set[str]] = {}
        for event in events:
            if event.noun == "update" and not event.sealed:
                told.setdefault(event.subject, set()).update((event.after["headline"], event.after["body"]))
        for update, words in self.spoken.items():
            if update in self.killed:
                assert told[update] == {""}
            else:
                assert words <= told[update]
        assert self.desks["dana"].trail.verify().breaks == ()

    @invariant()
    def folding_the_log_gives_the_state(self) -> None:
        if not hasattr(self, "blog"):
            return
        latest: dict[str, Any] = {}
        for event in self.store.events(blog=self.blog.id):
            latest[event.subject] = event.after
        for update in self.store.updates(self.blog.id):
            assert msgspec.convert(latest[update.id], Update) == update
        folded = msgspec.convert(latest[self.blog.id], LiveBlog)
        assert replace(folded, revision=0) == replace(self.store.blog(self.blog.id), revision=0)

    def _shown(self, update: str, shown: list[int]) -> bool:
        marks = [event.sequence for event in self.store.events(subject=update) if event.what == "marked"]
        return bool(shown and marks) and marks[-1] <= max(shown)


Histories.TestCase.settings = settings(
    max_examples=20,
    stateful_step_count=25,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking takes longer than a test may
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestHistories = Histories.TestCase
