"""What each format says of each status, and that it is valid."""

import gzip
import json
import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree

from tests.publish.conftest import SITE
from tests.publish.newsdesk import Newsdesk
from tests.publish.test_pages import contents
from wireroom.model import Update
from wireroom.ports.store import Store
from wireroom.publish.publisher import Publisher
from wireroom.publish.settings import SiteConfig
from wireroom.publish.times import distinct

ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
REPLY = "{http://purl.org/syndication/thread/1.0}in-reply-to"


@pytest.fixture
def story(desk: Newsdesk, publisher: Publisher, out: Path) -> dict[str, Update]:
    """One update of each kind, published."""
    found = {
        "developing": desk.developing("Crowds gather", "Hundreds stand on the square."),
        "confirmed": desk.confirm(desk.developing("Cabinet resigns", "A decree says so.", key_event=True)),
    }
    fire = desk.confirm(desk.developing("Office on fire", "It began at noon."))
    found["corrected"] = desk.correct(
        fire, "An earlier version said noon; it was 14:20.", "It began at 14:20."
    )
    typo = desk.developing("Trains stop", "Trians have stopped.")
    desk.clock.tick(minutes=7)
    found["refiled"] = desk.refile(typo, "Trains have stopped.")
    claim = desk.developing("Airport held", "Crowds hold the terminal.")
    found["retracted"] = desk.retract(claim, "The airport was not held", "The source filmed the road")
    found["killed"] = desk.kill(desk.developing("A name", "Somebody's home address."))
    publisher.publish(desk.blog, out)
    return found


def many(desk: Newsdesk, number: int) -> list[Update]:
    return [desk.developing(f"Update {count}", f"Text of update {count}.") for count in range(1, number + 1)]


def entries(out: Path, name: str = "feed.atom") -> dict[str, Any]:
    tree = etree.parse(out / name)
    return {entry.findtext(f"{ATOM}id"): entry for entry in tree.iter(f"{ATOM}entry")}


def items(out: Path, name: str = "feed.json") -> dict[str, Any]:
    return {item["id"]: item for item in json.loads((out / name).read_bytes())["items"]}


def links(out: Path, name: str) -> dict[str, str]:
    root = etree.parse(out / name).getroot()
    return {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}


def test_atom_tells_each_status(story: dict[str, Update], out: Path) -> None:
    found = entries(out)
    for status in ("developing", "confirmed", "retracted"):
        categories = [
            each.get("term") for each in found[f"urn:uuid:{story[status].id}"].iter(f"{ATOM}category")
        ]
        assert status in categories
    corrected = found[f"urn:uuid:{story['corrected'].id}"].findtext(f"{ATOM}content")
    assert corrected.index("An earlier version said noon") < corrected.index("It began at 14:20.")
    refiled = found[f"urn:uuid:{story['refiled'].id}"].findtext(f"{ATOM}updated")
    assert refiled < found[f"urn:uuid:{story['retracted'].id}"].findtext(f"{ATOM}updated")
    assert refiled.startswith("2022-01-05T03:08:00")


def test_atom_takes_back_by_a_rewritten_entry_and_a_notice(story: dict[str, Update], out: Path) -> None:
    found = entries(out)
    taken = story["retracted"]
    rewritten = found[f"urn:uuid:{taken.id}"]
    assert "Crowds hold" not in etree.tostring(rewritten, encoding="unicode")
    notice = found[f"urn:uuid:{taken.id}:retracted"]
    assert notice.find(REPLY).get("ref") == f"urn:uuid:{taken.id}"
    assert "The source filmed the road" in notice.findtext(f"{ATOM}content")


def test_a_kill_leaves_a_tombstone_before_the_first_entry_and_a_notice(
    story: dict[str, Update], out: Path
) -> None:
    feed = etree.parse(out / "feed.atom").getroot()
    names = [child.tag for child in feed]
    assert names.index(TOMBSTONE) < names.index(f"{ATOM}entry")
    assert feed.find(TOMBSTONE).get("ref") == f"urn:uuid:{story['killed'].id}"
    assert f"urn:uuid:{story['killed'].id}:killed" in entries(out)
    assert f"urn:uuid:{story['killed'].id}" not in entries(out)


