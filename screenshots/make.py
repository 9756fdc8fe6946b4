"""Makes the pictures of README and guide again, from the demo: SVG and PNG of the desk, PNG of the published page.

Run it with ``make screenshots``. Needs ``rsvg-convert`` with the font Fira Code (Debian: librsvg2-bin,
fonts-firacode) and ``chromium``.
"""

import asyncio
import contextlib
import dataclasses
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace
from playwright.async_api import async_playwright
from textual.pilot import Pilot

from tui.app import DeskApp
from tui.bootstrap import Settings
from tui.demo.clock import SteppedClock
from tui.demo.headless import play_headless
from tui.demo.place import demo_newsroom
from tui.demo.story import Story, bundled
from tui.widgets.reader import ReaderView
from wireroom.desk.forms import Amendment
from wireroom.desk.newsroom import Newsroom
from wireroom.model import Status

HERE = Path(__file__).resolve().parent
WIDE, SMALL = (120, 36), (80, 24)


#: What a colleague does in the middle of a picture.
Meanwhile = Callable[[Newsroom], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture of the desk: when in the story, which keys lead there, and on a screen of what size.

    A key that holds a blank is a text to be typed.
    """

    name: str
    title: str
    until: str
    keys: Sequence[str | Meanwhile] = ()
    size: tuple[int, int] = WIDE
    theme: str = "wireroom-dark"


def tomas_corrects(tomas: Newsroom) -> None:
    """Change the newest developing update while dana has its form open."""
    update = tomas.store.updates(tomas.store.blogs()[0].id, statuses=[Status.DEVELOPING])[0]
    tomas.blogs.correct(
        update.id,
        Amendment(
            note="An earlier version did not say on which side; it is the east side.",
            headline="Smoke seen east of presidential residence, witnesses say",
            body=update.body.replace("near the presidential residence", "east of the presidential residence"),
        ),
    )


def tomas_writes(tomas: Newsroom) -> None:
    """Take the second developing update to correct it."""
    second = tomas.store.updates(tomas.store.blogs()[0].id, statuses=[Status.DEVELOPING])[1]
    tomas.presence.begin(second.id, doing="correcting")


PICTURES = (
    Picture(name="desk-120x36", title="The desk", until="16:45", keys=(tomas_writes, "i", "f2")),
    Picture(name="desk-80x24", title="The desk at 80 columns", until="16:45", keys=("i",), size=SMALL),
    Picture(name="desk-60x20", title="The desk at 60 columns", until="16:45", keys=("i",), size=(60, 20)),
    Picture(
        name="desk-200x50",
        title="The desk on a large screen",
        until="16:45",
        keys=("i", "f2"),
        size=(200, 50),
    ),
    Picture(
        name="desk-light",
        title="The desk in daylight",
        until="16:45",
        keys=("i", "f3"),
        theme="wireroom-light",
    ),
    Picture(name="composing", title="Writing up an item", until="16:45", keys=("i", "w")),
    Picture(
        name="confirm-refused",
        title="Four wires, one origin",
        until="15:18",
        keys=("f2", "c", "Four wires have it.", "ctrl+s"),
    ),
    Picture(name="confirm-granted", title="Confirmed, and how we know", until="15:39", keys=("f3", "H")),
    Picture(
        name="source-alert", title="A source changed after it was cited", until="16:30", keys=("D", "enter")
    ),
    Picture(
        name="retraction",
        title="Taking something back",
        until="18:21",
        keys=(
            *("f2", "j", "j", "j", "r"),
            *("We said that the airport was held. Our source has withdrawn it.", "tab"),
            *("The two people quoted were not employees of the airport.", "tab", "right", "right"),
        ),
    ),
    Picture(name="retracted", title="What was taken back stays", until="18:30", keys=("f4", "enter")),
    Picture(
        name="conflict",
        title="Two editors, one text",
        until="16:45",
        keys=(
            *("f2", "C", tomas_corrects, "An earlier version did not name the agency.", "tab", "end"),
            *(" and an agency", "tab", "ctrl+end", "pagedown", "end", " Firefighters are there.", "ctrl+s"),
        ),
    ),
    Picture(name="feed-health", title="Health of the feeds", until="16:45", keys=("F",)),
    Picture(name="publish", title="What will change for readers", until="18:24", keys=("P",)),
    Picture(name="palette", title="The palette", until="16:45", keys=("ctrl+p", "p", "u", "b")),
    Picture(name="settings", title="Settings", until="16:45", keys=("comma",)),
)
PAGES = (("page-desktop", 1280, 1600, 1.0), ("page-phone", 390, 844, 2.0))


async def main(names: Sequence[str]) -> None:
    """Make all pictures, or those named."""
    story = bundled()
    wanted = [picture for picture in PICTURES if not names or picture.name in names]
    with tempfile.TemporaryDirectory() as place, contextlib.chdir(place):
        for until in dict.fromkeys(picture.until for picture in wanted):
            folder = Path(f"demo-{until.replace(':', '')}")
            folder.mkdir()
            await play_headless(story, Settings(), folder, tell=lambda *_: None, until=until)
            for picture in wanted:
                if picture.until == until:
                    await _picture(picture, story, folder)
        if not names or any(name.startswith("page") for name in names):
            folder = Path("demo-day")
            folder.mkdir()
            played = await play_headless(story, Settings(), folder, tell=lambda *_: None)
            await _pages(Path(played.published).resolve())


async def _picture(picture: Picture, story: Story, folder: Path) -> None:
    """Open the desk at the picture's time, press its keys, write it down as SVG and PNG."""
    newsroom = demo_newsroom(Settings(editor="dana"), folder, SteppedClock(story.at(picture.until)))
    desk = replace(newsroom.config.desk, theme=picture.theme)
    newsroom = dataclasses.replace(newsroom, config=replace(newsroom.config, desk=desk))
    tomas = dataclasses.replace(newsroom, editor="tomas")
    app = DeskApp(newsroom, pull=False, blog=story.blog.slug)
    try:
        async with app.run_test(size=picture.size) as pilot:
            await _settle(pilot)
            tomas.presence.pulse(newsroom.store.blog(story.blog.slug).id)
            app.desk.company.look()
            await _settle(pilot)
            for key in picture.keys:
                if isinstance(key, str):
                    await pilot.press(*(key if " " in key else (key,)))
                else:
                    key(tomas)
                    app.desk.company.look()
                    app.desk.lookout.look()
                await _settle(pilot)
            await _written(pilot)
            _write(picture.name, app.export_screenshot(title=picture.title))
    finally:
        tomas.presence.leave()
        newsroom.store.close()


async def _written(pilot: Pilot[str]) -> None:
    """Wait for what a timer or a thread still brings: a sheet's text, or the palette's hits."""
    async with asyncio.timeout(60):
        while not all(reader.plain_text for reader in pilot.app.screen.query(ReaderView)):
            await pilot.pause(0.05)
    for _ in range(20):
        await pilot.pause(0.05)


async def _settle(pilot: Pilot[str]) -> None:
    """Wait until nothing is under way."""
    await pilot.pause()
    while isinstance(pilot.app, DeskApp) and (underway := pilot.app.office.underway):
        await asyncio.wait(underway)
        await pilot.pause()


def _write(name: str, svg: str) -> None:
    """Write the SVG with its blanks kept and its font named without an address, and a PNG of it."""
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = svg.replace("<text ", '<text xml:space="preserve" ')
    source = HERE / f"{name}.svg"
    source.write_text(svg, encoding="utf-8")
    picture = HERE / f"{name}.png"
    subprocess.run(["rsvg-convert", "--width=1440", "--output", str(picture), str(source)], check=True)
    print(picture.name)


async def _pages(published: Path) -> None:
    """Photograph the published page in a real browser, as a desktop and as a phone shows it."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is not at hand: the page was not photographed")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, width, height, scale in PAGES:
            context = await browser.new_context(
                viewport={"width": width, "height": height}, device_scale_factor=scale
            )
            page = await context.new_page()
            await page.goto((published / "index.html").as_uri())
            await page.screenshot(path=HERE / f"{name}.png")
            await context.close()
            print(f"{name}.png")
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
