"""Pages that stay open, in a real Chromium: what changes is shown at the next look, and nothing moves."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from tests.publish.newsdesk import Newsdesk
from tests.publish.serving import served
from wireroom.model import Update
from wireroom.publish.publisher import Publisher

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        reason = "no Chromium is installed"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def blog(desk: Newsdesk, publisher: Publisher, out: Path) -> list[Update]:
    """Thirty updates, published."""
    written = [
        desk.confirm(desk.developing(f"Report {count}", f"First wording {count}. " + "More was said. " * 12))
        for count in range(30)
    ]
    publisher.publish(desk.blog, out)
    return written


@pytest.fixture
def address(out: Path, blog: list[Update]) -> Iterator[str]:
    with served(out) as where:
        yield where


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 900, "height": 700})
    opened = context.new_page()
    yield opened
    context.close()


def look(page: Page) -> None:
    """Poll now: what a page does when its network or its reader comes back; waits until it is done."""
    with page.expect_response("**/latest.json"):
        page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_load_state("networkidle")


def opened(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_load_state("networkidle")


def article(update: Update) -> str:
    return f"#u-{update.id}"


def test_correction_retraction_and_kill_show_at_the_next_look_without_movement(
    page: Page, address: str, desk: Newsdesk, publisher: Publisher, out: Path, blog: list[Update]
) -> None:
    opened(page, address)
    reading = blog[10]
    page.evaluate(f"document.querySelector('{article(reading)}').scrollIntoView({{behavior: 'instant'}})")
    settled = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    page.evaluate(settled)
    place = f"document.querySelector('{article(reading)}').getBoundingClientRect().top"
    before = page.evaluate(place)
    desk.correct(blog[25], "It was eight, not nine.", "Second wording. " * 40)
    desk.retract(blog[20], "Nobody held it", "The source filmed the road. " * 6)
    desk.kill(blog[22])
    desk.correct(blog[3], "Below what is read.", "Short now.")
    publisher.publish(desk.blog, out)
    look(page)
    assert "It was eight, not nine." in page.inner_text(article(blog[25]))
    assert "Retracted: Nobody held it" in page.inner_text(article(blog[20]))
    assert "Removed after a court order." in page.inner_text(article(blog[22]))
    assert "First wording 22" not in page.content()
    assert "Short now." in page.inner_text(article(blog[3]))
    page.evaluate(settled)
    assert abs(page.evaluate(place) - before) < 1
    assert "Changed: " in page.inner_text("#said")


def test_new_updates_wait_until_they_are_asked_for(
    page: Page, address: str, desk: Newsdesk, publisher: Publisher, out: Path, blog: list[Update]
) -> None:
    opened(page, address)
    page.evaluate("scrollTo(0, 2000)")
    fresh = [desk.developing(f"Fresh {count}") for count in range(3)]
    publisher.publish(desk.blog, out)
    look(page)
    assert page.inner_text("#news button") == "3 new updates"
    assert page.locator(article(fresh[0])).count() == 0
    page.click("#news button")
    shown = page.eval_on_selector_all("#list article", "nodes => nodes.slice(0, 4).map(node => node.id)")
    assert shown == [f"u-{update.id}" for update in [*reversed(fresh), blog[-1]]]
    assert page.evaluate("document.activeElement.id") == f"u-{fresh[-1].id}"


def test_what_stands_on_top_follows(
    page: Page, address: str, desk: Newsdesk, publisher: Publisher, out: Path
) -> None:
    opened(page, address)
    desk.end()
    publisher.publish(desk.blog, out)
    look(page)
    assert "This live blog has ended." in page.inner_text("#top")


def test_a_gap_longer_than_the_log_is_closed_from_the_page_itself(
    page: Page, address: str, desk: Newsdesk, publisher: Publisher, out: Path, blog: list[Update]
) -> None:
    opened(page, address)
    desk.retract(blog[5], "It did not happen", "Nobody saw it")
    for update in (blog[6], blog[7]):
        for count in range(3):
            update = desk.refile(update, f"Wording {count}.")
    for count in range(55):
        desk.developing(f"Later {count}")
    publisher.publish(desk.blog, out)
    look(page)
    expect(page.locator(article(blog[5]))).to_contain_text("Retracted")
    assert page.inner_text("#news button") == "55 new updates"


def test_a_rollback_reaches_open_pages(
    page: Page, address: str, desk: Newsdesk, publisher: Publisher, out: Path, blog: list[Update]
) -> None:
    position = desk.store.position(desk.blog.id)
    desk.correct(blog[29], "It was eight.", "Second wording.")
    publisher.publish(desk.blog, out)
    opened(page, address)
    assert "It was eight." in page.inner_text(article(blog[29]))
    publisher.publish(desk.blog, out, sequence=position)
    look(page)
    expect(page.locator(article(blog[29]))).not_to_contain_text("It was eight.")


def test_offline_and_back(
    page: Page, address: str, desk: Newsdesk, publisher: Publisher, out: Path, blog: list[Update]
) -> None:
    opened(page, address)
    page.context.set_offline(True)
    desk.retract(blog[29], "It did not happen", "Nobody saw it")
    publisher.publish(desk.blog, out)
    page.evaluate("dispatchEvent(new Event('online'))")
    assert "Retracted" not in page.inner_text(article(blog[29]))
    with page.expect_response("**/b/*.html"):
        page.context.set_offline(False)
    expect(page.locator(article(blog[29]))).to_contain_text("Retracted")


def test_a_page_in_the_background_looks_seldom_and_at_once_when_shown(page: Page, address: str) -> None:
    page.clock.install()
    asked: list[str] = []

    def count(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_()

    page.route("**/latest.json", count)
    opened(page, address)
    asked.clear()
    page.evaluate(
        "Object.defineProperty(document, 'hidden', {get: () => window.away ?? false, configurable: true})"
    )
    page.evaluate("window.away = true; document.dispatchEvent(new Event('visibilitychange'))")
    page.clock.run_for(50_000)
    assert asked == []
    with page.expect_response("**/latest.json"):
        page.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")
    assert len(asked) == 1
    page.wait_for_load_state("networkidle")
    with page.expect_response("**/latest.json"):
        page.clock.run_for(17_000)


def test_a_wrong_clock_of_the_reader_changes_nothing(
    page: Page, address: str, desk: Newsdesk, publisher: Publisher, out: Path, blog: list[Update]
) -> None:
    page.clock.install(time="2031-01-01T00:00:00Z")
    opened(page, address)
    desk.retract(blog[29], "It did not happen", "Nobody saw it")
    publisher.publish(desk.blog, out)
    look(page)
    assert "Retracted" in page.inner_text(article(blog[29]))


def test_a_permalink_learns_of_a_retraction(
    page: Page, address: str, desk: Newsdesk, publisher: Publisher, out: Path, blog: list[Update]
) -> None:
    opened(page, f"{address}p/{blog[12].id}.html")
    desk.retract(blog[12], "It did not happen", "Nobody saw it")
    publisher.publish(desk.blog, out)
    look(page)
    assert "Retracted: It did not happen" in page.inner_text(article(blog[12]))


def test_an_old_fragment_leads_to_its_permalink(
    page: Page, desk: Newsdesk, publisher: Publisher, out: Path
) -> None:
    written = [desk.developing(f"Report {count}") for count in range(125)]
    publisher.publish(desk.blog, out)
    with served(out) as where:
        page.goto(f"{where}index.html#u-{written[0].id}")
        page.wait_for_url(f"**/p/{written[0].id}.html")


def test_the_readers_own_time_on_request(chromium: Browser, address: str) -> None:
    context = chromium.new_context(timezone_id="America/New_York", locale="en-GB")
    page = context.new_page()
    opened(page, address)
    page.click("#own")
    assert page.locator("article .own").first.inner_text().strip() == "(23:00 yours)"
    page.click("#own")
    assert page.locator(".own").count() == 0
    context.close()


def test_a_page_opened_from_a_disk_is_whole_and_quiet(page: Page, out: Path, blog: list[Update]) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((out / "index.html").resolve().as_uri())
    page.wait_for_load_state("networkidle")
    assert said == []
    assert page.evaluate("getComputedStyle(document.querySelector('.mast')).display") == "flex"


def test_the_script_weighs_less_than_two_kilobytes(out: Path, blog: list[Update]) -> None:
    import gzip

    (script,) = (out / "assets").glob("client.*.js")
    assert len(gzip.compress(script.read_bytes(), 9)) < 2000
