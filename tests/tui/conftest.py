"""A newsroom with a story on its wires, and a desk opened on it that is driven by keys."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zlib import crc32

import pytest
from msgspec.structs import replace

from tests.support.clock import FakeClock
from tests.tui.driving import Desk
from tui.app import DeskApp
from wireroom.config import Config, DeskConfig, PublishConfig
from wireroom.desk.forms import WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.model import Cue, CueKind, Feed, Item, LiveBlog, Priority, Status, Update
from wireroom.ports.store import Store

STORY = (
    ("Meridian Press", "Cabinet of Kazakhstan resigns after fuel price protests", Priority.BULLETIN, ()),
    ("Northern Wire", "President accepts resignation of the cabinet, decree says", Priority.URGENT, ()),
    ("Steppe Squawk", "PRESIDENT: WILL ACT AS TOUGH AS POSSIBLE", Priority.FLASH, ()),
    ("Almaty Courier", "Mayor's office on fire, unconfirmed posts say", Priority.UPDATE, ("unconfirmed",)),
    ("Netwatch", "Nation-scale internet blackout in Kazakhstan, metrics show", Priority.UPDATE, ()),
    ("Meridian Press", "Curfew in Almaty and Mangistau until 19 January", Priority.UPDATE, ()),
    ("Northern Wire", "Airport held by crowd, agency reports", Priority.URGENT, ("reports",)),
    ("State Radio", "停電と通信障害、アルマトイで続く", Priority.UPDATE, ()),
)


@dataclass(frozen=True)
class Wires:
    """Lets items come in on feeds that are made as they are named."""

    newsroom: Newsroom
    store: Store
    clock: FakeClock

    def feed(self, title: str) -> Feed:
        slug = title.casefold().replace(" ", "-")
        return self.newsroom.wire.add_feed(f"https://{slug}.example.org/feed", title=title, origin=title)

    def bring(self, source: str, headline: str, **fields: object) -> Item:
        feed = self.feed(source)
        number = int(self.clock.tick().timestamp())
        item = Item(
            id=f"{number:08x}-0000-5000-8000-{crc32(headline.encode()):012x}",
            feed=feed.id,
            identity=f"{feed.id}-{number}",
            headline=headline,
            first_seen=self.clock.now(),
            origin=source,
            **{"link": f"https://{source.casefold().replace(' ', '-')}.example.org/{number}", **fields},  # type: ignore[arg-type]
        )
        with self.store.transaction() as tx:
            tx.put_items([item])
        return item


@pytest.fixture
def newsroom(store: Store, clock: FakeClock, tmp_path: Path) -> Newsroom:
    config = Config(publish=PublishConfig(folder=str(tmp_path / "published")), desk=DeskConfig(pull=False))
    return Newsroom(store=store, clock=clock, editor="aigerim", config=config)


@pytest.fixture
def wires(newsroom: Newsroom, store: Store, clock: FakeClock) -> Wires:
    return Wires(newsroom, store, clock)


@pytest.fixture
def story(wires: Wires, clock: FakeClock) -> list[Item]:
    """Eight items of seven wires, newest last."""
    items = []
    for source, headline, priority, hedges in STORY:
        cues = tuple(
            Cue(
                kind=CueKind.HEDGE,
                text=hedge,
                start=headline.find(hedge),
                end=headline.find(hedge) + len(hedge),
            )
            for hedge in hedges
        )
        items.append(
            wires.bring(
                source,
                headline,
                priority=priority,
                cues=cues,
                summary=f"{headline}. What is known so far, {source} reports.",
            )
        )
        clock.tick(minutes=3)
    return items


@pytest.fixture
def blog(newsroom: Newsroom) -> LiveBlog:
    return newsroom.blogs.new("almaty", "Protests in Almaty", zone="Asia/Almaty")


@pytest.fixture
def developing(newsroom: Newsroom, blog: LiveBlog, story: list[Item]) -> Update:
    """One developing update that rests on one item."""
    return newsroom.blogs.write(
        blog.slug,
        WriteUp(
            headline="Airport held by crowd, agency says",
            body="A crowd holds the airport, Northern Wire reports.",
            items=(story[6].id,),
            status=Status.DEVELOPING,
            priority=Priority.URGENT,
        ),
    )


@pytest.fixture
def open_desk(newsroom: Newsroom, tmp_path: Path) -> Callable[..., Desk]:
    """Open the desk: ``async with open_desk(size=(120, 36)) as desk``."""

    def opening(*, size: tuple[int, int] = (120, 36), desk: DeskConfig | None = None, blog: str = "") -> Desk:
        room = (
            newsroom
            if desk is None
            else dataclasses.replace(newsroom, config=replace(newsroom.config, desk=desk))
        )
        app = DeskApp(
            room,
            pull=False,
            blog=blog,
            remember=tmp_path / "desk.json",
            settings_file=tmp_path / "config.toml",
        )
        return Desk(app, size)

    return opening


@pytest.fixture
def later(clock: FakeClock) -> Callable[[float], None]:
    """Let minutes pass."""
    return lambda minutes: clock.__setattr__("time", clock.time + timedelta(minutes=minutes))
