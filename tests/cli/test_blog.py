"""Live blogs as a whole: opening, listing, pinning, summing up, ending."""

import pytest

from tests.cli.conftest import Wireroom, Write
from wireroom.ports.store import Store


def test_new_list_and_show(cli: Wireroom, blog: str) -> None:
    listed = cli("blog", "list", "--json").json
    assert [(one["slug"], one["rules"], one["zone"], one["state"]) for one in listed] == [
        (blog, "desk", "Asia/Almaty", "live")
    ]
    shown = cli("blog", "show", blog, "--json").json
    assert shown["headline"] == "Protests in Almaty"
    assert shown["updates"] == []
    assert shown["unpublished_changes"] >= 0
    assert "Protests in Almaty" in cli("blog", "show", blog).out
    assert blog in cli("blog", "list").out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["Not A Slug", "--headline", "H"], 2),
        (["slug"], 2),
        (["slug", "--headline", "H", "--zone", "Mars/Base"], 2),
        (["slug", "--headline", "H", "--rules", "none"], 2),
        (["slug", "--headline", "  "], 2),
    ],
)
def test_what_can_not_be_opened(cli: Wireroom, words: list[str], code: int) -> None:
    assert cli("blog", "new", *words).code == code
    assert cli("blog", "list", "--json").json == []


def test_a_blog_that_is_not_there(cli: Wireroom) -> None:
    for words in (["blog", "show", "nix"], ["updates", "nix"], ["lint", "nix"], ["handover", "nix"]):
        told = cli(*words)
        assert told.code == 1
        assert "nix" in told.err
        assert told.out == ""


def test_pin_and_unpin(cli: Wireroom, blog: str, confirmed: str) -> None:
    assert cli("blog", "pin", confirmed[-8:]).code == 0
    assert cli("updates", blog, "--json").json[0]["pinned"] is True
    assert cli("blog", "unpin", blog).code == 0
    assert cli("updates", blog, "--json").json[0]["pinned"] is False


def test_a_draft_is_not_pinned(cli: Wireroom, write: Write) -> None:
    assert cli("blog", "pin", write("A draft")).code == 1


def test_key_event_on_and_off(cli: Wireroom, blog: str, confirmed: str) -> None:
    cli("blog", "key", confirmed)
    assert cli("updates", blog, "--json").json[0]["key_event"] is True
    cli("blog", "key", confirmed, "--off")
    assert cli("updates", blog, "--json").json[0]["key_event"] is False


def test_summary_is_bound_to_updates(cli: Wireroom, blog: str, confirmed: str) -> None:
    assert (
        cli("blog", "summary", blog, f"known:{confirmed[-8:]}:The city is under curfew: from 11 p.m.").code
        == 0
    )
    lines = cli("blog", "summary", blog, "--json").json
    assert [(one["heading"], one["text"], one["update"]) for one in lines] == [
        ("known", "The city is under curfew: from 11 p.m.", confirmed)
    ]
    assert "curfew" in cli("blog", "summary", blog).out
    assert cli("blog", "summary", blog, "--clear").code == 0
    assert "The summary is empty" in cli("blog", "summary", blog).err
    assert cli("blog", "summary", blog, "--json").json == []


@pytest.mark.parametrize("bullet", ["known", "known:abc", "known:12345678:", "::"])
def test_a_line_that_is_none_is_wrong_usage(cli: Wireroom, blog: str, bullet: str) -> None:
    assert cli("blog", "summary", blog, bullet).code == 2


def test_change_says_its_revision_and_meets_conflicts(cli: Wireroom, blog: str) -> None:
    assert cli("blog", "change", blog, "--headline", "Unrest in Almaty", "--revision", "1").code == 0
    told = cli("blog", "change", blog, "--headline", "Riots in Almaty", "--revision", "1")
    assert told.code == 1
    assert "Unrest in Almaty" in told.err
    assert "Riots in Almaty" in told.err
    assert cli("blog", "list", "--json").json[0]["headline"] == "Unrest in Almaty"


def test_end_lists_what_was_never_decided(cli: Wireroom, store: Store, blog: str, developing: str) -> None:
    ended = cli("blog", "end", blog, "--json")
    assert ended.code == 0, ended.err
    assert [update["id"] for update in ended.json["undecided"]] == [developing]
    assert store.blog(blog).state.value == "ended"
    assert cli("blog", "reopen", blog).code == 0
    assert store.blog(blog).state.value == "live"


def test_handover_says_what_is_open(cli: Wireroom, blog: str, developing: str, write: Write) -> None:
    draft = write("Not ready")
    found = cli("handover", blog, "--json").json
    assert [update["id"] for update in found["undecided"]] == [developing]
    assert [update["id"] for update in found["drafts"]] == [draft]
    assert found["alerts"] == []
    assert found["unpublished"] > 0
    told = cli("handover", blog).out
    assert "Undecided" in told
    assert developing[-8:] in told
    assert draft[-8:] in told
    assert "decide in " in told


def test_handover_tells_what_waits_for_a_second_editor_and_until_when_words_are_held(
    cli: Wireroom, blog: str, confirmed: str, write: Write
) -> None:
    assert cli("blog", "change", blog, "--rules", "agency").code == 0
    held = write(
        "Minister to resign",
        *("--evidence", "official:His office", "--status", "developing", "--embargo", "2999-01-05 18:00"),
        body="He resigns at six, his office says.",
    )
    asked = cli("kill", confirmed, "--ordered-by", "A court", "--notice", "Removed.", "--confirm", blog)
    assert asked.code == 1
    told = cli("handover", blog).out
    assert "until 2999-01-05 18:00 Asia/Almaty" in told
    assert held[-8:] in told
    assert f"Kills that wait for a second editor\n  {confirmed[-8:]}" in told
    assert [update["id"] for update in cli("handover", blog, "--json").json["pending"]] == [confirmed]


def test_an_update_says_how_it_came_to_stand(cli: Wireroom, blog: str, confirmed: str, write: Write) -> None:
    built = write(
        "Shops close", "--evidence", "official:Traders", "--status", "developing", "--built-on", confirmed
    )
    told = cli("update", built).out
    assert "To be decided by" in told
    assert f"Built on {confirmed[-8:]}" in told
    told = cli("update", confirmed).out
    assert "by aigerim on official: Mayor's office: The decree itself." in told
    assert cli("mark", confirmed, "developing", "--note", "A second decree").code == 0
    assert "Under review: A second decree" in cli("update", confirmed).out
    took_back = ("--wrong", "It was a draft.", "--why", "They say so.", "--class", "wrong")
    assert cli("mark", confirmed, "retracted", *took_back).code == 0
    told = cli("update", confirmed).out
    assert "Retracted (wrong): It was a draft." in told
    assert "No substitute" in told
