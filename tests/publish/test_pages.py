"""What a reader without script is told."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.publish.conftest import SITE
from tests.publish.newsdesk import Newsdesk
from wireroom.model import Evidence, EvidenceKind
from wireroom.publish import jsonld
from wireroom.publish.publisher import Publisher
from wireroom.publish.snapshot import BlogState
from wireroom.publish.story import Head


def page(out: Path, name: str = "index.html") -> str:
    return (out / name).read_text(encoding="utf-8")


def json_ld(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert found
    document: dict[str, Any] = json.loads(found[1])
    return document


def test_each_status_is_said_in_words_with_a_glyph(desk: Newsdesk, publisher: Publisher, out: Path) -> None:
    desk.developing("Crowds gather")
    desk.confirm(desk.developing("Cabinet resigns"))
    publisher.publish(desk.blog, out)
    text = page(out)
    assert '<span aria-hidden="true">◐</span> Developing: not independently confirmed' in text
    assert '<span aria-hidden="true">●</span> Confirmed 09:04 by two sources' in text


def test_a_retraction_and_what_stands_instead_link_to_each_other_once_both_can_be_read(
    desk: Newsdesk, publisher: Publisher, out: Path
) -> None:
    claim = desk.developing("Airport held by crowd")
    noon = desk.clock.time + timedelta(hours=1)
    held = desk.confirm(desk.developing("Airport open", embargo=noon, supersedes=claim.id))
    desk.retract(claim, "It is open.", "The airport says so.", replaced_by=held.id)
    publisher.publish(desk.blog, out)
    taken_back, instead = f"p/{claim.id}.html", f"p/{held.id}.html"
    assert held.id not in page(out) + page(out, taken_back)
    desk.clock.tick(minutes=61)
    desk.developing("Trains stop")  # the first act after the embargo shows what it held back
    publisher.publish(desk.blog, out)
    assert f'<a href="../{instead}">What stands instead</a>' in page(out, taken_back)
    assert f'<a href="../{taken_back}">Replaces an earlier update</a>' in page(out, instead)
    for link in (instead, taken_back):
        assert f'href="./{link}"' in page(out)


def test_what_is_linked_to_an_older_update_later_replaces_it_for_readers_too(
    desk: Newsdesk, publisher: Publisher, out: Path
) -> None:
    older, newer = desk.developing("Two hurt"), desk.developing("Three hurt")
    publisher.publish(desk.blog, out)
    desk.record("linked", replace(newer, supersedes=older.id, revision=newer.revision + 1))
    publisher.publish(desk.blog, out)
    link = f'<a href="../p/{newer.id}.html">A newer update replaces this one</a>'
    assert link in page(out, f"p/{older.id}.html")


@pytest.mark.parametrize("killed", [False, True])
def test_where_what_stood_instead_is_taken_back_each_that_leads_there_says_so(
    desk: Newsdesk, publisher: Publisher, out: Path, tmp_path: Path, killed: bool
) -> None:
    claim, older = desk.developing("Airport held by crowd"), desk.developing("Two hurt")
    instead = desk.developing("Airport open", supersedes=older.id)
    taken_back = desk.retract(claim, "It is open.", "The airport says so.", replaced_by=instead.id)
    publisher.publish(desk.blog, out)
    if killed:
        desk.kill(instead, "Removed for legal reasons.")
    else:
        desk.retract(instead, "It is closed.", "The airport says so now.")
    publisher.publish(desk.blog, out)
    first, second = page(out, f"p/{taken_back.id}.html"), page(out, f"p/{older.id}.html")
    assert f'<a href="../p/{instead.id}.html">What stood instead was taken back, too</a>' in first
    assert (
        f'<a href="../p/{instead.id}.html">A newer update that replaced this one was taken back</a>' in second
    )
    assert (
        first.count("What replaced it was taken back.")
        == second.count("What replaced it was taken back.")
        == 1
    )
    text = "".join(
        page(out, name) for name in ("index.html", "feed.atom", "feed.rss", "feed.json", "blog.txt")
    )
    assert "What stands instead" not in text
    assert "A newer update replaces this one" not in text
    third = desk.developing("Airport closed", supersedes=claim.id)
    desk.record(
        "linked",
        replace(taken_back, retraction=replace(taken_back.retraction, replaced_by=third.id), revision=9),
    )
    publisher.publish(desk.blog, out)
    assert f'<a href="../p/{third.id}.html">What stands instead</a>' in page(out, f"p/{taken_back.id}.html")
    assert page(out, "blog.txt").count("What stood instead was taken back, too") == 0


@pytest.mark.parametrize("what", ["reviewed", "to be decided again", "asked to kill"])
def test_what_is_for_the_desk_alone_is_no_edition(
    desk: Newsdesk, publisher: Publisher, out: Path, what: str
) -> None:
    update = desk.developing("Crowds gather")
    publisher.publish(desk.blog, out)
    looked_at = replace(update, review_due=desk.clock.time, revision=update.revision + 1)
    desk.record(what, looked_at)
    assert not {path for path in publisher.publish(desk.blog, out).files if update.id in path}
    desk.correct(looked_at, "Earlier said gather; they leave.", "They leave, police say.")
    publisher.publish(desk.blog, out)
    fragments = [path.name for path in (out / "b").iterdir()]
    assert sorted(fragments) == [f"{update.id}.{edition}.html" for edition in (1, 2)]


@pytest.mark.parametrize("whole", [False, True])
def test_no_earlier_fragment_repeats_what_was_taken_back(
    desk: Newsdesk, publisher: Publisher, out: Path, whole: bool
) -> None:
    claim = desk.correct(
        desk.developing("Airport held by crowd"), "Earlier said held.", "A crowd came, he said."
    )
    publisher.publish(desk.blog, out)
    fragments = [page(out, f"b/{claim.id}.{edition}.html") for edition in (1, 2)]
    assert "Airport held by crowd" in fragments[0]
    assert fragments[0] != fragments[1]
    desk.retract(claim, "It is open.", "The airport says so.")
    publisher.publish(desk.blog, out, whole=whole)
    fragments = [page(out, f"b/{claim.id}.{edition}.html") for edition in (1, 2, 3)]
    assert 'class="u retracted"' in fragments[0]
    assert len(set(fragments)) == 1


def test_a_refile_of_an_older_update_sets_no_clock_back(
    desk: Newsdesk, publisher: Publisher, out: Path
) -> None:
    older = desk.developing("Crowds gather", "Officals said so.")
    desk.developing("Trains stop")
    publisher.publish(desk.blog, out)
    told = json_ld(page(out))["dateModified"]
    desk.refile(older, "Officials said so.")
    publisher.publish(desk.blog, out)
    text = page(out)
    assert "Officials said so." in text
    assert json_ld(text)["dateModified"] == told
    assert f'<time id="changed" datetime="{told}">' in text


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        (((EvidenceKind.AGENCY, "AP"), (EvidenceKind.AGENCY, "The Associated Press")), "by one source"),
        (
            ((EvidenceKind.AGENCY, "Throughline"), (EvidenceKind.DOCUMENT, "Throughline")),
            "by a primary document",
        ),
        (((EvidenceKind.AGENCY, "AP"), (EvidenceKind.OFFICIAL, "City hall")), "by two sources"),
        (((EvidenceKind.OFFICIAL, "City hall"),), "by an official source"),
    ],
)
def test_what_a_confirmation_rests_on_is_counted_as_the_desk_counts(
    desk: Newsdesk,
    publisher: Publisher,
    out: Path,
    evidence: tuple[tuple[EvidenceKind, str], ...],
    said: str,
) -> None:
    pieces = tuple(Evidence(kind=kind, who=who) for kind, who in evidence)
    update = desk.confirm(desk.developing("Cabinet resigns", evidence=pieces))
    publisher.publish(desk.blog, out)
    assert f"Confirmed 09:03 {said}</p>" in page(out)
    later = Evidence(
        kind=EvidenceKind.SOCIAL, who="@flat", quote="Heard it", dated=desk.clock.tick(minutes=1)
    )
    desk.record("quoted post", replace(update, evidence=(*pieces, later), revision=update.revision + 1))
    publisher.publish(desk.blog, out)
    assert f"Confirmed 09:03 {said}</p>" in page(out)


def test_the_zone_is_named_beside_every_time(desk: Newsdesk, publisher: Publisher, out: Path) -> None:
    desk.developing("Crowds gather")
    publisher.publish(desk.blog, out)
    text = page(out)
    assert '<time datetime="2022-01-05T03:02:00Z">09:02</time> <span>Almaty</span>' in text
    assert "(UTC+6)" in text


def test_a_retraction_stays_in_its_place_with_its_notice_first(
    desk: Newsdesk, publisher: Publisher, out: Path
) -> None:
    first = desk.developing("Airport held", "Crowds hold the terminal.")
    desk.developing("Roads closed")
    desk.retract(first, "The airport was not held", "The source filmed the road")
    publisher.publish(desk.blog, out)
    text = page(out)
    article = text[text.index(f'id="u-{first.id}"') :]
    assert text.index("Roads closed") < text.index(f'id="u-{first.id}"')
    assert "Retracted: The airport was not held" in article
    assert article.index("The source filmed the road") < article.index("Crowds hold the terminal.")
    assert re.search(r'<div class="struck"><p>Crowds hold the terminal.</p></div>', article)


def test_search_engines_read_the_notice_and_not_the_claim(
    desk: Newsdesk, publisher: Publisher, out: Path
) -> None:
    claim = desk.developing("Airport held", "Crowds hold the terminal.")
    desk.retract(claim, "The airport was not held", "The source filmed the road")
    publisher.publish(desk.blog, out)
    document = json_ld(page(out))
    assert document["@type"] == "LiveBlogPosting"
    posting = document["liveBlogUpdate"][0]
    assert posting["url"] == f"https://courier.example/live/fuel/#u-{claim.id}"
    assert posting["creativeWorkStatus"] == "Retracted"
    assert "Crowds hold" not in json.dumps(document)
    assert posting["correction"][0]["@type"] == "CorrectionComment"


def test_search_engines_are_told_who_wrote_it_on_whose_word_and_what_was_corrected(
    desk: Newsdesk, publisher: Publisher, out: Path
) -> None:
    update = desk.confirm(desk.developing("Cabinet resigns", bylines=("Dana", "Aigerim")))
    note = "An earlier version said nine ministers; it is eight."
    desk.correct(update, note, "Eight ministers leave.")
    gone = desk.developing("Airport held", bylines=("Dana",))
    bare = desk.developing("Trains stop", "")
    desk.kill(gone, "Removed by order of a court.")
    publisher.publish(desk.blog, out)
    document = json_ld(page(out))
    headline_alone, killed, posting = document["liveBlogUpdate"]
    assert headline_alone["articleBody"] == bare.headline
    assert [author["name"] for author in posting["author"]] == ["Dana", "Aigerim"]
    assert [(cited["name"], cited["url"]) for cited in posting["citation"]] == [
        ("Agency One", "https://one.example/story"),
        ("City hall", "https://city.example/notice"),
    ]
    assert [made["text"] for made in posting["correction"]] == [note]
    assert posting["articleBody"] == "Eight ministers leave."
    assert [author["name"] for author in killed["author"]] == ["The Steppe Courier"]
    assert (killed["articleBody"], "correction" in killed) == ("Removed by order of a court.", False)


def test_search_engines_are_told_of_no_picture_where_there_is_none(desk: Newsdesk) -> None:
    state, url = BlogState(Head(blog=desk.blog)), "https://courier.example/live/fuel/"
    plain = json.loads(jsonld.live_blog(state, replace(SITE, logo=""), url, [], ""))
    assert "image" not in plain
    assert "logo" not in plain["publisher"]
    assert json.loads(jsonld.live_blog(state, SITE, url, [], ""))["image"] == [SITE.logo]
    assert json.loads(jsonld.live_blog(state, SITE, url, [], f"{url}card.png"))["image"] == [f"{url}card.png"]


def test_the_same_position_gives_the_same_bytes(desk: Newsdesk, publisher: Publisher, tmp_path: Path) -> None:
    update = desk.confirm(desk.developing("Cabinet resigns"))
    desk.correct(update, "An earlier version said nine ministers; it is eight.", "Eight ministers leave.")
    publisher.publish(desk.blog, tmp_path / "a")
    desk.clock.tick(days=3)
    publisher.publish(desk.blog, tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_publishing_twice_writes_nothing(desk: Newsdesk, publisher: Publisher, out: Path) -> None:
    desk.developing("Crowds gather")
    first = publisher.publish(desk.blog, out)
    again = publisher.publish(desk.blog, out)
    assert first.files_written > 5
    assert again.files_written == 0


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_no_page_prints_how_python_writes_bytes(desk: Newsdesk, publisher: Publisher, out: Path) -> None:
    desk.developing("Crowds gather")
    publisher.publish(desk.blog, out)
    assert [path for path in out.rglob("*.html") if "b&#39;" in path.read_text(encoding="utf-8")] == []
