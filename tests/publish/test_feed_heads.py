"""What stands above the entries of a feed: its own address, the archive before it, hubs, and whose it is."""

import json
from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace

from tests.publish.conftest import SITE
from tests.publish.newsdesk import Newsdesk
from tests.publish.test_formats import ATOM, entries, many
from wireroom.ports.store import Store
from wireroom.publish.publisher import Publisher

ROOT = "https://courier.example/live/fuel/"
HUB = "https://hub.example/"


@pytest.fixture
def published(desk: Newsdesk, store: Store, out: Path) -> Path:
    """A blog long enough for archives, whose newspaper has a hub."""
    many(desk, 250)
    Publisher(store, desk.clock, replace(SITE, websub=(HUB,))).publish(desk.blog, out)
    return out


def heads(out: Path, name: str) -> dict[str, str]:
    """The links above the entries: relation -> address from the blog's root."""
    feed = etree.parse(out / name).getroot()
    return {link.get("rel"): link.get("href").removeprefix(ROOT) for link in feed.findall(f"{ATOM}link")}


def test_the_newest_feed_leads_to_the_archive_and_the_archive_back(published: Path) -> None:
    newest = max(path.name for path in (published / "a").glob("*.atom"))
    own = {"alternate": ""}
    assert heads(published, "feed.atom") == {
        **own,
        "self": "feed.atom",
        "prev-archive": f"a/{newest}",
        "hub": HUB,
    }
    assert heads(published, "a/0002.atom") == {
        **own,
        "self": "a/0002.atom",
        "prev-archive": "a/0001.atom",
        "current": "feed.atom",
    }
    assert heads(published, "a/0001.atom") == {**own, "self": "a/0001.atom", "current": "feed.atom"}
    assert heads(published, "feeds/tag-fuel.atom") == {
        **own,
        "self": "feeds/tag-fuel.atom",
        "related": "feed.atom",
        "hub": HUB,
    }


def test_only_archives_say_that_they_are(published: Path) -> None:
    def archived(name: str) -> bool:
        return b"<fh:archive/>" in (published / name).read_bytes()

    assert [archived(name) for name in ("a/0001.atom", "feed.atom", "feeds/tag-fuel.atom")] == [
        True,
        False,
        False,
    ]


def test_hubs_are_named_where_they_hear_of_changes(published: Path) -> None:
    assert json.loads((published / "feed.json").read_bytes())["hubs"] == [{"type": "WebSub", "url": HUB}]
    rss = etree.parse(published / "feed.rss").iter(f"{ATOM}link")
    assert [(link.get("rel"), link.get("href")) for link in rss] == [
        ("self", f"{ROOT}feed.rss"),
        ("hub", HUB),
    ]


@pytest.mark.parametrize(
    ("publisher", "named"), [("The Steppe Courier", "The Steppe Courier"), ("", "Wireroom")]
)
def test_a_feed_is_somebodys(desk: Newsdesk, store: Store, out: Path, publisher: str, named: str) -> None:
    desk.developing("Crowds gather")
    Publisher(store, desk.clock, replace(SITE, publisher=publisher)).publish(desk.blog, out)
    assert etree.parse(out / "feed.atom").findtext(f"{ATOM}author/{ATOM}name") == named
    assert json.loads((out / "feed.json").read_bytes())["authors"] == [{"name": named}]


def test_corrections_of_one_update_are_told_apart_in_time(
    desk: Newsdesk, publisher: Publisher, out: Path
) -> None:
    update = desk.developing("Office on fire", "It began at noon.")
    for number in (1, 2):
        update = desk.correct(update, f"Note {number}.", f"It began at {number}.")
    publisher.publish(desk.blog, out)
    found = entries(out, "corrections.atom")
    first, second = (found[f"urn:uuid:{update.id}:correction-{number}"] for number in (1, 2))
    assert first.findtext(f"{ATOM}content") == "<p>Note 1.</p>"
    assert first.findtext(f"{ATOM}title").startswith("Correction 09:03 Almaty: Office on fire")
    assert first.findtext(f"{ATOM}updated") < second.findtext(f"{ATOM}updated")
    assert (
        len(
            {entry.findtext(f"{ATOM}updated") for entry in entries(out).values()}
            | {entry.findtext(f"{ATOM}updated") for entry in found.values()}
        )
        == 3
    )
