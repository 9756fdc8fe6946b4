"""A configuration is read strictly, and its page tells of every key."""

import re
from pathlib import Path
from typing import get_type_hints

import pytest
from msgspec.structs import fields

from tests.support.places import ROOT
from tui.commands.registry import PRESETS
from tui.styles.palette import PALETTES
from wireroom.config import Config, load, parse
from wireroom.errors import ConfigError
from wireroom.model import HouseRules

HERE = Path("config.toml")


def test_no_file_is_an_empty_configuration(tmp_path: Path) -> None:
    assert load(tmp_path / "absent.toml") == Config()


def test_what_is_set_is_in_force_and_the_rest_has_its_default() -> None:
    config = parse('[rules]\npreset = "agency"\n[publish]\nwebsub = ["https://hub.example"]\n', HERE)
    assert config.rules.preset is HouseRules.AGENCY
    assert config.rules.review_minutes == 30
    assert config.publish.websub == ("https://hub.example",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[feedz]\n", ["[feedz]", "Did you mean 'feeds'?"]),
        ("[feeds]\nconections = 3\n", ["[feeds] conections", "Did you mean 'connections'?"]),
        ("[feeds]\nzzz = 3\n", ["[feeds] zzz", "Known here:"]),
        ('[rules]\npreset = "loose"\n', ["[rules]", "loose"]),
        ('[feeds]\nconnections = "many"\n', ["[feeds]", "int"]),
        ("[feeds]\nconnections = 0\n", ["[feeds]", "connections", ">= 1"]),
        ("[feeds]\ntotal_seconds = 0\n", ["[feeds]", "total_seconds", "> 0"]),
        ("[store]\nkeep_days = 999999999999\n", ["[store]", "keep_days"]),
        ('[desk]\ntheme = "dark"\n', ["[desk]", "theme", "wireroom-dark, wireroom-light or terminal"]),
        (
            '[newsroom]\nbase_url = "live.example.org"\n',
            ["base_url", "begins with http:// or https://", "served"],
        ),
        ('[newsroom]\nlogo = "javascript:alert(1)"\n', ["logo", "begins with http"]),
        ('[publish]\nwebsub = ["https://hub.example/", "hub.example"]\n', ["websub", "begins with http"]),
        ("feeds = 3\n", ["feeds must be a table"]),
        ("[feeds\n", ["not TOML", "line 1"]),
    ],
)
def test_a_mistake_is_named_with_file_key_and_mend(text: str, words: list[str]) -> None:
    with pytest.raises(ConfigError) as refused:
        parse(text, HERE)
    assert "config.toml" in str(refused.value)
    for word in words:
        assert word in str(refused.value)
    assert refused.value.exit_code == 2


def test_an_unreadable_file_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="can't be read"):
        load(path)


def test_the_page_describes_every_key_with_its_default() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    described = {
        (section, key, default)
        for section, table in re.findall(r"## `\[(\w+)\]`[^\n]*\n(.*?)(?=\n## |\Z)", page, re.DOTALL)
        for key, default in re.findall(r"^\| `(\w+)` \| `([^`]*)` \|", table, re.MULTILINE)
    }
    expected = set()
    for section, section_type in get_type_hints(Config).items():
        for key in fields(section_type):
            value = getattr(section_type(), key.name)
            text = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else None
            if text is None:
                text = (
                    f'"{value}"'
                    if isinstance(value, str)
                    else str(list(value) if isinstance(value, tuple) else value)
                )
            expected.add((section, key.name, text))
    assert expected <= described


def test_themes_and_keymaps_are_those_of_the_desk() -> None:
    for theme in PALETTES:
        assert parse(f'[desk]\ntheme = "{theme}"\n', HERE).desk.theme == theme
    for keymap in PRESETS:
        assert parse(f'[desk]\nkeymap = "{keymap}"\n', HERE).desk.keymap == keymap
