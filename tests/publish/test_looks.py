"""What pages look like, in a real Chromium: the same frame on every page, sizes that go together on paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page

from tests.publish.conftest import SITE
from tests.publish.newsdesk import Newsdesk
from tests.publish.serving import served
from wireroom.ports.store import Store
from wireroom.publish.publisher import Publisher

pytestmark = pytest.mark.browser

#: Where the frame of a page stands and how its words are set, for a reader with a small phone.
_FRAME = """() => ['.mast', '.paper a', '.foot li a', '.foot p'].map(part => {
    const found = document.querySelector(part), set = getComputedStyle(found)
    const {x, width, height} = found.getBoundingClientRect()
    const top = part.startsWith('.foot') ? 0 : found.getBoundingClientRect().y
    return [part, x, width, height, top, set.fontFamily, set.fontSize, set.color, set.borderInlineStartWidth]
})"""

_SIZES = """() => ['.u .copy p', '.u h3', '.u .status', '.u > footer', '.standfirst'].map(part =>
    parseFloat(getComputedStyle(document.querySelector(part)).fontSize))"""


#: Whether the first letter of each of these stands left of its last, on one line.
_FROM_THE_LEFT = """(parts) => [...document.querySelectorAll(parts)].map(part => {
    const words = document.createTreeWalker(part, NodeFilter.SHOW_TEXT).nextNode(), range = new Range()
    const at = place => { range.setStart(words, place); range.setEnd(words, place + 1); return range.getBoundingClientRect() }
    const [first, last] = [at(0), at(words.length - 1)]
    return first.x < last.x && first.y === last.y
})"""


@pytest.fixture
def address(desk: Newsdesk, publisher: Publisher, out: Path) -> Iterator[str]:
    """A published blog with an update of every look."""
    seen = desk.confirm(desk.developing("Crowds gather", key_event=True))
    desk.correct(seen, "An earlier version misstated the time.", "Hundreds stand there.")
    desk.developing("Roads closed")
    publisher.publish(desk.blog, out)
    with served(out) as where:
        yield f"{where}|p/{seen.id}.html"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 700})
    yield context.new_page()
    context.close()


def test_every_page_has_the_same_frame(address: str, page: Page) -> None:
    base, single = address.split("|")
    frames = {}
    for path in ("index.html", "oldest-first.html", "key-events.html", "corrections.html", single):
        page.goto(base + path)
        page.evaluate("document.querySelector('.mast button')?.remove()")
        frames[path] = page.evaluate(_FRAME)
    assert all(frame == frames["index.html"] for frame in frames.values()), frames


def test_sizes_go_together_on_paper_as_they_do_on_screen(address: str, page: Page) -> None:
    page.goto(address.split("|")[0])
    on_screen = page.evaluate(_SIZES)
    page.emulate_media(media="print")
    on_paper = page.evaluate(_SIZES)
    assert on_paper[0] == pytest.approx(10.5 * 96 / 72, rel=0.01)
    shrunk = [paper / screen for paper, screen in zip(on_paper, on_screen, strict=True)]
    assert shrunk == pytest.approx([shrunk[0]] * len(shrunk), rel=0.01)


def test_house_words_read_from_the_left_on_a_page_that_reads_from_the_right(
    desk: Newsdesk, publisher: Publisher, page: Page, out: Path
) -> None:
    desk.open("cairo", headline="احتجاجات في القاهرة", standfirst="تغطية مباشرة", language="ar")
    seen = desk.confirm(desk.developing("الميدان مغلق", "قال مسؤول ذلك.", key_event=True))
    desk.correct(seen, "ورد سابقا أن الميدان مفتوح.", "الميدان مغلق.")
    claim = desk.developing("مطار القاهرة مغلق", "قال شاهد ذلك.")
    desk.retract(claim, "لم يغلق المطار", "سحب الشاهد قوله")
    publisher.publish(desk.blog, out)
    with served(out) as where:
        page.set_viewport_size({"width": 900, "height": 700})
        for path in ("key-events.html", "corrections.html", "embed.html"):
            page.goto(where + path)
            assert set(page.evaluate(_FROM_THE_LEFT, "li time")) == {True}, path
        page.goto(where + "index.html")
        margins = page.evaluate(
            "[...document.querySelectorAll('.u h3, .u .copy')].map(part => getComputedStyle(part).marginRight)"
        )
        assert set(margins) == {"0px"}


def test_times_of_key_events_stay_on_one_line_in_every_theme(
    desk: Newsdesk, store: Store, page: Page, tmp_path: Path
) -> None:
    desk.developing("A headline that is longer than the line it has on a small phone", key_event=True)
    for theme in ("broadsheet", "telex"):
        Publisher(store, desk.clock, replace(SITE, theme=theme)).publish(desk.blog, tmp_path / theme)
        with served(tmp_path / theme) as where:
            page.goto(f"{where}index.html")
            assert page.evaluate(_FROM_THE_LEFT, "nav.keys time") == [True]
