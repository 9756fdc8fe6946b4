"""Colours, signs and keys: what can be proved without opening the desk."""

import string
import unicodedata

import pytest
from textual.color import Color
from textual.keys import _character_to_key

from tui.commands import registry
from tui.commands.command import Needs
from tui.styles import glyphs
from tui.styles.palette import DARK, LIGHT, PALETTES, TERMINAL, Palette, mix
from tui.styles.theme import theme_of
from tui.widgets import key_names
from tui.widgets.spans import Span
from wireroom.model import Priority

ENOUGH = 4.5


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parsed = Color.parse(colour)
    channels = [value / 255 for value in (parsed.r, parsed.g, parsed.b)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda palette: palette.name)
def test_every_text_reads_on_every_ground(palette: Palette) -> None:
    poor = {
        (text, ground): round(contrast(colour, behind), 2)
        for text, colour in palette.texts().items()
        for ground, behind in palette.grounds().items()
        if contrast(colour, behind) < ENOUGH
    }
    assert not poor


def test_a_theme_shows_its_palette() -> None:
    for palette in PALETTES.values():
        theme = theme_of(palette)
        assert theme.variables["wr-quiet"].removeprefix("ansi_") == palette.quiet
        assert theme.ansi is palette.ansi


def test_without_colour_the_cursor_is_told_by_reverse() -> None:
    under_cursor = Span("words", "alarm", on="cursor")
    assert mix(DARK, under_cursor, plain=True).reverse
    assert mix(DARK, under_cursor, plain=True).colour is None
    assert mix(TERMINAL, under_cursor, plain=False).reverse


def test_signs_are_one_cell_wide_everywhere_and_no_emoji() -> None:
    signs = [*glyphs.STATUS.values(), *glyphs.STAGE.values(), glyphs.PINNED, glyphs.KEY_EVENT, glyphs.PICKED]
    assert [sign for sign in signs if unicodedata.east_asian_width(sign) not in ("N", "Na")] == []
    assert len(set(glyphs.STATUS.values())) == len(glyphs.STATUS)


def test_every_command_has_a_help_and_a_name_of_its_own() -> None:
    ids = [command.id() for command in registry.ALL]
    assert len(set(ids)) == len(ids)
    for command in registry.ALL:
        assert command.help().endswith("."), command
        assert command.name()


@pytest.mark.parametrize("preset", registry.PRESETS)
def test_no_two_commands_of_a_preset_share_a_key(preset: str) -> None:
    assert registry.warnings(preset, {}) == []


def test_an_own_keymap_is_warned_about_by_name() -> None:
    said = registry.warnings("wireroom", {"keep": "s", "kepe": "x"})
    assert said == [
        "'kepe' in [desk.keys] is not a command; ? lists them.",
        "s is the key of keep and of spike; keep has it.",
    ]
    assert registry.keymap("wireroom", {"keep": "f9"})["keep"] == "f9"
    assert registry.keymap("newsboat", {})["open-link"] == "O"


def test_own_keys_go_before_others_and_each_key_is_shown_with_the_command_that_has_it() -> None:
    keys = registry.keymap("wireroom", {"spike": "a"})
    assert (keys["spike"], keys["keep"]) == ("a", "")
    assert registry.by_key(keys)["a"] == "spike"
    assert registry.warnings("wireroom", {"spike": "a"}) == [
        "a is the key of spike and of keep; spike has it."
    ]
    shown = registry.foot_keys(keys, frozenset({Needs.NOTHING, Needs.ITEM, Needs.SPIKABLE}))
    assert ("a", "spike") in shown
    assert not [word for _, word in shown if word == "keep"]


def test_own_keys_are_written_as_they_are_typed() -> None:
    for typed in ("#", "%", "é", "F9", "Ctrl+E", "alt+up", "@", "_", "ß"):
        assert registry.warnings("wireroom", {"keep": typed}) == []
    assert registry.keymap("wireroom", {"keep": "#, F9"})["keep"] == "number_sign,f9"
    assert key_names.key_name("@") == _character_to_key("@")
    assert all(
        key_names.key_name(sign) == _character_to_key(sign) for sign in string.punctuation if sign != ","
    )
    (said,) = registry.warnings("wireroom", {"keep": "foo"})
    assert said == "'foo' in [desk.keys] is not a key; write it as F5, ctrl+e or a single sign."
    for command in registry.ALL:
        for key in filter(None, command.keys.split(",")):
            assert key_names.is_key(key)
            assert key_names.key_shown(key_names.show_key(key)) == key


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("slash", "/"),
        ("ctrl+d", "^D"),
        ("shift+tab", "Shift+Tab"),
        ("f10", "F10"),
        ("G", "G"),
        ("number_sign", "#"),
        ("escape", "Esc"),
    ],
)
def test_keys_are_shown_as_they_stand_on_the_keyboard(key: str, shown: str) -> None:
    assert key_names.show_key(key) == shown


@pytest.mark.parametrize(
    ("headline", "word"),
    [
        ("Mayor's office on fire", "URGENT"),
        ("URGENT: Mayor's office on fire", ""),
        ("*Urgent* Mayor's office on fire", ""),
    ],
)
def test_the_word_for_a_news_value_is_not_said_twice(headline: str, word: str) -> None:
    assert glyphs.priority_word(Priority.URGENT, headline) == word


def test_ordinary_copy_has_no_word_for_its_news_value() -> None:
    assert glyphs.priority_word(Priority.UPDATE, "Update: roads are open") == ""
