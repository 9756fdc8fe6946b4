"""The whole job in a real terminal, by keys alone, on real feeds; the page then opened in a real browser."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from storage import open_store
from tests.e2e.conftest import Installed, document
from tests.e2e.terminal import WIREROOM, Terminal
from tests.support.loopback import loopback_wires
from wireroom.model import Status

DOCUMENTS = 12
HEADLINE = "Harbour closed, agency says"
NOTE = "The harbour master told us himself."
WRONG = "The harbour was never closed."


@pytest.fixture
def wires(corpora: Path, installed: Installed) -> Iterator[None]:
    """Real captured feeds on loopback, subscribed to, not pulled yet."""
    documents = sorted(path for path in (corpora / "real").iterdir() if path.suffix == ".xml")[:DOCUMENTS]
    with loopback_wires() as server:
        urls = [server.serve(f"/{path.name}", path.read_bytes()) for path in documents]
        installed("feeds", "add", *urls, "--private", "--unseen")
        yield


OpenTerminal = Callable[[int, int], Terminal]


@pytest.fixture
def open_terminal(home: dict[str, str]) -> OpenTerminal:
    return lambda columns, rows: Terminal([], columns=columns, rows=rows, environment=home)


@pytest.mark.browser
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 36)])
def test_from_the_wire_to_the_page(
    wires: None,
    open_terminal: OpenTerminal,
    installed: Installed,
    browser: Browser,
    home: dict[str, str],
    columns: int,
    rows: int,
) -> None:
    with open_terminal(columns, rows) as desk:
        desk.wait_for("no live blog yet")
        desk.press("R")
        desk.wait_for(r"Wire.* 1 of \d\d")
        _begin_a_blog(desk)
        _triage(desk)
        _write_up(desk)
        _confirm(desk)
        _publish(desk)
        first = _page(home).read_text(encoding="utf-8")
        _retract(desk)
        _publish(desk)
        desk.press("Q")
        assert desk.end() == 0
    assert HEADLINE in first
    assert WRONG not in first
    _store_holds_it(home)
    _readers_see_it(_page(home), browser)
    log = document(installed("log", "--json"))
    assert log["chain"]["holds"] is True
    done = [event["what"] for event in log["events"] if event["who"] == "aigerim"]
    assert {"opened", "kept", "tagged", "wrote", "marked", "retracted", "published"} <= set(done)


def _begin_a_blog(desk: Terminal) -> None:
    desk.press("B")
    desk.wait_for("Begin a live blog")
    desk.type("harbour")
    desk.press("tab")
    desk.type("Harbour watch")
    desk.press("ctrl+s")
    desk.wait_for("harbour +LIVE")


def _triage(desk: Terminal) -> None:
    desk.press("a")
    desk.wait_for("kept")
    desk.press("t")
    desk.wait_for("Tags, apart by blanks")
    desk.type("harbour")
    desk.press("ctrl+s")
    desk.wait_for("#harbour")


def _write_up(desk: Terminal) -> None:
    """The command, what empties the headline, and the new one in one go: the hand does not wait for the screen."""
    desk.type(HEADLINE, after="w\x15\x0b")
    desk.press("ctrl+s")
    desk.wait_for(r"Developing +1\b")


def _confirm(desk: Terminal) -> None:
    desk.press("f2", "c")
    desk.wait_for("How we know")
    desk.type(NOTE)
    desk.press("tab")
    desk.type("official:Harbour master")
    desk.press("ctrl+s")
    desk.wait_for(r"Confirmed +1\b")


def _retract(desk: Terminal) -> None:
    desk.press("f3", "r")
    desk.wait_for("What is wrong")
    desk.type(WRONG)
    desk.press("tab")
    desk.type("He took it back.")
    desk.press("ctrl+s")
    desk.wait_for(r"Retracted +1\b")


def _publish(desk: Terminal) -> None:
    desk.press("P")
    desk.wait_for("Enter publish")
    desk.press("enter")
    desk.wait_for("Published")
    desk.press("escape")


def _page(home: dict[str, str]) -> Path:
    (page,) = Path(home["XDG_DATA_HOME"]).rglob("harbour/index.html")
    return page


def _store_holds_it(home: dict[str, str]) -> None:
    store = open_store(Path(home["XDG_DATA_HOME"]) / "wireroom" / "newsroom.wireroom")
    (blog,) = store.blogs()
    (update,) = store.updates(blog.id)
    assert (update.headline, update.status) == (HEADLINE, Status.RETRACTED)
    assert update.retraction is not None
    assert update.retraction.wrong == WRONG
    assert len(store.snapshots(blog.id)) == 2
    store.close()


def _readers_see_it(page: Path, browser: Browser) -> None:
    context = browser.new_context()
    reader = context.new_page()
    troubles: list[str] = []
    reader.on("pageerror", lambda error: troubles.append(str(error)))
    reader.goto(page.as_uri())
    text = reader.inner_text("body")
    assert "Harbour watch" in text
    assert WRONG in text
    assert re.search("Retracted", text)
    assert troubles == []
    context.close()


def test_the_desk_leaves_no_process_behind(
    wires: None, open_terminal: OpenTerminal, home: dict[str, str]
) -> None:
    with open_terminal(100, 30) as desk:
        desk.wait_for("no live blog yet")
        desk.press("Q")
        assert desk.end() == 0
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert home["XDG_DATA_HOME"] not in listed


def test_first_run_opens_the_demo(open_terminal: OpenTerminal, home: dict[str, str]) -> None:
    with open_terminal(100, 30) as desk:
        desk.wait_for("Demo|demo")
        desk.press("d")
        desk.wait_for("almaty-5-january +LIVE")
        desk.wait_for(r"1 of \d")
        desk.press("Q")
        assert desk.end() == 0
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert home["XDG_DATA_HOME"] not in listed


def test_a_pipe_is_no_terminal(home: dict[str, str]) -> None:
    told = subprocess.run([WIREROOM], capture_output=True, text=True, check=False, env={**os.environ, **home})
    assert told.returncode == 2
    assert told.stdout == ""
