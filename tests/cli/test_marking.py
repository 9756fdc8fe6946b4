"""Marking, retracting and killing; listings of updates; the log."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.cli.conftest import OFFICIAL, Wireroom, Write
from tests.cli.test_writing import UPDATE_KEYS
from wireroom.ports.store import Store

RETRACT = (
    "--wrong",
    "The airport was not held.",
    "--why",
    "Our source withdrew it.",
    "--class",
    "source-withdrew",
)


def test_updates_json_has_the_keys_of_the_contract(
    cli: Wireroom, blog: str, developing: str, confirmed: str
) -> None:
    listed = cli("updates", blog, "--json").json
    assert {update["id"] for update in listed} == {developing, confirmed}
    for update in listed:
        assert set(update) >= UPDATE_KEYS
    only = cli("updates", blog, "--status", "confirmed", "--json").json
    assert [update["id"] for update in only] == [confirmed]
    assert cli("updates", blog, "--stale", "--json").json == []
    assert len(cli("updates", blog).lines) == 2


def test_confirm_with_a_document(cli: Wireroom, store: Store, developing: str) -> None:
    told = cli(
        "mark", developing, "confirmed", "--note", "The notice itself.", "--evidence", "document:Notice 7"
    )
    assert told.code == 0, told.err
    assert told.out == ""
    assert store.update(developing).status.value == "confirmed"


def test_one_agency_is_not_enough_and_nothing_changes(cli: Wireroom, store: Store, write: Write) -> None:
    update = write("Fire", "--evidence", "agency:Meridian Press", "--status", "developing")
    told = cli(
        "mark", update, "confirmed", "--note", "Four wires have it.", "--evidence", "agency:Meridian Press"
    )
    assert told.code == 1
    assert "origin" in told.err
    assert store.update(update).status.value == "developing"
    over = cli(
        "mark", update, "confirmed", "--note", "Seen on our own camera.", "--override", "Editor's decision."
    )
    assert over.code == 0, over.err
    assert "Editor's decision." in json.dumps(cli("log", "--update", update, "--json").json)


def test_confirmed_wants_a_note(cli: Wireroom, store: Store, developing: str) -> None:
    assert cli("mark", developing, "confirmed").code == 1
    assert store.update(developing).status.value == "developing"


def test_back_to_developing_needs_a_public_reason(cli: Wireroom, store: Store, confirmed: str) -> None:
    assert cli("mark", confirmed, "developing").code == 1
    assert cli("mark", confirmed, "developing", "--note", "A second decree contradicts it.").code == 0
    assert store.update(confirmed).doubt == "A second decree contradicts it."


def test_retract_says_what_was_wrong_and_takes_it_from_the_top(
    cli: Wireroom, blog: str, confirmed: str
) -> None:
    cli("blog", "pin", confirmed)
    cli("blog", "key", confirmed)
    cli("blog", "summary", blog, f"known:{confirmed}:There is an emergency.")
    told = cli("mark", confirmed, "retracted", *RETRACT, "--json")
    assert told.code == 0, told.err
    retraction = told.json["retraction"]
    assert retraction["wrong"] == "The airport was not held."
    assert retraction["kind"] == "source-withdrew"
    assert retraction["said"]
    assert (told.json["pinned"], told.json["key_event"]) == (False, False)
    assert cli("blog", "list", "--json").json[0]["summary"] == []


def test_a_retraction_that_says_too_little_is_refused(cli: Wireroom, store: Store, confirmed: str) -> None:
    told = cli("mark", confirmed, "retracted", "--wrong", "It was wrong.")
    assert told.code == 1
    assert "  - " in told.err
    assert store.update(confirmed).status.value == "confirmed"


def test_what_was_built_on_a_retraction_is_named(cli: Wireroom, confirmed: str, write: Write) -> None:
    built = write("Shops close", *OFFICIAL, "--status", "developing", "--built-on", confirmed)
    told = cli("mark", confirmed, "retracted", *RETRACT)
    assert built[-8:] in told.err


def test_a_retraction_says_of_its_substitute_that_it_was_taken_back_too(
    cli: Wireroom, confirmed: str, write: Write
) -> None:
    instead = write("Airport open", *OFFICIAL, "--status", "developing")
    cli("mark", confirmed, "retracted", *RETRACT, "--replaced-by", instead)
    assert f"Replaced by {instead[-8:]}\n" in cli("update", confirmed).out
    cli("mark", instead, "retracted", "--wrong", "It is closed.", "--why", "They rang.", "--class", "wrong")
    assert f"Replaced by {instead[-8:]}, which is retracted\n" in cli("update", confirmed).out


def test_retracted_is_for_good(cli: Wireroom, confirmed: str) -> None:
    cli("mark", confirmed, "retracted", *RETRACT)
    told = cli("mark", confirmed, "confirmed", "--note", "After all.")
    assert told.code == 1
    assert "supersedes" in told.err


@pytest.mark.parametrize("status", ["draft", "killed", "maybe"])
def test_statuses_that_nobody_marks(cli: Wireroom, confirmed: str, status: str) -> None:
    assert cli("mark", confirmed, status).code == 2


def test_mark_names_the_revision_it_was_made_on(cli: Wireroom, store: Store, developing: str) -> None:
    revision = store.update(developing).revision
    cli("correct", developing, "--corrected", "earlier said X; it is Y", "--headline", "Fire at the office")
    told = cli(
        *("mark", developing, "confirmed", "--note", "The notice.", "--evidence", "document:Notice 7"),
        *("--revision", str(revision)),
    )
    assert told.code == 1
    assert store.update(developing).status.value == "developing"


def test_undo_takes_a_mark_back(cli: Wireroom, store: Store, developing: str) -> None:
    cli("mark", developing, "confirmed", "--note", "The notice.", "--evidence", "document:Notice 7")
    assert cli("undo").code == 0
    assert store.update(developing).status.value == "developing"


def test_undo_without_an_act(cli: Wireroom) -> None:
    told = cli("undo", "--as", "nobody")
    assert told.code == 1
    assert "no act of yours" in told.err
    assert "Readers' trail" not in told.err


def test_kill_wants_the_slug_and_lists_the_files(
    cli: Wireroom, store: Store, blog: str, confirmed: str
) -> None:
    cli("publish", blog)
    order = ("--ordered-by", "City court", "--notice", "Removed by order of a court.")
    assert cli("kill", confirmed, *order, "--confirm", "astana").code == 1
    assert store.update(confirmed).status.value == "confirmed"
    told = cli("kill", confirmed, *order, "--confirm", blog)
    assert told.code == 0, told.err
    assert any(file.endswith("index.html") for file in told.lines)
    killed = store.update(confirmed)
    assert killed.status.value == "killed"
    assert "emergency" not in killed.headline.lower()


def test_a_kill_that_left_words_where_readers_are_ends_with_3_and_the_next_publication_takes_them_out(
    cli: Wireroom, blog: str, confirmed: str, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    cli("publish", blog, "--to", str(site))
    page = site / "p" / f"{confirmed}.html"
    (tmp_path / ".site.wireroom" / "000002").write_bytes(b"in the way of the next tree")
    order = ("--ordered-by", "City court", "--notice", "Removed by order of a court.", "--confirm", blog)
    told = cli("kill", confirmed, *order)
    assert (told.code, f"Rewriting {site} met trouble" in told.err) == (3, True)
    assert "State of emergency" in page.read_text(encoding="utf-8")
    (tmp_path / ".site.wireroom" / "000002").unlink()
    assert cli("publish", blog, "--to", str(site)).code == 0
    assert "State of emergency" not in page.read_text(encoding="utf-8")


def test_kill_wants_every_word(cli: Wireroom, confirmed: str) -> None:
    assert cli("kill", confirmed, "--ordered-by", "court").code == 2


def test_the_update_with_its_history(cli: Wireroom, developing: str) -> None:
    cli("mark", developing, "confirmed", "--note", "The notice.", "--evidence", "document:Notice 7")
    shown = cli("update", developing, "--json").json
    assert [line["what"] for line in shown["history"]][-1] == "marked"
    assert shown["standing"]["origins"] >= 1
    assert "History" in cli("update", developing).out


def test_log_tells_everything_and_that_its_chain_holds(cli: Wireroom, blog: str, confirmed: str) -> None:
    told = cli("log", blog, "--json")
    assert told.code == 0
    assert told.json["chain"]["holds"] is True
    assert told.json["chain"]["breaks"] == []
    events = told.json["events"]
    assert events[0]["what"] == "opened"
    assert {event["who"] for event in events} == {"aigerim"}
    for event in events:
        assert set(event) >= {
            "sequence",
            "at",
            "who",
            "what",
            "noun",
            "subject",
            "hash",
            "previous",
            "sentence",
        }
    only = cli("log", "--update", confirmed[-8:], "--json").json["events"]
    assert {event["subject"] for event in only} == {confirmed}
    assert cli("log", "--since", "2h", "--json").json["events"]
    assert cli("log", "--since", "2999-01-01", "--json").json["events"] == []
    assert len(cli("log", blog, "--limit", "1").lines) == 1
    assert "holds" in cli("log").err


def test_the_log_names_position_second_day_and_zone(cli: Wireroom, blog: str, confirmed: str) -> None:
    wrote = cli("log", "--update", confirmed, "--json").json["events"][0]
    at = datetime.fromisoformat(wrote["at"])
    there = at.astimezone(ZoneInfo("Asia/Almaty"))
    for told in (cli("log", blog, "--update", confirmed), cli("log", "--update", confirmed)):
        said = next(line for line in told.lines if "wrote" in line)
        assert said.split("  ", 1)[0] == str(wrote["sequence"])
        assert said.split("  ", 1)[1].startswith(f"{there:%Y-%m-%d %H:%M:%S} aigerim wrote")
        assert "Times in Asia/Almaty." in told.err
    assert "Times in UTC." in cli("log").err
    cli("blog", "pin", confirmed)
    assert cli("undo").out[:2] in (f"{there:%H}", f"{there + timedelta(hours=1):%H}")
