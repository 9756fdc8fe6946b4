"""How the screens look, kept as pictures: sizes, themes, and without colour."""

import asyncio

import pytest
from textual.pilot import Pilot

from tests.tui.conftest import Wires
from tui.app import DeskApp
from tui.widgets.reader import ReaderView
from wireroom.config import Config, DeskConfig, PublishConfig
from wireroom.desk.forms import Mark, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.model import Item, LiveBlog, Priority, RetractionClass, Status

SIZES = [(60, 20), (80, 24), (120, 36), (200, 50)]


@pytest.fixture
def night(newsroom: Newsroom, story: list[Item], blog: LiveBlog, wires: Wires) -> Newsroom:
    """An evening's work on the desk."""
    blogs = newsroom.blogs
    blogs.write(
        "almaty",
        WriteUp(
            headline="Airport held by crowd, agency says",
            body="A crowd holds the airport, Northern Wire reports.",
            items=(story[6].id,),
            status=Status.DEVELOPING,
            priority=Priority.URGENT,
        ),
    )
    blogs.write(
        "almaty",
        WriteUp(
            headline="Cabinet resigns",
            body="The cabinet has resigned, a decree says.",
            items=(story[0].id, story[1].id),
            status=Status.CONFIRMED,
            note="Decree on the site of the presidency.",
            key_event=True,
        ),
    )
    taken = blogs.write(
        "almaty",
        WriteUp(
            headline="Shots at the mayor’s office, posts say",
            body="Posts say so.",
            items=(story[3].id,),
            status=Status.DEVELOPING,
        ),
    )
    blogs.mark(
        taken.id,
        Mark(
            to=Status.RETRACTED,
            wrong="No shots were heard there.",
            why="Posts of another day.",
            kind=RetractionClass.WRONG,
        ),
    )
    newsroom.wire.keep([story[5].id])
    newsroom.wire.tag([story[4].id, story[5].id], add=["almaty", "internet"])
    wires.clock.tick(minutes=12)
    return newsroom


def desk(newsroom: Newsroom, theme: str = "wireroom-dark") -> DeskApp:
    import dataclasses

    from msgspec.structs import replace

    config: Config = replace(
        newsroom.config, desk=DeskConfig(theme=theme, pull=False), publish=PublishConfig(folder="/srv/pages")
    )
    return DeskApp(dataclasses.replace(newsroom, config=config), pull=False, blog="almaty")


async def written(pilot: Pilot[object]) -> None:
    """Wait until a sheet that was opened over the desk shows what it was opened for; fails after a minute."""
    async with asyncio.timeout(60):
        while pilot.app.screen is not pilot.app.desk and not all(  # type: ignore[attr-defined]
            reader.plain_text for reader in pilot.app.screen.query(ReaderView)
        ):
            await pilot.pause(0.02)


def pressing(*keys: str):  # type: ignore[no-untyped-def]
    """Wait for the desk, press keys, and wait for what they began."""

    async def run(pilot: Pilot[object]) -> None:
        from tests.tui.driving import settle

        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        await written(pilot)
        pilot.app.desk.floor.show_detail()  # type: ignore[attr-defined]
        pilot.app.desk.floor.detail.finish()  # type: ignore[attr-defined]
        await settle(pilot)

    return run


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_desk(snap_compare, night: Newsroom, size: tuple[int, int]) -> None:  # type: ignore[no-untyped-def]
    assert snap_compare(desk(night), terminal_size=size, run_before=pressing("j", "j"))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_in_daylight(snap_compare, night: Newsroom, size: tuple[int, int]) -> None:  # type: ignore[no-untyped-def]
    assert snap_compare(desk(night, "wireroom-light"), terminal_size=size, run_before=pressing("j", "space"))


def test_in_the_terminals_own_colours(snap_compare, night: Newsroom) -> None:  # type: ignore[no-untyped-def]
    assert snap_compare(desk(night, "terminal"), terminal_size=(120, 36), run_before=pressing("j", "space"))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_without_colour(  # type: ignore[no-untyped-def]
    snap_compare, night: Newsroom, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(desk(night), terminal_size=size, run_before=pressing("j", "space"))


@pytest.mark.parametrize(
    ("keys", "size"),
    [
        pytest.param(("j", "enter"), (60, 20), id="reader"),
        pytest.param(("w",), (120, 36), id="composer"),
        pytest.param(("w",), (80, 24), id="composer-narrow"),
        pytest.param(("f2", "c"), (80, 24), id="confirm"),
        pytest.param(("f3", "r"), (80, 24), id="retract"),
        pytest.param(("f3", "r"), (60, 20), id="retract-low"),
        pytest.param(("f2", "C"), (80, 24), id="correct"),
        pytest.param(("f2", "H"), (120, 36), id="verification"),
        pytest.param(("O",), (120, 36), id="hand-over"),
        pytest.param(("P",), (120, 36), id="publish"),
        pytest.param(("F",), (80, 24), id="health"),
        pytest.param(("question_mark",), (60, 20), id="help"),
        pytest.param(("z",), (80, 24), id="zen"),
    ],
)
def test_screens(snap_compare, night: Newsroom, keys: tuple[str, ...], size: tuple[int, int]) -> None:  # type: ignore[no-untyped-def]
    assert snap_compare(desk(night), terminal_size=size, run_before=pressing(*keys))