def test_no_file_holds_what_was_killed(story: dict[str, Update], out: Path, tmp_path: Path) -> None:
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.suffix != ".wireroom" and "wireroom-" not in path.name:
            body = path.read_bytes()
            body = gzip.decompress(body) if path.suffix == ".gz" else body
            assert b"home address" not in body, path


def test_what_was_killed_is_signed_by_nobody(story: dict[str, Update], out: Path) -> None:
    signed, killed = story["retracted"], story["killed"]
    assert killed.bylines == signed.bylines == ("Aigerim Bek",)
    for update, named in ((signed, True), (killed, False)):
        assert ("Aigerim Bek" in (out / f"p/{update.id}.html").read_text()) is named
        assert ("authors" in items(out)[f"urn:uuid:{update.id}"]) is named


def test_rss_keeps_its_guids_and_adds_a_notice(story: dict[str, Update], out: Path) -> None:
    tree = etree.parse(out / "feed.rss")
    guids = {item.findtext("guid"): item for item in tree.iter("item")}
    assert len(guids) == len(list(tree.iter("item")))
    taken = f"urn:uuid:{story['retracted'].id}"
    assert guids[taken].findtext("title").startswith("Retracted: ")
    assert guids[f"{taken}:retracted"].findtext("category") == "Notice"


def test_json_feed_has_status_corrections_and_modification_dates(story: dict[str, Update], out: Path) -> None:
    found = items(out)
    corrected = found[f"urn:uuid:{story['corrected'].id}"]
    assert corrected["_wireroom"]["corrections"][0]["note"] == "An earlier version said noon; it was 14:20."
    assert corrected["date_modified"] > corrected["date_published"]
    refiled = found[f"urn:uuid:{story['refiled'].id}"]
    assert refiled["date_modified"] == refiled["date_published"]
    assert "corrections" not in refiled["_wireroom"]
    assert found[f"urn:uuid:{story['retracted'].id}"]["_wireroom"]["status"] == "retracted"
    assert found[f"urn:uuid:{story['retracted'].id}:retracted"]["tags"] == ["notice"]


def test_ninjs_cancels_and_associates_the_notice(story: dict[str, Update], out: Path) -> None:
    taken = json.loads((out / f"ninjs/{story['retracted'].id}.json").read_bytes())
    notice = json.loads((out / f"ninjs/{story['retracted'].id}.notice.json").read_bytes())
    assert (taken["pubStatus"], taken["version"]) == ("canceled", "2")
    assert taken["associations"][0]["uri"] == notice["uri"]
    assert notice["pubStatus"] == "usable"
    assert "Crowds hold" not in json.dumps(taken)
    corrected = json.loads((out / f"ninjs/{story['corrected'].id}.json").read_bytes())
    assert (corrected["pubStatus"], corrected["version"]) == ("usable", "3")
    assert "CORRECTED: An earlier version said noon" in corrected["edNote"]


@pytest.mark.parametrize("name", ["blog.md", "blog.txt"])
def test_plain_formats_say_the_status_and_take_back(story: dict[str, Update], out: Path, name: str) -> None:
    text = (out / name).read_text(encoding="utf-8")
    assert "Developing: not independently confirmed" in text
    assert "The source filmed the road" in text
    assert "Crowds hold the terminal" not in text
    assert "09:02 Almaty, Wednesday 5 January 2022" in text


def test_revisions_prove_without_telling(story: dict[str, Update], out: Path) -> None:
    document = json.loads((out / "revisions.json").read_bytes())
    assert sorted(document["updates"]) == sorted(update.id for update in story.values())
    taken = document["updates"][story["retracted"].id]
    assert list(taken) == ["1", "2"]
    assert all(re.fullmatch("[0-9a-f]{64}", value) for value in taken.values())
    assert b"Crowds hold" not in (out / "revisions.json").read_bytes()


def test_corrections_have_a_page_and_a_feed(story: dict[str, Update], out: Path) -> None:
    page = (out / "corrections.html").read_text(encoding="utf-8")
    assert page.index("The source filmed the road") < page.index("An earlier version said noon")
    found = entries(out, "corrections.atom")
    assert f"urn:uuid:{story['corrected'].id}:correction-1" in found
    assert f"urn:uuid:{story['retracted'].id}:retracted" in found
    assert not any(story["refiled"].id in name for name in found)


