"""Writing, editing and correcting updates."""

from datetime import UTC, datetime

import pytest

from tests.cli.conftest import OFFICIAL, Arrive, Wireroom, Write
from wireroom.ports.store import Store

UPDATE_KEYS = {
    *[
        "id",
        "status",
        "headline",
        "body",
        "priority",
        "key_event",
        "pinned",
        "event_time",
        "filed",
        "first_published",
        "revision",
    ],
    *["bylines", "tags", "evidence", "corrections", "retraction", "source_alerts"],
}


def test_write_prints_only_the_new_id(cli: Wireroom, store: Store, blog: str) -> None:
    told = cli("write", blog, "--headline", "Calm", "--body", "It is calm, police said.")
    assert told.code == 0
    assert len(told.lines) == 1
    assert store.update(told.lines[0]).headline == "Calm"
    assert store.update(told.lines[0]).status.value == "draft"


def test_everything_that_can_be_said_is_kept(cli: Wireroom, store: Store, blog: str, confirmed: str) -> None:
    written = cli(
        *("write", blog, "--headline", "Gate gives way", "--body", "The gate fell, the mayor said."),
        *(
            "--evidence",
            "official:Mayor: of Almaty:https://almaty.example/1",
            "--evidence",
            "witness:our reporter",
        ),
        *(
            "--status",
            "developing",
            "--priority",
            "urgent",
            "--key-event",
            "--event-time",
            "2022-01-05 14:20",
        ),
        *(
            "--built-on",
            confirmed[-8:],
            "--byline",
            "A. Reporter",
            "--byline",
            "B. Editor",
            "--tag",
            "almaty",
        ),
        "--json",
    )
    assert written.code == 0, written.err
    update = written.json
    assert set(update) >= UPDATE_KEYS
    assert update["status"] == "developing"
    assert update["priority"] == "urgent"
    assert update["key_event"] is True
    assert update["event_time"] == "2022-01-05T08:20:00Z"
    assert update["bylines"] == ["A. Reporter", "B. Editor"]
    assert update["tags"] == ["almaty"]
    assert update["built_on"] == [confirmed]
    assert [(piece["kind"], piece["who"], piece["url"]) for piece in update["evidence"]] == [
        ("official", "Mayor: of Almaty", "https://almaty.example/1"),
        ("witness", "our reporter", ""),
    ]


def test_the_text_comes_from_a_file_or_standard_input(
    cli: Wireroom, store: Store, blog: str, place: object
) -> None:
    by_dash = cli("write", blog, "-", "--headline", "One", stdin="From standard input.\n")
    by_option = cli("write", blog, "--headline", "Two", "--body-file", "-", stdin="The same.\n")
    file = f"{place}/text.md"
    with open(file, "w", encoding="utf-8") as text:  # noqa: PTH123
        text.write("From a file.")
    by_file = cli("write", blog, "--headline", "Three", "--body-file", file)
    bodies = [store.update(told.out.strip()).body for told in (by_dash, by_option, by_file)]
    assert bodies == ["From standard input.", "The same.", "From a file."]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--headline", "H", "--body", "B", "--body-file", "F"],
        ["-", "--headline", "H", "--body", "B"],
        ["--headline", "H", "--body-file", "/not/there"],
        ["--headline", "H", "--status", "retracted"],
        ["--headline", "H", "--priority", "loud"],
        ["--headline", "H", "--evidence", "rumour:somebody"],
        ["--headline", "H", "--evidence", "official"],
        ["--headline", "H", "--event-time", "soon"],
    ],
)
def test_wrong_usage_writes_nothing(cli: Wireroom, blog: str, words: list[str]) -> None:
    told = cli("write", blog, *words)
    assert told.code == 2
    assert told.out == ""
    assert cli("updates", blog, "--json").json == []


def test_items_become_evidence_and_are_used(cli: Wireroom, store: Store, blog: str, arrive: Arrive) -> None:
    item = arrive("Fire in Almaty", body="Flames, a reporter said.")
    written = cli(
        *(
            "write",
            blog,
            "--headline",
            "Fire",
            "--body",
            "Fire, Meridian says.",
            "--from",
            item.id[-6:],
            "--json",
        )
    )
    assert written.json["evidence"][0]["item"] == item.id
    assert store.item(item.id).stage.value == "used"


def test_developing_without_evidence_is_refused(cli: Wireroom, blog: str) -> None:
    told = cli("write", blog, "--headline", "Fire", "--body", "Fire, police said.", "--status", "developing")
    assert told.code == 1
    assert "evidence" in told.err
    assert cli("updates", blog, "--json").json == []


