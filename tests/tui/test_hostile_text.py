"""Nasty headlines are inert on every screen: nothing crashes, nothing acts, nothing writes to the terminal."""

import dataclasses
from collections.abc import Callable

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from tests.tui.conftest import Wires
from tests.tui.driving import Desk
from tests.tui.hostile import FORBIDDEN, HOSTILE
from wireroom.desk.forms import Mark, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.model import (
    Act,
    AlertKind,
    Evidence,
    EvidenceKind,
    Item,
    LiveBlog,
    Priority,
    RetractionClass,
    SourceAlert,
    Status,
    Update,
)
from wireroom.ports.store import Store

OpenDesk = Callable[..., Desk]

#: Every screen, and the keys that lead there from the desk.
SCREENS: dict[str, tuple[str, ...]] = {
    "desk": (),
    "reader": ("f5",),
    "lanes": ("f2", "f3", "f4"),
    "filter": ("slash",),
    "tag": ("t",),
    "composer": ("w",),
    "composer preview": ("w", "f4"),
    "composer story": ("w", "f3"),
    "confirm": ("f2", "c"),
    "correct": ("f2", "C"),
    "retract": ("f3", "r"),
    "kill": ("f3", "X"),
    "verification": ("f2", "H"),
    "verification of a retraction": ("f4", "H"),
    "publish": ("P",),
    "health": ("F",),
    "health rename": ("F", "e"),
    "watch terms": ("m",),
    "views": ("v",),
    "blogs": ("b",),
    "decide": ("D",),
    "log": ("L",),
    "hand-over": ("O",),
    "settings": ("comma",),
    "help": ("question_mark",),
    "palette": ("ctrl+p",),
    "command line": ("colon",),
    "undone": ("a", "u"),
    "drafts": ("W", "x", "escape", "E"),
    "taking over": ("f4", "X"),
    "leaving": ("q",),
    "told": ("c",),
    "several selected": ("space", "space"),
    "found": ("slash", "p", "o", "l", "i", "c", "e"),
}


@pytest.fixture(params=HOSTILE, ids=[name.replace(" ", "-") for name in HOSTILE])
def nasty(request: pytest.FixtureRequest) -> str:
    return HOSTILE[request.param]


def fill(nasty: str, newsroom: Newsroom, store: Store, wires: Wires) -> LiveBlog:
    """Put the text wherever text from outside can come to stand, past everything that cleans it on its way in."""
    item = wires.bring(
        "Meridian Press", nasty, summary=nasty, body=nasty, authors=(nasty,), priority=Priority.FLASH
    )
    wires.bring("Northern Wire", nasty, cluster=item.id)
    blog = newsroom.blogs.new("nasty", "A blog", zone="Asia/Almaty")
    piece = Evidence(kind=EvidenceKind.OFFICIAL, who="City police")
    updates = [
        newsroom.blogs.write(
            blog.slug,
            WriteUp(
                headline=f"{word} says police",
                body="Police say so.",
                evidence=(piece,),
                status=status,
                note="Seen.",
            ),
        )
        for word, status in (("a", Status.DEVELOPING), ("b", Status.CONFIRMED), ("c", Status.DEVELOPING))
    ]
    newsroom.blogs.mark(
        updates[2].id, Mark(to=Status.RETRACTED, wrong="No.", why="No.", kind=RetractionClass.HOAX)
    )
    poison(nasty, newsroom, store, blog)
    newsroom.watch.add("police")
    newsroom.watch.save_view("view", "police")
    tomas = dataclasses.replace(newsroom, editor=nasty)
    tomas.presence.pulse(blog.id)
    tomas.presence.begin(updates[2].id, doing="killing")
    return blog


def poison(nasty: str, newsroom: Newsroom, store: Store, blog: LiveBlog) -> None:
    """Write the text into the store as another program might have."""
    now = newsroom.clock.now()
    with store.transaction() as tx:
        for update in tx.updates(blog.id):
            taken = update.retraction
            dirty: Update = replace(
                update,
                headline=nasty,
                body=nasty,
                author=nasty,
                tags=(nasty,),
                evidence=(replace(update.evidence[0], who=nasty, quote=nasty, url=nasty),),
                doubt=nasty,
                retraction=replace(taken, said=nasty, wrong=nasty, why=nasty) if taken is not None else None,
                revision=update.revision + 1,
            )
            tx.record(Act(at=now, who=nasty, what="edited", blog=blog.id, why=nasty), dirty)
        alerted = tx.updates(blog.id, statuses=(Status.DEVELOPING,))[0]
        item = tx.wire(newsroom.wire.parse(""), limit=1)[0]
        alert = SourceAlert(
            id="01800000-0000-7000-8000-000000000001",
            blog=blog.id,
            update=alerted.id,
            item=item.id,
            kind=AlertKind.CHANGED,
            at=now,
            from_version=1,
            to_version=2,
            was=nasty,
            now=f"{nasty} now",
        )
        tx.record(Act(at=now, who=nasty, what="alerted", blog=blog.id), alert)
        feed = tx.feeds()[0]
        tx.record(Act(at=now, who=nasty, what="changed feed"), replace(feed, title=nasty, origin=nasty))


async def test_a_nasty_text_is_inert_on_every_screen(
    nasty: str, open_desk: OpenDesk, newsroom: Newsroom, store: Store, wires: Wires
) -> None:
    fill(nasty, newsroom, store, wires)
    async with open_desk(size=(100, 30)) as desk:
        for name, keys in SCREENS.items():
            await desk.press(*keys)
            seen = desk.seen()
            assert not [sign for sign in FORBIDDEN if sign in seen.replace("\n", "")], name
            assert {cell_len(line) for line in seen.split("\n")} == {100}, name
            while desk.app.screen is not desk.screen:
                await desk.press("escape")
            assert desk.app.screen is desk.screen, name
            await desk.press("f1")
        desk.app.tell(nasty, title=nasty)
        await desk.settle()
        assert desk.app.is_running
    assert desk.app.return_value is None


async def test_a_headline_without_end_leaves_room_for_the_fields(
    open_desk: OpenDesk, newsroom: Newsroom, blog: LiveBlog, story: list[Item]
) -> None:
    newsroom.blogs.write(blog.slug, WriteUp(headline="word " * 2000, body="b", items=(story[0].id,)))
    async with open_desk(size=(80, 24)) as desk:
        await desk.press("f2", "c")
        assert "How we know" in desk.seen()
        assert "…" in desk.seen()