def test_feeds_by_status_and_tag(story: dict[str, Update], out: Path) -> None:
    assert list(entries(out, "feeds/retracted.atom")) == [f"urn:uuid:{story['retracted'].id}"]
    assert f"urn:uuid:{story['confirmed'].id}" in entries(out, "feeds/confirmed.atom")
    assert len(entries(out, "feeds/tag-fuel.atom")) >= 4


def test_feeds_by_status_and_tag_are_short_and_say_where_the_words_are(
    story: dict[str, Update], out: Path
) -> None:
    home = "https://courier.example/live/fuel/"
    update = story["corrected"]
    entry = entries(out, "feeds/tag-fuel.atom")[f"urn:uuid:{update.id}"]
    said = (
        "Confirmed 09:06 by two sources. Correction 09:07 Almaty: An earlier version said noon; it was 14:20."
    )
    assert entry.findtext(f"{ATOM}summary") == said
    content = entry.find(f"{ATOM}content")
    assert (content.get("src"), content.text) == (f"{home}p/{update.id}.html", None)
    whole = entries(out)[f"urn:uuid:{update.id}"]
    assert entry.findtext(f"{ATOM}updated") == whole.findtext(f"{ATOM}updated")
    taken = entries(out, "feeds/retracted.atom")[f"urn:uuid:{story['retracted'].id}"]
    assert "The source filmed the road" in taken.findtext(f"{ATOM}summary", "")
    assert links(out, "feeds/confirmed.atom")["related"] == f"{home}feed.atom"


def test_other_words_alone_change_no_feed_by_status_or_tag_and_a_doubt_does(
    desk: Newsdesk, publisher: Publisher, out: Path
) -> None:
    update = desk.confirm(desk.developing("Crowds gather"))
    publisher.publish(desk.blog, out)
    refiled = desk.refile(update, "The ministry said so today.")
    assert not [path for path in publisher.publish(desk.blog, out).files if path.startswith("feeds/")]
    desk.doubt(refiled, "The ministry took it back")
    written = publisher.publish(desk.blog, out).files
    assert {"feeds/confirmed.atom", "feeds/developing.atom", "feeds/tag-fuel.atom"} <= set(written)
    assert b"Under review: The ministry took it back" in (out / "feeds/tag-fuel.atom").read_bytes()


def test_a_tag_that_is_refiled_moves_the_update_to_its_feed(
    desk: Newsdesk, publisher: Publisher, out: Path
) -> None:
    update = desk.confirm(desk.developing("Crowds gather"))
    publisher.publish(desk.blog, out)
    desk.retag(update, tags=("roads",))
    publisher.publish(desk.blog, out)
    entry = f"urn:uuid:{update.id}"
    assert entry in entries(out, "feeds/tag-roads.atom")
    assert entry not in entries(out, "feeds/tag-fuel.atom")


def test_changes_of_one_second_differ_by_their_place_in_the_log() -> None:
    moment = datetime(2022, 1, 5, 3, 2, 7, tzinfo=UTC)
    assert distinct(moment, 3) == "2022-01-05T03:02:07.003000Z"
    assert distinct(moment, 2000) == "2022-01-05T03:02:07Z"
    assert distinct(moment.replace(microsecond=40), 3) == "2022-01-05T03:02:07.000040Z"


def test_what_is_retracted_leaves_pin_summary_and_key_events(
    desk: Newsdesk, publisher: Publisher, out: Path
) -> None:
    from msgspec.structs import replace

    from wireroom.model import SummaryBullet

    claim = desk.developing("Airport held", "Crowds hold the terminal.", key_event=True)
    bullet = SummaryBullet(heading="known", text="The airport is held.", update=claim.id)
    desk.change_blog("pinned", replace(desk.blog, pinned=claim.id, summary=(bullet,)))
    publisher.publish(desk.blog, out)
    before = (out / "top.html").read_text(encoding="utf-8")
    assert before.count("Airport held") == 3
    desk.retract(claim, "Nobody held it", "The source filmed the road")
    publisher.publish(desk.blog, out)
    after = (out / "top.html").read_text(encoding="utf-8") + (out / "key-events.html").read_text(
        encoding="utf-8"
    )
    assert "Airport held" not in after
    assert "The airport is held." not in after


