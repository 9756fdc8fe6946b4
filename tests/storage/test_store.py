"""The Store port, question by question, over both engines."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from storage.store import DocumentStore
from tests.storage.values import NOON, act, item, update
from wireroom.errors import NotFoundError, UsageError
from wireroom.filters import (
    And,
    Changed,
    Everything,
    FieldIs,
    HeadlineMatches,
    Not,
    Or,
    SeenSince,
    Words,
    matches,
)
from wireroom.model import (
    Draft,
    Evidence,
    EvidenceKind,
    Feed,
    FeedAccess,
    FeedHealth,
    FeedParts,
    ItemVersion,
    LiveBlog,
    Snapshot,
    Stage,
    Status,
    WatchTerm,
)
from wireroom.ports.store import ClusterSize, Cursor, Names


def test_every_noun_comes_back_as_it_was_recorded(store: DocumentStore) -> None:
    feed = Feed(id="feed-a", url="https://example.org/rss", title="Example", tags=("city",), added=NOON)
    blog = LiveBlog(id="blog-1", slug="flood", headline="Flood", created=NOON)
    cited = update(1, evidence=(Evidence(kind=EvidenceKind.AGENCY, who="Agency", item="item-0001"),))
    with store.transaction() as tx:
        tx.record(act("added feed"), feed)
        tx.record(act("opened", blog=blog.id), blog)
        tx.record(act("wrote", blog=blog.id), cited)
        tx.put_items([item(1), item(2)])
    assert store.feeds() == [feed]
    assert store.feed_by_url(feed.url) == feed
    assert store.blog("flood") == store.blog("blog-1") == blog
    assert store.updates("blog-1") == [cited]
    assert store.citing(["item-0001"]) == [cited]
    assert store.citing(["item-0002"]) == []
    assert store.items(["item-0002", "gone", "item-0001"]) == [item(2), item(1)]
    with pytest.raises(NotFoundError):
        store.item("gone")


def test_state_and_event_are_written_together_or_not_at_all(store: DocumentStore) -> None:
    def half_an_act() -> None:
        with store.transaction() as tx:
            tx.record(act("added term"), WatchTerm(id="w", term="flood", added=NOON))
            raise RuntimeError("the desk died")

    with pytest.raises(RuntimeError):
        half_an_act()
    assert store.watch_terms() == []
    assert store.events() == []
    assert store.revision() == 0


def test_events_form_one_gapless_sequence_and_a_chain_for_each_blog(store: DocumentStore) -> None:
    with store.transaction() as tx:
        first = tx.record(act("wrote", blog="blog-1", why="asked for"), update(1))
        second = tx.record(act("wrote", blog="blog-2"), update(2, blog="blog-2"))
        third = tx.record(act("marked", blog="blog-1", to_status="developing"), update(1, revision=2))
    assert [first.sequence, second.sequence, third.sequence] == [1, 2, 3]
    assert (third.previous, second.previous) == (first.hash, "")
    assert store.events(blog="blog-1") == [first, third]
    assert store.events(newest_first=True, limit=1) == [third]
    assert store.events(after=1, until=2) == [second]
    assert first.why == "asked for"
    assert first.after["headline"] == "Update 1"
    assert store.position("blog-2") == 2
    assert store.position() == 3


def test_the_wire_is_paged_newest_first_by_a_filter(store: DocumentStore) -> None:
    with store.transaction() as tx:
        tx.put_items([item(n, stage=Stage.KEPT if n % 3 == 0 else Stage.NEW) for n in range(30)])
    kept = FieldIs("stage", "kept")
    page = store.wire(kept, limit=4)
    assert [one.id for one in page] == ["item-0027", "item-0024", "item-0021", "item-0018"]
    following = store.wire(kept, limit=4, after=Cursor(first_seen=page[-1].first_seen, id=page[-1].id))
    assert [one.id for one in following] == ["item-0015", "item-0012", "item-0009", "item-0006"]
    assert store.count_wire(kept) == 10
    arrived = store.wire_since(kept, since=Cursor(first_seen=page[1].first_seen, id=page[1].id), limit=9)
    assert [one.id for one in arrived] == ["item-0027"]


def test_what_the_last_items_say_is_told_oldest_first(store: DocumentStore) -> None:
    wire = [item(n, summary=f"Water {n} m", cluster="flood", origin="Agency") for n in range(9)]
    with store.transaction() as tx:
        tx.put_items(wire)

    said = store.latest_copy(3, since=Cursor(first_seen=wire[2].first_seen, id=wire[2].id))

    assert [one.id for one in said] == ["item-0006", "item-0007", "item-0008"]
    assert all(
        getattr(one, name) == getattr(wire[-1], name) for one in said[-1:] for name in one.__struct_fields__
    )
    beyond = Cursor(first_seen=wire[7].first_seen, id="")
    assert [one.id for one in store.latest_copy(9, since=beyond)] == ["item-0007", "item-0008"]


def test_the_news_of_the_wire_are_what_was_written_since_wherever_it_stands(store: DocumentStore) -> None:
    feeds = [Feed(id=name, url=f"https://{name}.example.org/", added=NOON) for name in ("feed-a", "feed-b")]
    with store.transaction() as tx:
        tx.put_items([item(n) for n in range(10)])
        for feed in feeds:
            tx.record(act("added feed"), feed)
    before = store.revision()
    fifth = Cursor(first_seen=item(5).first_seen, id=item(5).id)
    nothing = store.wire_news(before, beyond=fifth, limit=9)
    assert (nothing.revision, nothing.items, nothing.feeds, nothing.standing) == (before, [], [], 4)
    with store.transaction() as tx:
        tx.put_items([item(12), item(7, headline="Bridge 7 open", version=2, changed=NOON)])
        tx.record(act("kept"), item(3, stage=Stage.KEPT))
    with store.transaction() as tx:
        tx.put_items(
            [item(6, id="late", identity="late")]
        )  # its feed was slow: it comes in behind newer ones
        tx.record(act("changed feed"), replace(feeds[1], title="Renamed"))
    news = store.wire_news(before, beyond=fifth, limit=9)
    assert [one.id for one in news.items] == ["late", "item-0007", "item-0012"]
    assert [one.title for one in news.feeds] == ["Renamed"]
    assert (news.revision, news.standing) == (store.revision(), 6)
    assert [one.id for one in store.wire_news(before, beyond=fifth, limit=2).items] == ["late", "item-0007"]
    assert not store.wire_news(news.revision, beyond=fifth, limit=9).items
    asked = ["item-0003", "item-0004", "item-0007", "nobody's"]
    assert store.items_written(asked, after=before) == store.items(["item-0003", "item-0007"])
    with store.transaction() as tx:
        tx.drop_items(["item-0008"])
    assert store.wire_news(news.revision, beyond=fifth, limit=9).standing == 5


@pytest.mark.parametrize(
    ("condition", "numbers"),
    [
        (Everything(), [3, 2, 1]),
        (Words("bridge"), [3, 2, 1]),
        (Words("алма"), [1]),
        (Words("алматы сел", phrase=True), []),
        (Words("алматы сель", phrase=True), [1]),
        (FieldIs("tag", "city"), [2]),
        (FieldIs("origin", "reuters"), [3]),
        (Not(Words("bridge 2")), [3, 1]),
        (And((Words("bridge"), HeadlineMatches("[12] closed"))), [2, 1]),
        (Or((FieldIs("tag", "city"), Changed(yes=True))), [3, 2]),
        (SeenSince(NOON + timedelta(seconds=2)), [3, 2]),
    ],
)
def test_filters(store: DocumentStore, condition: object, numbers: list[int]) -> None:
    items = [
        item(1, body="Алматы: СЕЛЬ идёт"),
        item(2, tags=("city",)),
        item(3, origin="Reuters", version=2),
    ]
    with store.transaction() as tx:
        tx.put_items(items)
    names = [f"item-{number:04}" for number in numbers]
    assert [one.id for one in store.wire(condition, limit=9)] == names  # type: ignore[arg-type]
    assert [one.id for one in reversed(items) if matches(condition, one)] == names  # type: ignore[arg-type]
    assert store.count_wire(condition) == len(numbers)  # type: ignore[arg-type]


def test_copy_that_changes_keeps_the_marks_of_the_editors_and_its_earlier_wording(
    store: DocumentStore,
) -> None:
    earlier = ItemVersion(
        item="item-0001", version=1, headline="Bridge 1 closed", summary="", body="", seen=NOON
    )
    with store.transaction() as tx:
        tx.put_items([item(1)])
        tx.record(act("kept"), item(1, stage=Stage.KEPT, tags=("city",)))
        tx.put_items([item(1, headline="Bridge open", version=2, changed=NOON)], [earlier])
    assert store.item("item-0001") == item(
        1, headline="Bridge open", version=2, changed=NOON, stage=Stage.KEPT, tags=("city",)
    )
    assert [version.headline for version in store.versions("item-0001")] == ["Bridge 1 closed", "Bridge open"]
    assert store.item_tags() == {"city": 1}
    assert store.events()[0].after == {"id": "item-0001", "stage": "kept", "tags": ["city"]}
    assert store.wire(Words("closed"), limit=5) == []


def test_ingest_recognises_items_by_identity_or_link(store: DocumentStore) -> None:
    with store.transaction() as tx:
        tx.put_items([item(1), item(2), item(3, feed="feed-b")])
    known = store.known_items(
        {
            "feed-a": Names(["guid-1", "guid-3"], ["https://example.org/2", ""]),
            "feed-b": Names(["guid-1"], ["https://example.org/3"]),
            "feed-c": Names(["guid-2"], [""]),
        }
    )
    found = {feed: [one.id for one in items] for feed, items in known.items()}
    assert found == {"feed-a": ["item-0001", "item-0002"], "feed-b": ["item-0003"], "feed-c": []}


def test_a_story_counts_its_items_and_origins(store: DocumentStore) -> None:
    with store.transaction() as tx:
        tx.put_items(
            [
                item(1, cluster="c", origin="A"),
                item(2, cluster="c", origin="A"),
                item(3, cluster="c", feed="feed-b"),
                item(4),
            ]
        )
    assert store.cluster_sizes(["c", "none", ""]) == {"c": ClusterSize(items=3, origins=2)}
    assert [one.id for one in store.cluster("c")] == ["item-0001", "item-0002", "item-0003"]


def test_feeds_fall_due_when_they_were_never_polled_or_their_time_has_come(store: DocumentStore) -> None:
    feeds = [
        Feed(id=name, url=f"https://{name}/", added=NOON, paused=name == "paused")
        for name in ("a", "b", "paused")
    ]
    with store.transaction() as tx:
        for feed in feeds:
            tx.record(act("added feed"), feed)
        tx.put_health(FeedHealth(feed="a", next_due=NOON))
        tx.put_access(FeedAccess(feed="a", user="u", password="p"))
        tx.put_parts(FeedParts(feed="a", fingerprints=("f",), items=("i",)))
    assert [feed.id for feed in store.due_feeds(NOON - timedelta(seconds=1))] == ["b"]
    assert [feed.id for feed in store.due_feeds(NOON)] == ["b", "a"]
    assert store.access("a") == FeedAccess(feed="a", user="u", password="p")
    assert store.accesses() == {"a": FeedAccess(feed="a", user="u", password="p")}
    assert store.parts("a") == FeedParts(feed="a", fingerprints=("f",), items=("i",))
    assert store.parts("b") == FeedParts(feed="b")
    assert store.health("b") == FeedHealth(feed="b")


def test_what_a_clock_that_was_years_ahead_has_planned_is_due(store: DocumentStore) -> None:
    ahead = NOON + timedelta(days=4_000)
    asked = {"right": NOON, "soon": NOON + timedelta(hours=2), "ahead": ahead}
    with store.transaction() as tx:
        for name, fetched in asked.items():
            tx.record(act("added feed"), Feed(id=name, url=f"https://{name}/", added=NOON))
            tx.put_health(FeedHealth(feed=name, fetched=fetched, next_due=fetched + timedelta(hours=6)))
    assert [feed.id for feed in store.due_feeds(NOON)] == ["ahead"]


def test_retention_never_takes_an_item_that_an_update_cites(store: DocumentStore) -> None:
    cited = update(1, evidence=(Evidence(kind=EvidenceKind.AGENCY, who="Agency", item="item-0001"),))
    with store.transaction() as tx:
        tx.put_items(
            [item(1), item(2)],
            [ItemVersion(item="item-0002", version=0, headline="h", summary="", body="", seen=NOON)],
        )
        tx.record(act("wrote", blog="blog-1"), cited)
        assert tx.drop_items(["item-0001", "item-0002", "gone"]) == 1
    assert [one.id for one in store.wire(Everything(), limit=5)] == ["item-0001"]


def test_a_kill_seals_the_words_and_leaves_the_chain(store: DocumentStore) -> None:
    with store.transaction() as tx:
        tx.record(act("wrote", blog="blog-1"), update(1, body="a defamatory claim"))
        tx.put_draft(Draft(id="d", editor="ana", blog="blog-1", saved=NOON, update="update-0001"))
        stub = update(1, status=Status.KILLED, headline="Removed", body="", revision=2)
        tx.record(act("killed", blog="blog-1", to_status="killed", why="court order"), stub)
        assert tx.seal("update-0001", {"ordered_by": "court", "notice": "Removed"}) == 1
    wrote, killed = store.events(blog="blog-1")
    assert (wrote.sealed, wrote.after, wrote.why) == (True, {}, "")
    assert (killed.sealed, killed.why, killed.previous) == (False, "court order", wrote.hash)
    assert store.search_updates("defamatory") == []
    assert store.drafts("ana") == []


def test_what_falls_due_is_found_without_reading_what_does_not(store: DocumentStore) -> None:
    due = {1: NOON, 2: NOON - timedelta(hours=1), 3: NOON + timedelta(microseconds=1), 4: None}
    with store.transaction() as tx:
        for number, at in due.items():
            tx.record(act("wrote", blog="blog-1"), update(number, review_due=at))
        tx.record(act("wrote", blog="blog-2"), update(5, blog="blog-2", review_due=NOON))
    assert store.due_for_review("blog-1", NOON) == [
        update(2, review_due=due[2]),
        update(1, review_due=due[1]),
    ]
    assert store.due_for_review("blog-3", NOON) == []


def test_acts_are_counted_from_a_position_on(store: DocumentStore) -> None:
    with store.transaction() as tx:
        for what in ("wrote", "marked", "marked"):
            tx.record(act(what, blog="blog-1"), update(1))
        tx.record(act("wrote", blog="blog-2"), update(2, blog="blog-2"))
    assert store.count_acts("blog-1") == {("update", "wrote"): 1, ("update", "marked"): 2}
    assert store.count_acts("blog-1", after=2) == {("update", "marked"): 1}
    assert store.count_acts("blog-1", after=4) == {}


def test_a_store_that_was_eased_goes_on(store: DocumentStore) -> None:
    health = FeedHealth(feed="f", outcome="304")
    with store.transaction() as tx:
        tx.put_health(health)
    store.ease()
    assert store.health("f") == health
    with store.transaction() as tx:
        tx.put_health(replace(health, outcome="Nothing new"))
    assert store.health("f").outcome == "Nothing new"


def test_snapshots_drafts_and_ends_of_ids(store: DocumentStore) -> None:
    snapshot = Snapshot(
        id="s", number=1, blog="b", sequence=3, at=NOON, by="ana", target="site", files={"a": "x"}
    )
    draft = Draft(id="d", editor="ana", blog="b", saved=NOON, fields={"headline": "H", "tags": ["x"]})
    with store.transaction() as tx:
        tx.put_snapshot(snapshot)
        tx.put_draft(draft)
        tx.put_items([item(1), item(11), item(10001, id="item-10001")])
    assert store.snapshots("b") == [snapshot]
    second, third = (replace(snapshot, id=f"s{number}", number=number) for number in (2, 3))
    with store.transaction() as tx:
        tx.put_snapshot(second)
        tx.put_snapshot(third)
    assert store.snapshots("b") == [snapshot, second, third]
    assert store.snapshots("b", newest=2) == [second, third]
    assert store.snapshots("b", newest=0) == []
    assert store.last_snapshot("b") == third
    assert store.last_snapshot("none") is None
    assert store.drafts_of_all() == [draft]
    assert store.drafts("ana") == [draft]
    assert store.resolve("item", "-0011") == "item-0011"
    with pytest.raises(UsageError):
        store.resolve("item", "0001")
    with pytest.raises(NotFoundError):
        store.resolve("item", "9999")
