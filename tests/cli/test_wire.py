"""Reading the wire: listings, filters, one item, cues and suggestions."""

import pytest
from msgspec.structs import replace

from tests.cli.conftest import Arrive, Wireroom
from tests.support.loopback import loopback_wires
from wireroom.model import ItemVersion
from wireroom.ports.store import Store

WIRE_KEYS = {
    *[
        "id",
        "feed",
        "feed_title",
        "headline",
        "link",
        "published",
        "first_seen",
        "stage",
        "tags",
        "version",
        "priority",
        "cues",
        "cluster",
    ],
    *["origins", "summary"],
}


def test_json_has_the_keys_of_the_contract_newest_first(cli: Wireroom, arrive: Arrive) -> None:
    first, second = arrive("First", summary="What it says"), arrive("Second")
    listed = cli("wire", "--json").json
    assert [item["id"] for item in listed] == [second.id, first.id]
    assert set(listed[0]) >= WIRE_KEYS
    oldest = listed[1]
    assert oldest["headline"] == "First"
    assert oldest["summary"] == "What it says"
    assert oldest["feed_title"] == "Meridian Press"
    assert oldest["first_seen"] == "2022-01-05T03:01:00Z"
    assert oldest["published"] is None
    assert oldest["stage"] == "new"
    assert oldest["version"] == 1
    assert oldest["origins"] == 1
    assert oldest["tags"] == []


def test_an_empty_wire_says_what_comes_first(cli: Wireroom, request: pytest.FixtureRequest) -> None:
    assert "wireroom feeds add URL" in cli("wire").err
    request.getfixturevalue("feed")
    assert "Ask the wires: wireroom pull" in cli("wire").err


def test_limit(cli: Wireroom, arrive: Arrive) -> None:
    for number in range(5):
        arrive(f"Item {number}")
    assert len(cli("wire", "--limit", "2", "--json").json) == 2
    told = cli("wire", "--limit", "2")
    assert len(told.lines) == 2
    assert "--limit" in told.err
    assert cli("wire", "--limit", "0").code == 2


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (["fire"], {"Fire in Almaty", "Fire in Aktau"}),
        (["fire", "-aktau"], {"Fire in Almaty"}),
        (["-fire"], {"Calm in Astana"}),
        (["-tag:hot"], {"Fire in Aktau", "Calm in Astana"}),
        (["#hot"], {"Fire in Almaty"}),
        (["tag:hot or stage:kept"], {"Fire in Almaty", "Calm in Astana"}),
        (["not", "(fire", "or", "calm)"], set()),
        (["title:/^fire.*au$/"], {"Fire in Aktau"}),
        (["--", "-fire"], {"Calm in Astana"}),
        (["-title:/a=b/", "calm"], {"Calm in Astana"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_queries(cli: Wireroom, arrive: Arrive, query: list[str], expected: set[str]) -> None:
    hot = arrive("Fire in Almaty")
    arrive("Fire in Aktau")
    kept = arrive("Calm in Astana")
    cli("tag", hot.id, "+hot")
    cli("keep", kept.id)
    told = cli("wire", "--json", *query)
    assert told.code == 0, told.err
    assert {item["headline"] for item in told.json} == expected


def test_a_mistake_in_a_query_is_shown_at_its_column(cli: Wireroom, arrive: Arrive) -> None:
    arrive("One")
    told = cli("wire", "stage:nwe")
    assert told.code == 2
    assert told.out == ""
    assert "^" in told.err
    assert "new" in told.err


def test_item_has_every_version(cli: Wireroom, store: Store, arrive: Arrive) -> None:
    item = arrive("Residence in flames", body="It burns.")
    changed = replace(
        item, headline="Smoke near residence", body="There is smoke.", version=2, changed=item.first_seen
    )
    earlier = ItemVersion(
        item=item.id, version=1, headline=item.headline, summary="", body=item.body, seen=item.first_seen
    )
    with store.transaction() as tx:
        tx.put_items([changed], [earlier])
    shown = cli("item", item.id[-5:], "--json").json
    assert shown["headline"] == "Smoke near residence"
    assert [version["headline"] for version in shown["versions"]] == [
        "Residence in flames",
        "Smoke near residence",
    ]
    assert set(shown["versions"][0]) == {"version", "headline", "summary", "body", "seen"}
    assert set(shown) >= WIRE_KEYS
    told = cli("item", item.id)
    assert "Version 1" in told.out
    assert "Residence in flames" in told.out


def test_an_item_that_is_not_there(cli: Wireroom, arrive: Arrive) -> None:
    arrive("One")
    told = cli("item", "ffffffff")
    assert told.code == 1
    assert told.out == ""


def test_nothing_on_the_wire_is_an_empty_listing(cli: Wireroom) -> None:
    assert cli("wire", "--json").json == []
    assert cli("wire").out == ""


def test_cues_reads_a_file_or_standard_input(cli: Wireroom, place: object) -> None:
    copy = "Two people were killed, police said. It is unconfirmed."
    found = cli("cues", "-", "--json", stdin=copy).json
    assert {cue["kind"] for cue in found} >= {"attribution", "hedge"}
    for cue in found:
        assert set(cue) == {"kind", "text", "start", "end", "who"}
        assert copy[cue["start"] : cue["end"]] == cue["text"]
    assert cli("cues", "/nowhere/to/be/found").code == 2


def test_suggest_shows_what_an_item_would_become(cli: Wireroom, arrive: Arrive) -> None:
    item = arrive("URGENT: Airport held, staff say", body="The airport is held, two employees said.")
    suggested = cli("suggest", item.id, "--json").json
    assert suggested["headline"]
    assert suggested["status"] in {"draft", "developing"}
    assert cli("suggest", item.id).code == 0


def test_since_takes_a_span(cli: Wireroom, arrive: Arrive) -> None:
    arrive("Long ago")
    assert cli("wire", "since:2h", "--json").json == []
    assert len(cli("wire", "before:2022-01-06", "--json").json) == 1


def test_control_characters_never_reach_the_terminal(cli: Wireroom, arrive: Arrive) -> None:
    item = arrive("Plain [bold]x[/] \x1b[31mred\x1b[0m \u202eback")
    for words in (["wire"], ["item", item.id]):
        told = cli(*words)
        assert "\x1b" not in told.out
        assert "\u202e" not in told.out
        assert "[bold]x[/]" in told.out


def test_the_whole_article_of_an_item(cli: Wireroom, store: Store, arrive: Arrive) -> None:
    pytest.importorskip("trafilatura")
    told = "The cabinet resigned on Wednesday after four days of protests in the west of the country. " * 8
    with loopback_wires() as server:
        link = server.serve("/story", f"<html><body><article><p>{told}</p></article></body></html>".encode())
        item = replace(arrive("Cabinet resigns"), link=link)
        with store.transaction() as tx:
            tx.put_items([item])
        refused = cli("article", item.id)
        assert (refused.code, refused.out) == (4, "")
        assert "Private address" in refused.err
        cli("feeds", "add", store.feed(item.feed).url, "--unseen", "--private")
        assert "four days of protests" in cli("article", item.id).out
        assert cli("article", item.id, "--json").json["url"] == link