def test_archives_are_numbered_from_the_oldest_and_every_link_leads_somewhere(
    desk: Newsdesk, publisher: Publisher, out: Path
) -> None:
    written = many(desk, 250)
    publisher.publish(desk.blog, out)
    assert written[0].id in (out / "a/0001.html").read_text(encoding="utf-8")
    assert written[179].id in (out / "a/0003.html").read_text(encoding="utf-8")
    head = (out / "index.html").read_text(encoding="utf-8")
    assert written[180].id in head
    assert written[179].id not in head
    first = (out / "p" / f"{written[0].id}.html").read_text(encoding="utf-8")
    assert f'href="../a/0001.html#u-{written[0].id}"' in first
    assert dangling(out) == []
    sealed = {path: path.read_bytes() for path in (out / "a").glob("000[123]*")}
    many(desk, 5)
    publisher.publish(desk.blog, out)
    assert {path: path.read_bytes() for path in sealed} == sealed


def dangling(out: Path) -> list[tuple[str, str]]:
    """Links between published pages that lead nowhere, fragments too."""
    found = []
    for page in out.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for link in re.findall(r'(?:href|src)="([^"]+)"', text):
            if re.match(r"[a-z]+:", link):
                continue
            path, _, fragment = link.partition("#")
            base = out if page.parent.name == "b" else page.parent
            target = (base / path).resolve() if path else page
            if not target.is_file() or (
                fragment and f'id="{fragment}"' not in target.read_text(encoding="utf-8")
            ):
                found.append((str(page.relative_to(out)), link))
    return found


def test_feeds_go_back_to_the_first_update(desk: Newsdesk, publisher: Publisher, out: Path) -> None:
    written = many(desk, 250)
    publisher.publish(desk.blog, out)
    base = "https://courier.example/live/fuel/"
    seen: set[str] = set()
    name = "feed.atom"
    while name:
        seen.update(entries(out, name))
        name = links(out, name).get("prev-archive", "").removeprefix(base)
    assert len(seen) == len(written)
    seen.clear()
    name = "feed.json"
    while name:
        seen.update(items(out, name))
        name = json.loads((out / name).read_bytes()).get("next_url", "").removeprefix(base)
    assert len(seen) == len(written)
    maps = [each.text.removeprefix(base) for each in etree.parse(out / "sitemap.xml").iter("{*}loc")]
    pages = [each.text for each in (loc for name in maps for loc in etree.parse(out / name).iter("{*}loc"))]
    assert len([page for page in pages if "/p/" in page]) == len(written)


def test_a_full_page_goes_to_the_archive_of_other_formats_while_readers_keep_it_on_top(
    desk: Newsdesk, publisher: Publisher, store: Store, out: Path, tmp_path: Path
) -> None:
    written = many(desk, 149)
    publisher.publish(desk.blog, out)
    assert len(entries(out)) == len(items(out)) == 89
    written += many(desk, 1)
    done = publisher.publish(desk.blog, out)
    archives = {f"a/0002.{suffix}" for suffix in ("atom", "json", "md", "txt", "revisions.json")}
    assert archives < done.files.keys()
    assert len(entries(out)) == len(items(out)) == 50
    base = "https://courier.example/live/fuel/"
    assert links(out, "feed.atom")["prev-archive"] == f"{base}a/0002.atom"
    assert links(out, "a/0002.atom")["prev-archive"] == f"{base}a/0001.atom"
    assert len(entries(out, "a/0002.atom")) == len(items(out, "a/0002.json")) == 60
    revisions = json.loads((out / "revisions.json").read_bytes())
    assert (revisions["archive"]["pages"], len(revisions["updates"])) == (2, 30)
    text = (out / "blog.txt").read_text(encoding="utf-8")
    assert text.count("\nText of update") == 30
    assert text.endswith(f"Earlier updates: {base}a/0002.txt\n")
    head = (out / "index.html").read_text(encoding="utf-8")
    assert head.count("<article") == 90
    assert "What belongs here is on" in (out / "a/0002.html").read_text(encoding="utf-8")
    desk.refile(written[60], "Typo mended.")
    done = publisher.publish(desk.blog, out)
    assert archives < done.files.keys()
    assert "Typo mended." in (out / "a/0002.atom").read_text(encoding="utf-8")
    Publisher(store, desk.clock, SITE).publish(desk.blog, tmp_path / "fresh")
    assert contents(out) == contents(tmp_path / "fresh")


