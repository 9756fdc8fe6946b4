"""What a source does to an item after an update cited it, as the editors are told."""

import pytest
from msgspec.structs import replace

from tests.feeds.conftest import AddFeed
from tests.feeds.documents import Story, rss
from tests.support.clock import FakeClock
from tests.support.servers import Reply, WireServer
from wireroom.feeds.ingest import Puller
from wireroom.filters import Everything
from wireroom.model import Act, AlertKind, Evidence, EvidenceKind, Item, LiveBlog, Status, Update
from wireroom.ports.store import Store

_DATES = [f"Wed, 05 Jan 2022 0{hour}:00:00 GMT" for hour in range(5)]
_OLD = Story(guid="old", headline="Prices doubled at the pump", date=_DATES[0])
_CLAIM = Story(guid="claim", headline="Airport held by crowd", summary="A report says so.", date=_DATES[1])
_NEW = Story(guid="new", headline="Curfew in two regions", date=_DATES[2])


class Coverage:
    """A live blog with one update that cites an item."""

    def __init__(self, store: Store, clock: FakeClock, server: WireServer, puller: Puller) -> None:
        self.store, self.clock, self.server, self.puller = store, clock, server, puller

    async def poll(self, *stories: Story) -> None:
        """Let the wire hold these stories, and pull it."""
        self.server.serve("/w", rss(stories))
        self.clock.tick(minutes=1)
        await self.puller.pull(everything=True)

    def item(self, guid: str) -> Item:
        """The item of a guid."""
        return next(item for item in self.store.wire(Everything(), limit=100) if item.identity == guid)

    def cite(self, item: Item, status: Status = Status.DEVELOPING) -> Update:
        """File an update that leans on an item."""
        now = self.clock.now()
        piece = Evidence(kind=EvidenceKind.AGENCY, who="A wire", item=item.id, item_version=item.version)
        update = Update(id=f"update-{item.identity}-{status}", blog="blog", status=status, headline="Airport said to be held", body="", filed=now, evidence=(piece,))  # fmt: skip
        with self.store.transaction() as tx:
            tx.record(Act(at=now, who="dana", what="wrote", blog="blog"), update)
        return update

    def alerts(self) -> list[tuple[str, AlertKind, int, int]]:
        """Open alerts, as update, kind, and the versions from and to."""
        return [(one.update, one.kind, one.from_version, one.to_version) for one in self.store.alerts("blog")]


@pytest.fixture
async def coverage(
    store: Store, clock: FakeClock, server: WireServer, puller: Puller, add_feed: AddFeed
) -> Coverage:
    add_feed(server.url("/w"), title="A wire")
    blog = LiveBlog(id="blog", slug="blog", headline="Blog", created=clock.now())
    with store.transaction() as tx:
        tx.record(Act(at=clock.now(), who="dana", what="opened", blog="blog"), blog)
    made = Coverage(store, clock, server, puller)
    await made.poll(_NEW, _CLAIM, _OLD)
    return made


async def test_changed_words_raise_one_alert_with_both_wordings(coverage: Coverage) -> None:
    update = coverage.cite(coverage.item("claim"))
    edited = Story(
        guid="claim", headline="Airport not held, mayor says", summary="He was there.", date=_DATES[1]
    )
    await coverage.poll(_NEW, edited, _OLD)

    (alert,) = coverage.store.alerts("blog")
    assert coverage.alerts() == [(update.id, AlertKind.CHANGED, 1, 2)]
    assert alert.was == "Airport held by crowd\n\nA report says so."
    assert alert.now == "Airport not held, mayor says\n\nHe was there."
    assert coverage.store.update(update.id).status is Status.DEVELOPING
    (event,) = coverage.store.events(blog="blog", subject=alert.id)
    assert (event.what, event.who) == ("alerted", "wires")


