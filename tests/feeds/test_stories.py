"""New items join the stories that are running, also those that other processes put into the store."""

import random
from pathlib import Path

import pytest
from msgspec.structs import replace

from storage import open_store
from tests.support.clock import FakeClock
from wireroom.feeds.stories import RunningStories
from wireroom.model import Item
from wireroom.ports.store import Store
from wireroom.text.clusters import Stories, Telling
from wireroom.text.storywords import WORDS_RULES

_HEADLINE = "Mayor's office in Almaty on fire"


def _item(clock: FakeClock, name: str, headline: str) -> Item:
    return Item(
        id=name, feed=f"feed-{name}", identity=name, headline=headline, first_seen=clock.now(), cluster=name
    )


def _put(store: Store, *items: Item) -> None:
    with store.transaction() as tx:
        tx.put_items(items)


def _stories_of(stories: RunningStories, store: Store, clock: FakeClock, *items: Item) -> list[str]:
    """Place items as one batch, which is stored; the stories they were put into."""
    with store.transaction() as tx:
        stories.catch_up_again()
        placed = stories.place(tx, items, clock.now())
        tx.put_items(placed)
        stories.write_down(tx)
    return [item.cluster for item in placed]


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
    _put(store, _item(clock, "theirs", _HEADLINE))
    clock.tick(minutes=1)

    assert _stories_of(stories, store, clock, _item(clock, "again", _HEADLINE)) == ["theirs"]


def test_what_others_stored_under_an_earlier_time_is_told_again_too(store: Store, clock: FakeClock) -> None:
    stories, others = RunningStories(), RunningStories()
    theirs = _item(clock, "theirs", _HEADLINE)
    clock.tick(minutes=5)
    _stories_of(stories, store, clock, _item(clock, "own", "Crowds leave the square in Aktau"))
    _stories_of(others, store, clock, theirs)

    assert _stories_of(stories, store, clock, _item(clock, "again", _HEADLINE)) == ["theirs"]


def _wire(clock: FakeClock) -> list[list[Item]]:
    """Batches of items, every second of which tells again, in most of its words, what one before it told."""
    chance = random.Random(4)
    names = [f"{chance.choice('bdgklmnprst')}{chance.choice('aeiou')}{number}x" for number in range(900)]
    told: list[tuple[str, str]] = []
    batches = []
    for _ in range(40):
        clock.tick(minutes=1)
        batch = []
        for _ in range(8):
            head, text = " ".join(chance.sample(names, 8)), " ".join(chance.sample(names, 30))
            if told and chance.random() < 0.5:
                before = chance.choice(told[-100:])
                head = f"{before[0].rsplit(' ', 1)[0]} the" if chance.random() < 0.5 else head
                text = before[1]
            told.append((head, text))
            name = f"item-{len(told):04}"
            batch.append(
                replace(_item(clock, name, head), feed=f"feed-{len(told) % 7}", summary=text, origin="Agency")
            )
        batches.append(batch)
    return batches


def _placed(store: Store, clock: FakeClock, *, processes: str) -> list[tuple[str, str]]:
    """Where the items of a wire were put by one process, or by one for each batch, with what is written down or without."""
    stories, found = RunningStories(), []
    for batch in _wire(clock):
        with store.transaction() as tx:
            if processes != "one":
                stories = RunningStories()
            if processes == "many, nothing written down":
                tx.forget_told()
            stories.catch_up_again()
            placed = stories.place(tx, batch, batch[0].first_seen)
            tx.put_items(placed)
            stories.write_down(tx)
        found += [(item.cluster, item.origin) for item in placed]
    return found


@pytest.mark.parametrize("processes", ["many", "many, nothing written down"])
def test_processes_that_follow_one_another_place_as_one_does(tmp_path: Path, processes: str) -> None:
    found = {}
    for one in ("one", processes):
        store, clock = open_store(tmp_path / one), FakeClock()
        found[one] = _placed(store, clock, processes=one)
        store.close()

    assert found[processes] == found["one"]
    assert len({cluster for cluster, _ in found["one"]}) < 260


def test_what_is_written_down_is_made_anew_after_a_kill(store: Store, clock: FakeClock) -> None:
    stories = RunningStories()
    _stories_of(stories, store, clock, _item(clock, "first", _HEADLINE))
    with store.transaction() as tx:
        tx.seal("an update", {"notice": "Removed"})
    clock.tick(minutes=1)
    _stories_of(stories, store, clock, _item(clock, "second", "Crowds leave the square in Aktau"))

    assert [one.id for one in store.told(WORDS_RULES, after=-1) or ()] == ["first", "second"]


def test_words_that_are_written_down_are_made_by_the_rules_of_their_number() -> None:
    """Whoever changes what words are made of this copy gives the rules another number, and this test the words."""
    stories = Stories()
    stories.place(
        Telling(
            id="a",
            feed="b",
            headline="The Mayor’s U.S. visit: seven hurt, 1.5 million left",
            text="Пожар в Алматы. 東京都",
        )
    )
    told = stories.told("a")
    assert told is not None
    assert (WORDS_RULES, told.head, told.lead) == (
        1,
        "the mayor us visit 7 hurt 1.5 1000000 left",
        "пожар в алмат 東京 京都",
    )
