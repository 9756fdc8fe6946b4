"""Themes: the second one proves the seam, and a wrong one is said in words."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.publish.conftest import SITE
from tests.publish.newsdesk import Newsdesk
from tests.publish.test_formats import dangling
from wireroom.errors import ConfigError
from wireroom.publish.publisher import Publisher
from wireroom.publish.theme import Theme


def test_the_second_theme_brings_a_stylesheet_and_one_template(desk: Newsdesk, out: Path) -> None:
    desk.developing("Crowds gather", key_event=True)
    Publisher(desk.store, desk.clock, SITE).publish(desk.blog, out)
    first = {path.name for path in (out / "assets").iterdir()}
    done = Publisher(desk.store, desk.clock, replace(SITE, theme="telex")).publish(desk.blog, out)
    assert done.whole
    assert "Crowds gather +++" in (out / "index.html").read_text(encoding="utf-8")
    assert {path.name for path in (out / "assets").iterdir()} - first
    assert dangling(out) == []


def test_a_folder_of_templates_is_a_theme(desk: Newsdesk, out: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "theme.css").write_text(":root{--paper:#fff}")
    (mine / "key-line.html").write_text("<li>{{ u.headline }} in my words</li>")
    desk.developing("Crowds gather", key_event=True)
    Publisher(desk.store, desk.clock, replace(SITE, theme=str(mine))).publish(desk.blog, out)
    assert "in my words" in (out / "key-events.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["broadsheet", "telex"])
def test_dark_colours_are_for_screens_and_not_for_paper(name: str) -> None:
    style = Theme(name).style.decode()
    assert style.count("@media screen and (prefers-color-scheme:dark)") == style.count("scheme:dark") > 0


@pytest.mark.parametrize(
    "template",
    [b"{{ u.nothing_like_it }}", b"{{ u.number + u.headline }}", b"{{ 1 / 0 }}", b"\xff{{ u.headline }}"],
)
def test_an_unknown_theme_and_a_broken_template_are_said_in_words(
    desk: Newsdesk, out: Path, tmp_path: Path, template: bytes
) -> None:
    desk.developing("Crowds gather")
    with pytest.raises(ConfigError, match="no theme 'gazette'"):
        Publisher(desk.store, desk.clock, replace(SITE, theme="gazette")).publish(desk.blog, out)
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "update.html").write_bytes(template)
    with pytest.raises(ConfigError, match=r"update\.html"):
        Publisher(desk.store, desk.clock, replace(SITE, theme=str(broken))).publish(desk.blog, out)
    assert not out.exists()