async def test_further_changes_bring_the_open_alert_up_to_date(coverage: Coverage) -> None:
    coverage.cite(coverage.item("claim"))
    for number in (2, 3):
        await coverage.poll(_NEW, Story(guid="claim", headline=f"Wording {number}", date=_DATES[1]), _OLD)

    (alert,) = coverage.store.alerts("blog")
    assert (alert.from_version, alert.to_version, alert.now) == (1, 3, "Wording 3")


async def test_a_source_that_goes_back_to_what_was_cited_settles_its_alerts(coverage: Coverage) -> None:
    update = coverage.cite(coverage.item("claim"))
    for headline in ("Airport not held", "WITHDRAWN: Airport held by crowd"):
        edited = Story(guid="claim", headline=headline, summary="A report says so.", date=_DATES[1])
        await coverage.poll(_NEW, edited, _OLD)
    assert {kind for _, kind, _, _ in coverage.alerts()} == {AlertKind.CHANGED, AlertKind.MARKED}
    for _ in range(2):  # an earlier document that comes back counts if it stays
        await coverage.poll(_NEW, _CLAIM, _OLD)
    assert coverage.alerts() == []
    settled = coverage.store.alerts("blog", settled=True)
    assert {alert.settled_by for alert in settled} == {"wires"}
    told = [event.why for event in coverage.store.events(blog="blog") if event.what == "settled"]
    assert told == ["The source has the words again that were cited."] * 2
    await coverage.poll(_NEW, Story(guid="claim", headline="Airport free", date=_DATES[1]), _OLD)
    assert coverage.alerts() == [(update.id, AlertKind.CHANGED, 1, 5)]


@pytest.mark.parametrize(
    "headline", ["WITHDRAWN: Airport held by crowd", "CORRECTED - Airport held by few", "KILL: Airport"]
)
async def test_a_mark_in_the_headline_is_told_apart(coverage: Coverage, headline: str) -> None:
    coverage.cite(coverage.item("claim"))
    await coverage.poll(
        _NEW, Story(guid="claim", headline=headline, summary=_CLAIM.summary, date=_DATES[1]), _OLD
    )

    assert [kind for _, kind, _, _ in coverage.alerts()] == [AlertKind.MARKED]


async def test_what_nobody_cites_raises_nothing(coverage: Coverage) -> None:
    coverage.cite(coverage.item("new"))
    await coverage.poll(_NEW, Story(guid="claim", headline="Other words", date=_DATES[1]), _OLD)
    await coverage.poll(_NEW, _OLD)

    assert coverage.alerts() == []


async def test_a_retracted_update_is_left_in_peace(coverage: Coverage) -> None:
    coverage.cite(coverage.item("claim"), Status.RETRACTED)
    await coverage.poll(_NEW, Story(guid="claim", headline="Other words", date=_DATES[1]), _OLD)

    assert coverage.alerts() == []


async def test_missing_while_an_older_one_stays(coverage: Coverage) -> None:
    update = coverage.cite(coverage.item("claim"))
    await coverage.poll(_NEW, _OLD)

    assert coverage.alerts() == [(update.id, AlertKind.MISSING, 1, 1)]
    assert coverage.item("claim").headline == "Airport held by crowd"


async def test_what_makes_room_at_the_old_end_is_not_missing(coverage: Coverage) -> None:
    coverage.cite(coverage.item("old"))
    newest = Story(guid="newest", headline="Internet cut", date=_DATES[3])
    await coverage.poll(newest, _NEW, _CLAIM)

    assert coverage.alerts() == []


async def test_a_feed_without_dates_is_older_at_its_end(coverage: Coverage) -> None:
    undated = [Story(guid=guid, headline=f"Told under {guid}") for guid in ("first", "middle", "last")]
    await coverage.poll(*undated)
    middle, _ = coverage.cite(coverage.item("middle")), coverage.cite(coverage.item("last"))
    await coverage.poll(undated[0], undated[1])
    assert coverage.alerts() == []

    await coverage.poll(Story(guid="newest", headline="Told last of all"), *undated)
    await coverage.poll(undated[0], undated[2])
    assert coverage.alerts() == [(middle.id, AlertKind.MISSING, 1, 1)]


