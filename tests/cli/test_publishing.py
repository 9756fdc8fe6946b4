"""Publishing, lint, snapshots, rollback."""

import subprocess
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.cli.conftest import OFFICIAL, Wireroom, Write
from tests.support.disks import mounted
from wireroom.ports.store import Store

PUBLISH_KEYS = {
    "blog",
    "sequence",
    "updates",
    "files_written",
    "files_unchanged",
    "bytes",
    "seconds",
    "problems",
    "path",
}


def test_publish_json_and_the_page(cli: Wireroom, blog: str, confirmed: str, place: Path) -> None:
    told = cli("publish", blog, "--json")
    assert told.code == 0, told.err
    report = told.json
    assert set(report) >= PUBLISH_KEYS
    assert report["blog"] == blog
    assert report["updates"] == 1
    assert report["files_written"] > 0
    page = Path(report["path"]) / "index.html"
    assert page.is_relative_to(place / "published")
    assert "State of emergency declared" in page.read_text(encoding="utf-8")


def test_publishing_again_writes_nothing(cli: Wireroom, blog: str, confirmed: str) -> None:
    cli("publish", blog)
    again = cli("publish", blog, "--json").json
    assert again["files_written"] == 0
    assert again["files_unchanged"] > 0


def test_to_names_the_folder_and_stdout_holds_only_the_path(
    cli: Wireroom, blog: str, confirmed: str, tmp_path: Path
) -> None:
    told = cli("publish", blog, "--to", str(tmp_path / "site"))
    assert told.code == 0, told.err
    assert len(told.lines) == 1
    assert Path(told.lines[0]).is_dir()
    assert Path(told.lines[0]).is_relative_to(tmp_path / "site")


def test_an_earlier_position_is_shown_as_it_was(
    cli: Wireroom, blog: str, confirmed: str, tmp_path: Path
) -> None:
    first = cli("publish", blog, "--json").json
    cli("correct", confirmed, "--corrected", "earlier said X; it is Y", "--headline", "Emergency ends")
    cli("publish", blog)
    told = cli(
        "publish", blog, "--sequence", str(first["sequence"]), "--to", str(tmp_path / "then"), "--json"
    )
    assert told.code == 0, told.err
    page = (Path(told.json["path"]) / "index.html").read_text(encoding="utf-8")
    assert "State of emergency declared" in page
    assert "Emergency ends" not in page


def test_a_time_is_meant_to_the_second_and_told_so(
    cli: Wireroom, blog: str, confirmed: str, store: Store, tmp_path: Path
) -> None:
    at = store.events(newest_first=True, limit=1)[0].at.astimezone(ZoneInfo("Asia/Almaty"))
    told = cli("publish", blog, "--at", at.isoformat(), "--to", str(tmp_path / "then"))
    assert told.code == 0, told.err
    assert f", as it stood at {at:%Y-%m-%d %H:%M:%S} Asia/Almaty: " in told.err


def test_at_and_sequence_exclude_each_other(cli: Wireroom, blog: str) -> None:
    assert cli("publish", blog, "--at", "12:00", "--sequence", "3").code == 2


def test_snapshots_and_rollback(cli: Wireroom, blog: str, confirmed: str) -> None:
    first = cli("publish", blog, "--json").json
    cli("correct", confirmed, "--corrected", "earlier said X; it is Y", "--headline", "Emergency ends")
    cli("publish", blog)
    listed = cli("snapshots", blog, "--json").json
    assert [one["number"] for one in listed] == [1, 2]
    assert listed[0]["sequence"] == first["sequence"]
    at = datetime.fromisoformat(listed[0]["at"]).astimezone(ZoneInfo("Asia/Almaty"))
    assert f"  {at:%Y-%m-%d %H:%M:%S} Asia/Almaty  " in cli("snapshots", blog).lines[0]
    back = cli("rollback", blog, str(first["sequence"]), "--json")
    assert back.code == 0, back.err
    page = (Path(back.json["path"]) / "index.html").read_text(encoding="utf-8")
    assert "Emergency ends" not in page
    assert len(cli("snapshots", blog).lines) == 3


def test_lint_names_what_publishing_refuses(cli: Wireroom, blog: str, write: Write) -> None:
    clean = cli("lint", blog)
    assert clean.code == 0
    assert clean.out == ""
    update = write(
        "Shots fired",
        *("--evidence", "unnamed:a source in the ministry", "--status", "developing"),
        body="Shots were fired, sources said.",
    )
    told = cli("lint", blog, "--json")
    assert told.code == 1
    errors = [finding for finding in told.json if finding["level"] == "error"]
    assert {finding["update"] for finding in errors} == {update}
    assert set(errors[0]) >= {"level", "update", "rule", "words", "mend"}
    refused = cli("publish", blog)
    assert refused.code == 1
    assert refused.out == ""
    assert cli("snapshots", blog, "--json").json == []
    assert cli("publish", blog, "--override", "The desk has decided.").code == 0


def test_a_blog_without_news_still_publishes(cli: Wireroom, blog: str, write: Write) -> None:
    write("A draft that nobody may see", *OFFICIAL)
    report = cli("publish", blog, "--json").json
    assert report["updates"] == 0
    for page in Path(report["path"]).rglob("*"):
        if page.is_file():
            assert b"nobody may see" not in page.read_bytes()


def test_a_dry_run_says_what_would_be_new_and_writes_nothing(
    cli: Wireroom, blog: str, confirmed: str, place: Path
) -> None:
    found = cli("publish", blog, "--dry-run", "--json").json
    assert (found["first"], found["new"]) == (True, [{"id": confirmed, "what": []}])
    assert not (place / "published").exists()
    cli("publish", blog)
    assert "Nothing reads differently" in cli("publish", blog, "--dry-run").err
    cli("blog", "pin", confirmed)
    assert "pinned" in cli("publish", blog, "--dry-run").out
    assert cli("publish", blog, "--dry-run", "--at", "12:00").code == 2


def test_the_list_says_what_was_only_to_be_looked_at(
    cli: Wireroom, blog: str, confirmed: str, tmp_path: Path
) -> None:
    first = cli("publish", blog, "--json").json
    cli("publish", blog, "--sequence", str(first["sequence"]), "--to", str(tmp_path / "then"))
    assert ["to be looked at" in line for line in cli("snapshots", blog).lines] == [False, True]


def test_a_target_that_is_out_of_reach_is_trouble_with_the_network(
    cli: Wireroom, blog: str, confirmed: str, tmp_path: Path
) -> None:
    target = tmp_path / "pages.git"
    told = cli("publish", blog, "--to", f"git+{target}")
    assert (told.code, "git could not publish" in told.err) == (4, True)
    subprocess.run(["git", "init", "--quiet", "--bare", str(target)], check=True)
    assert cli("publish", blog, "--to", f"git+{target}").code == 0


@pytest.mark.parametrize("there", [True, False], ids=["in place", "switched"])
def test_a_full_disk_is_trouble_with_the_store_and_the_same_command_goes_on_when_there_is_room(
    cli: Wireroom, blog: str, confirmed: str, tmp_path: Path, there: bool
) -> None:
    with mounted(tmp_path / "disk", "size=64k") as disk:
        site = disk / "site"
        if there:
            site.mkdir()
        told = cli("publish", blog, "--to", str(site))
        assert told.code == 3
        assert "No space left on device" in told.err
        assert "Make room" in told.err
        assert not (site / "latest.json").exists()
        subprocess.run(["mount", "-o", "remount,size=2m", str(disk)], check=True)
        assert cli("publish", blog, "--to", str(site)).code == 0
        assert (site / "latest.json").is_file()