def test_atom_follows_its_grammar(story: dict[str, Update], out: Path, schemas: Path) -> None:
    grammar = etree.RelaxNG(etree.parse(schemas / "atom/atom.rng"))
    feeds = sorted(out.rglob("*.atom"))
    assert len(feeds) > 4
    for feed in feeds:
        grammar.assertValid(etree.parse(feed))


def test_json_formats_follow_their_schemas(story: dict[str, Update], out: Path, schemas: Path) -> None:
    feed = jsonschema.Draft7Validator(json.loads((schemas / "jsonfeed/schema-v1.1.json").read_bytes()))
    feed.validate(json.loads((out / "feed.json").read_bytes()))
    ninjs = jsonschema.Draft202012Validator(
        json.loads((schemas / "ninjs/ninjs-schema_3.1.json").read_bytes())
    )
    objects = sorted((out / "ninjs").glob("*.json"))
    assert len(objects) == len(story) + 2
    for path in objects:
        ninjs.validate(json.loads(path.read_bytes()))


def test_an_ended_blog_says_so_everywhere(desk: Newsdesk, publisher: Publisher, out: Path) -> None:
    desk.developing("Crowds gather")
    publisher.publish(desk.blog, out)
    assert "coverageEndTime" not in (out / "index.html").read_text(encoding="utf-8")
    desk.end()
    publisher.publish(desk.blog, out)
    text = (out / "index.html").read_text(encoding="utf-8")
    assert "This live blog has ended." in text
    assert '"coverageEndTime":"2022-01-05T03:03:00Z"' in text
    assert json.loads((out / "feed.json").read_bytes())["expired"] is True


def test_what_is_under_embargo_is_nowhere_before_its_time(
    desk: Newsdesk, publisher: Publisher, out: Path
) -> None:
    desk.developing("Budget speech", "Nobody may know yet.", embargo=desk.clock.time + timedelta(hours=1))
    desk.developing("Crowds gather")
    publisher.publish(desk.blog, out)
    assert not any(b"Nobody may know" in path.read_bytes() for path in out.rglob("*") if path.is_file())
    desk.clock.tick(hours=1)
    desk.developing("Roads closed")
    publisher.publish(desk.blog, out)
    assert "Nobody may know" in (out / "index.html").read_text(encoding="utf-8")


def test_latest_stays_below_a_kilobyte(desk: Newsdesk, publisher: Publisher, out: Path) -> None:
    written = many(desk, 130)
    for update in written[:60]:
        desk.confirm(update)
    publisher.publish(desk.blog, out)
    body = (out / "latest.json").read_bytes()
    assert len(body) <= 1000
    assert len(json.loads(body)["changes"]) == 50


def test_twins_are_made_and_rewritten_on_request(desk: Newsdesk, out: Path) -> None:
    publisher = Publisher(desk.store, desk.clock, SiteConfig(compress=True))
    update = desk.developing("A name", "Somebody's home address.")
    publisher.publish(desk.blog, out)
    assert b"home address" in gzip.decompress((out / "index.html.gz").read_bytes())
    desk.kill(update)
    publisher.publish(desk.blog, out)
    twins = sorted(out.rglob("*.gz"))
    assert len(twins) > 10
    assert not any(b"home address" in gzip.decompress(twin.read_bytes()) for twin in twins)


@pytest.mark.parametrize("whole", [True, False])
def test_what_readers_poll_is_newer_by_a_whole_second_each_time(
    desk: Newsdesk, out: Path, whole: bool
) -> None:
    publisher = Publisher(desk.store, desk.clock, SiteConfig(compress=True))
    names = ("index.html", "index.html.gz", "latest.json", "latest.json.gz")
    seconds: list[list[int]] = []
    for number in range(3):
        desk.developing(f"Report {number}")
        publisher.publish(desk.blog, out, whole=whole)
        seconds.append([int((out / name).stat().st_mtime) for name in names])
    for before, after in pairwise(seconds):
        assert all(one < other for one, other in zip(before, after, strict=True))
