"""The demo newsroom from beginning to end, without a network: what it leaves in store, log and page."""

import json
from operator import itemgetter
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import Installed, document
from tests.e2e.terminal import Terminal

SLUG = "almaty-5-january"


@pytest.fixture
def played(installed: Installed, tmp_path: Path) -> tuple[Installed, Path]:
    """The day played through; the command on its store, and the folder of the page."""
    store = tmp_path / "demo" / "demo.wireroom"
    told = installed("--store", str(store), "demo", "--headless")
    page = Path(told.stdout.strip())
    assert page.is_dir()
    assert "153 items from 11 wires" in told.stderr
    return (lambda *words, **more: installed("--store", str(store), *words, **more)), page


def test_the_day_played_through(played: tuple[Installed, Path], browser: Browser) -> None:
    wireroom, page = played
    _store_tells_the_story(wireroom)
    _log_holds(wireroom)
    _readers_see_it(page, browser)
    _a_minute_is_shown_again(wireroom, page.with_name("then"))


def _store_tells_the_story(wireroom: Installed) -> None:
    updates = document(wireroom("updates", SLUG, "--json"))
    by_status = {
        status: [update["headline"] for update in updates if update["status"] == status]
        for status in ("draft", "developing", "confirmed", "retracted")
    }
    assert {status: len(found) for status, found in by_status.items()} == {
        "draft": 1,
        "developing": 12,
        "confirmed": 14,
        "retracted": 2,
    }
    airport = next(
        update for update in updates if update["headline"] == "Almaty airport held by protesters, agency says"
    )
    assert airport["retraction"]["kind"] == "source-withdrew"
    assert airport["retraction"]["replaced_by"]
    assert (airport["pinned"], airport["key_event"]) == (False, False)
    corrected = [update["headline"] for update in updates if update["corrections"]]
    assert len(corrected) == 2
    assert all(update["filed"].startswith("2022-01-05T") for update in updates)
    changed = document(wireroom("wire", "changed:yes", "--json"))
    assert any(item["headline"].startswith("WITHDRAWN") for item in changed)
    copies = document(wireroom("wire", '"a column of smoke" origin:"meridian press"', "--json"))
    assert len({item["feed"] for item in copies}) == 4
    assert len({item["cluster"] for item in copies}) == 1


def _log_holds(wireroom: Installed) -> None:
    log = document(wireroom("log", "--json"))
    assert log["chain"]["holds"] is True
    assert {event["who"] for event in log["events"]} >= {"dana", "tomas"}
    acts = {event["what"] for event in log["events"]}
    assert acts >= {"wrote", "marked", "corrected", "refiled", "retracted", "published", "tagged", "spiked"}
    handover = document(wireroom("handover", SLUG, "--json"))
    assert [draft["headline"] for draft in handover["drafts"]] == [
        "Hospitals in Almaty ask for blood, doctor says"
    ]


def _readers_see_it(page: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    reader = context.new_page()
    reader.goto((page / "index.html").as_uri())
    text = reader.inner_text("body")
    for words in (
        "Kazakhstan: cabinet out, Almaty burning, a country offline",
        "Developing: not independently confirmed",
        "Confirmed",
        "Retracted",
        "We said that Almaty's airport was held by protesters. Our source has withdrawn the report.",
        "Almaty",
        "This is a demonstration",
    ):
        assert words in text, words
    whole = "\n".join(file.read_text(encoding="utf-8") for file in page.rglob("*.html"))
    assert "the police chief spoke of hundreds of banks; he spoke of hundreds of businesses" in whole
    assert "Hospitals in Almaty ask for blood" not in whole
    data = json.loads(reader.locator('script[type="application/ld+json"]').first.inner_text())
    assert "LiveBlogPosting" in json.dumps(data)
    context.close()


def _a_minute_is_shown_again(wireroom: Installed, folder: Path) -> None:
    told = [
        document(
            wireroom("publish", SLUG, "--at", at, "--to", str(folder), "--override", "An audit.", "--json")
        )
        for at in ("14:30", "2022-01-05 14:30", "2022-01-05T08:30:00Z")
    ]
    assert len({report["sequence"] for report in told[:2]}) == 1
    newest = max(event["sequence"] for event in document(wireroom("log", "--json"))["events"])
    assert told[2]["sequence"] == told[0]["sequence"] < newest


def test_a_demo_is_never_played_into_a_newsroom(installed: Installed, tmp_path: Path) -> None:
    store = tmp_path / "work.wireroom"
    installed("--store", str(store), "blog", "new", "mine", "--headline", "Mine")
    told = installed("--store", str(store), "demo", "--headless", expect=2)
    assert "there already" in told.stderr
    assert [
        blog["slug"] for blog in document(installed("--store", str(store), "blog", "list", "--json"))
    ] == ["mine"]


def test_the_demo_has_a_place_of_its_own_and_begins_afresh(
    installed: Installed, home: dict[str, str]
) -> None:
    first = installed("demo", "--headless", "--until", "07:56", "--json")
    again = installed("demo", "--headless", "--until", "07:56", "--json")
    one, two = document(first), document(again)
    assert one["published"] == two["published"]
    assert one["published"].startswith(home["XDG_DATA_HOME"])
    assert (one["items"], one["updates"]) == (two["items"], two["updates"])
    assert document(installed("blog", "list", "--json")) == []


def test_the_demo_desk_wants_a_terminal(installed: Installed) -> None:
    assert "--headless" in installed("demo", expect=2).stderr


def test_what_the_demo_desk_runs_stays_in_the_demo(home: dict[str, str]) -> None:
    with Terminal(["demo", "--speed", "1", "--alone"], columns=120, rows=36, environment=home) as desk:
        desk.wait_for("Meridian Press")
        desk.press("R")
        desk.type("feeds list", after=":")
        desk.press("enter")
        assert "The Foothill Courier" in desk.wait_for("Throughline Network Observatory +304")
        desk.press("escape")
        desk.press("escape", "q", "q")
        desk.end()
    data = Path(home["XDG_DATA_HOME"]) / "wireroom"
    assert [file.name for file in data.iterdir()] == ["demo"]


def test_an_act_from_the_line_of_the_demo_carries_the_time_of_the_story(
    home: dict[str, str], installed: Installed
) -> None:
    with Terminal(["demo", "--speed", "1", "--alone"], columns=120, rows=36, environment=home) as desk:
        desk.wait_for("Meridian Press")
        desk.type("watch add depot", after=":")
        desk.press("enter")
        desk.wait_for("Esc close")
        desk.press("escape", "q", "q")
        desk.end()
    store = Path(home["XDG_DATA_HOME"]) / "wireroom/demo/demo.wireroom"
    log = document(installed("--store", str(store), "log", "--json"))
    newest = max(log["events"], key=itemgetter("sequence"))
    assert (newest["who"], newest["what"]) == ("aigerim", "watched")
    assert newest["at"].startswith("2022-01-05T01:0")


def test_ages_pass_on_a_wire_where_nothing_else_happens(home: dict[str, str]) -> None:
    with Terminal(["demo", "--alone"], columns=120, rows=36, environment=home) as desk:
        desk.wait_for(" [5-9]m The Foothill")
        desk.wait_for(r" 1\dm The Foothill")
