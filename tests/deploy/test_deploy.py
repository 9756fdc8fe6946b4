"""What deploy/ runs: scripts that work, and units that name only what is there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from storage import open_store
from tests.support.clock import FakeClock
from tests.support.places import ROOT
from wireroom.config import Config
from wireroom.desk.newsroom import Newsroom

DEPLOY = ROOT / "deploy"


def test_a_live_blog_is_published_when_something_changed_and_not_before(
    tmp_path: Path, clock: FakeClock
) -> None:
    store = open_store(tmp_path / "room.wireroom")
    newsroom = Newsroom(store, clock, "dana", Config())
    newsroom.blogs.new("flood", "Flood")

    def publish() -> int:
        subprocess.run(
            ["sh", str(DEPLOY / "publish-changes"), "flood", str(tmp_path / "site")],
            env={
                **os.environ,
                "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
                "WIREROOM_STORE": str(tmp_path / "room.wireroom"),
                "WIREROOM_EDITOR": "publisher",
            },
            check=True,
            capture_output=True,
        )
        return len(newsroom.publishing.snapshots("flood"))

    assert [publish(), publish()] == [1, 1]
    newsroom.blogs.change("flood", headline="The flood")
    assert publish() == 2
    assert (tmp_path / "site").is_dir()
    store.close()


@pytest.mark.parametrize("script", ["publish-changes", "publish-again", "with-password"])
def test_scripts_are_whole_and_may_be_run(script: str) -> None:
    subprocess.run(["sh", "-n", str(DEPLOY / script)], check=True)
    assert os.access(DEPLOY / script, os.X_OK)


def test_files_name_only_files_that_are_there() -> None:
    compose = (DEPLOY / "compose.yaml").read_text()
    assert re.findall(r"dockerfile: (\S+)", compose) == ["deploy/Dockerfile"]
    for copied in re.findall(r"deploy/([\w.-]+)", (DEPLOY / "Dockerfile").read_text() + compose):
        assert (DEPLOY / copied).exists() or copied in {"newsroom.env", "database-password.txt"}
    units = {path.name for path in (DEPLOY / "systemd").iterdir()}
    assert units == {"wireroom-puller.service", "wireroom-publish@.service", "wireroom-publish@.timer"}


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    judge = shutil.which("systemd-analyze")
    if judge is None:
        pytest.skip("systemd-analyze is not installed")
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("wireroom", "publish-changes"):
        (programs / name).write_text("#!/bin/sh\n", encoding="ascii")
        (programs / name).chmod(0o755)
    for unit in (DEPLOY / "systemd").iterdir():
        text = unit.read_text().replace("/opt/wireroom/bin/", f"{programs}/")
        (tmp_path / unit.name.replace("@.", "@flood.")).write_text(text)
    units = [tmp_path / "wireroom-puller.service", *tmp_path.glob("wireroom-publish@*")]
    judged = subprocess.run([judge, "verify", *units], capture_output=True, text=True, check=False)
    about_ours = [line for line in judged.stderr.splitlines() if "wireroom" in line]
    assert (judged.returncode, about_ours) == (0, [])
