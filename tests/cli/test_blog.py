"""Live blogs as a whole: opening, listing, pinning, summing up, ending."""

import pytest

from tests.cli.conftest import Wireroom, Write
from wireroom.ports import Store


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
