from datetime import timedelta

import pytest

from tests.desk.conftest import Arrive, AsEditor
from wireroom.desk.newsroom import Newsroom
from wireroom.errors import NotFoundError, RefusedError, UsageError
from wireroom.model import Feed, Stage
from wireroom.ports.store import Store


def test_a_feed_is_added_once(newsroom: Newsroom, store: Store) -> None:
    first = newsroom.wire.add_feed("https://wire.example.org/feed", tags=["Wires"])
    again = newsroom.wire.add_feed("https://wire.example.org/feed")
    assert again == first
    assert first.tags == ("wires",)
    assert [event.what for event in store.events()] == ["added feed"]


def test_a_removed_feed_comes_back_as_itself(newsroom: Newsroom) -> None:
    feed = newsroom.wire.add_feed("https://wire.example.org/feed")
    assert newsroom.wire.remove_feed(feed.id).removed is not None
    assert newsroom.wire.feeds() == []
    assert newsroom.wire.add_feed(feed.url) == feed


def test_a_password_in_an_address_is_kept_apart(newsroom: Newsroom, store: Store) -> None:
    feed = newsroom.wire.add_feed("https://dana:s3cret@wire.example.org:8443/feed?x=1")
    assert feed.url == "https://wire.example.org:8443/feed?x=1"
    access = store.access(feed.id)
    assert access is not None
    assert (access.user, access.password) == ("dana", "s3cret")
    assert "s3cret" not in repr(store.events())


@pytest.mark.parametrize("address", ["wire.example.org", "ftp://wire.example.org", "https://", "http://[1"])
def test_what_is_no_address_is_refused(newsroom: Newsroom, address: str) -> None:
    with pytest.raises(UsageError):
        newsroom.wire.add_feed(address)


def test_a_bulk_act_is_one_transaction_and_one_undo(newsroom: Newsroom, store: Store, arrive: Arrive) -> None:
    items = [arrive(f"Headline {number}").id for number in range(5)]
    newsroom.wire.keep(items[:2])
    newsroom.wire.spike(items)
    assert {item.stage for item in store.items(items)} == {Stage.SPIKED}
    undone = newsroom.trail.undo()
    assert len(undone) == 5
    assert [item.stage for item in store.items(items)] == [Stage.KEPT] * 2 + [Stage.NEW] * 3
    newsroom.trail.undo()
    assert {item.stage for item in store.items(items)} == {Stage.NEW}
    assert newsroom.trail.undo()[0].noun == "feed"
    with pytest.raises(RefusedError):
        newsroom.trail.undo()


def test_undo_leaves_what_a_colleague_changed_since(
    newsroom: Newsroom, as_editor: AsEditor, store: Store, arrive: Arrive
) -> None:
    items = [arrive(f"Headline {number}").id for number in range(3)]
    newsroom.wire.spike(items)
    as_editor("dana").wire.keep(items[:1])
    newsroom.trail.undo()
    assert [item.stage for item in store.items(items)] == [Stage.KEPT, Stage.NEW, Stage.NEW]


def test_tags_are_sets_and_never_conflict(newsroom: Newsroom, as_editor: AsEditor, arrive: Arrive) -> None:
    item = arrive("Square is calm").id
    newsroom.wire.tag([item], add=["#Almaty", "Fuel prices"])
    (tagged,) = as_editor("dana").wire.tag([item], add=["calm"], remove=["almaty"])
    assert tagged.tags == ("fuel-prices", "calm")
    with pytest.raises(UsageError):
        newsroom.wire.tag([item])


def test_an_item_that_is_not_there_changes_nothing(newsroom: Newsroom, store: Store, arrive: Arrive) -> None:
    item = arrive("Square is calm").id
    with pytest.raises(NotFoundError):
        newsroom.wire.spike([item, "nothing"])
    assert store.item(item).stage is Stage.NEW


def test_a_page_of_the_wire_tells_where_the_next_begins(
    newsroom: Newsroom, feed: Feed, arrive: Arrive
) -> None:
    for number in range(5):
        arrive(f"Headline {number}", first_seen=newsroom.clock.now() + timedelta(seconds=number))
    first = newsroom.wire.page("headline", limit=3)
    assert [item.headline for item in first.items] == ["Headline 4", "Headline 3", "Headline 2"]
    rest = newsroom.wire.page("headline", limit=3, after=first.next)
    assert [item.headline for item in rest.items] == ["Headline 1", "Headline 0"]
    assert rest.next is None
    assert first.feeds[feed.id].title == "Meridian Press"


def test_a_bulk_act_of_any_size_hides_no_earlier_one(
    newsroom: Newsroom, store: Store, arrive: Arrive
) -> None:
    items = [arrive(f"Headline {number}").id for number in range(700)]
    newsroom.wire.tag(items[:1], add=["first"])
    newsroom.wire.spike(items)
    assert len(newsroom.trail.undo()) == 700
    newsroom.trail.undo()
    assert store.item(items[0]).tags == ()
