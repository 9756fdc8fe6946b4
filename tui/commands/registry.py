"""Every command of the desk, and the keymaps made from them."""

from collections.abc import Collection, Mapping

from tui.commands import house, moving, triage, writing
from tui.commands.command import Command, Needs

#: In the order of the foot, the palette and the help.
ALL: tuple[type[Command], ...] = (
    *triage.COMMANDS,
    *writing.COMMANDS,
    *house.COMMANDS,
    *moving.COMMANDS,
)
BY_ID: Mapping[str, type[Command]] = {command.id(): command for command in ALL}

PRESETS = ("wireroom", "newsboat")


def keymap(preset: str, own: Mapping[str, str]) -> dict[str, str]:
    """The keys of every command under a preset, with the editor's own keys over it."""
    keys = {command.id(): command.keys for command in ALL if command.keys}
    if preset == "newsboat":
        keys |= {command.id(): command.newsboat for command in ALL if command.newsboat is not None}
    return keys | {name: value for name, value in own.items() if name in BY_ID}


def by_key(keys: Mapping[str, str]) -> dict[str, str]:
    """The command of each key of a keymap; of several that claim it, the first."""
    found: dict[str, str] = {}
    for name, claimed in keys.items():
        for key in claimed.split(","):
            found.setdefault(key.strip(), name)
    found.pop("", None)
    return found


def warnings(preset: str, own: Mapping[str, str]) -> list[str]:
    """What is wrong with an own keymap: names that are no command, and keys that two commands claim."""
    found = [f"{name!r} in [desk.keys] is not a command; ? lists them." for name in own if name not in BY_ID]
    claimed: dict[str, list[str]] = {}
    for name, keys in keymap(preset, own).items():
        for key in keys.split(","):
            if key.strip():
                claimed.setdefault(key.strip(), []).append(name)
    found += [
        f"{show_key(key)} is the key of {' and of '.join(names)}; {names[0]} has it."
        for key, names in claimed.items()
        if len(names) > 1
    ]
    return found


_SHOWN = {
    "slash": "/", "question_mark": "?", "full_stop": ".", "asterisk": "*", "plus": "+", "colon": ":",
    "space": "Space", "enter": "Enter", "escape": "Esc", "tab": "Tab", "pagedown": "PgDn", "pageup": "PgUp",
    "less_than_sign": "<", "greater_than_sign": ">", "comma": ",", "minus": "-",
    "equals_sign": "=",
}  # fmt: skip


def show_key(key: str) -> str:
    """A key as it stands in foot and help."""
    key = key.strip()
    if key in _SHOWN:
        return _SHOWN[key]
    if key.startswith("ctrl+"):
        return f"^{key[5:].upper()}"
    if key.startswith("shift+"):
        return f"Shift+{key[6:].capitalize()}"
    return key if len(key) == 1 else key.capitalize()


def foot_keys(keys: Mapping[str, str], present: Collection[Needs]) -> list[tuple[str, str]]:
    """Key and word of what can be done where this is present; what is done to the thing under the cursor first."""
    return [
        (show_key(keys[command.id()].split(",")[0]), command.footer)
        for command in sorted(ALL, key=lambda command: command.needs not in (Needs.ITEM, Needs.UPDATE))
        if command.footer and command.needs in present
    ]


def show_keys(keys: str) -> str:
    """All keys of a command."""
    return " ".join(show_key(key) for key in keys.split(",") if key.strip())
