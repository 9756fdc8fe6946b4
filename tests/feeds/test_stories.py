"""New items join the stories that are running, also those that other processes put into the store."""

from msgspec.structs import replace

from tests.support.clock import FakeClock
from wireroom.feeds.stories import RunningStories
from wireroom.model import Item
from wireroom.ports.store import Store

_HEADLINE = "Mayor's office in Almaty on fire"


def _item(clock: FakeClock, name: str, headline: str) -> Item:
    return Item(
        id=name, feed=f"feed-{name}", identity=name, headline=headline, first_seen=clock.now(), cluster=name
    )


def _put(store: Store, *items: Item) -> None:
    with store.transaction() as tx:
        tx.put_items(items)


def _stories_of(stories: RunningStories, store: Store, clock: FakeClock, *items: Item) -> list[str]:
    return [item.cluster for item in stories.place(store, items, clock.now())]


def test_a_process_that_starts_goes_on_with_the_stories_of_the_last_days(
    store: Store, clock: FakeClock
) -> None:
    _put(store, _item(clock, "long ago", "Prices of fuel capped in the west"))
    clock.tick(days=4)
    second = _item(clock, "second", "Crowds leave the square in Aktau")
    _put(store, _item(clock, "first", _HEADLINE), replace(second, cluster="before"))
    clock.tick(minutes=1)

    found = _stories_of(
        RunningStories(),
        store,
        clock,
        _item(clock, "a", "Mayor's office on fire in Almaty"),
        _item(clock, "b", "Prices of fuel capped in the west"),
        _item(clock, "c", "Crowds leave square in Aktau"),
    )

    assert found == ["first", "b", "before"]


def test_what_others_stored_meanwhile_is_told_again_too(store: Store, clock: FakeClock) -> None:
    stories = RunningStories()
    own = _item(clock, "own", "Crowds leave the square in Aktau")
    assert _stories_of(stories, store, clock, own) == ["own"]
    clock.tick(minutes=1)
    _put(store, own, _item(clock, "theirs", _HEADLINE))
    clock.tick(minutes=1)

    stories.catch_up_again()
    assert _stories_of(stories, store, clock, _item(clock, "again", _HEADLINE)) == ["theirs"]
