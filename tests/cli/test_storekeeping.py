"""Checking, exporting, importing and copying the store."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tinydb import TinyDB

from tests.cli.conftest import Outcome, Wireroom
from tests.support.disks import seen_read_only


def test_check_finds_nothing_wrong(cli: Wireroom, blog: str, confirmed: str) -> None:
    told = cli("check", "--json")
    assert told.code == 0
    assert told.json["sound"] is True
    assert told.json["events"] > 0
    assert told.json["damages"] == []
    assert "Sound" in cli("check").err


def test_check_names_a_damaged_row_and_ends_with_3(cli: Wireroom, place: Path, blog: str) -> None:
    with closing(sqlite3.connect(place / "newsroom.wireroom", isolation_level=None)) as engine:
        tables = [name for (name,) in engine.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        table = next(name for name in tables if name.endswith("blogs"))
        engine.execute(f'UPDATE "{table}" SET body = replace(body, ?, ?)', ("Protests", "Pretests"))
    told = cli("check", "--json")
    assert told.code == 3
    assert told.json["sound"] is False
    assert any(damage["table"] == "blogs" for damage in told.json["damages"])


def test_check_names_each_fault_of_the_pages_on_a_line_of_its_own(
    cli: Wireroom, place: Path, blog: str, confirmed: str
) -> None:
    file = place / "newsroom.wireroom"
    with closing(sqlite3.connect(file)) as engine:
        engine.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        ((page,),) = engine.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'updates_by_blog_filed_id'"
        )
        ((size,),) = engine.execute("PRAGMA page_size")
    with file.open("r+b") as pages:
        pages.seek((page - 1) * size + 8)
        pages.write(b"\x7f" * 40)
    told = cli("check")
    assert told.code == 3
    assert len([line for line in told.out.splitlines() if "integrity check" in line]) > 1
    assert all(len(line) < 200 for line in told.out.splitlines())


def test_check_of_what_can_not_be_opened_names_it_and_says_what_helps(
    cli: Wireroom, place: Path, blog: str
) -> None:
    file = place / "newsroom.wireroom"
    with file.open("r+b") as pages:
        pages.seek(100)
        pages.write(b"\x7f" * 60)
    told = cli("check", "--json")
    assert (told.code, told.json["sound"]) == (3, False)
    assert "damaged" in told.json["damages"][0]["what"]
    assert "Restore a backup" in told.err
    assert "wireroom check" not in told.err


def test_export_is_plain_tinydb_and_comes_back(cli: Wireroom, place: Path, blog: str, confirmed: str) -> None:
    file = place / "out.json"
    told = cli("export", str(file), "--json")
    assert told.code == 0, told.err
    with TinyDB(file) as database:
        assert [document["slug"] for document in database.table("blogs").all()] == [blog]
    other = str(place / "other.wireroom")
    assert cli("import", str(file), "--store", other).code == 0
    before, after = cli("log", "--json").json, cli("log", "--json", "--store", other).json
    assert after == before
    assert cli("updates", blog, "--json", "--store", other).json == cli("updates", blog, "--json").json
    assert cli("check", "--store", other).code == 0


def test_import_only_fills_an_empty_store(cli: Wireroom, place: Path, blog: str) -> None:
    file = place / "out.json"
    cli("export", str(file))
    told = cli("import", str(file))
    assert told.code == 3
    assert "empty" in told.err
    letter = place / "letter.json"
    letter.write_text("{}", encoding="utf-8")
    assert cli("import", str(letter), "--store", str(place / "third.wireroom")).code == 3


def test_export_and_backup_overwrite_nothing(cli: Wireroom, place: Path, blog: str) -> None:
    file = place / "taken"
    file.write_text("mine", encoding="utf-8")
    assert cli("export", str(file)).code == 3
    assert cli("backup", str(file)).code == 3
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_backup_is_a_store(cli: Wireroom, place: Path, blog: str) -> None:
    copy = place / "copy.wireroom"
    assert cli("backup", str(copy)).code == 0
    assert cli("blog", "list", "--json", "--store", str(copy)).json == cli("blog", "list", "--json").json


def test_there_must_be_a_store_to_check(cli: Wireroom, place: Path) -> None:
    for words in (["check"], ["export", str(place / "x")], ["backup", str(place / "y")]):
        told = cli(*words, "--store", str(place / "none.wireroom"))
        assert told.code == 3
        assert "no store" in told.err
    assert not (place / "none.wireroom").exists()


def test_log_shows_the_rest_where_the_words_of_one_event_are_damaged(
    cli: Wireroom, place: Path, blog: str, confirmed: str
) -> None:
    before = cli("log", "--json").json["events"]
    hurt = next(event for event in before if event["what"] == "opened")
    with closing(sqlite3.connect(place / "newsroom.wireroom", isolation_level=None)) as engine:
        engine.execute("UPDATE d_testimony SET body = body || ' ' WHERE id = ?", (hurt["digest"],))
    told = cli("log", "--json")
    assert told.code == 3
    after = {event["sequence"]: event for event in told.json["events"]}
    assert list(after) == [event["sequence"] for event in before]
    assert [number for number, event in after.items() if event["damaged"]] == [hurt["sequence"]]
    assert after[hurt["sequence"]]["sentence"].endswith("The words are damaged.")
    assert not any(event["sealed"] for event in after.values())
    assert any(str(hurt["sequence"]) in broken for broken in told.json["chain"]["breaks"])
    assert "The words are damaged." in cli("log").out


def test_an_auditor_reads_a_store_that_nobody_may_write(
    cli: Wireroom, place: Path, blog: str, confirmed: str, tmp_path: Path
) -> None:
    assert cli("publish", blog).code == 0

    def auditor(*words: str) -> Outcome:
        before = ("--store", str(archive / "newsroom.wireroom"), "--config", str(place / "config.toml"))
        return cli(*before, "--as", "auditor", *words, shared=False)

    with seen_read_only(place, tmp_path / "archive") as archive:
        assert [update["id"] for update in auditor("updates", blog, "--json").json] == [confirmed]
        assert "The chain of hashes holds" in auditor("log", blog).err
        assert auditor("publish", blog, "--dry-run").code == 0
        assert "Sound" in auditor("check").err
        refused = auditor("publish", blog, "--to", str(tmp_path / "look"))
        assert (refused.code, "wireroom backup FILE" in refused.err) == (3, True)
        assert not (tmp_path / "look").exists()
        assert not (tmp_path / ".look.wireroom").exists()
        refused = auditor("blog", "pin", confirmed)
        assert (refused.code, "does not allow writing" in refused.err) == (3, True)