def test_a_draft_is_edited(cli: Wireroom, store: Store, write: Write) -> None:
    draft = write("Drafted")
    assert cli("edit", draft, "--headline", "Edited", "--revision", "1").code == 0
    assert store.update(draft).headline == "Edited"
    assert store.update(draft).revision == 2


def test_a_draft_gets_other_details_and_a_standing_update_by_correction(
    cli: Wireroom, store: Store, write: Write, confirmed: str
) -> None:
    draft = write("Drafted")
    details = ["--event-time", "2022-01-05T04:30Z", "--priority", "urgent", "--tag", "a", "--tag", "b"]
    assert cli("edit", draft, *details, "--byline", "Dana", "--language", "kk").code == 0
    found = store.update(draft)
    assert found.event_time == datetime(2022, 1, 5, 4, 30, tzinfo=UTC)
    assert (found.priority, found.tags, found.bylines, found.language) == (
        "urgent",
        ("a", "b"),
        ("Dana",),
        "kk",
    )
    assert cli("edit", draft, "--event-time", "", "--tag", "").code == 0
    assert (store.update(draft).event_time, store.update(draft).tags) == (None, ())
    assert cli("edit", draft, "--event-time", "soon").code == 2
    assert cli("correct", confirmed, "--refile", "--event-time", "2h").code == 1
    assert (
        cli(
            "correct", confirmed, "--corrected", "An earlier version gave no hour.", "--event-time", "2h"
        ).code
        == 0
    )
    assert cli("correct", confirmed, "--refile", "--tag", "roads").code == 0
    assert store.update(confirmed).event_time is not None
    assert store.update(confirmed).tags == ("roads",)


def test_two_editors_meet_in_a_conflict_with_both_texts(cli: Wireroom, store: Store, write: Write) -> None:
    draft = write("Drafted")
    cli("edit", draft, "--body", "Hers.", "--revision", "1", "--as", "dana")
    told = cli("edit", draft, "--body", "His.", "--revision", "1", "--as", "marat")
    assert told.code == 1
    assert "Hers." in told.err
    assert "His." in told.err
    assert "--revision 2" in told.err
    assert store.update(draft).body == "Hers."


def test_edit_wants_something_and_a_draft(cli: Wireroom, write: Write, confirmed: str) -> None:
    assert cli("edit", write("Drafted")).code == 2
    told = cli("edit", confirmed, "--headline", "Quietly changed")
    assert told.code == 1
    assert "correct" in told.err


def test_a_correction_is_shown_to_readers(cli: Wireroom, blog: str, confirmed: str) -> None:
    told = cli(
        *("correct", confirmed, "--corrected", "earlier said Astana; it is Almaty"),
        *("--headline", "State of emergency in Almaty", "--revision", "1"),
    )
    assert told.code in {0, 1}
    revision = str(cli("updates", blog, "--json").json[0]["revision"])
    if told.code:
        told = cli(
            *("correct", confirmed, "--corrected", "earlier said Astana; it is Almaty"),
            *("--headline", "State of emergency in Almaty", "--revision", revision),
        )
    assert told.code == 0, told.err
    update = cli("updates", blog, "--json").json[0]
    assert [(one["kind"], one["note"]) for one in update["corrections"]] == [
        ("corrected", "earlier said Astana; it is Almaty")
    ]
    assert update["headline"] == "State of emergency in Almaty"


def test_a_refile_that_changes_a_number_is_refused(cli: Wireroom, store: Store, write: Write) -> None:
    update = write(
        "Eight dead",
        *OFFICIAL,
        "--status",
        "developing",
        body="Eight people died in teh fire, officials said.",
    )
    refused = cli("correct", update, "--refile", "--body", "Nine people died in the fire, officials said.")
    assert refused.code == 1
    assert store.update(update).body.startswith("Eight")
    mended = cli("correct", update, "--refile", "--body", "Eight people died in the fire, officials said.")
    assert mended.code == 0, mended.err
    assert "the fire" in store.update(update).body


@pytest.mark.parametrize(
    "words",
    [["--headline", "H"], ["--refile", "--corrected", "N", "--headline", "H"], ["--refile"]],
)
def test_a_change_must_say_what_kind_it_is(cli: Wireroom, confirmed: str, words: list[str]) -> None:
    assert cli("correct", confirmed, *words).code == 2
