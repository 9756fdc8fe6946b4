"""What runs until it is told to stop: the preview, and the desk in a browser behind its token."""

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.cli.conftest import Wireroom, Write
from tests.support.places import ROOT
from tui.cli.doorkeeper import Doorkeeper


@contextmanager
def running(place: Path, *words: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """A command of the test's store that prints an address and stays."""
    command = [sys.executable, "-m", "tui", "--store", str(place / "newsroom.wireroom"), *words]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1"},
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        try:
            yield address, process
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)


def ask(address: str, path: str = "/", **headers: str) -> tuple[int, str, dict[str, str]]:
    """Ask a server on loopback; gives status, body and headers."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read().decode(errors="replace")
    connection.close()
    return answer.status, body, dict(answer.getheaders())


def test_the_preview_shows_what_is_not_published_and_publishes_nothing(
    cli: Wireroom, place: Path, blog: str, confirmed: str
) -> None:
    with running(place, "serve", blog) as (address, process):
        status, body, _ = ask(address)
        assert status == 200
        assert "State of emergency declared" in body
        assert ask(address, Host="elsewhere.example")[0] == 403
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    assert cli("snapshots", blog, "--json").json == []
    assert not (place / "published").exists()


def test_the_preview_of_nothing_is_refused(cli: Wireroom, write: Write) -> None:
    assert cli("serve", "nix").code == 1


def test_the_token_opens_the_desk_once(place: Path, cli: Wireroom, blog: str) -> None:
    pytest.importorskip("textual_serve")
    with running(place, "web") as (address, _):
        assert urlsplit(address).hostname == "127.0.0.1"
        path = f"/?{urlsplit(address).query}"
        assert ask(address)[0] == 403
        assert ask(address, "/ws")[0] == 403
        assert ask(address, "/static/js/textual.js")[0] == 403
        assert ask(address, "/?token=guess")[0] == 403
        status, _, headers = ask(address, path)
        assert status == 303
        assert "HttpOnly" in headers["Set-Cookie"]
        assert "SameSite=Strict" in headers["Set-Cookie"]
        cookie = headers["Set-Cookie"].partition(";")[0]
        assert ask(address, path)[0] == 403
        status, body, headers = ask(address, Cookie=cookie)
        assert status == 200
        assert "Wireroom" in body
        assert "https://" not in body
        assert "default-src 'self' ws://127.0.0.1" in headers["Content-Security-Policy"]
        assert ask(address, Cookie=cookie, Origin="https://elsewhere.example")[0] == 403
        assert ask(address, Cookie=cookie, Host="elsewhere.example")[0] == 403


def test_a_doorkeeper_changes_one_token_once() -> None:
    door = Doorkeeper()
    assert door.change("wrong") is None
    assert not door.admits("")
    cookie = door.change(door.token)
    assert cookie
    assert door.change(door.token) is None
    assert door.admits(cookie)
    assert not door.admits(door.token)
    assert not door.admits("wröng")


@pytest.mark.browser
def test_the_desk_in_a_browser_takes_keys_at_once_and_asks_nobody_else(
    place: Path, cli: Wireroom, blog: str, browser: Browser
) -> None:
    pytest.importorskip("textual_serve")
    with running(place, "web") as (address, _), browser.new_context() as context:
        page = context.new_page()
        asked: list[str] = []
        said: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.goto(address)
        page.wait_for_selector(
            "body.-first-byte .xterm-helper-textarea:focus", state="attached", timeout=120_000
        )
        assert {urlsplit(url).hostname for url in asked if url.startswith("http")} == {"127.0.0.1"}
        assert not [words for words in said if "Failed" in words or "Policy" in words]
