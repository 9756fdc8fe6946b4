"""The terminal is lent to an editor or a browser of one's own, and comes back whatever they did."""

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


LINK = "https://www.example.org/decree"


@pytest.fixture
def cited(installed: Installed) -> None:
    """A live blog with an update that rests on a link."""
    installed("blog", "new", "night", "--headline", "A long night")
    installed("write", "night", "--headline", "Curfew, decree says", "--evidence", f"document:Decree:{LINK}")


def test_a_browser_of_the_terminal_has_it_until_it_ends(
    home: dict[str, str], cited: None, tmp_path: Path
) -> None:
    browser = tmp_path / "browser"
    browser.write_text("#!/bin/sh\nprintf 'READING %s\\n' $1\nread key\n")
    browser.chmod(0o755)
    with Terminal([], columns=120, rows=36, environment={**home, "BROWSER": str(browser)}) as desk:
        desk.wait_for("look at the empty desk first")
        desk.press("escape", "f2", "o")
        desk.wait_for(f"READING {LINK}")
        desk.press("enter")
        desk.wait_for(f"opened {LINK}")
        desk.wait_for("READING", gone=True)
        desk.wait_for("Nothing has come in yet")
        desk.press("Q")
        assert desk.end() == 0


def test_without_a_browser_the_address_is_copied(home: dict[str, str], cited: None, tmp_path: Path) -> None:
    none = {"PATH": str(tmp_path), "BROWSER": "", "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    with Terminal([], columns=120, rows=36, environment={**home, **none}) as desk:
        desk.wait_for("look at the empty desk first")
        desk.press("escape", "f2", "o")
        desk.wait_for("no browser here")
        desk.press("Q")
        assert desk.end() == 0
