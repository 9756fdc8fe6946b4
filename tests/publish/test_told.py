"""Word for word what feeds and plain formats tell of an update: nothing that its page tells is left out."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.publish.newsdesk import AGENCIES, Newsdesk
from tests.publish.test_formats import ATOM, entries, items
from wireroom.model import Evidence, EvidenceKind, Illustration, Picture, Update
from wireroom.publish.publisher import Publisher

ROOT = "https://courier.example/live/fuel/"
SOURCES = "Sources: Agency One (agency), City hall (official)"
PICTURE = "ab" * 32


@pytest.fixture
def told(desk: Newsdesk, publisher: Publisher, out: Path) -> dict[str, Update]:
    """Updates that have more to tell than their words, published."""
    post = Evidence(
        kind=EvidenceKind.SOCIAL,
        who="@witness_1",
        url="https://social.example/1",
        quote="Smoke over <the> square",
        dated=desk.clock.time - timedelta(minutes=10),
    )
    with desk.store.transaction() as tx:
        tx.put_picture(Picture(id=PICTURE, width=6, height=4, jpeg=b"a picture"))
    shown = Illustration(picture=PICTURE, width=6, height=4, description="Smoke", credit="A. Bek")
    fire = desk.developing("Office on fire", "It began.", evidence=(*AGENCIES, post), media=(shown,))
    note = "An earlier version said noon; it was 14:20."
    found = {"corrected": desk.correct(desk.confirm(fire), note, "It began at 14:20.")}
    found["doubted"] = desk.doubt(desk.confirm(desk.developing("Cabinet resigns")), "The ministry denies it.")
    claim = desk.developing("Airport held", "Crowds hold the terminal.")
    found["open"] = desk.developing("Airport open", supersedes=claim.id)
    wrong, why = "The airport was not held", "The source filmed the road"
    found["retracted"] = desk.retract(claim, wrong, why, replaced_by=found["open"].id)
    found["two"] = desk.developing("Two held")
    found["three"] = desk.developing("Three held", supersedes=found["two"].id)
    found["killed"] = desk.kill(desk.developing("A name", "Somebody's home address."))
    publisher.publish(desk.blog, out)
    return found


def picture_of(told: dict[str, Update]) -> str:
    """The path of the one picture, which is named after the update and its bytes."""
    return f"media/{told['corrected'].id}-{PICTURE[:16]}.jpg"


def content(told: dict[str, Update]) -> dict[str, str]:
    """What the content of each has to be, as HTML."""
    sources = f"<p>{SOURCES}</p>"
    instead, newer = (f"{ROOT}p/{told[name].id}.html" for name in ("open", "three"))
    return {
        "corrected": (
            "<p><strong>Confirmed 09:03 by three sources</strong></p>"
            "<p><strong>Correction 09:04 Almaty:</strong> An earlier version said noon; it was 14:20.</p>"
            "<p>It began at 14:20.</p>"
            f'<figure><img src="{ROOT}{picture_of(told)}" alt="Smoke" width="6" height="4"/>'
            "<figcaption>A. Bek</figcaption></figure>"
            '<blockquote cite="https://social.example/1"><p>Smoke over &lt;the&gt; square</p>'
            "<footer>@witness_1, captured 08:51 Almaty, Wednesday 5 January 2022</footer></blockquote>"
            f"<p>{SOURCES}, @witness_1 (social post)</p>"
            "<p>How we know: Both said it on the record.</p>"
        ),
        "doubted": (
            "<p><strong>Under review: not independently confirmed</strong></p>"
            "<p><strong>Under review:</strong> The ministry denies it.</p><p>The ministry said so.</p>"
            + sources
        ),
        "retracted": (
            "<p><strong>Retracted 09:10</strong></p>"
            "<p>The airport was not held. The source filmed the road. It was wrong.</p>"
            f'<p><a href="{instead}">What stands instead</a></p>'
        ),
        "two": (
            "<p><strong>Developing: not independently confirmed</strong></p><p>The ministry said so.</p>"
            f'{sources}<p><a href="{newer}">A newer update replaces this one</a></p>'
        ),
        "three": (
            "<p><strong>Developing: not independently confirmed</strong></p><p>The ministry said so.</p>"
            + sources
        ),
    }


def test_every_feed_tells_all_of_it(told: dict[str, Update], out: Path) -> None:
    expected = {f"urn:uuid:{told[name].id}": html for name, html in content(told).items()}
    atom, rss, json_feed = entries(out), etree.parse(out / "feed.rss"), items(out)
    by_guid = {item.findtext("guid"): item.findtext("description") for item in rss.iter("item")}
    assert {id_: atom[id_].findtext(f"{ATOM}content") for id_ in expected} == expected
    assert {id_: by_guid[id_] for id_ in expected} == expected
    assert {id_: json_feed[id_]["content_html"] for id_ in expected} == expected


def test_a_notice_leads_to_what_stands_instead(told: dict[str, Update], out: Path) -> None:
    id_ = f"urn:uuid:{told['retracted'].id}:retracted"
    words = "The airport was not held. The source filmed the road. It was wrong."
    instead = f"{ROOT}p/{told['open'].id}.html"
    html = f'<p>{words}</p><p><a href="{instead}">What stands instead</a></p>'
    entry = entries(out)[id_]
    (item,) = (item for item in etree.parse(out / "feed.rss").iter("item") if item.findtext("guid") == id_)
    assert entry.findtext(f"{ATOM}title") == item.findtext("title") == "Retraction: The airport was not held"
    assert entry.findtext(f"{ATOM}content") == item.findtext("description") == html
    assert items(out)[id_]["content_text"] == f"{words}\n\nWhat stands instead: {instead}"
    assert items(out)[id_]["title"] == "Retraction: The airport was not held"


def test_a_kill_says_its_notice_and_no_more(told: dict[str, Update], out: Path) -> None:
    id_ = f"urn:uuid:{told['killed'].id}:killed"
    entry, told_of = entries(out)[id_], items(out)
    assert entry.findtext(f"{ATOM}title") == told_of[id_]["title"] == "Removed: notice to readers"
    assert entry.findtext(f"{ATOM}content") == "<p>Removed after a court order.</p>"
    assert told_of[id_]["content_text"] == "Removed after a court order."
    stub = told_of[id_.removesuffix(":killed")]
    assert stub["title"] == "Removed"
    assert stub["content_html"] == "<p><strong>Removed</strong></p><p>Removed after a court order.</p>"


def test_what_was_taken_back_is_in_no_subject(told: dict[str, Update], out: Path) -> None:
    atom, json_feed = entries(out), items(out)
    for name, status, tags in (("three", "developing", ["fuel"]), ("retracted", "retracted", [])):
        id_ = f"urn:uuid:{told[name].id}"
        assert [each.get("term") for each in atom[id_].iter(f"{ATOM}category")] == [status, *tags]
        assert json_feed[id_]["tags"] == [status, *tags]


def test_lists_by_status_tell_what_is_said_about_the_words(told: dict[str, Update], out: Path) -> None:
    def in_short(status: str, name: str) -> str:
        found = entries(out, f"feeds/{status}.atom")[f"urn:uuid:{told[name].id}"]
        return str(found.findtext(f"{ATOM}summary"))

    assert in_short("confirmed", "corrected") == (
        "Confirmed 09:03 by three sources. "
        "Correction 09:04 Almaty: An earlier version said noon; it was 14:20."
    )
    doubted = "Under review: not independently confirmed. Under review: The ministry denies it."
    assert in_short("developing", "doubted") == doubted
    assert in_short("retracted", "retracted") == (
        "Retracted 09:10. The airport was not held. The source filmed the road. It was wrong."
    )


def test_json_feed_tells_programs_of_doubt_and_substitute(told: dict[str, Update], out: Path) -> None:
    def extra(name: str) -> dict[str, Any]:
        found: dict[str, Any] = items(out)[f"urn:uuid:{told[name].id}"]["_wireroom"]
        return found

    assert extra("doubted")["under_review"] == "The ministry denies it."
    assert extra("retracted")["replaced_by"] == f"urn:uuid:{told['open'].id}"
    assert {"under_review", "replaced_by", "notice"}.isdisjoint(extra("three"))
    notice = items(out)[f"urn:uuid:{told['retracted'].id}:retracted"]["_wireroom"]
    assert notice == {"notice_of": f"urn:uuid:{told['retracted'].id}", "status": "retracted"}


def test_ninjs_tells_of_corrections_and_doubt(told: dict[str, Update], out: Path) -> None:
    def note(name: str) -> str:
        return str(json.loads((out / f"ninjs/{told[name].id}.json").read_bytes())["edNote"])

    assert note("corrected") == "Confirmed. CORRECTED: An earlier version said noon; it was 14:20."
    assert note("doubted") == "Developing: not independently confirmed. UNDER REVIEW: The ministry denies it."
    assert note("retracted") == "The airport was not held. The source filmed the road. It was wrong."


def test_plain_text_tells_all_of_it(told: dict[str, Update], out: Path) -> None:
    instead, newer = (f"{ROOT}p/{told[name].id}.html" for name in ("open", "three"))
    parts = (out / "blog.txt").read_text(encoding="utf-8").split(f"\n\n{'-' * 60}\n\n".lstrip("\n"))
    sections = {part.strip().rpartition("/p/")[2][:-5]: part.strip().splitlines() for part in parts}
    day = "Almaty, Wednesday 5 January 2022"
    assert sections[told["corrected"].id][:-1] == [
        f"09:02 {day}",
        "[Confirmed 09:03 by three sources] Office on fire",
        "Correction 09:04: An earlier version said noon; it was 14:20.",
        "It began at 14:20.",
        f"Picture: Smoke {ROOT}{picture_of(told)}",
        f"“Smoke over <the> square” (@witness_1, captured 08:51 {day})",
        f"{SOURCES}, @witness_1 (social post)",
        "How we know: Both said it on the record.",
    ]
    assert sections[told["doubted"].id][2:-1] == [
        "Under review: The ministry denies it.",
        "The ministry said so.",
        SOURCES,
    ]
    assert sections[told["retracted"].id][1:-1] == [
        "[Retracted 09:10] Retracted: The airport was not held",
        "The airport was not held. The source filmed the road. It was wrong.",
        f"What stands instead: {instead}",
    ]
    assert sections[told["two"].id][3:-1] == [SOURCES, f"A newer update replaces this one: {newer}"]


def test_markdown_tells_all_of_it(told: dict[str, Update], out: Path) -> None:
    instead, newer = (f"{ROOT}p/{told[name].id}.html" for name in ("open", "three"))
    text = (out / "blog.md").read_text(encoding="utf-8")
    sections = {part.partition(": ")[2].partition("\n")[0]: part.strip() for part in text.split("\n## ")[1:]}
    day = "Almaty, Wednesday 5 January 2022"
    assert sections["Office on fire"].split("\n\n")[1:-1] == [
        "**Confirmed 09:03 by three sources**",
        "> **Correction 09:04:** An earlier version said noon; it was 14:20.",
        "It began at 14:20.",
        f"![Smoke]({ROOT}{picture_of(told)})\nA. Bek",
        f"> Smoke over \\<the\\> square\n>\n> @witness\\_1, captured 08:51 {day}",
        f"{SOURCES}, @witness\\_1 (social post)",
        "How we know: Both said it on the record.",
    ]
    assert "> **Under review:** The ministry denies it." in sections["Cabinet resigns"].split("\n\n")
    assert (
        sections["Retracted: The airport was not held"].split("\n\n")[-2]
        == f"[What stands instead]({instead})"
    )
    assert sections["Two held"].split("\n\n")[-2] == f"[A newer update replaces this one]({newer})"


def test_a_page_leads_once_to_what_stands_in_place_of_a_retraction(
    told: dict[str, Update], out: Path
) -> None:
    page = (out / f"p/{told['retracted'].id}.html").read_text(encoding="utf-8")
    assert page.count(f"{told['open'].id}.html") == page.count("What stands instead") == 1
    assert "A newer update replaces this one" not in page


def test_a_replaced_update_without_a_substitute_leads_to_what_replaced_it(
    desk: Newsdesk, publisher: Publisher, out: Path
) -> None:
    claim = desk.developing("Airport held")
    newer = desk.developing("Airport open", supersedes=claim.id)
    desk.retract(claim, "It was not held", "The source filmed the road")
    publisher.publish(desk.blog, out)
    found = entries(out)[f"urn:uuid:{claim.id}"].findtext(f"{ATOM}content")
    assert found.endswith(f'<p><a href="{ROOT}p/{newer.id}.html">A newer update replaces this one</a></p>')
