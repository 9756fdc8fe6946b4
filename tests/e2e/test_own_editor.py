"""A body that is written in an editor of one's own: the terminal is lent and comes back, whatever came of the text."""

from pathlib import Path

import pytest

from tests.e2e.conftest import Installed
from tests.e2e.terminal import Terminal


@pytest.mark.parametrize(
    ("script", "told", "body"),
    [
        ("printf ' Added by hand.' >> $1", "Added by hand", r"yx Added by hand\."),
        ("printf '\\377' > $1", "is not written in UTF-8", "xy"),
        ("rm $1", "No such file", "xy"),
        (None, "No such file", "xy"),
    ],
    ids=["text", "other bytes", "nothing", "no program"],
)
def test_the_composer_goes_on_with_what_an_own_editor_leaves(
    home: dict[str, str], installed: Installed, tmp_path: Path, script: str | None, told: str, body: str
) -> None:
    editor = tmp_path / "editor"
    if script is not None:
        editor.write_text(f"#!/bin/sh\n{script}\n")
        editor.chmod(0o755)
    installed("blog", "new", "night", "--headline", "A long night")
    named = {"VISUAL": "", "EDITOR": str(editor), "TMPDIR": str(tmp_path)}
    with Terminal([], columns=200, rows=40, environment={**home, **named}) as desk:
        desk.wait_for("look at the empty desk first")
        desk.press("escape")
        desk.wait_for("look at the empty desk first", gone=True)
        desk.press("W")
        desk.wait_for("keep for later")
        desk.press("tab", "x", "f6")
        desk.wait_for(told)
        desk.press("y")
        desk.wait_for(rf"\b{body}")
        desk.press("escape", "Q")
        assert desk.end() == 0
