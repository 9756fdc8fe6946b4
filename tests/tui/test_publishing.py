"""The publish screen: what will change, a bar while it is made, a stop that readers never notice, the result."""

import dataclasses
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.desk.copy import confirmed
from tests.support.clock import FakeClock
from tests.tui.driving import Desk
from tests.tui.test_every_command import Browser
from tui.app import DeskApp
from tui.printing import Printing, Round
from tui.screens.publish_copy import link_to, progress_blocks
from tui.wire_process import WireProcess
from wireroom.config import Config, NewsroomConfig
from wireroom.desk.forms import WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.desk.outlook import Outlook
from wireroom.desk.reports import PublishReport
from wireroom.model import Evidence, EvidenceKind, Status, Update
from wireroom.ports.store import Store

OpenDesk = Callable[..., Desk]


class HeldStore:
    """A store whose log the press is not given before ``gate`` opens."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.gate = threading.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def events(self, **wanted: Any) -> Any:
        if threading.current_thread().name.startswith("desk-worker"):
            assert self.gate.wait(60)
        return self._store.events(**wanted)


@pytest.fixture
def held(newsroom: Newsroom) -> Iterator[tuple[Desk, HeldStore]]:
    store = HeldStore(newsroom.store)
    room = dataclasses.replace(newsroom, store=store)
    yield Desk(DeskApp(room, pull=False, blog=""), (100, 30)), store
    store.gate.set()


async def begin(desk: Desk) -> None:
    """Begin to publish without waiting for the end of it."""
    await desk.press("P")
    await desk.pilot.press("enter")
    await desk.until(lambda: "Publishing almaty" in desk.text())


async def test_a_publication_is_watched_and_its_result_opened(
    held: tuple[Desk, HeldStore], developing: Update, tmp_path: Path
) -> None:
    desk, store = held
    browser = Browser()
    import webbrowser

    webbrowser.register("wireroom-published", None, browser, preferred=True)
    async with desk:
        await desk.press("P")
        assert "not published yet · to" in desk.text()
        await desk.press("escape")
        await begin(desk)
        assert "x stop" in desk.seen()
        assert not (tmp_path / "published" / "almaty").exists()
        store.gate.set()
        await desk.until(lambda: "✓ Published" in desk.text())
        page = tmp_path / "published" / "almaty" / "index.html"
        await desk.press("o")
        assert browser.opened == [page.as_uri()]
        await desk.until(lambda: desk.toasts == [f"opened {page.as_uri()}"])
        assert page.is_file()
        assert len(store.snapshots(developing.blog)) == 1


async def test_a_stopped_publication_leaves_nothing(
    held: tuple[Desk, HeldStore], developing: Update, tmp_path: Path
) -> None:
    desk, store = held
    async with desk:
        await begin(desk)
        await desk.pilot.press("x")
        await desk.until(lambda: "Stopping almaty" in desk.text())
        store.gate.set()
        await desk.until(lambda: "New for readers: 1" in desk.text())
        await desk.until(lambda: "stopped: readers see what they saw before" in desk.toasts)
        assert not (tmp_path / "published" / "almaty").exists()
        assert store.snapshots(developing.blog) == []
        await desk.press("enter")
        await desk.until(lambda: "✓ Published" in desk.text())


async def test_the_desk_goes_on_while_a_publication_is_made(
    held: tuple[Desk, HeldStore], developing: Update
) -> None:
    desk, store = held
    async with desk:
        await begin(desk)
        await desk.pilot.press("escape", "f2", "K")
        await desk.until(lambda: store.update(developing.id).key_event)
        await desk.pilot.press("P")
        await desk.until(lambda: "Publishing almaty" in desk.text())
        store.gate.set()
        await desk.until(lambda: "since the last snapshot" in desk.text())
        assert len(store.snapshots(developing.blog)) == 1


async def test_the_preview_is_reached_from_the_publish_screen(
    open_desk: OpenDesk, developing: Update
) -> None:
    import sys
    import webbrowser

    browser = Browser()
    webbrowser.register("wireroom-before", None, browser, preferred=True)
    async with open_desk() as desk:
        desk.app.wires = WireProcess((sys.executable, "-c", "print('http://127.0.0.1:9/almaty', flush=True)"))
        await desk.press("P", "y")
        assert browser.opened == ["http://127.0.0.1:9/almaty"]


def test_the_bar_tells_how_much_is_done() -> None:
    line = progress_blocks(Printing("almaty", 25, 100))[2]
    assert "".join(span.text for span in line.spans) == "━" * 10 + "╌" * 30 + "  25%  25 of about 100 files"


def test_the_link_is_the_public_address_where_there_is_one() -> None:
    report = PublishReport(
        blog="almaty",
        sequence=1,
        updates=1,
        files_written=1,
        files_unchanged=0,
        bytes=1,
        seconds=0.1,
        problems=(),
        path="/srv/pages/almaty",
    )
    assert link_to(report, Config()) == "file:///srv/pages/almaty/index.html"
    public = Config(newsroom=NewsroomConfig(base_url="https://live.example.org/"))
    assert link_to(report, public) == "https://live.example.org/almaty/"
    assert link_to(replace(report, path="s3://pages/almaty"), Config()) == "s3://pages/almaty"


@pytest.mark.parametrize("asked", [{"every_seconds": 1}, {"on_each_act": True}], ids=["often", "each-act"])
async def test_the_desk_publishes_by_itself_what_readers_have_not_seen(
    newsroom: Newsroom, developing: Update, store: Store, asked: dict[str, Any]
) -> None:
    config = replace(newsroom.config, publish=replace(newsroom.config.publish, **asked))
    app = DeskApp(dataclasses.replace(newsroom, config=config), pull=False, blog="")
    async with Desk(app, (100, 30)) as desk:
        await desk.until(lambda: len(store.snapshots(developing.blog)) == 1)
        await desk.until(lambda: "by itself" in desk.screen.foot.said)
        await desk.press("f2", "K")
        await desk.until(lambda: len(store.snapshots(developing.blog)) == 2)


async def test_the_desk_publishes_by_itself_what_was_under_embargo(
    newsroom: Newsroom, developing: Update, store: Store, clock: FakeClock
) -> None:
    evening = clock.now() + timedelta(hours=1)
    confirmed(newsroom, developing.blog, embargo=evening)
    async with Desk(DeskApp(newsroom, pull=False, blog=""), (100, 30)) as desk:
        turns = Round(desk.screen)
        for _ in range(3):
            turns.turn()
            await desk.settle()
        assert len(store.snapshots(developing.blog)) == 1
        assert "unpublished" not in desk.seen()
        clock.time = evening
        turns.turn()
        await desk.settle()
        assert len(store.snapshots(developing.blog)) == 2


async def test_what_stands_against_publishing_by_itself_is_told_once(
    newsroom: Newsroom, developing: Update, store: Store
) -> None:
    config = replace(newsroom.config, publish=replace(newsroom.config.publish, folder="/proc/nowhere"))
    app = DeskApp(dataclasses.replace(newsroom, config=config), pull=False, blog="")
    async with Desk(app, (100, 30)) as desk:
        turns = Round(desk.screen)
        for _ in range(3):
            turns.turn()
            await desk.settle()
        assert sum("/proc/nowhere" in words for words in desk.toasts) == 1
        assert store.snapshots(developing.blog) == []


async def test_what_lint_refuses_is_answered_with_the_keys_of_the_desk(
    open_desk: OpenDesk, newsroom: Newsroom, developing: Update, store: Store
) -> None:
    newsroom.blogs.write(
        developing.blog,
        WriteUp(
            headline="Sources: the town hall burns",
            body="Sources say that it burns.",
            evidence=(Evidence(kind=EvidenceKind.UNNAMED, who="An officer"),),
            status=Status.DEVELOPING,
        ),
    )
    async with open_desk() as desk:
        await desk.press("P", "enter")
        seen = " ".join(desk.seen().replace("│", " ").split())
        assert "or publish against lint with a reason (!)" in seen
        assert store.snapshots(developing.blog) == []
        await desk.press("escape", "exclamation_mark")
        desk.fill(reason="The officer is known to us.")
        await desk.press("ctrl+s")
        await desk.until(lambda: "✓ Published" in desk.text())


async def test_an_outlook_that_comes_late_does_not_hide_how_far_a_publication_is(
    held: tuple[Desk, HeldStore], developing: Update
) -> None:
    desk, store = held
    async with desk:
        await begin(desk)
        screen = desk.app.screen
        screen._foretell(store_outlook(desk))
        assert "Publishing almaty" in desk.text()
        store.gate.set()
        await desk.until(lambda: "✓ Published" in desk.text())


def store_outlook(desk: Desk) -> Outlook:
    assert desk.screen.blog is not None
    return Outlook(blog=desk.screen.blog.blog, first=True)
