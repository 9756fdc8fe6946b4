"""One setting is changed, and everything else in the file stays as its owner wrote it."""

from pathlib import Path

import pytest

from wireroom.config import Config, load
from wireroom.config_file import change, settings, shown
from wireroom.errors import ConfigError

WRITTEN = """\
# The night desk's own.
[desk]
theme = "terminal"   # the projector shows nothing else
keymap = "newsboat"

[feeds]
connections = 64
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(WRITTEN, encoding="utf-8")
    return path


def test_comments_and_order_stay(file: Path) -> None:
    config = change(file, "desk.keymap", "wireroom")
    assert config.desk.keymap == "wireroom"
    assert file.read_text(encoding="utf-8") == WRITTEN.replace("newsboat", "wireroom")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("desk.pull", "no", False),
        ("feeds.connect_seconds", "2.5", 2.5),
        ("rules.review_minutes", "20", 20),
        ("publish.websub", "https://a.example https://b.example", ("https://a.example", "https://b.example")),
        ("desk.keys", "keep = f9\nspike = f10", {"keep": "f9", "spike": "f10"}),
        ("newsroom.name", "The Steppe Herald", "The Steppe Herald"),
    ],
)
def test_every_kind_of_value_is_written_and_read_again(
    file: Path, name: str, text: str, value: object
) -> None:
    change(file, name, text)
    section, _, key = name.partition(".")
    found = getattr(getattr(load(file), section), key)
    assert found == value
    assert shown(found) == text
    change(file, name, None)
    assert getattr(getattr(load(file), section), key) == settings()[name].default


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("desk.them", "x", "not a setting"),
        ("rules.preset", "loose", "loose"),
        ("feeds.connections", "many", "a whole number"),
        ("feeds.shortest_minutes", "-5", ">= 1"),
        ("desk.keymap", "vi", "wireroom or newsboat"),
        ("desk.pull", "perhaps", "yes or no"),
        ("desk.keys", "keep f9", "not key = value"),
    ],
)
def test_what_may_not_be_set_leaves_the_file_as_it_was(file: Path, name: str, text: str, words: str) -> None:
    with pytest.raises(ConfigError) as trouble:
        change(file, name, text)
    assert words in str(trouble.value)
    assert file.read_text(encoding="utf-8") == WRITTEN


@pytest.mark.parametrize("written", ["desk = 3\n", "[[desk]]\ntheme = 'terminal'\n"])
@pytest.mark.parametrize("text", ["terminal", None])
def test_what_is_written_in_place_of_a_section_is_named(file: Path, written: str, text: str | None) -> None:
    file.write_text(written, encoding="utf-8")
    with pytest.raises(ConfigError, match="desk must be a table"):
        change(file, "desk.theme", text)
    assert file.read_text(encoding="utf-8") == written


def test_a_file_that_is_not_there_is_begun_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "house" / "config.toml"
    change(path, "newsroom.editor", "aigerim")
    assert load(path).newsroom.editor == "aigerim"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_link_to_the_file_stays_a_link(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "linked.toml"
    link.symlink_to(file)
    change(link, "desk.keymap", "wireroom")
    assert link.is_symlink()
    assert load(file).desk.keymap == "wireroom"


def test_every_setting_says_what_it_means() -> None:
    assert [name for name, setting in settings().items() if not setting.meaning] == []
    assert Config() == load(Path("nowhere.toml"))
