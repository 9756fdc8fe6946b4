"""Pages that stay open, in a real Chromium: what changes is shown at the next look, and nothing moves."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.publish.newsdesk import Newsdesk
from tests.publish.serving import served
from wireroom.model import Update
from wireroom.publish.publisher import Publisher
from wireroom.publish.run import Publication
from wireroom.publish.story import PAGE

pytestmark = pytest.mark.browser


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
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 900, "height": 700})
    opened = context.new_page()
    yield opened
    context.close()


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """Browsers on a busy machine take their time."""
    expect.set_options(timeout=60_000)
    yield
    expect.set_options(timeout=5_000)


def look(page: Page, published: Publication) -> None:
    """Poll now, as a page does when its network or its reader comes back, until it shows what was published."""
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("body")).to_have_attribute("data-position", str(published.sequence))


def article(update: Update) -> str:
    return f"#u-{update.id}"


def test_correction_retraction_and_kill_show_at_the_next_look_without_movement(
    page: Page, address: str, desk: Newsdesk, publisher: Publisher, out: Path, blog: list[Update]
) -> None:
    page.goto(address)
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
    look(page, publisher.publish(desk.blog, out))
    expect(page.locator(article(blog[25]))).to_contain_text("It was eight, not nine.")
    expect(page.locator(article(blog[20]))).to_contain_text("Retracted: Nobody held it")
    expect(page.locator(article(blog[22]))).to_contain_text("Removed after a court order.")
    expect(page.locator("html")).not_to_contain_text("First wording 22")
    expect(page.locator(article(blog[3]))).to_contain_text("Short now.")
    page.evaluate(settled)
    assert abs(page.evaluate(place) - before) < 1
    expect(page.locator("#said")).to_contain_text("Changed: ")


def test_new_updates_wait_until_they_are_asked_for(
    page: Page, address: str, desk: Newsdesk, publisher: Publisher, out: Path, blog: list[Update]
) -> None:
    page.goto(address)
    page.evaluate("scrollTo(0, 2000)")
    fresh = [desk.developing(f"Fresh {count}") for count in range(3)]
    look(page, publisher.publish(desk.blog, out))
    expect(page.locator("#news button")).to_have_text("3 new updates")
    expect(page.locator(article(fresh[0]))).to_have_count(0)
    page.click("#news button")
    for place, update in enumerate([*reversed(fresh), blog[-1]]):
        expect(page.locator("#list article").nth(place)).to_have_id(f"u-{update.id}")
    expect(page.locator(article(fresh[-1]))).to_be_focused()


def test_what_stands_on_top_follows(
    page: Page, address: str, desk: Newsdesk, publisher: Publisher, out: Path
) -> None:
    page.goto(address)
    desk.end()
    look(page, publisher.publish(desk.blog, out))
    expect(page.locator("#top")).to_contain_text("This live blog has ended.")


def test_a_gap_longer_than_the_log_is_closed_from_the_page_itself(
    page: Page, address: str, desk: Newsdesk, publisher: Publisher, out: Path, blog: list[Update]
) -> None:
    page.goto(address)
    desk.retract(blog[5], "It did not happen", "Nobody saw it")
    for update in (blog[6], blog[7]):
        for count in range(3):
            update = desk.refile(update, f"Wording {count}.")
    for count in range(55):
        desk.developing(f"Later {count}")
    look(page, publisher.publish(desk.blog, out))
    expect(page.locator(article(blog[5]))).to_contain_text("Retracted")
    expect(page.locator("#news button")).to_have_text("55 new updates")


def test_a_rollback_reaches_open_pages(
    page: Page, address: str, desk: Newsdesk, publisher: Publisher, out: Path, blog: list[Update]
) -> None:
    position = desk.store.position(desk.blog.id)
    desk.correct(blog[29], "It was eight.", "Second wording.")
    publisher.publish(desk.blog, out)
    page.goto(address)
    expect(page.locator(article(blog[29]))).to_contain_text("It was eight.")
    look(page, publisher.publish(desk.blog, out, sequence=position))
    expect(page.locator(article(blog[29]))).not_to_contain_text("It was eight.")


def test_offline_and_back(
    page: Page, address: str, desk: Newsdesk, publisher: Publisher, out: Path, blog: list[Update]
) -> None:
    page.goto(address)
    page.context.set_offline(True)
    desk.retract(blog[29], "It did not happen", "Nobody saw it")
    publisher.publish(desk.blog, out)
    with page.expect_event("requestfailed"):
        page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(article(blog[29]))).not_to_contain_text("Retracted")
    page.context.set_offline(False)
    expect(page.locator(article(blog[29]))).to_contain_text("Retracted")


def test_a_page_in_the_background_looks_seldom_and_at_once_when_shown(
    page: Page, address: str, desk: Newsdesk, publisher: Publisher, out: Path
) -> None:
    page.clock.install()
    page.goto(address)
    desk.developing("Roads closed")
    look(page, publisher.publish(desk.blog, out))
    asked: list[str] = []

    def count(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_()

    page.route("**/latest.json", count)
    page.evaluate(
        "Object.defineProperty(document, 'hidden', {get: () => window.away ?? false, configurable: true})"
    )
    page.evaluate("window.away = true; document.dispatchEvent(new Event('visibilitychange'))")
    page.clock.run_for(50_000)
    assert asked == []
    desk.developing("Bridges closed")
    published = publisher.publish(desk.blog, out)
    page.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("body")).to_have_attribute("data-position", str(published.sequence))
    assert len(asked) == 1
    with page.expect_request("**/latest.json"):
        page.clock.run_for(17_000)


def test_a_wrong_clock_of_the_reader_changes_nothing(
    page: Page, address: str, desk: Newsdesk, publisher: Publisher, out: Path, blog: list[Update]
) -> None:
    page.clock.install(time="2031-01-01T00:00:00Z")
    page.goto(address)
    desk.retract(blog[29], "It did not happen", "Nobody saw it")
    look(page, publisher.publish(desk.blog, out))
    expect(page.locator(article(blog[29]))).to_contain_text("Retracted")


def test_a_permalink_learns_of_a_retraction(
    page: Page, address: str, desk: Newsdesk, publisher: Publisher, out: Path, blog: list[Update]
) -> None:
    page.goto(f"{address}p/{blog[12].id}.html")
    desk.retract(blog[12], "It did not happen", "Nobody saw it")
    look(page, publisher.publish(desk.blog, out))
    expect(page.locator(article(blog[12]))).to_contain_text("Retracted: It did not happen")


def test_an_old_fragment_leads_to_its_permalink(
    page: Page, desk: Newsdesk, publisher: Publisher, out: Path
) -> None:
    written = [desk.developing(f"Report {count}") for count in range(125)]
    publisher.publish(desk.blog, out)
    with served(out) as where:
        page.goto(f"{where}index.html#u-{written[0].id}", wait_until="commit")
        page.wait_for_url(f"**/p/{written[0].id}.html")


def test_the_readers_own_time_on_request(browser: Browser, address: str) -> None:
    context = browser.new_context(timezone_id="America/New_York", locale="en-GB")
    page = context.new_page()
    page.goto(address)
    page.click("#own")
    expect(page.locator("article .own").first).to_have_text("(23:00 yours)")
    page.click("#own")
    expect(page.locator(".own")).to_have_count(0)
    context.close()


def test_a_page_opened_from_a_disk_is_whole_and_quiet(page: Page, out: Path, blog: list[Update]) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((out / "index.html").resolve().as_uri())
    expect(page.locator(".mast")).to_have_css("display", "flex")
    expect(page.locator("#own")).to_be_visible()
    assert said == []


def test_the_script_weighs_less_than_two_kilobytes(out: Path, blog: list[Update]) -> None:
    (script,) = (out / "assets").glob("client.*.js")
    assert len(gzip.compress(script.read_bytes(), 9)) < 2000


def test_the_script_counts_as_many_updates_to_a_page_as_the_archive_does(
    out: Path, blog: list[Update]
) -> None:
    (script,) = (out / "assets").glob("client.*.js")
    assert f"Math.ceil(n / {PAGE})" in script.read_text(encoding="utf-8")
