"""Every command of the desk, and the keymaps made from them."""

from collections.abc import Collection, Mapping

from tui.commands import house, moving, triage, writing
from tui.commands.command import Command, Needs
from tui.widgets.key_names import is_key, key_name, show_key

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
    """The keys of every command under a preset, with the editor's own keys over it; each key is one command's."""
    claimed = _claimed(preset, own)
    holder = by_key(claimed)
    return {
        name: ",".join(key for key in keys.split(",") if holder.get(key) == name)
        for name, keys in claimed.items()
    }


def _claimed(preset: str, own: Mapping[str, str]) -> dict[str, str]:
    """The keys that commands claim, those first that the editor gave."""
    keys = {command.id(): command.keys for command in ALL if command.keys}
    if preset == "newsboat":
        keys |= {command.id(): command.newsboat for command in ALL if command.newsboat is not None}
    given = {name: ",".join(map(key_name, value.split(","))) for name, value in own.items() if name in BY_ID}
    return given | keys | given


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
    found += [
        f"{key.strip()!r} in [desk.keys] is not a key; write it as F5, ctrl+e or a single sign."
        for keys in own.values()
        for key in keys.split(",")
        if not is_key(key_name(key))
    ]
    claimed: dict[str, list[str]] = {}
    for name, keys in _claimed(preset, own).items():
        for key in keys.split(","):
            if key.strip():
                claimed.setdefault(key.strip(), []).append(name)
    found += [
        f"{show_key(key)} is the key of {' and of '.join(names)}; {names[0]} has it."
        for key, names in claimed.items()
        if len(names) > 1
    ]
    return found


_OF_A_THING = (Needs.ITEM, Needs.UPDATE, Needs.SPIKABLE)


def foot_commands(keys: Mapping[str, str], present: Collection[Needs]) -> list[type[Command]]:
    """What can be done where this is present and stands in the foot; what is done to the thing under the cursor first."""
    return [
        command
        for command in sorted(ALL, key=lambda command: command.needs not in _OF_A_THING)
        if command.footer and command.needs in present and keys[command.id()]
    ]


def foot_keys(keys: Mapping[str, str], present: Collection[Needs]) -> list[tuple[str, str]]:
    """Key and word of each of them."""
    return [
        (show_key(keys[command.id()].split(",")[0]), command.footer)
        for command in foot_commands(keys, present)
    ]


def show_keys(keys: str) -> str:
    """All keys of a command."""
    return " ".join(show_key(key) for key in keys.split(",") if key.strip())
