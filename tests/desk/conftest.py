"""A newsroom with a feed, a few items of two agencies, and a live blog under each set of house rules."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.support.clock import FakeClock
from wireroom.desk.newsroom import Newsroom
from wireroom.model import Feed, HouseRules, Item, LiveBlog
from wireroom.ports.store import Store

AsEditor = Callable[[str], Newsroom]
Arrive = Callable[..., Item]


@pytest.fixture
def as_editor(newsroom: Newsroom) -> AsEditor:
    """The same newsroom with somebody else at the desk."""
    return lambda name: replace(newsroom, editor=name)


@pytest.fixture
def feed(newsroom: Newsroom) -> Feed:
    return newsroom.wire.add_feed(
        "https://wire.example.org/feed", title="Meridian Press", origin="Meridian Press"
    )


@pytest.fixture
def arrive(newsroom: Newsroom, store: Store, clock: FakeClock, feed: Feed) -> Arrive:
    """Let an item come in on the wire."""
    count = 0

    def arriving(headline: str, *, origin: str = "Meridian Press", **fields: object) -> Item:
        nonlocal count
        count += 1
        item = Item(
            id=f"{count:08}-0000-5000-8000-{count:012}",
            feed=feed.id,
            identity=f"urn:{count}",
            link=f"https://wire.example.org/{count}",
            headline=headline,
            first_seen=fields.pop("first_seen", clock.tick()),  # type: ignore[arg-type]
            origin=origin,
            **fields,  # type: ignore[arg-type]
        )
        with store.transaction() as tx:
            tx.put_items([item])
        return item

    return arriving


@pytest.fixture
def blog(newsroom: Newsroom) -> LiveBlog:
    return newsroom.blogs.new("almaty", "Protests in Almaty", zone="Asia/Almaty", rules=HouseRules.SOLO)


@pytest.fixture
def desk_blog(newsroom: Newsroom) -> LiveBlog:
    return newsroom.blogs.new("astana", "The capital tonight", rules=HouseRules.DESK)


@pytest.fixture
def agency_blog(newsroom: Newsroom) -> LiveBlog:
    return newsroom.blogs.new("aktau", "The west tonight", rules=HouseRules.AGENCY)
