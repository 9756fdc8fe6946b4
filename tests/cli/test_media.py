"""Pictures and posts on updates."""

from pathlib import Path

import pytest

from tests.cli.conftest import Wireroom

Image = pytest.importorskip("PIL.Image")


@pytest.fixture
def photograph(tmp_path: Path) -> str:
    path = tmp_path / "square.png"
    Image.new("RGB", (60, 40), (120, 40, 30)).save(path)
    return str(path)


def test_a_picture_is_added_listed_published_and_taken_off(
    cli: Wireroom, blog: str, confirmed: str, photograph: str
) -> None:
    told = cli("media", "add", confirmed[-8:], photograph, "--alt", "The square, empty", "--credit", "A. Bek")
    assert told.code == 0, told.err
    listed = cli("media", "list", confirmed, "--json").json
    assert [(one["description"], one["credit"], one["source"]) for one in listed["shown"]] == [
        ("The square, empty", "A. Bek", "square.png")
    ]
    page = Path(cli("publish", blog, "--json").json["path"]) / "index.html"
    assert 'alt="The square, empty"' in page.read_text(encoding="utf-8")
    told = cli("media", "remove", confirmed, listed["shown"][0]["picture"][-8:])
    assert told.code == 0, told.err
    assert cli("media", "list", confirmed, "--json").json["shown"] == []


def test_a_picture_without_words_or_an_update_is_refused(
    cli: Wireroom, confirmed: str, photograph: str
) -> None:
    assert cli("media", "add", confirmed, photograph).code == 2
    assert cli("media", "add", confirmed, photograph, "--alt", " ").code == 2
    assert cli("media", "add", confirmed, "nothing-like-it", "--alt", "Smoke").code == 1


def test_a_picture_of_one_s_own_network_needs_leave(cli: Wireroom, confirmed: str) -> None:
    told = cli("media", "add", confirmed, "http://127.0.0.1:9/square.png", "--alt", "Smoke")
    assert (told.code, "--private" in told.err, "the feed" in told.err) == (4, True, False)


def test_a_post_is_quoted_with_link_and_time(cli: Wireroom, blog: str, confirmed: str) -> None:
    words = (
        "--who",
        "@flat",
        "--text",
        "Shots now",
        "--url",
        "https://s.example/1",
        "--seen",
        "2022-01-05T04:00Z",
    )
    told = cli("media", "quote", confirmed, *words)
    assert told.code == 0, told.err
    page = Path(cli("publish", blog, "--json").json["path"]) / "index.html"
    assert '@flat, captured <time datetime="2022-01-05T04:00:00Z">' in page.read_text(encoding="utf-8")
    assert cli("media", "quote", confirmed, *words[:4], "--url", "javascript:alert(1)").code == 2
