"""The settings: what is in force, what each means, and a change written into the configuration's file."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, get_origin

from textual.binding import Binding, BindingType

from tui.commands.registry import PRESETS
from tui.screens.form import Field, FormScreen, Line, OneOf, Prose, Values
from tui.screens.lists import ListScreen
from tui.screens.picking import Option
from tui.styles.palette import PALETTES
from wireroom.config import Config
from wireroom.config_file import Setting, change, settings, shown
from wireroom.model import HouseRules

if TYPE_CHECKING:
    from wireroom.desk.newsroom import Newsroom

#: Settings with a few values that the desk knows.
VALUES: Mapping[str, tuple[str, ...]] = {
    "desk.theme": tuple(PALETTES),
    "desk.keymap": PRESETS,
    "rules.preset": tuple(HouseRules),
}
#: What the desk itself takes over at once; anything else holds from the next start on.
AT_ONCE = ("desk.theme", "desk.keymap", "desk.keys")


class SettingsScreen(ListScreen):
    """Every setting with its value; Enter changes one."""

    TITLE_WORDS = "Settings"
    KEYS = "Enter change   x back to the default   Esc leave"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,e", "change", "Change", id="settings-change"),
        Binding("x", "unset", "Back to the default", id="settings-unset"),
    ]

    def on_mount(self) -> None:
        """Read the settings, and say which file holds them."""
        super().on_mount()
        file = self.desk.desk_app.settings_file
        self.say(
            f"in {file}" if file is not None else "This newsroom keeps no settings: they are only shown."
        )

    def read(self, at: str = "") -> None:  # noqa: ARG002 - the rows are always the same
        """Show the settings in force."""
        config = self.desk.desk_app.settings
        self.desk.office.ask(lambda: _options(config), self._show, group="list")

    @staticmethod
    def load(newsroom: "Newsroom") -> list[Option]:
        """The settings this newsroom was opened with."""
        return _options(newsroom.config)

    def action_change(self) -> None:
        """Ask for another value."""
        file = self.desk.desk_app.settings_file
        if file is None or not self.chosen:
            return
        setting = settings()[self.chosen]

        def deed(values: Values) -> Config:
            return change(file, setting.name, values["value"])

        self.app.push_screen(
            FormScreen(
                self.desk.office,
                title=setting.name,
                intro=setting.meaning,
                fields=[_field(setting, _value(setting, self.desk.desk_app.settings))],
                deed=deed,
                then=lambda config: self._changed(setting, config),
                done_word="write it down",
            )
        )

    def action_unset(self) -> None:
        """Take a setting out of the file."""
        file = self.desk.desk_app.settings_file
        if file is None or not self.chosen:
            return
        self._unset(settings()[self.chosen], file)

    def _unset(self, setting: Setting, file: Path) -> None:
        self.desk.office.act(
            lambda: change(file, setting.name, None), lambda config: self._changed(setting, config)
        )

    def _changed(self, setting: Setting, config: Config) -> None:
        self.desk.desk_app.take_settings(config)
        self.read()
        when = "" if setting.name in AT_ONCE else "; it holds from the next start on"
        self.say(f"{setting.name} is {_shown(setting, config) or 'not set'}{when}")


def _value(setting: Setting, config: Config) -> object:
    section, _, key = setting.name.partition(".")
    return getattr(getattr(config, section), key)


def _shown(setting: Setting, config: Config) -> str:
    words = shown(_value(setting, config)).replace("\n", ", ")
    if setting.name == "store.path":
        from tui.cli.configuring import without_password

        return without_password(words)
    return words


def _options(config: Config) -> list[Option]:
    return [_option(setting, config) for setting in settings().values()]


def _option(setting: Setting, config: Config) -> Option:
    value = _shown(setting, config)
    own = _value(setting, config) != setting.default
    return Option(
        setting.name,
        f"{'*' if own else ' '} {setting.name}",
        f"{value or 'not set'}{'' if own else ' (default)'} – {setting.meaning.replace('``', '')}",
        "accent" if own else "text",
    )


def _field(setting: Setting, value: object) -> Field:
    text = shown(value)
    if setting.type is bool:
        return OneOf(name="value", label="Value", options=("yes", "no"), value=text)
    if setting.name in VALUES:
        options = VALUES[setting.name]
        return OneOf(
            name="value", label="Value", options=options, value=text if text in options else options[0]
        )
    if get_origin(setting.type) is dict:
        return Prose(name="value", label="One a line: command = keys", value=text, hint="keep = a,f9")
    several = get_origin(setting.type) is tuple
    return Line(name="value", label="Values, apart by blanks" if several else "Value", value=text)