async def test_a_missing_item_that_comes_back_settles_its_alert(coverage: Coverage) -> None:
    coverage.cite(coverage.item("claim"))
    await coverage.poll(_NEW, _OLD)
    await coverage.poll(Story(guid="newest", headline="Internet cut", date=_DATES[3]), _NEW, _CLAIM, _OLD)

    assert coverage.alerts() == []
    (settled,) = coverage.store.alerts("blog", settled=True)
    assert settled.settled_by == "wires"


async def test_a_page_that_is_gone_is_told_once(coverage: Coverage) -> None:
    link = coverage.server.serve("/page", b"<html>The claim</html>")
    with_page = Story(guid="paged", link=link, headline="A claim with a page", date=_DATES[2])
    await coverage.poll(with_page, _OLD)
    coverage.cite(coverage.item("paged"))
    await coverage.poll(with_page, _OLD)
    assert coverage.alerts() == []

    coverage.server.serve("/page", Reply(status=410))
    for _ in range(2):
        await coverage.poll(with_page, _OLD)
    assert [kind for _, kind, _, _ in coverage.alerts()] == [AlertKind.GONE]
    (alert,) = coverage.store.alerts("blog")
    with coverage.store.transaction() as tx:
        settled = replace(alert, settled=coverage.clock.now(), settled_by="dana")
        tx.record(Act(at=coverage.clock.now(), who="dana", what="settled", blog="blog"), settled)
    await coverage.poll(with_page, _OLD)
    assert [event.what for event in coverage.store.events(blog="blog")].count("alerted") == 1


async def test_a_page_that_was_away_for_a_while_needs_no_eye_and_is_missed_again(coverage: Coverage) -> None:
    link = coverage.server.serve("/page", b"<html>The claim</html>")
    with_page = Story(guid="paged", link=link, headline="A claim with a page", date=_DATES[2])
    await coverage.poll(with_page, _OLD)
    coverage.cite(coverage.item("paged"))
    for reply, kinds in (
        (Reply(status=404), [AlertKind.GONE]),
        (Reply(status=500), [AlertKind.GONE]),
        (Reply(body=b"<html>The claim</html>"), []),
        (Reply(status=404), [AlertKind.GONE]),
    ):
        coverage.server.serve("/page", reply)
        for _ in range(2):
            await coverage.poll(with_page, _OLD)
        assert [kind for _, kind, _, _ in coverage.alerts()] == kinds
    acts = [(event.what, event.why) for event in coverage.store.events(blog="blog")]
    assert [what for what, _ in acts if what in ("alerted", "settled")] == ["alerted", "settled", "alerted"]
    assert ("settled", "The page is there again.") in acts


async def test_the_difference_is_to_the_version_that_was_cited(coverage: Coverage) -> None:
    for headline in ("Airport freed", "Airport freed, mayor says", "Airport open"):
        if headline.endswith("says"):
            update = coverage.cite(coverage.item("claim"))
        await coverage.poll(_NEW, Story(guid="claim", headline=headline, date=_DATES[1]), _OLD)
    assert coverage.alerts() == [(update.id, AlertKind.CHANGED, 2, 4)]
    (alert,) = coverage.store.alerts("blog")
    assert (alert.was, alert.now) == ("Airport freed", "Airport open")


async def test_a_feed_that_a_blog_leans_on_is_asked_more_often(coverage: Coverage) -> None:
    (feed,) = coverage.store.feeds()
    calm = coverage.store.health(feed.id).next_due
    assert calm is not None
    before = calm - coverage.clock.now()
    coverage.cite(coverage.item("claim"))
    coverage.clock.tick(minutes=5)
    await coverage.poll(_NEW, _CLAIM, _OLD)
    due = coverage.store.health(feed.id).next_due
    assert due is not None

    assert (due - coverage.clock.now()).total_seconds() == 60
    assert before.total_seconds() > 60
